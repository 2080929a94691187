import { ApplicationFailure, continueAsNew, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities';
import { recalculationIdOf } from './messages';

const act = proxyActivities<Activities>({
  summary: 'Count due dates anew',
  startToCloseTimeout: '10m',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
});

/**
 * A holiday was declared or withdrawn: the running due dates that it moves, batch by batch; then the workflows whose next
 * instant came earlier are told (design §6).
 */
export async function recalculation(): Promise<number> {
  const recalculationId = recalculationIdOf(workflowInfo().workflowId);
  if (recalculationId === undefined)
    throw ApplicationFailure.nonRetryable('not a recalculation', 'ForeignWorkflowId');
  let moved = 0;
  for (let more = true; more; ) {
    const batch = await act.recalculateBatch({ recalculationId });
    moved += batch.moved;
    more = batch.more;
    if (more && workflowInfo().continueAsNewSuggested) await continueAsNew<typeof recalculation>();
  }
  for (let after: string | null = null; ; ) {
    const { last }: { last: string | null } = await act.wakeMoved({ recalculationId, after });
    if (last === null) return moved;
    after = last;
  }
}
