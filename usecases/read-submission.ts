import { findTrackingCode } from '../db/content-store';
import type { Actor } from '../domain/permissions';
import { standsForParty } from '../domain/permissions';
import { accessSubmission } from './access';
import type { Deps } from './deps';
import { type SubmissionView, viewSubmission } from './view-submission';

/** @returns the submission; its party sees the tracking code too */
export function readSubmission(
  deps: Deps,
  actor: Actor,
  asked: { submissionId: string; requestId: string },
): Promise<SubmissionView & { trackingCode?: string }> {
  return accessSubmission(deps, actor, { ...asked, action: 'read_submission' }, async (row, tx) => {
    const view = await viewSubmission(tx, actor, row);
    if (!standsForParty(actor, row)) return view;
    const trackingCode = await findTrackingCode(tx, deps.cipher, row.id);
    return trackingCode === undefined ? view : { ...view, trackingCode };
  });
}
