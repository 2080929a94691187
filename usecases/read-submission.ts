import { findTrackingCode } from '../db/content-store';
import { hasSurveyAnswer } from '../db/survey-store';
import type { Actor } from '../domain/permissions';
import { standsForParty } from '../domain/permissions';
import { accessSubmission } from './access';
import type { Deps } from './deps';
import { type SubmissionView, viewSubmission } from './view-submission';

/** @returns the submission; its party sees the tracking code too, and whether it was asked at the end and answered */
export function readSubmission(
  deps: Deps,
  actor: Actor,
  asked: { submissionId: string; requestId: string },
): Promise<SubmissionView & { trackingCode?: string; surveyAnswered?: boolean }> {
  return accessSubmission(deps, actor, { ...asked, action: 'read_submission' }, async (row, tx) => {
    const view = await viewSubmission(tx, actor, row);
    if (!standsForParty(actor, row)) return view;
    const trackingCode = await findTrackingCode(tx, deps.cipher, row.id);
    return {
      ...view,
      ...(trackingCode === undefined ? {} : { trackingCode }),
      ...(row.closedAt === null ? {} : { surveyAnswered: await hasSurveyAnswer(tx, row.id) }),
    };
  });
}
