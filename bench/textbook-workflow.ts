import {
  ApplicationFailure,
  condition,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities';
import { commandsExist, submissionIdOf } from '../workflows/messages';
import type { TextbookSteps } from './textbook-steps';

const act = proxyActivities<Activities & TextbookSteps>({ startToCloseTimeout: '30s' });

/**
 * The same procedure as a textbook writes it: a remote activity for each step, mail included. It must leave the same
 * rows.
 */
export async function submission(): Promise<void> {
  const submissionId = submissionIdOf(workflowInfo().workflowId);
  if (submissionId === undefined) throw ApplicationFailure.nonRetryable('not a submission');
  let told = 0;
  setHandler(commandsExist, (n) => {
    told = Math.max(told, n);
  });
  const at = () => new Date(Date.now()).toISOString();
  await act.checkSubmission({ submissionId });
  const { office } = await act.routeSubmission({ submissionId });
  if (office === null) throw ApplicationFailure.nonRetryable('no office');
  await act.registerRecord({ submissionId, office, at: at() });
  await act.sendMail({ submissionId, kind: 'registered_party' });
  await act.sendMail({ submissionId, kind: 'received_office' });
  await condition(() => told > 2);
  await act.applyCommand({ submissionId, after: 2 });
  await act.deliverReply({ submissionId, at: at() });
  await act.sendMail({ submissionId, kind: 'decided_party' });
}
