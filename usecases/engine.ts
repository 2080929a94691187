import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { GongmunError } from '../domain/errors';
import { type ProcedureAnswer, procedure, workflowIdOf } from '../workflows/messages';

/** What auditors and operators may ask the engine; it changes nothing there. */
export interface Engine {
  /** @returns null when no run is alive: the submission is closed, or its run waits to be brought back */
  procedure(submissionId: string): Promise<ProcedureAnswer | null>;
  /** @returns the newest run's history as proto JSON, or null when the engine kept none */
  history(submissionId: string): Promise<{ events: HistoryEvent[] } | null>;
  ready(): Promise<void>;
}

export interface HistoryEvent {
  eventId?: string;
  eventType?: string;
  eventTime?: string;
  userMetadata?: { summary?: { data?: string } };
  [attributes: string]: unknown;
}

const ANSWER_WITHIN_MS = 5_000;

export function createEngine(client: Client): Engine {
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
    async history(submissionId) {
      try {
        const history = await client.workflow.getHandle(workflowIdOf(submissionId)).fetchHistory();
        return JSON.parse(historyToJSON(history));
      } catch (cause) {
        if (cause instanceof WorkflowNotFoundError) return null;
        throw unreachable(cause);
      }
    },
    async ready() {
      await client.workflowService.getSystemInfo({});
    },
  };
}

function unreachable(cause: unknown): GongmunError {
  return new GongmunError('unavailable', 'engine.unreachable', 'The engine does not answer now.', {
    retryAfter: 5,
    cause,
  });
}
