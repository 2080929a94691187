import { type CommandRow, findAppliedCommand } from '../db/command-store';
import type { WrittenEffect } from '../db/effect-store';
import type { Tx } from '../db/knex';
import { lockSubmission, type SubmissionRow } from '../db/submission-store';
import { watchesFrom } from '../domain/ladder';
import { clockAt } from './clock';
import type { Deps } from './deps';
import type { Snapshot } from './snapshot';
import { present, takeSystemCommand } from './system-command';

/**
 * Places the office's answer in the party's mailbox, which closes the submission; reading it does not (design §4).
 * Its receipts are the evidences written here and before, which the party can fetch from now on.
 */
export async function deliverIn(
  tx: Tx,
  deps: Deps,
  delivered: {
    row: SubmissionRow;
    decision: CommandRow | undefined;
    at: Date;
    waiting?: CommandRow[];
    /** The decision's own effect, where it is written with its delivery. */
    behind?: WrittenEffect;
  },
): Promise<Snapshot> {
  const { row, decision, at, waiting, behind } = delivered;
  const content = decision?.facts.content;
  const clock = await clockAt(tx, row.office ?? '', row);
  return takeSystemCommand(tx, deps, {
    row,
    command: { kind: 'close' },
    once: 'close',
    at,
    step: 'closed',
    retention: clock,
    ...(behind === undefined ? {} : { behind }),
    ...(waiting === undefined ? {} : { waiting }),
    ...(decision === undefined ? {} : { announces: decision.seq }),
    change: { watches: watchesFrom(row.watches, { never_read: at }, clock.ladder, clock.calendar) },
    details: {
      ContentConsignment: {
        ...(typeof content === 'string' ? { content } : {}),
        facts: { decision: Number(decision?.facts.decision ?? decision?.seq ?? 0) },
      },
    },
    notices: [{ kind: 'decided_party', recipient: { person: row.partyPerson } }],
  });
}

/** A step of its own where other commands had to come between the decision and its delivery. */
export function deliverReply(deps: Deps) {
  return (input: { submissionId: string; at: string }): Promise<Snapshot> =>
    deps.db.transaction(async (tx) => {
      const row = present(await lockSubmission(tx, input.submissionId));
      const decision = await findAppliedCommand(tx, row.id, ['decide', 'approve']);
      return deliverIn(tx, deps, { row, decision, at: new Date(input.at) });
    });
}
