import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { canonicalJson } from '../domain/digest';
import { WORKFLOW_TYPES, workflowIdOf } from '../workflows/messages';

/** A run as the engine lists it. */
export interface EngineRun {
  workflowId: string;
  run: string;
  /** Another type than that of the id's kind is a stranger's run. */
  type: string;
  /** `running`, or how it ended. */
  status: string;
  startedAt: Date;
  endedAt: Date | null;
}

/** One of those that the engine counts as running, with where its turns are asked for. */
export interface RunningRun extends EngineRun {
  taskQueue: string;
}

/** An event in proto JSON; its keys are in the order of RFC 8785, so that it is the same bytes however often it is read. */
export interface HistoryEvent {
  eventId?: string;
  eventType?: string;
  eventTime?: string;
  userMetadata?: { summary?: PayloadJson };
  [attributes: string]: unknown;
}

export interface PayloadJson {
  metadata?: Record<string, string>;
  data?: string;
}

/** `complete` is false when there are more events than were asked for. */
export interface RunEvents {
  events: HistoryEvent[];
  complete: boolean;
}

/** What the engine knows of runs and their histories; asking changes nothing there. */
export interface EngineRuns {
  /** Every run that the engine still keeps under an id, oldest first; a stranger's is among them. */
  of(workflowId: string): Promise<EngineRun[]>;
  /** Every closed run of ours by the engine's index, newest first, page by page. */
  closedSince(since: Date | null): AsyncIterable<EngineRun[]>;
  /** Every submission from the one id to the other whose workflow runs, by the engine's index, page by page. */
  running(from: string, until: string): AsyncIterable<RunningRun[]>;
  /** @returns null when the engine keeps it no more */
  read(run: Pick<EngineRun, 'workflowId' | 'run'>, mostBytes: number): Promise<RunEvents | null>;
}

/** What a stranger heaps up under an id must not fill the memory: the newest so many are looked at. */
const MOST_RUNS = 200;
/** The most that an engine gives as it is set up by itself. */
const LIST_PAGE = 1_000;
const HISTORY_PAGE = 100;

const OURS = `(${Object.keys(WORKFLOW_TYPES)
  .map((owner) => `WorkflowId STARTS_WITH "${owner}:"`)
  .join(' OR ')})`;

/** @param decode opens what is encrypted in the engine's JSON; what cannot be opened is left as it is */
export function createEngineRuns(client: Client, decode: <T>(json: T) => Promise<T>): EngineRuns {
  const listed = (query: string) => pages(client.workflow.list({ query, pageSize: LIST_PAGE }));
  return {
    of: (workflowId) => runsOf(client, workflowId),
    closedSince: (since) =>
      listed(
        `${OURS} AND ${since === null ? 'ExecutionStatus != "Running"' : `CloseTime >= "${since.toISOString()}"`}`,
      ),
    running: (from, until) =>
      listed(
        `WorkflowId BETWEEN "${workflowIdOf(from)}" AND "${workflowIdOf(until)}" AND ExecutionStatus = "Running"`,
      ),
    async read({ workflowId, run }, mostBytes) {
      try {
        return await eventsOf(client, decode, { workflowId, runId: run }, mostBytes);
      } catch (cause) {
        if (cause instanceof WorkflowNotFoundError || isNotFound(cause)) return null;
        throw cause;
      }
    },
  };
}

const viewRun = (run: Omit<WorkflowExecutionInfo, 'raw'>): RunningRun => ({
  workflowId: run.workflowId,
  run: run.runId,
  type: run.type,
  taskQueue: run.taskQueue,
  status: run.status.name.toLowerCase(),
  startedAt: run.startTime,
  endedAt: run.closeTime ?? null,
});

async function* pages(list: AsyncIterable<WorkflowExecutionInfo>): AsyncIterable<RunningRun[]> {
  let page: RunningRun[] = [];
  for await (const run of list) {
    page.push(viewRun(run));
    if (page.length < LIST_PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

/** The newest run from the engine itself, the others from its index, which may be a moment behind. */
async function runsOf(client: Client, workflowId: string): Promise<EngineRun[]> {
  const runs = new Map<string, EngineRun>();
  try {
    const newest = viewRun(await client.workflow.getHandle(workflowId).describe());
    runs.set(newest.run, newest);
  } catch (cause) {
    if (!(cause instanceof WorkflowNotFoundError)) throw cause;
  }
  const query = `WorkflowId = '${workflowId}'`;
  for await (const run of client.workflow.list({ query, pageSize: MOST_RUNS })) {
    if (!runs.has(run.runId)) runs.set(run.runId, viewRun(run));
    if (runs.size >= MOST_RUNS) break;
  }
  return [...runs.values()].sort(byStart);
}

/** Oldest first; of two that began at one instant the order is the same each time. */
export const byStart = (
  a: Pick<EngineRun, 'startedAt' | 'run'>,
  b: Pick<EngineRun, 'startedAt' | 'run'>,
): number => a.startedAt.getTime() - b.startedAt.getTime() || (a.run < b.run ? -1 : 1);

async function eventsOf(
  client: Client,
  decode: <T>(json: T) => Promise<T>,
  execution: { workflowId: string; runId: string },
  mostBytes: number,
): Promise<RunEvents> {
  const kept: HistoryEvent[] = [];
  let bytes = 0;
  let nextPageToken: Uint8Array | undefined;
  do {
    const page = await client.workflowService.getWorkflowExecutionHistory({
      namespace: client.options.namespace,
      execution,
      maximumPageSize: HISTORY_PAGE,
      ...(nextPageToken === undefined ? {} : { nextPageToken }),
    });
    const { events = [] }: { events?: HistoryEvent[] } = JSON.parse(
      historyToJSON(page.history ?? { events: [] }),
    );
    for (const event of await decode(events)) {
      // Maps come in another order each time.
      const text = canonicalJson(event);
      bytes += text.length;
      if (bytes > mostBytes) return { events: kept, complete: false };
      kept.push(JSON.parse(text));
    }
    nextPageToken = page.nextPageToken?.length ? page.nextPageToken : undefined;
  } while (nextPageToken !== undefined);
  return { events: kept, complete: true };
}

const NOT_FOUND = 5;

function isNotFound(cause: unknown): boolean {
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === NOT_FOUND;
}
