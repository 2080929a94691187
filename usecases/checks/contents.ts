import type { CommandRow } from '../../db/command-store';
import type { Dossier } from '../../db/dossier-store';
import type { Unreadable, WrittenDocument } from '../../db/written-store';
import { documentParts, wordParts } from '../../domain/content-parts';
import { contentDigest, sha256 } from '../../domain/digest';
import type { Report } from './fault';
import type { Told } from './told';

type Written = Pick<Dossier, 'row' | 'commands' | 'documents' | 'words' | 'files' | 'others'>;

/** What is kept of documents and words against the digests in the evidence: not a letter may be another. */
export function checkContents(dossier: Written, told: readonly Told[], report: Report): void {
  const { row } = dossier;
  if (told.some(({ says }) => says.event === 'Disposed')) {
    checkDestroyed(dossier, report);
    return;
  }
  if (row.contentDestroyedAt !== null) {
    report({ table: 'submissions', row: row.id, what: 'has no content any more, and no evidence tells why' });
    return;
  }
  // Between the two evidences of a destruction the keys go, and then the rows.
  const begun = told.some(({ says }) => says.event === 'DisposalBegun');
  checkKept(dossier, told[0]?.says.content, (fault) => {
    if (!(begun && fault.what === WHY.destroyed)) report(fault);
  });
}

/** Evidence says that all of it is gone: then none of it may be there. */
function checkDestroyed({ row, documents, words, files, others }: Written, report: Report): void {
  const left = [
    ...documents.map(({ version }) => placeOf(row.id, version)),
    ...words.map(({ commandId }) => ({ table: 'command_contents', row: commandId })),
    ...files.map(({ id }) => ({ table: 'files', row: id })),
    ...others.map(({ table, row: id }) => ({ table, row: id })),
  ];
  for (const place of left)
    report({ ...place, what: 'is there, though evidence says that it was destroyed' });
}

function checkKept(dossier: Written, accepted: string | undefined, report: Report): void {
  const { row, commands, documents, files, others } = dossier;
  const first = documents.find(({ version }) => version === 1);
  if (first === undefined) report({ table: 'submission_contents', row: row.id, what: 'is missing' });
  for (const document of documents) checkDocument(dossier, document, accepted, report);
  for (const command of commands) checkWords(dossier, command, report);
  for (const { id, content } of files) isRead({ table: 'files', row: id }, content, report);
  for (const { table, row: id, content } of others) isRead({ table, row: id }, content, report);
  const code = typeof first?.content === 'object' ? first.content.trackingCode : undefined;
  if (code !== undefined && sha256(code) !== row.trackingHash)
    report({
      table: 'submissions',
      row: row.id,
      what: 'has a tracking_hash that is not of its tracking code',
    });
}

const WHY: Record<Unreadable, string> = {
  destroyed: 'cannot be read: its key is gone',
  damaged: 'is not what was sealed in its place',
};

function isRead<C extends object>(
  place: { table: string; row: string },
  content: C | Unreadable,
  report: Report,
): content is C {
  if (typeof content === 'object') return true;
  report({ ...place, what: WHY[content] });
  return false;
}

const placeOf = (id: string, version: number): { table: string; row: string } =>
  version === 1
    ? { table: 'submission_contents', row: id }
    : { table: 'content_versions', row: `${id}:${version}` };

function checkDocument(
  { row, commands, files }: Written,
  document: WrittenDocument,
  accepted: string | undefined,
  report: Report,
): void {
  const { version, commandId, digest: stated } = document;
  const place = placeOf(row.id, version);
  const command = commands.find(({ id }) => id === commandId);
  if (version > 1 && command === undefined) {
    report({ ...place, what: 'belongs to no command' });
    return;
  }
  // A supplement that came too late: its files are the party's again.
  if (command?.status === 'overtaken') return;
  const attached = files.filter(({ contentVersion }) => contentVersion <= version);
  if (!isRead(place, document.content, report)) return;
  const { title, body, answers, salt } = document.content;
  const parts = documentParts({ title, body, answers }, attached);
  const digest = contentDigest({ parts }, salt);
  const expected = version === 1 ? accepted : command?.facts.content;
  if (stated !== null && stated !== expected)
    report({ ...place, what: `has digest ${stated} where its command says ${expected}` });
  if (digest !== expected)
    report({
      ...place,
      what: `is not, with the attachments ${attached.map(({ id }) => id).join(', ') || '(none)'}, what evidence ${expected} was made of`,
    });
}

function checkWords({ words }: Written, command: CommandRow, report: Report): void {
  const { content, reasonText } = command.facts;
  if (typeof content !== 'string' || command.kind === 'supplement' || command.kind === 'approve') return;
  const place = { table: 'command_contents', row: command.id };
  const kept = words.find(({ commandId }) => commandId === command.id);
  if (kept === undefined) {
    report({ ...place, what: 'is missing' });
    return;
  }
  if (!isRead(place, kept.content, report)) return;
  const { body, salt } = kept.content;
  const parts = wordParts(body);
  const digest = contentDigest({ parts }, salt);
  if (digest !== content) report({ ...place, what: `is not what evidence ${content} was made of` });
  const reason = parts.find(({ part }) => part === 'reasons' || part === 'words');
  if (typeof reasonText !== 'string') return;
  const said = reason === undefined ? null : contentDigest({ parts: [reason] }, salt);
  if (said !== reasonText) report({ ...place, what: 'holds other reasons than its command says' });
}
