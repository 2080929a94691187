import { pendingCommands } from '../db/command-store';
import type { Actor } from '../domain/permissions';
import type { ProcedureAnswer } from '../workflows/messages';
import { accessSubmission } from './access';
import type { Deps } from './deps';

export interface ProcedureView {
  /** What the running workflow says of itself; null when none runs. */
  workflow: ProcedureAnswer | null;
  rows: { state: string; lastAppliedSeq: number; lastSeq: number };
  /** Where the two differ, by name; empty in a sound system at rest. */
  differences: string[];
}

/** The workflow's own word beside the rows (design §2.6). */
export async function readProcedure(
  deps: Deps,
  actor: Actor,
  asked: { submissionId: string; requestId: string },
): Promise<ProcedureView> {
  const rows = await accessSubmission(
    deps,
    actor,
    { ...asked, action: 'read_procedure' },
    async (row, tx) => {
      const first = (await pendingCommands(tx, row.id)).find((command) => command.kind !== 'submit');
      return {
        state: row.state,
        lastAppliedSeq: first === undefined ? row.lastSeq : first.seq - 1,
        lastSeq: row.lastSeq,
      };
    },
  );
  const workflow = await deps.engine.procedure(asked.submissionId);
  const differences =
    workflow === null
      ? []
      : (['state', 'lastAppliedSeq'] as const).filter((name) => workflow[name] !== rows[name]);
  return { workflow, rows, differences };
}
