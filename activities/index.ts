import { ApplicationFailure } from '@temporalio/activity';
import { GongmunError } from '../domain/errors';
import { failpoint } from '../domain/failpoints';
import { applyCommand } from './apply-command';
import { attendDispatch } from './attend-dispatch';
import { deliverBatch, deliverToOffice } from './deliver-batch';
import { deliverReply } from './deliver-reply';
import { deliverWebhook } from './deliver-webhook';
import type { Deps } from './deps';
import { passDeadline } from './pass-deadline';
import { recalculateBatch, wakeMoved } from './recalculate-batch';
import { registerRecord } from './register-record';
import { rejectSubmission } from './reject-submission';
import { routeSubmission } from './route-submission';
import { sendMail } from './send-mail';
import { sendNotice } from './send-notice';
import { submitBatchLines } from './submit-batch-lines';
import { UnknownSubmission } from './system-command';
import { validateSubmission } from './validate-submission';

/** The database steps of the procedures, each safe to repeat. */
export function createActivities(deps: Deps) {
  return {
    validateSubmission: cleaned(validateSubmission(deps)),
    routeSubmission: cleaned(routeSubmission(deps)),
    recalculateBatch: cleaned(recalculateBatch(deps)),
    wakeMoved: cleaned(wakeMoved(deps)),
    registerRecord: cleaned(registerRecord(deps)),
    rejectSubmission: cleaned(rejectSubmission(deps)),
    applyCommand: cleaned(applyCommand(deps)),
    deliverReply: cleaned(deliverReply(deps)),
    passDeadline: cleaned(passDeadline(deps)),
    submitBatchLines: cleaned(submitBatchLines(deps)),
    deliverBatch: cleaned(deliverBatch(deps)),
    deliverToOffice: cleaned(deliverToOffice(deps)),
    attendDispatch: cleaned(attendDispatch(deps)),
  };
}

export type Activities = ReturnType<typeof createActivities>;

/** What talks to other people's systems, on a queue of its own so that it cannot hold up a submission. */
export function createNoticeActivities(deps: Deps) {
  return { sendNotice: cleaned(sendNotice(deps)), sendMail: cleaned(sendMail(deps)) };
}

/** Other people's servers, slow ones among them: they hold up no mail. */
export function createWebhookActivities(deps: Deps) {
  return { deliverWebhook: cleaned(deliverWebhook(deps)) };
}

/**
 * Errors are cleaned before they cross into the engine: its history holds no message that could quote a row, an
 * address or a file name, only what kind of failure it was.
 */
export function cleaned<A, R>(act: (input: A) => Promise<R>): (input: A) => Promise<R> {
  return async (input) => {
    try {
      const result = await act(input);
      await failpoint('step.committed');
      return result;
    } catch (error) {
      if (error instanceof UnknownSubmission)
        throw ApplicationFailure.nonRetryable('unknown submission', 'UnknownSubmission');
      const type =
        error instanceof GongmunError ? error.code : error instanceof Error ? error.name : 'Unknown';
      const failure = ApplicationFailure.retryable('the step could not be taken now', type);
      failure.stack = '';
      throw failure;
    }
  };
}
