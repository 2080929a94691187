import type { Readable } from 'node:stream';
import { v7 as uuid } from 'uuid';
import { type ContentVersion, listContentVersions } from '../db/content-store';
import { type FileRow, insertFile, listFiles, type NewFile, placeOfFile } from '../db/file-store';
import { findIdempotencyRecord } from '../db/idempotency-store';
import type { SubmissionRow } from '../db/submission-store';
import { isCounterParty } from '../domain/counter-party';
import { GongmunError } from '../domain/errors';
import { fittingAnswers } from '../domain/fitting-answers';
import { covers } from '../domain/mandate';
import { officeOfParty } from '../domain/office-party';
import { type Actor, isParty } from '../domain/permissions';
import { accessSubmission } from './access';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity } from './idempotent';
import { requireScanned } from './read-content';
import { readDraft } from './read-draft';
import { recordAct } from './record-act';
import { recordingRefusal } from './record-refusal';
import { requireKept } from './require-kept';
import { idIn } from './resource';
import { keepNewDraft, type WrittenDraft } from './save-draft';
import type { DraftView } from './view-draft';

/**
 * A sent document as the beginning of a new one: a draft with its newest content, by the form's version of today, for the
 * same party. Attachments are copied as bytes: each file is sealed under a key of one document, so that destroying
 * either leaves the other alone. What no longer fits the form is left out and told.
 * @throws GongmunError not_found, forbidden, `content.destroyed` (410), `form.not_in_force`, `attachment.infected` and
 *   `attachment.pending` (409), `draft.too_many` (422)
 */
export async function copySubmission(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  { submissionId }: { submissionId: string },
): Promise<DraftView> {
  const { requestId } = request;
  const found = await accessSubmission(
    deps,
    actor,
    { submissionId, action: 'copy_submission', requestId },
    async (row, tx) => {
      requireOwnSubmission(row);
      requireKept(row);
      const content = (await listContentVersions(tx, deps.cipher, row.id)).at(-1);
      const newest = content?.version ?? 1;
      const files = await listFiles(tx, deps.cipher, row.id);
      return { row, content, files: files.filter(({ contentVersion }) => contentVersion <= newest) };
    },
  );
  return recordingRefusal(deps, request, 'copy_submission', () => copy(deps, actor, request, found));
}

interface Found {
  row: SubmissionRow;
  content: ContentVersion | undefined;
  files: FileRow[];
}

async function copy(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  { row, content, files }: Found,
): Promise<DraftView> {
  const form = row.form === null ? undefined : await deps.forms.find(deps.db, row.form);
  if (row.form !== null && !form?.inForce)
    throw new GongmunError(
      'conflict',
      'form.not_in_force',
      'The form of this document is no longer in force.',
    );
  const kept =
    content?.answers == null
      ? { answers: undefined, leftOut: [] }
      : fittingAnswers(form?.definition.schema, JSON.parse(content.answers));
  // Asked for again nothing is copied; whether it is the same request is found out below.
  const earlier = await findIdempotencyRecord(deps.db, request.actor, request.key);
  const copies = earlier === undefined ? await copyFiles(deps, actor, files) : [];
  let taken = false;
  try {
    const { resource, replayed } = await idempotently(deps, request, async (tx) => {
      const at = deps.now();
      for (const { file } of copies) await insertFile(tx, deps.cipher, file);
      const written: WrittenDraft = {
        ...(row.form === null ? {} : { form: { id: row.form }, answers: kept.answers }),
        ...(content?.title == null ? {} : { letter: { title: content.title, body: content.body ?? '' } }),
        office: row.requestedOffice ?? undefined,
        ...partyFor(actor, row),
        attachments: copies.map(({ file, rule }) => ({ upload: file.id, name: rule ?? undefined })),
      };
      const draft = { written, leftOut: kept.leftOut, copiedFrom: row.id, at };
      const id = await keepNewDraft(tx, deps, actor, draft);
      const resource = `draft:${id}`;
      const subjects = [row.id, id];
      await recordAct(tx, request, { resource, action: 'copy_submission', capacity: 'party', subjects, at });
      return resource;
    });
    taken = !replayed;
    return await readDraft(deps, actor, idIn(resource, 'draft'));
  } finally {
    if (!taken) for (const { file } of copies) await deps.files.remove(placeOfFile(file).key);
  }
}

/** What came over the counter or from another office no person sent as their own. @throws GongmunError forbidden */
function requireOwnSubmission({ partyPerson }: SubmissionRow): void {
  if (isCounterParty(partyPerson) || officeOfParty(partyPerson) !== undefined)
    throw new GongmunError('forbidden', 'permission.denied', 'Only what a person sent online is copied.');
}

/** For whom the new document is: the same party, by the authorisation where the actor is not of it. */
function partyFor(actor: Actor, row: SubmissionRow): Pick<WrittenDraft, 'organisation' | 'authorisation'> {
  if (isParty(actor, row)) return { organisation: row.partyOrganisation ?? undefined };
  return { authorisation: actor.mandates.find((mandate) => covers(mandate, row))?.id };
}

interface Copy {
  file: NewFile;
  rule: string | null;
}

async function copyFiles(deps: Deps, actor: Actor, files: FileRow[]): Promise<Copy[]> {
  const copies: Copy[] = [];
  try {
    for (const file of files) copies.push(await copyFile(deps, actor, file));
    return copies;
  } catch (error) {
    for (const { file } of copies) await deps.files.remove(placeOfFile(file).key);
    throw error;
  }
}

/** Under a key of its own, as if it were uploaded by the actor; it was scanned where it came from. */
async function copyFile(deps: Deps, actor: Actor, from: FileRow): Promise<Copy> {
  const scan = await requireScanned(deps, from);
  const contentKey = await deps.cipher.newKey();
  const id = uuid();
  const source: Readable = await deps.files.get(placeOfFile(from), from.sha256);
  const place = placeOfFile({ id, contentKey });
  const stored = await deps.files.put(place, source, { maxBytes: Number(from.bytes) });
  const { name, mediaType, rule } = from;
  const own = { id, owner: actor.person, contentKey, uploadedAt: deps.now() };
  return { file: { ...own, name, mediaType, scan, ...stored }, rule };
}
