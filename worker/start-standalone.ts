import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';

export interface StandaloneActivity {
  name: string;
  /** Says what it is about; the engine refuses a second start. */
  id: string;
  taskQueue: string;
  args: [Record<string, string>];
  summary: string;
}

/**
 * Gives the engine an activity that belongs to no workflow and is tried for three days. One that it has already is as
 * good as started.
 */
export async function startStandalone(client: Client, activity: StandaloneActivity): Promise<void> {
  const { name, ...given } = activity;
  try {
    await client.activity.start(name, {
      ...given,
      idReusePolicy: 'REJECT_DUPLICATE',
      startToCloseTimeout: '60s',
      scheduleToCloseTimeout: '3d',
      retry: { initialInterval: '5s', backoffCoefficient: 2, maximumInterval: '1h' },
    });
  } catch (error) {
    if (!isAlreadyStarted(error)) throw error;
  }
}

function isAlreadyStarted(error: unknown): boolean {
  return (
    error instanceof WorkflowExecutionAlreadyStartedError ||
    (error instanceof Error && /AlreadyStarted/.test(error.name))
  );
}
