import { Connection, Client as Engine } from '@temporalio/client';
import { Client } from 'pg';
import { workflowIdOf } from '../../workflows/messages';
import type { Installation } from './installation';

/** States that nobody is waited for in: the worker takes a submission on from them by itself. */
export const WAITS_FOR_WORKER = "('accepted', 'decided')";

const SHOWN = 20;

/** A line for each submission of which something waits: what the rows say, and what the engine says of its run. */
export async function whatWaits({ ownerUrl, env }: Installation): Promise<string[]> {
  const sql = new Client({ connectionString: ownerUrl });
  await sql.connect();
  const connection = await Connection.connect({ address: env.TEMPORAL_ADDRESS ?? '' });
  try {
    const { rows } = await sql.query(
      `SELECT s.id, s.state, min(o.seq) AS seq, max(o.deliveries) AS deliveries,
         extract(epoch FROM now() - min(o.written_at))::int AS written,
         extract(epoch FROM now() - max(o.delivered_at))::int AS told
       FROM submissions s LEFT JOIN outbox o ON o.submission_id = s.id
       WHERE o.seq IS NOT NULL OR s.state IN ${WAITS_FOR_WORKER} GROUP BY s.id ORDER BY written DESC`,
    );
    const engine = new Engine({ connection });
    const shown = rows.slice(0, SHOWN).map(async ({ id, state, seq, deliveries, written, told }) => {
      const row = `${id} ${state}: act ${seq}, written ${written} s ago, told ${told} s ago, ${deliveries} times`;
      return `${row}; ${await runOf(engine, workflowIdOf(id))}`;
    });
    return [`${rows.length} submissions wait.`, ...(await Promise.all(shown))];
  } finally {
    await connection.close();
    await sql.end();
  }
}

async function runOf(engine: Engine, workflowId: string): Promise<string> {
  try {
    const { status, historyLength, raw } = await engine.workflow.getHandle(workflowId).describe();
    const task = raw.pendingWorkflowTask;
    const steps = (raw.pendingActivities ?? []).map(
      (one) =>
        `${one.activityType?.name} in attempt ${one.attempt}, ${one.lastFailure?.message ?? 'no failure'}`,
    );
    const turn = task ? `turn in attempt ${task.attempt}, state ${task.state}` : 'no turn';
    return `${status.name}, ${historyLength} events, ${turn}, ${steps.join('; ') || 'no step'}`;
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}
