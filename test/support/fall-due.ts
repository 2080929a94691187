import { queues, SUBMISSION_WORKFLOW, tellOrStart } from '../../workflows/messages';
import type { System } from './system';
import { until } from './until';

/** The retention of a closed submission is over now: its row says so, and its workflow comes back as the sweep would have it. */
export async function fallDue(system: System, id: string): Promise<void> {
  const row = system.db('submissions').where({ id });
  const past = new Date(Date.now() - 1_000);
  await row.clone().update({ dispose_at: past, next_due_at: past });
  const names = queues(system.config.temporal.queuePrefix);
  await system.temporal.workflow.signalWithStart(SUBMISSION_WORKFLOW, tellOrStart(names, id, 1_000));
  const due = await until(
    () => row.clone().first('disposal'),
    ({ disposal }) => disposal === 'due',
  );
  if (due.disposal !== 'due') throw new Error(`The disposal of ${id} did not fall due.`);
}
