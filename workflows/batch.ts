import {
  ApplicationFailure,
  continueAsNew,
  proxyActivities,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities';
import { batchIdOf } from './messages';

const act = proxyActivities<Activities>({
  summary: 'Submit lines of a batch',
  startToCloseTimeout: '5m',
  // What a worker that died had begun is soon begun by another.
  heartbeatTimeout: '10s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
});

/** The lines of a batch, some at a time, each a submission of its own (decision 0037). @returns how many of this run */
export async function batch(): Promise<number> {
  const batchId = batchIdOf(workflowInfo().workflowId);
  if (batchId === undefined) throw ApplicationFailure.nonRetryable('not a batch', 'ForeignWorkflowId');
  let done = 0;
  for (;;) {
    const step = await act.submitBatchLines({ batchId });
    done += step.done;
    if (step.next === 'nothing') return done;
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof batch>();
    // Whoever sends a single document meanwhile shall not wait behind ten thousand lines.
    if (step.next === 'later') await sleep('1s');
  }
}
