import { type Client, type WorkflowExecutionDescription, WorkflowNotFoundError } from '@temporalio/client';
import { type Queues, SUBMISSION_WORKFLOW, tellOrStart, workflowIdOf } from '../workflows/messages';

export interface EngineDeps {
  client: Client;
  queues: Queues;
}

export interface Told {
  submissionId: string;
  seq: number;
}

/** Signal-with-start: also brings back a workflow that is missing. A second run finds its rows applied and ends. */
export async function rehydrate({ client, queues }: EngineDeps, { submissionId, seq }: Told): Promise<void> {
  await client.workflow.signalWithStart(SUBMISSION_WORKFLOW, tellOrStart(queues, submissionId, seq));
}

/**
 * `gone`: none runs, by whatever it ended. `foreign`: one that is not ours, or that was put where no worker of ours asks
 * (stopped, or bound to a version: ours never are). `failing`: it cannot take its turns. `busy`: it is at work.
 */
type State = 'gone' | 'foreign' | 'failing' | 'busy' | 'waiting';

const FAILING_ATTEMPTS = 3;

/** What the engine says of the run under an id, held against what ours would be. */
async function stateOf({ client, queues }: EngineDeps, workflowId: string, type: string): Promise<State> {
  let run: WorkflowExecutionDescription;
  try {
    run = await client.workflow.getHandle(workflowId).describe();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'gone';
    throw error;
  }
  if (run.status.name === 'PAUSED') return 'foreign';
  if (run.status.name !== 'RUNNING') return 'gone';
  if (run.type !== type || run.taskQueue !== queues.submissions) return 'foreign';
  if (run.raw.workflowExecutionInfo?.versioningInfo?.versioningOverride) return 'foreign';
  const task = run.raw.pendingWorkflowTask;
  if (task) return (task.attempt ?? 1) > FAILING_ATTEMPTS ? 'failing' : 'busy';
  return (run.raw.pendingActivities ?? []).length > 0 ? 'busy' : 'waiting';
}

async function terminate({ client }: EngineDeps, workflowId: string): Promise<void> {
  try {
    await client.workflow.getHandle(workflowId).terminate('does not apply its commands');
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

/**
 * For a submission of which something is overdue: whoever is at work is left alone, a run that was told before and waits
 * all the same is replaced.
 * @returns false where the run is at work and was left alone
 */
export async function bringBack(deps: EngineDeps, told: Told, wasToldTwice: boolean): Promise<boolean> {
  const workflowId = workflowIdOf(told.submissionId);
  const state = await stateOf(deps, workflowId, SUBMISSION_WORKFLOW);
  if (state === 'busy') return false;
  if (state === 'foreign' || state === 'failing' || (state === 'waiting' && wasToldTwice))
    await terminate(deps, workflowId);
  await rehydrate(deps, told);
  return true;
}

/**
 * For a submission of which nothing is overdue: a run that is ours is left alone whatever it does.
 * @returns what was wrong, undefined where nothing was
 */
export async function restore(deps: EngineDeps, told: Told): Promise<'gone' | 'foreign' | undefined> {
  const workflowId = workflowIdOf(told.submissionId);
  const state = await stateOf(deps, workflowId, SUBMISSION_WORKFLOW);
  if (state !== 'gone' && state !== 'foreign') return undefined;
  if (state === 'foreign') await terminate(deps, workflowId);
  await rehydrate(deps, told);
  return state;
}

/** Where somebody else's run stands under the id of one of ours it is ended. @returns whether one did */
export async function endForeign(deps: EngineDeps, workflowId: string, type: string): Promise<boolean> {
  if ((await stateOf(deps, workflowId, type)) !== 'foreign') return false;
  await terminate(deps, workflowId);
  return true;
}
