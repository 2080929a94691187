import type { SubmissionRow } from '../db/submission-store';
import { contentDestroyed } from '../domain/content-destroyed';

/** @throws GongmunError `content.destroyed` (410) */
export function requireKept({ contentDestroyedAt }: Pick<SubmissionRow, 'contentDestroyedAt'>): void {
  if (contentDestroyedAt !== null) throw contentDestroyed();
}
