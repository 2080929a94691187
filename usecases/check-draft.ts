import { newSalt } from '../db/command-store';
import { type FileRow, listDocumentFiles } from '../db/file-store';
import type { Tx } from '../db/knex';
import { namesOfRecipients } from '../db/recipient-store';
import { findSubmission } from '../db/submission-store';
import { isCounterParty } from '../domain/counter-party';
import { type Fault, GongmunError } from '../domain/errors';
import type { Retention } from '../domain/form';
import { LETTER_ATTACHMENTS } from '../domain/letter';
import { skippedLevels } from '../domain/number-items';
import { type BodyItem, boxOf, type Openness, type Recipient } from '../domain/official-document';
import { type Actor, authorise } from '../domain/permissions';
import { checkAttachments } from './check-attachments';
import type { Deps } from './deps';

export interface Draft {
  language: 'ko' | 'en';
  title: string;
  via?: string | undefined;
  body: BodyItem[];
  /** `submission` names the party of one that the office has. */
  recipients: { kind: Recipient['kind'] | 'submission'; id: string }[];
  openness: { class: Openness; ground?: number | undefined };
  attachments: { upload: string }[];
  retention: Retention;
}

export interface CheckedDraft {
  content: { title: string; via: string | null; body: BodyItem[]; recipients: Recipient[]; salt: string };
  files: Pick<FileRow, 'id' | 'sha256'>[];
}

/**
 * A draft as it is kept: recipients that are there, each once; items without a skipped level; uploads that are the
 * actor's own and free, or belong to the document already.
 * @throws GongmunError `document.invalid` (400) with a fault for each place; `attachments.invalid` (400)
 */
export async function checkDraft(
  tx: Tx,
  deps: Pick<Deps, 'cipher'>,
  actor: Actor,
  draft: Draft,
  of: { id: string; office: string },
): Promise<CheckedDraft> {
  const faults: Fault[] = [];
  const recipients = await checkRecipients(tx, actor, draft, of.office, faults);
  for (const at of skippedLevels(draft.body))
    faults.push({
      pointer: `/body/${at}/level`,
      code: 'document.level_skipped',
      detail: 'An item lies at most one level deeper than the one before it.',
    });
  if (faults.length > 0)
    throw new GongmunError('bad_request', 'document.invalid', 'This document cannot be drafted so.', {
      faults,
    });
  const { title, via, body } = draft;
  return {
    content: { title, via: via ?? null, body, recipients, salt: newSalt().toString('base64') },
    files: await checkFiles(tx, deps, actor, draft, of.id),
  };
}

async function checkFiles(
  tx: Tx,
  deps: Pick<Deps, 'cipher'>,
  actor: Actor,
  { attachments }: Draft,
  documentId: string,
): Promise<CheckedDraft['files']> {
  const there = await listDocumentFiles(tx, deps.cipher, documentId);
  const wanted = new Set(attachments.map(({ upload }) => upload));
  const kept = there.filter(({ id }) => wanted.has(id));
  const fresh = attachments.filter(({ upload }) => !there.some(({ id }) => id === upload));
  const added = await checkAttachments(tx, deps, actor, [LETTER_ATTACHMENTS], fresh);
  if (kept.length + added.length > LETTER_ATTACHMENTS.maxCount) {
    const [code, detail] = ['attachment.too_many', `At most ${LETTER_ATTACHMENTS.maxCount} files.`];
    throw new GongmunError('bad_request', 'attachments.invalid', 'Some attachments cannot be accepted.', {
      faults: [{ pointer: '/attachments', code, detail }],
    });
  }
  return [...kept, ...added.map(({ file }) => file)];
}

async function checkRecipients(
  tx: Tx,
  actor: Actor,
  { recipients }: Draft,
  office: string,
  faults: Fault[],
): Promise<Recipient[]> {
  const named: (Recipient | undefined)[] = [];
  for (const { kind, id } of recipients)
    named.push(kind === 'submission' ? await partyOf(tx, actor, id) : { kind, id });
  const names = await namesOfRecipients(
    tx,
    named.filter((one) => one !== undefined),
  );
  const seen = new Set<string>();
  return named.flatMap((one, at) => {
    const fault = (code: string, detail: string) => {
      faults.push({ pointer: `/recipients/${at}`, code, detail });
      return [];
    };
    const box = one === undefined ? '' : boxOf(one);
    if (one === undefined || !names.has(box))
      return fault('recipient.unknown', 'Nobody with a mailbox or desk here is named so.');
    if (box === `office:${office}`)
      return fault('recipient.oneself', 'An office does not send documents to itself.');
    if (seen.has(box)) return fault('recipient.twice', 'This recipient is named already.');
    seen.add(box);
    return [one];
  });
}

/** Who sent a submission that the actor may read, for an answer or a notice to them. */
async function partyOf(tx: Tx, actor: Actor, id: string): Promise<Recipient | undefined> {
  const row = await findSubmission(tx, id);
  if (row === undefined || authorise(actor, 'read_submission', row) !== 'allowed') return undefined;
  if (row.partyOrganisation !== null) return { kind: 'organisation', id: row.partyOrganisation };
  return isCounterParty(row.partyPerson) ? undefined : { kind: 'person', id: row.partyPerson };
}
