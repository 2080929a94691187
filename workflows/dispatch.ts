import {
  ApplicationFailure,
  continueAsNew,
  proxyActivities,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities';
import { dispatchIdOf } from './messages';

const RETRY = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' } as const;

/** Rows in one transaction: a worker that was killed in it is given up soon. */
const act = proxyActivities<Activities>({
  summary: 'Deliver an official document, or attend to what falls due of it',
  startToCloseTimeout: '20s',
  retry: RETRY,
});
const files = proxyActivities<Activities>({
  summary: 'Deliver an official document to an office',
  startToCloseTimeout: '2m',
  retry: RETRY,
});

/**
 * An official document to its recipients: batch by batch, then office by office, until nobody waits; then it sleeps until
 * what falls due of the deliveries (not opened for too long, soon removed, removed) and ends when nothing will (decision
 * 0036). It can start at any moment of a dispatch's life, for the rows are the truth.
 */
export async function dispatch(): Promise<void> {
  const documentId = dispatchIdOf(workflowInfo().workflowId);
  if (documentId === undefined) throw ApplicationFailure.nonRetryable('not a dispatch', 'ForeignWorkflowId');
  const input = () => ({ documentId, at: new Date().toISOString() });
  while ((await act.deliverBatch(input())).more) await shorten();
  while ((await files.deliverToOffice(input())).more) await shorten();
  for (;;) {
    const { nextDueAt } = await act.attendDispatch(input());
    if (nextDueAt === null) return;
    const wait = Date.parse(nextDueAt) - Date.now();
    if (wait > 0) await sleep(wait);
    await shorten();
  }
}

/** A long history is continued in a new one. */
async function shorten(): Promise<void> {
  if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof dispatch>();
}
