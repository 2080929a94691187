import { insertAuditEntry } from '../db/audit-store';
import { insertIdempotencyRecord } from '../db/idempotency-store';
import { findSubmission } from '../db/submission-store';
import {
  findSurveyAnswer,
  listSurveyAnswers as listRows,
  markHandled,
  type SurveyAnswer,
} from '../db/survey-store';
import { GongmunError } from '../domain/errors';
import { type Actor, actsFor, authorise, mayAct, rolesIn } from '../domain/permissions';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity } from './idempotent';
import { decodeCursor, isPlaceInTime, type Page, toPage } from './page';
import { recordingRefusal } from './record-refusal';
import { recordShown } from './record-shown';
import { idIn, recordOf } from './resource';
import { notFound } from './take-command';

/**
 * What parties said of an office, the newest first; which submissions it concerns is recorded.
 * @throws GongmunError not_found, forbidden, `cursor.invalid` (400)
 */
export async function listSurveyAnswers(
  deps: Deps,
  actor: Actor,
  asked: {
    office: string;
    handled?: 'yes' | 'no' | undefined;
    cursor?: string | undefined;
    limit: number;
    requestId: string;
  },
): Promise<Page<SurveyAnswer>> {
  const { office, handled, limit, requestId } = asked;
  requireMember(actor, office);
  const before = decodeCursor(asked.cursor, isPlaceInTime);
  return deps.db.transaction(async (tx) => {
    const rows = await listRows(tx, deps.cipher, office, { handled, before, limit: limit + 1 });
    const lines = rows.slice(0, limit).map(({ submissionId: id }) => ({ id, office }));
    await recordShown(tx, deps, actor, { requestId, capacity: 'official', action: 'list', lines });
    return toPage(
      rows,
      limit,
      (row) => row,
      ({ answeredAt, submissionId: id }) => ({ at: answeredAt.toISOString(), id }),
    );
  });
}

/** An official says that what a party wrote was dealt with; said again it stays as it was. */
export function handleSurveyAnswer(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: { submissionId: string },
): Promise<SurveyAnswer> {
  return recordingRefusal(deps, request, 'handle_survey', async () => {
    const { resource } = await idempotently(deps, request, async (tx) => {
      const row = await findSubmission(tx, act.submissionId);
      const verdict = row === undefined ? 'not_found' : authorise(actor, 'handle_survey', row);
      if (row === undefined || verdict === 'not_found') throw notFound();
      if (verdict === 'forbidden') throw denied();
      if ((await findSurveyAnswer(tx, deps.cipher, row.id)) === undefined) throw notFound();
      const at = deps.now();
      await markHandled(tx, row.id, actor.person, at);
      const resource = `survey:${row.id}`;
      await insertIdempotencyRecord(tx, { ...recordOf(request), resource, at });
      await insertAuditEntry(tx, {
        ...{ at, actor: actor.person, capacity: 'official' as const, action: 'handle_survey' },
        office: row.office,
        onBehalfOf: actsFor(actor, 'handle_survey', row),
        ...{ submissionId: row.id, requestId: request.requestId },
      });
      return resource;
    });
    const found = await findSurveyAnswer(deps.db, deps.cipher, idIn(resource, 'survey'));
    if (found === undefined) throw notFound();
    return found;
  });
}

/** @throws GongmunError forbidden for whoever has another role there, not_found for everybody else */
function requireMember(actor: Actor, office: string): void {
  if (mayAct(actor, 'read_survey', office)) return;
  if (rolesIn(actor, office).length === 0) throw notFound();
  throw denied();
}

const denied = (): GongmunError =>
  new GongmunError('forbidden', 'permission.denied', 'Your role does not include this.');
