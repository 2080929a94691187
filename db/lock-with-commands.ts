import { COUNTS_BY_CALENDAR } from './calendar-lock';
import {
  COMMAND_COLUMNS,
  type CommandRow,
  commandsToApply,
  PENDING,
  pendingCommands,
  TO_APPLY,
} from './command-store';
import type { Tx } from './knex';
import { SUBMISSION_COLUMNS, type SubmissionRow } from './submission-store';

/** A submission under its lock, with its commands as they are by then. */
export interface Locked {
  row: SubmissionRow;
  commands: CommandRow[];
}

/** The row as `lockSubmission` has it, with what waits for its turn. @returns undefined when there is no such submission */
export function lockWithPending(tx: Tx, id: string): Promise<Locked | undefined> {
  return lockWith(tx, id, { which: PENDING, bindings: [], again: () => pendingCommands(tx, id) });
}

/** The same with what `commandsToApply` finds. */
export function lockToApply(tx: Tx, id: string, after: number): Promise<Locked | undefined> {
  return lockWith(tx, id, {
    which: TO_APPLY,
    bindings: [after],
    again: () => commandsToApply(tx, id, after),
  });
}

/**
 * One round trip under the lock for what every act and every step asks. A statement sees other rows as they were when it
 * began, and the locked one as it is when the lock was got: where the submission moved on while the statement waited, which
 * its two counters tell, the commands are read again.
 */
async function lockWith(
  tx: Tx,
  id: string,
  commands: { which: string; bindings: readonly number[]; again(): Promise<CommandRow[]> },
): Promise<Locked | undefined> {
  const { rows } = await tx.raw(
    `SELECT ${SUBMISSION_COLUMNS},
       (SELECT b.last_seq + b.evidence_count FROM submissions b WHERE b.id = ?) AS "seenAt",
       COALESCE((SELECT jsonb_agg(c ORDER BY c.seq)
         FROM (SELECT ${COMMAND_COLUMNS} FROM commands WHERE submission_id = s.id AND ${commands.which}) c), '[]')
         AS "seenCommands"
     FROM ${COUNTS_BY_CALENDAR}, submissions s WHERE s.id = ? FOR UPDATE OF s`,
    [id, ...commands.bindings, id],
  );
  if (rows[0] === undefined) return undefined;
  const { seenAt, seenCommands, ...row } = rows[0];
  if (seenAt !== row.lastSeq + row.evidenceCount) return { row, commands: await commands.again() };
  return { row, commands: seenCommands.map(withDates) };
}

const withDates = (
  seen: Omit<CommandRow, 'acceptedAt' | 'appliedAt'> & Record<'acceptedAt' | 'appliedAt', string | null>,
) => ({
  ...seen,
  acceptedAt: new Date(seen.acceptedAt ?? 0),
  appliedAt: seen.appliedAt === null ? null : new Date(seen.appliedAt),
});
