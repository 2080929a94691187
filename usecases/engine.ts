import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import { GongmunError } from '../domain/errors';
import { type ProcedureAnswer, procedure, workflowIdOf } from '../workflows/messages';
import { createEngineRuns, type EngineRun, type EngineRuns } from './engine-runs';

/** What auditors and operators may ask the engine; it changes nothing there. */
export interface Engine {
  /** @returns null when no run is alive: the submission is closed, or its run waits to be brought back */
  procedure(submissionId: string): Promise<ProcedureAnswer | null>;
  /** The runs under an id, and what happened in them. */
  runs: Pick<EngineRuns, 'of' | 'read'>;
  ready(): Promise<void>;
}

const ANSWER_WITHIN_MS = 5_000;

/** @param decode opens what is encrypted in the engine's JSON; what cannot be opened is left as it is */
export function createEngine(client: Client, decode: <T>(json: T) => Promise<T>): Engine {
  const runs = createEngineRuns(client, decode);
  return {
    async procedure(submissionId) {
      try {
        const run = client.workflow.getHandle(workflowIdOf(submissionId));
        if ((await run.describe()).status.name !== 'RUNNING') return null;
        return await client.withDeadline(Date.now() + ANSWER_WITHIN_MS, () => run.query(procedure));
      } catch (cause) {
        if (cause instanceof WorkflowNotFoundError) return null;
        throw unreachable(cause);
      }
    },
    runs: {
      of: (workflowId: string) => reached(runs.of(workflowId)),
      read: (run: EngineRun, mostBytes: number) => reached(runs.read(run, mostBytes)),
    },
    async ready() {
      await client.workflowService.getSystemInfo({});
    },
  };
}

function reached<T>(asked: Promise<T>): Promise<T> {
  return asked.catch((cause: unknown) => {
    throw unreachable(cause);
  });
}

function unreachable(cause: unknown): GongmunError {
  return new GongmunError('unavailable', 'engine.unreachable', 'The engine does not answer now.', {
    retryAfter: 5,
    cause,
  });
}
