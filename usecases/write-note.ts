import { v7 as uuid } from 'uuid';
import { insertAuditEntry } from '../db/audit-store';
import { insertIdempotencyRecord } from '../db/idempotency-store';
import { insertNote, listNotes, type Note } from '../db/note-store';
import { submissionKey } from '../db/submission-key';
import { findSubmission } from '../db/submission-store';
import { GongmunError } from '../domain/errors';
import { type Actor, actsFor, authorise } from '../domain/permissions';
import { accessSubmission } from './access';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity } from './idempotent';
import { recordingRefusal } from './record-refusal';
import { requireKept } from './require-kept';
import { notFound } from './take-command';

/**
 * An official writes a note for colleagues and auditors; the party never sees it. It is no command: it changes nothing
 * of the procedure, so it has no number and leaves the version as it is (design §4).
 */
export async function writeNote(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: { submissionId: string; body: string },
): Promise<Note> {
  return recordingRefusal(deps, request, 'note', () => write(deps, actor, request, act));
}

async function write(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: { submissionId: string; body: string },
): Promise<Note> {
  const { resource } = await idempotently(deps, request, async (tx) => {
    const row = await findSubmission(tx, act.submissionId);
    const verdict = row === undefined ? 'not_found' : authorise(actor, 'write_note', row);
    if (row === undefined || verdict === 'not_found') throw notFound();
    if (verdict === 'forbidden' || row.office === null)
      throw new GongmunError('forbidden', 'permission.denied', 'Your role does not include this act.');
    const note = {
      id: uuid(),
      author: actor.person,
      office: row.office,
      body: act.body,
      writtenAt: deps.now(),
    };
    const submission = { id: row.id, key: await submissionKey(tx, deps.cipher, row) };
    await insertNote(tx, deps.cipher, submission, note);
    const resourceOf = `note:${row.id}:${note.id}`;
    const { key, digest: requestDigest, requestId } = request;
    await insertIdempotencyRecord(tx, {
      ...{ actor: request.actor, key, requestDigest },
      ...{ resource: resourceOf, at: note.writtenAt },
    });
    await insertAuditEntry(tx, {
      ...{ at: note.writtenAt, actor: actor.person, capacity: 'official' as const, action: 'note' },
      office: row.office,
      onBehalfOf: actsFor(actor, 'write_note', row),
      ...{ submissionId: row.id, requestId },
    });
    return resourceOf;
  });
  const [, submissionId = '', id] = resource.split(':');
  const note = (await listNotes(deps.db, deps.cipher, submissionId)).find((one) => one.id === id);
  if (note === undefined) throw notFound();
  return note;
}

/** The notes of a submission, oldest first. */
export function readNotes(
  deps: Deps,
  actor: Actor,
  asked: { submissionId: string; requestId: string },
): Promise<Note[]> {
  return accessSubmission(deps, actor, { ...asked, action: 'read_notes' }, async (row, tx) => {
    requireKept(row);
    return listNotes(tx, deps.cipher, row.id);
  });
}
