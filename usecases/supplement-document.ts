import { insertContentVersion, listContentVersions, nextContentVersion } from '../db/content-store';
import { findSender } from '../db/counter-store';
import { attachFile, type FileRow, listFiles } from '../db/file-store';
import type { Tx } from '../db/knex';
import { findActor } from '../db/person-store';
import { submissionKey } from '../db/submission-key';
import type { SubmissionRow } from '../db/submission-store';
import type { CounterChannel } from '../domain/channel';
import { GongmunError } from '../domain/errors';
import type { AttachmentRule, FormDefinition } from '../domain/form';
import { LETTER_ATTACHMENTS } from '../domain/letter';
import type { Actor } from '../domain/permissions';
import { SCAN } from '../domain/scan';
import { channelOfAct } from './channel-of-act';
import { checkAttachments } from './check-attachments';
import type { Deps } from './deps';
import type { RequestIdentity } from './idempotent';
import { sealDocument } from './seal-document';
import { sealReason } from './seal-words';
import { searchableText } from './searchable-text';
import { type Taken, takeCommand } from './take-command';

export interface Supplement {
  answers?: unknown;
  letter?: { title: string; body: string } | undefined;
  /** Files that come beside those sent before. */
  attachments: { upload: string; name?: string | undefined }[];
  /** By which way it came, where an official takes it in. */
  channel?: CounterChannel | undefined;
}

/**
 * The party sends a new version of its document, whole, or an official takes it in; earlier versions are kept. Answers are checked against the
 * version of the form that the submission was sent on.
 * @throws GongmunError bad_request with a fault per wrong answer or attachment
 */
export function supplementDocument(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: { submissionId: string; version: number; supplement: Supplement },
): Promise<Taken> {
  let checked: Checked | undefined;
  return takeCommand(deps, actor, request, {
    submissionId: act.submissionId,
    version: act.version,
    action: 'supplement',
    command: { kind: 'supplement' },
    async findFacts(tx, row) {
      checked = await check(deps, tx, row, actor, act.supplement);
      const { digest: content, version } = checked;
      return { content, version, ...channelOfAct(row, act.supplement.channel) };
    },
    async also(tx, { row, commandId }) {
      if (checked === undefined) return;
      const { version, files, ...content } = checked;
      const key = await submissionKey(tx, deps.cipher, row);
      await insertContentVersion(tx, deps.cipher, key, {
        submissionId: row.id,
        ...{ commandId, version },
        ...content,
      });
      for (const { file, rule } of files)
        await attachFile(tx, file.id, { submissionId: row.id, rule, contentVersion: version });
    },
  });
}

/** The party asks for more time to fill the gap: the same period once more, twice at most. */
export function extendSupplement(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: { submissionId: string; version: number; words: string },
): Promise<Taken> {
  const { submissionId, version, words } = act;
  return takeCommand(deps, actor, request, {
    submissionId,
    version,
    action: 'request_supplement_extension',
    command: { kind: 'request_supplement_extension' },
    ...sealReason('requested_by_party', { words }),
  });
}

interface Checked {
  version: number;
  title: string | null;
  body: string | null;
  answers: string | null;
  salt: Buffer;
  digest: string;
  files: { file: FileRow; rule: string }[];
  searchText: string;
}

async function check(
  deps: Deps,
  tx: Tx,
  row: SubmissionRow,
  actor: Actor,
  sent: Supplement,
): Promise<Checked> {
  const before = (await listContentVersions(tx, deps.cipher, row.id)).at(-1);
  const form = row.form === null ? undefined : await checkAnswers(deps, tx, row, sent);
  const scans = row.channel === 'online' ? [] : [SCAN];
  const rules = form === undefined ? [LETTER_ATTACHMENTS] : [...form.attachments, ...scans];
  if (row.form === null && sent.answers !== undefined)
    throw misplaced('/answers', 'A letter has no answers.');
  if (row.form !== null && sent.letter !== undefined) throw misplaced('/letter', 'A form is no letter.');
  const optional = rules.map((rule) => ({ ...rule, required: false }));
  const files = await checkAttachments(tx, deps, actor, optional, sent.attachments);
  const earlier = await listFiles(tx, deps.cipher, row.id);
  refuseTooMany(rules, earlier, files);
  if (sent.answers === undefined && sent.letter === undefined && files.length === 0)
    throw misplaced('', 'Send what was asked for: answers, a letter or attachments.');
  const all = [...earlier, ...files.map(({ file }) => file)];
  const letter =
    sent.letter ??
    (before?.title == null || before.body == null ? undefined : { title: before.title, body: before.body });
  const kept: unknown = before?.answers == null ? undefined : JSON.parse(before.answers);
  const answers = sent.answers ?? kept;
  const sealed = sealDocument({ answers, letter }, all);
  const organisation = row.partyOrganisation ?? undefined;
  return {
    version: await nextContentVersion(tx, row.id),
    title: letter?.title ?? null,
    body: letter?.body ?? null,
    ...sealed,
    files,
    searchText: await searchableText(
      tx,
      await partyOf(deps, tx, row, actor),
      { answers, letter, organisation },
      form,
    ),
  };
}

/** Whose name the desk finds it by: whoever of an organisation supplements it, the one who sent it. */
async function partyOf(deps: Deps, tx: Tx, row: SubmissionRow, actor: Actor): Promise<{ name: string }> {
  if (row.channel === 'online') return (await findActor(tx, row.partyPerson, deps.now())) ?? actor;
  const sender = await findSender(tx, deps.cipher, row.id);
  return sender === undefined ? actor : { name: [sender.name, sender.organisation ?? ''].join('\n') };
}

async function checkAnswers(
  deps: Deps,
  tx: Tx,
  row: SubmissionRow,
  sent: Supplement,
): Promise<FormDefinition> {
  const form = await deps.forms.find(tx, row.form ?? '', row.formVersion ?? undefined);
  if (form === undefined) throw new Error(`The form of submission ${row.id} is gone.`);
  if (sent.answers !== undefined) {
    const key = `${form.form}@${form.version}`;
    const faults = deps.schemas.faults(key, form.definition.schema, sent.answers);
    if (faults.length > 0)
      throw new GongmunError('bad_request', 'answers.invalid', 'Some answers do not fit the form.', {
        faults,
      });
  }
  return form.definition;
}

/** What came earlier counts too. */
function refuseTooMany(rules: AttachmentRule[], earlier: FileRow[], files: { rule: string }[]): void {
  const all = [...earlier, ...files];
  const full = rules.find(({ name, maxCount }) => all.filter(({ rule }) => rule === name).length > maxCount);
  if (full === undefined || files.length === 0) return;
  const detail = `At most ${full.maxCount} of "${full.name}", those sent earlier included.`;
  const faults = [{ pointer: '/attachments', code: 'attachment.too_many', detail }];
  throw new GongmunError('bad_request', 'attachments.invalid', 'Some attachments cannot be accepted.', {
    faults,
  });
}

function misplaced(pointer: string, detail: string): GongmunError {
  const code = 'supplement.invalid';
  return new GongmunError('bad_request', code, detail, { faults: [{ pointer, code, detail }] });
}
