import type { Deps } from '../activities/deps';
import { sendNotice } from '../activities/send-notice';

export interface MailStep {
  sendMail(input: { submissionId: string; kind: string }): Promise<void>;
}

/** A step of the textbook's workflow that sends one of the notices which the step before it wrote. */
export function createMailStep(deps: Deps): MailStep {
  const send = sendNotice(deps);
  return {
    async sendMail({ submissionId, kind }) {
      const notice = await deps.db('notices').where({ submission_id: submissionId, kind }).first('id');
      await send({ noticeId: notice.id }, 1);
    },
  };
}
