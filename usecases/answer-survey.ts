import { insertAuditEntry } from '../db/audit-store';
import { insertIdempotencyRecord } from '../db/idempotency-store';
import type { Tx } from '../db/knex';
import { submissionKey } from '../db/submission-key';
import { findSubmission, type SubmissionRow } from '../db/submission-store';
import { findSurveyAnswer, insertSurveyAnswer, type SurveyAnswer } from '../db/survey-store';
import { GongmunError } from '../domain/errors';
import { type Actor, authorise, isParty } from '../domain/permissions';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity } from './idempotent';
import { recordingRefusal } from './record-refusal';
import { idIn, recordOf } from './resource';
import { notFound } from './take-command';

/**
 * The party says once, after the end, how its matter was dealt with: 1 to 5, and a comment. Like a note it changes nothing of
 * the procedure and is no command; the comment is content and goes with it.
 * @throws GongmunError `survey.not_ended`, `survey.answered` (409)
 */
export function answerSurvey(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: { submissionId: string; rating: number; comment?: string | undefined },
): Promise<SurveyAnswer> {
  return recordingRefusal(deps, request, 'answer_survey', async () => {
    const { resource } = await idempotently(deps, request, (tx) => answer(tx, deps, actor, request, act));
    const found = await findSurveyAnswer(deps.db, deps.cipher, idIn(resource, 'survey'));
    if (found === undefined) throw notFound();
    return found;
  });
}

async function answer(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: { submissionId: string; rating: number; comment?: string | undefined },
): Promise<string> {
  const row = await findSubmission(tx, act.submissionId);
  const at = deps.now();
  const { id, office } = requireEnded(actor, row);
  const comment = act.comment ?? null;
  const key = comment === null || row === undefined ? null : await submissionKey(tx, deps.cipher, row);
  const given = { submissionId: id, office, rating: act.rating, answeredAt: at, comment };
  if (!(await insertSurveyAnswer(tx, deps.cipher, given, key)))
    throw new GongmunError('conflict', 'survey.answered', 'This was answered before; one answer counts.');
  const resource = `survey:${id}`;
  await insertIdempotencyRecord(tx, { ...recordOf(request), resource, at });
  await insertAuditEntry(tx, {
    ...{ at, actor: actor.person, capacity: 'party' as const, action: 'answer_survey' },
    ...{ submissionId: id, requestId: request.requestId },
  });
  return resource;
}

/** Of a sender at the counter nobody answers: what an official writes down of itself says nothing. */
function requireEnded(actor: Actor, row: SubmissionRow | undefined): { id: string; office: string } {
  const verdict = row === undefined ? 'not_found' : authorise(actor, 'answer_survey', row);
  if (row === undefined || verdict === 'not_found') throw notFound();
  if (verdict === 'forbidden' || !isParty(actor, row))
    throw new GongmunError('forbidden', 'permission.denied', 'Only the party answers.');
  if (row.closedAt === null || row.office === null)
    throw new GongmunError(
      'conflict',
      'survey.not_ended',
      'This can be answered when the procedure has ended.',
    );
  return { id: row.id, office: row.office };
}
