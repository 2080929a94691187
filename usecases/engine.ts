import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { GongmunError } from '../domain/errors';
import { type ProcedureAnswer, procedure, workflowIdOf } from '../workflows/messages';

/** What auditors and operators may ask the engine; it changes nothing there. */
export interface Engine {
  /** @returns null when no run is alive: the submission is closed, or its run waits to be brought back */
  procedure(submissionId: string): Promise<ProcedureAnswer | null>;
  /**
   * Every run that the engine still keeps under the submission's id, oldest first: one that was lost and brought back
   * has several, and a stranger's is among them.
   */
  histories(submissionId: string): Promise<RunHistory[]>;
  ready(): Promise<void>;
}

export interface RunHistory {
  run: string;
  /** Another type than the submission's is a stranger's run. */
  type: string;
  status: string;
  startedAt: Date;
  endedAt: Date | null;
  /** Proto JSON. */
  events: HistoryEvent[];
  /** False when there are more events than are shown here. */
  complete: boolean;
}

export interface HistoryEvent {
  eventId?: string;
  eventType?: string;
  eventTime?: string;
  userMetadata?: { summary?: { data?: string } };
  [attributes: string]: unknown;
}

const ANSWER_WITHIN_MS = 5_000;

/** @param decode opens what is encrypted in the engine's JSON; what cannot be opened is left as it is */
export function createEngine(client: Client, decode: <T>(json: T) => Promise<T>): Engine {
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
    async histories(submissionId) {
      try {
        const histories: RunHistory[] = [];
        for (const run of await runsOf(client, submissionId)) {
          histories.push({
            run: run.runId,
            type: run.type,
            status: run.status.name.toLowerCase(),
            startedAt: run.startTime,
            endedAt: run.closeTime ?? null,
            ...(await eventsOf(client, decode, run)),
          });
        }
        return histories;
      } catch (cause) {
        throw unreachable(cause);
      }
    },
    async ready() {
      await client.workflowService.getSystemInfo({});
    },
  };
}

/** An auditor reads some dozen events; what a stranger heaps up under our id must not fill the memory. */
const MOST_RUNS = 20;
const MOST_BYTES = 4 * 1024 * 1024;
const PAGE = 100;

type Run = Pick<
  WorkflowExecutionInfo,
  'workflowId' | 'runId' | 'type' | 'status' | 'startTime' | 'closeTime'
>;

/** The newest run from the engine itself, the others from its index, which may be a moment behind. */
async function runsOf(client: Client, submissionId: string): Promise<Run[]> {
  const workflowId = workflowIdOf(submissionId);
  const runs = new Map<string, Run>();
  try {
    const newest = await client.workflow.getHandle(workflowId).describe();
    runs.set(newest.runId, newest);
  } catch (cause) {
    if (!(cause instanceof WorkflowNotFoundError)) throw cause;
  }
  for await (const run of client.workflow.list({
    query: `WorkflowId = '${workflowId}'`,
    pageSize: MOST_RUNS,
  })) {
    if (!runs.has(run.runId)) runs.set(run.runId, run);
    if (runs.size >= MOST_RUNS) break;
  }
  return [...runs.values()].sort((a, b) => a.startTime.getTime() - b.startTime.getTime());
}

async function eventsOf(
  client: Client,
  decode: <T>(json: T) => Promise<T>,
  { workflowId, runId }: Run,
): Promise<Pick<RunHistory, 'events' | 'complete'>> {
  const events: HistoryEvent[] = [];
  let bytes = 0;
  let nextPageToken: Uint8Array | undefined;
  do {
    const page = await client.workflowService.getWorkflowExecutionHistory({
      namespace: client.options.namespace,
      execution: { workflowId, runId },
      maximumPageSize: PAGE,
      ...(nextPageToken === undefined ? {} : { nextPageToken }),
    });
    const json = historyToJSON(page.history ?? { events: [] });
    bytes += json.length;
    if (bytes > MOST_BYTES) return { events, complete: false };
    events.push(...(await decode((JSON.parse(json) as { events?: HistoryEvent[] }).events ?? [])));
    nextPageToken = page.nextPageToken?.length ? page.nextPageToken : undefined;
  } while (nextPageToken !== undefined);
  return { events, complete: true };
}

function unreachable(cause: unknown): GongmunError {
  return new GongmunError('unavailable', 'engine.unreachable', 'The engine does not answer now.', {
    retryAfter: 5,
    cause,
  });
}
