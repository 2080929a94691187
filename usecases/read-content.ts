import { listContentVersions } from '../db/content-store';
import { findSender, type Sender } from '../db/counter-store';
import { type FileRow, listFiles, placeOfFile, recordScan } from '../db/file-store';
import { hasFiling } from '../db/filing-store';
import type { Db, Tx } from '../db/knex';
import { hasOpened } from '../db/opening-store';
import type { SubmissionRow } from '../db/submission-store';
import { GongmunError } from '../domain/errors';
import { type Actor, rolesIn, standsForParty } from '../domain/permissions';
import { accessSubmission } from './access';
import type { Deps } from './deps';
import { requireKept } from './require-kept';
import { notFound } from './take-command';
import { scanVerdict } from './upload-file';

export interface ContentView {
  /** 1, and one more for each supplement; the newest unless another was asked for. */
  version: number;
  letter: { title: string; body: string } | null;
  answers: unknown;
  attachments: AttachmentView[];
  /** Who sent what came over the counter, as the official wrote it down. */
  sender: Sender | null;
  /** Opens the content digest that evidence names; kept with the content, served until it is destroyed. */
  salt: string;
  digest: string;
}

export interface AttachmentView {
  id: string;
  name: string;
  rule: string | null;
  mediaType: string;
  bytes: number;
  sha256: string;
  scan: FileRow['scan'];
}

/**
 * @throws GongmunError `content.not_opened` (403): an official opens a submission before reading it (design §4);
 *   `content.destroyed` (410)
 */
export function readContent(
  deps: Deps,
  actor: Actor,
  asked: { submissionId: string; requestId: string; version?: number | undefined },
): Promise<ContentView> {
  return accessSubmission(deps, actor, { ...asked, action: 'read_content' }, async (row, tx) => {
    requireKept(row);
    await requireOpened(tx, actor, row);
    const versions = await listContentVersions(tx, deps.cipher, row.id);
    const content =
      asked.version === undefined
        ? versions.at(-1)
        : versions.find(({ version }) => version === asked.version);
    if (content === undefined) throw notFound();
    const files = await listFiles(tx, deps.cipher, row.id);
    return {
      version: content.version,
      letter:
        content.title === null || content.body === null ? null : { title: content.title, body: content.body },
      answers: content.answers === null ? null : JSON.parse(content.answers),
      attachments: files.filter((file) => file.contentVersion <= content.version).map(viewFile),
      sender: row.channel === 'online' ? null : ((await findSender(tx, deps.cipher, row.id)) ?? null),
      salt: content.salt.toString('base64url'),
      digest: content.digest,
    };
  });
}

/** An attachment's bytes; the digest is checked on the way out. */
export async function downloadAttachment(
  deps: Deps,
  actor: Actor,
  asked: { submissionId: string; fileId: string; requestId: string },
): Promise<{ file: FileRow; stream: NodeJS.ReadableStream }> {
  const access = {
    ...asked,
    action: 'read_content' as const,
    as: 'read_attachment' as const,
    subjects: () => [asked.fileId],
  };
  const file = await accessSubmission(deps, actor, access, async (row, tx) => {
    requireKept(row);
    await requireOpened(tx, actor, row);
    const newest = (await listContentVersions(tx, deps.cipher, row.id)).at(-1)?.version ?? 1;
    const found = (await listFiles(tx, deps.cipher, row.id)).find(
      (candidate) => candidate.id === asked.fileId && candidate.contentVersion <= newest,
    );
    if (found === undefined) throw notFound();
    return found;
  });
  await requireScanned(deps, file);
  return { file, stream: await deps.files.get(placeOfFile(file), file.sha256) };
}

/**
 * A file that the scanner could not see when it came is shown to it now; until then nobody reads it.
 * @returns what the scanner said
 */
export async function requireScanned(deps: Deps, file: FileRow): Promise<FileRow['scan']> {
  const scan = file.scan === 'pending' ? await scanVerdict(deps, placeOfFile(file), file.sha256) : file.scan;
  if (scan !== file.scan) await recordScan(deps.db, file.id, scan);
  if (scan === 'infected')
    throw new GongmunError('conflict', 'attachment.infected', 'Malware was found in this file.');
  if (scan === 'pending')
    throw new GongmunError('conflict', 'attachment.pending', 'This file waits for its scan.');
  return scan;
}

export function viewFile(file: FileRow): AttachmentView {
  const { id, name, rule, mediaType, bytes, sha256, scan } = file;
  return { id, name, rule, mediaType, bytes, sha256, scan };
}

/** @throws GongmunError `content.not_opened` (403) */
export async function requireOpened(tx: Db | Tx, actor: Actor, row: SubmissionRow): Promise<void> {
  if (standsForParty(actor, row) || (await hasOpened(tx, row.id, row.leg, actor.person))) return;
  if (await isFiledWith(tx, actor, row)) return;
  throw new GongmunError(
    'forbidden',
    'content.not_opened',
    'Open the submission first; that it was opened is recorded.',
  );
}

/** The office's own system files the document: what it was shown is recorded, the handover when it confirms. */
async function isFiledWith(tx: Db | Tx, actor: Actor, row: SubmissionRow): Promise<boolean> {
  return rolesIn(actor, row.office).includes('records_system') && hasFiling(tx, row.id, row.leg);
}
