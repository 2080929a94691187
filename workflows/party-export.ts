import {
  ApplicationFailure,
  continueAsNew,
  proxyActivities,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import { exportIdOf, noticesBeside } from './messages';

/** The steps of an export; the worker's composition root makes them, for they pack what the API's use cases pack. */
export interface ExportActivities {
  /** Packs the next few. @returns when the export is to be removed; null while there are more */
  packExport(input: { exportId: string }): Promise<{ removeAt: string | null }>;
  removeExport(input: { exportId: string }): Promise<void>;
}

/**
 * All that a party sent and received, packed submission by submission, kept for a while and then removed. The rows say how
 * far it has come: a run that is started anew goes on from there.
 */
export async function partyExport(): Promise<void> {
  const exportId = exportIdOf(workflowInfo().workflowId);
  if (exportId === undefined) throw ApplicationFailure.nonRetryable('not an export', 'ForeignWorkflowId');
  // Packing prints and seals pages: it must not hold up a submission.
  const act = proxyActivities<ExportActivities>({
    summary: 'Pack what a party takes along',
    taskQueue: noticesBeside(workflowInfo().taskQueue),
    startToCloseTimeout: '10m',
    // One whose worker was killed is packed on after a minute, not after ten.
    heartbeatTimeout: '1m',
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
  });
  let removeAt: string | null = null;
  while (removeAt === null) {
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof partyExport>();
    ({ removeAt } = await act.packExport({ exportId }));
  }
  await sleep(Math.max(1, Date.parse(removeAt) - Date.now()));
  await act.removeExport({ exportId });
}
