import { type CommandRow, machineCommand } from '../db/command-store';
import { machineState, type SubmissionRow } from '../db/submission-store';
import { apply, type Submission } from '../domain/submission';

type Waiting = Pick<CommandRow, 'kind' | 'facts'>;

/** The submission as it will be when every accepted command has been carried out. */
export function project(row: SubmissionRow, waiting: Waiting[]): Submission {
  let state = machineState(row);
  for (const command of waiting) {
    const applied = apply(state, machineCommand(command));
    if (applied.ok) state = applied.submission;
  }
  return state;
}

/** The office that will have it then; a transfer that waits can no longer be stopped by an act, only come too late. */
export function officeAfter(row: Pick<SubmissionRow, 'office'>, waiting: Waiting[]): string | null {
  const transfer = waiting.findLast(({ kind }) => kind === 'transfer');
  return transfer === undefined ? row.office : String(transfer.facts.office);
}
