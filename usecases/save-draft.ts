import { v7 as uuid } from 'uuid';
import {
  changeDraft,
  countDrafts,
  type DraftDates,
  type DraftHead,
  type DraftRow,
  insertDraft,
  lockDraft,
} from '../db/draft-store';
import { attachToDraft, lockOwnFiles } from '../db/file-store';
import type { Tx } from '../db/knex';
import { type DraftContent, MOST_DRAFTS, MOST_SHARED_DRAFTS } from '../domain/draft';
import { type Fault, GongmunError } from '../domain/errors';
import type { Actor } from '../domain/permissions';
import { isFree, UNKNOWN, USED } from './check-attachments';
import { type Document, partyOf } from './check-document';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity } from './idempotent';
import { readDraft } from './read-draft';
import { recordAct } from './record-act';
import { recordingRefusal } from './record-refusal';
import { idIn } from './resource';
import { notFound } from './take-command';
import type { DraftView } from './view-draft';

/** As a document that is sent, but for what is still missing. */
export type WrittenDraft = Omit<Document, 'draft'> & {
  /** Whether it is the organisation's; where nothing is said it is as it was. */
  shared?: boolean | undefined;
};

/**
 * Keeps what somebody has begun to write: for themselves, an organisation for which they send, or a party that authorised
 * them. Nothing of it need be complete; only its writer sees it, or where it is shared the organisation's members.
 * @throws GongmunError as `partyOf`; `draft.too_many` (422), `form.unknown` and `attachments.invalid` (400)
 */
export async function saveDraft(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  written: WrittenDraft,
): Promise<DraftView> {
  const { resource } = await recordingRefusal(deps, request, 'save_draft', () =>
    idempotently(deps, request, async (tx) => {
      partyOf(actor, written);
      const at = deps.now();
      const id = await keepNewDraft(tx, deps, actor, { written, leftOut: [], copiedFrom: null, at });
      const resource = `draft:${id}`;
      await recordAct(tx, request, { resource, action: 'save_draft', capacity: 'party', subjects: [id], at });
      return resource;
    }),
  );
  return readDraft(deps, actor, idIn(resource, 'draft'));
}

/** @returns its id. @throws GongmunError as `saveDraft` */
export async function keepNewDraft(
  tx: Tx,
  deps: Pick<Deps, 'cipher' | 'forms' | 'drafts'>,
  actor: Actor,
  draft: { written: WrittenDraft; leftOut: string[]; copiedFrom: string | null; at: Date },
): Promise<string> {
  const { written, leftOut, copiedFrom, at } = draft;
  const id = uuid();
  const head = { ...(await headOf(tx, deps, written)), shared: written.shared ?? false };
  await requireRoom(tx, { ...head, person: actor.person });
  const files = await checkUploads(tx, deps, actor, written, id);
  const contentKey = await deps.cipher.newKey();
  const row = { ...head, id, person: actor.person, changedBy: actor.person, copiedFrom, contentKey };
  await insertDraft(tx, deps.cipher, row, contentOf(written, leftOut), datesOf(deps, at));
  await attachToDraft(tx, id, files, at);
  return id;
}

/** The whole draft anew. @throws GongmunError not_found, `draft.changed` (412), and as `saveDraft` */
export async function editDraft(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  given: { id: string; version: number; written: WrittenDraft },
): Promise<DraftView> {
  const { id, version, written } = given;
  const { resource } = await recordingRefusal(deps, request, 'edit_draft', () =>
    idempotently(deps, request, async (tx) => {
      const row = await lockOwnDraft(tx, actor, id, version);
      partyOf(actor, written);
      const at = deps.now();
      const shared = await sharedFromNow(tx, row, written);
      const head = { ...(await headOf(tx, deps, written)), shared, changedBy: actor.person };
      const files = await checkUploads(tx, deps, actor, written, id);
      await changeDraft(tx, deps.cipher, { ...row, ...head }, contentOf(written, []), datesOf(deps, at));
      await attachToDraft(tx, id, files, at);
      const resource = `draft:${id}`;
      await recordAct(tx, request, { resource, action: 'edit_draft', capacity: 'party', subjects: [id], at });
      return resource;
    }),
  );
  return readDraft(deps, actor, idIn(resource, 'draft'));
}

async function requireRoom(
  tx: Tx,
  draft: Pick<DraftRow, 'person' | 'organisation' | 'shared'>,
): Promise<void> {
  const most = draft.shared ? MOST_SHARED_DRAFTS : MOST_DRAFTS;
  if ((await countDrafts(tx, draft)) < most) return;
  throw new GongmunError('unprocessable', 'draft.too_many', `At most ${most} drafts are kept.`);
}

/**
 * What was shared stays so, with the same organisation: others count on finding it.
 * @throws GongmunError `draft.stays_shared`, `draft.too_many` (422)
 */
async function sharedFromNow(tx: Tx, row: DraftRow, written: WrittenDraft): Promise<boolean> {
  const { shared = row.shared, organisation = null, authorisation } = written;
  if (row.shared && (!shared || organisation !== row.organisation || authorisation !== undefined))
    throw new GongmunError(
      'unprocessable',
      'draft.stays_shared',
      'A draft that is shared stays shared with its organisation. Save a draft of your own beside it.',
    );
  if (shared && !row.shared) await requireRoom(tx, { person: row.person, organisation, shared });
  return shared;
}

/** The actor's draft as they saw it. @throws GongmunError not_found, `organisation.not_a_member` (403), `draft.changed` (412) */
export async function lockOwnDraft(tx: Tx, actor: Actor, id: string, version: number): Promise<DraftRow> {
  const row = await lockDraftToChange(tx, actor, id);
  if (row.version === version) return row;
  throw new GongmunError(
    'precondition_failed',
    'draft.changed',
    'The draft has changed since you read it. Read it again and decide anew.',
    { members: { version: row.version } },
  );
}

/** Who only reads for an organisation sees what is shared and leaves it as it is. @throws GongmunError not_found, `organisation.not_a_member` (403) */
export async function lockDraftToChange(tx: Tx, actor: Actor, id: string): Promise<DraftRow> {
  const row = await lockDraft(tx, id, actor);
  if (row === undefined) throw notFound();
  if (row.shared) partyOf(actor, { organisation: row.organisation ?? undefined });
  return row;
}

/** A form that is no longer in force may stay in a draft: what keeps it from being sent is asked for apart. */
async function headOf(
  tx: Tx,
  deps: Pick<Deps, 'forms'>,
  written: WrittenDraft,
): Promise<Omit<DraftHead, 'shared' | 'changedBy'>> {
  const { form, organisation = null, authorisation = null } = written;
  if (form !== undefined && (await deps.forms.find(tx, form.id, form.version)) === undefined) {
    const [code, detail] = ['form.unknown', 'There is no such form.'];
    throw new GongmunError('bad_request', code, detail, { faults: [{ pointer: '/form/id', code, detail }] });
  }
  return { organisation, authorisation, form: form?.id ?? null, formVersion: form?.version ?? null };
}

/** Uploads of the actor's own that belong to nothing else, and those that wait in the draft already; whether the form takes them is asked when it is sent. */
async function checkUploads(
  tx: Tx,
  deps: Pick<Deps, 'cipher'>,
  actor: Actor,
  { attachments }: WrittenDraft,
  draft: string,
): Promise<string[]> {
  const ids = attachments.map(({ upload }) => upload);
  if (ids.length === 0) return [];
  const files = new Map(
    (await lockOwnFiles(tx, deps.cipher, { owner: actor.person, draft, ids })).map((file) => [file.id, file]),
  );
  const faults = ids.flatMap((id, at): Fault[] => {
    const file = files.get(id);
    files.delete(id);
    if (file !== undefined && isFree(file, draft)) return [];
    const [code, detail] = file === undefined ? UNKNOWN : USED;
    return [{ pointer: `/attachments/${at}/upload`, code, detail }];
  });
  if (faults.length > 0)
    throw new GongmunError('bad_request', 'attachments.invalid', 'Some attachments cannot be kept.', {
      faults,
    });
  return ids;
}

const contentOf = (written: WrittenDraft, leftOut: string[]): DraftContent => ({
  letter: written.letter ?? null,
  ...(written.answers === undefined ? {} : { answers: written.answers }),
  office: written.office ?? null,
  attachments: written.attachments.map(({ upload, name }) => ({ upload, name: name ?? null })),
  leftOut,
});

function datesOf({ drafts }: Pick<Deps, 'drafts'>, at: Date): DraftDates {
  const after = (days: number) => new Date(at.getTime() + days * 86_400_000);
  return { at, warnAt: after(drafts.keptDays - drafts.warnedDays), removeAt: after(drafts.keptDays) };
}
