import {
  ApplicationFailure,
  continueAsNew,
  proxyActivities,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities';
import { dispatchIdOf } from './messages';

const act = proxyActivities<Activities>({
  summary: 'Deliver an official document, or attend to what falls due of it',
  startToCloseTimeout: '5m',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
});

/**
 * An official document to its recipients: batch by batch until nobody waits; then it sleeps until what falls due of the
 * deliveries (not opened for too long, soon removed, removed) and ends when nothing will (decision 0035). It can start at
 * any moment of a dispatch's life, for the rows are the truth.
 */
export async function dispatch(): Promise<void> {
  const documentId = dispatchIdOf(workflowInfo().workflowId);
  if (documentId === undefined) throw ApplicationFailure.nonRetryable('not a dispatch', 'ForeignWorkflowId');
  let step = await act.deliverBatch({ documentId, at: instant() });
  while (step.more) {
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof dispatch>();
    step = await act.deliverBatch({ documentId, at: instant() });
  }
  for (let next = step.nextDueAt; next !== null; ) {
    const wait = Date.parse(next) - Date.now();
    if (wait > 0) await sleep(wait);
    const attended = await act.attendDispatch({ documentId, at: instant() });
    next = attended.nextDueAt;
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof dispatch>();
  }
}

const instant = (): string => new Date().toISOString();
