import type { Deps } from '../activities/deps';
import { sendNotice } from '../activities/send-notice';
import { present } from '../activities/system-command';
import { lockWithRouting } from '../db/routing-store';

export interface TextbookSteps {
  checkSubmission(input: { submissionId: string }): Promise<{ problems: string[] }>;
  sendMail(input: { submissionId: string; kind: string }): Promise<void>;
}

/** The textbook's steps that the product joins to others: checking alone, and one mail at a time. */
export function createTextbookSteps(deps: Deps): TextbookSteps {
  const send = sendNotice(deps);
  return {
    async checkSubmission({ submissionId }) {
      const { facts } = present(await lockWithRouting(deps.db, deps.cipher, submissionId));
      return { problems: facts.withdrawn || facts.infected ? ['not registered'] : [] };
    },
    async sendMail({ submissionId, kind }) {
      const notice = await deps.db('notices').where({ submission_id: submissionId, kind }).first('id');
      await send({ noticeId: notice.id });
    },
  };
}
