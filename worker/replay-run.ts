import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import { type ReplayWorkerOptions, Worker } from '@temporalio/worker';
import { canonicalJson } from '../domain/digest';
import type { HistoryEvent } from '../usecases/engine-runs';
import { readableLines } from '../usecases/history-lines';
import { firstValue } from '../usecases/history-payload';
import { attributesOf, recordOf } from '../usecases/history-steps';
import type { Decision } from '../workflows/decision-witness';

/** Where the code of today and a history part. */
export interface ReplayDifference {
  /** The event from which on it is no longer what the code does. */
  event: number;
  /** What the history says there, in words. */
  recorded: string;
  /** What the code of today does instead. */
  decided: string;
  /** The build of the worker that recorded it. */
  build: string | null;
}

/** A decision as the history keeps it; what it does not keep is undefined. */
interface Recorded {
  event: number;
  kind: Decision['kind'];
  name: string;
  asked: unknown;
  ms: number | undefined;
}

/**
 * Replays one run against the workflow's code of today.
 * @param options a bundle with `workflows/decision-witness.ts` in it, and what opens the engine's payloads
 * @returns null when it leads to the same decisions
 */
export async function replayRun(
  options: Pick<ReplayWorkerOptions, 'workflowBundle' | 'dataConverter'>,
  workflowId: string,
  events: readonly HistoryEvent[],
): Promise<ReplayDifference | null> {
  const decisions: Decision[] = [];
  const sinks = {
    witness: {
      decided: {
        fn: (_: unknown, decision: Decision) => void decisions.push(decision),
        callDuringReplay: true,
      },
    },
  };
  const failure = await Worker.runReplayHistory(
    { ...options, sinks },
    historyFromJSON({ events }),
    workflowId,
  ).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  const recorded = decisionsIn(events);
  let next = 0;
  for (const one of recorded) {
    // A timer that is set and called off in one turn leaves no event.
    if (decisions[next]?.kind === 'timer' && isSame(one, decisions[next + 1], workflowId)) next += 1;
    if (!isSame(one, decisions[next], workflowId))
      return differenceAt(events, one.event, wordsOf(decisions[next]));
    next += 1;
  }
  const [last, beyond] = [recorded.at(-1), decisions[next]];
  if (last !== undefined && beyond !== undefined && ENDS.includes(last.kind))
    return differenceAt(events, last.event, `${wordsOf(beyond)} after it`);
  // What the engine compares beside these: cancelled timers, patches.
  if (failure !== null) return differenceAt(events, await firstToFail(options, workflowId, events), failure);
  return null;
}

const ENDS: Decision['kind'][] = ['ended', 'continued', 'failed'];

function decisionsIn(events: readonly HistoryEvent[]): Recorded[] {
  return events.flatMap((event): Recorded[] => {
    const id = Number(event.eventId ?? 0);
    const marker = attributesOf(event, 'markerRecorded');
    if (marker?.markerName === 'core_local_activity') {
      const data = recordOf(firstValue(recordOf(marker.details)?.data));
      return [
        { event: id, kind: 'local_step', name: String(data?.activity_type), asked: undefined, ms: undefined },
      ];
    }
    const remote = attributesOf(event, 'activityTaskScheduled');
    if (remote !== undefined) {
      const name = String(recordOf(remote.activityType)?.name);
      return [{ event: id, kind: 'remote_step', name, asked: firstValue(remote.input), ms: undefined }];
    }
    const timer = attributesOf(event, 'timerStarted');
    if (timer !== undefined) {
      const ms = Math.round(1_000 * Number.parseFloat(String(timer.startToFireTimeout)));
      return [{ event: id, kind: 'timer', name: '', asked: undefined, ms }];
    }
    const kind = END_EVENTS[event.eventType ?? ''];
    return kind === undefined ? [] : [{ event: id, kind, name: '', asked: undefined, ms: undefined }];
  });
}

const END_EVENTS: Record<string, Decision['kind']> = {
  EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED: 'ended',
  EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW: 'continued',
  EVENT_TYPE_WORKFLOW_EXECUTION_FAILED: 'failed',
};

/** The engine keeps no input of a local step; that it is about this submission is asked of the code itself. */
function isSame(recorded: Recorded, decided: Decision | undefined, workflowId: string): boolean {
  if (decided === undefined || decided.kind !== recorded.kind || decided.name !== recorded.name) return false;
  if (recorded.ms !== undefined && recorded.ms !== decided.ms) return false;
  const about = recordOf(decided.asked)?.submissionId;
  if (about !== undefined && !workflowId.endsWith(String(about))) return false;
  return recorded.asked === undefined || isAsked(recorded.asked, decided.asked);
}

/** Steps that were recorded before it was asked of them do not say the instant at which they act. */
const ASKED_SINCE = ['at'];

function isAsked(recorded: unknown, decided: unknown): boolean {
  const before = recordOf(recorded);
  const now = recordOf(decided);
  if (before === undefined || now === undefined) return canonicalJson(recorded) === canonicalJson(decided);
  const since = ASKED_SINCE.filter((key) => before[key] === undefined && now[key] !== undefined);
  const known = Object.fromEntries(Object.entries(now).filter(([key]) => !since.includes(key)));
  return canonicalJson(before) === canonicalJson(known);
}

function differenceAt(events: readonly HistoryEvent[], event: number, decided: string): ReplayDifference {
  const line = readableLines(events).find(({ id }) => id === event);
  return { event, recorded: line?.meaning ?? 'Nothing.', decided, build: line?.build ?? null };
}

function wordsOf(decision: Decision | undefined): string {
  switch (decision?.kind) {
    case undefined:
      return 'nothing';
    case 'local_step':
    case 'remote_step':
      return `the step ${JSON.stringify(decision.name)} with ${JSON.stringify(decision.asked)}`;
    case 'timer':
      return `a timer of ${decision.ms} ms`;
    case 'ended':
      return 'the end of the run';
    case 'continued':
      return 'the run going on with a new history';
    case 'failed':
      return 'the failure of the run';
  }
}

/** The first event behind the last turn up to which the history still replays. */
async function firstToFail(
  options: Pick<ReplayWorkerOptions, 'workflowBundle' | 'dataConverter'>,
  workflowId: string,
  events: readonly HistoryEvent[],
): Promise<number> {
  const turns = events.flatMap(({ eventType }, index) =>
    eventType === 'EVENT_TYPE_WORKFLOW_TASK_COMPLETED' ? [index] : [],
  );
  const sinks = { witness: { decided: { fn: () => {}, callDuringReplay: true } } };
  const prefixes = turns.map((_, turn) => {
    const next = turns[turn + 1];
    const part = next === undefined ? events : events.slice(0, next - 1);
    return { workflowId, history: historyFromJSON({ events: part }) };
  });
  let turn = 0;
  for await (const { error } of Worker.runReplayHistories({ ...options, sinks }, prefixes)) {
    if (error !== undefined) break;
    turn += 1;
  }
  const index = turns[Math.min(turn, turns.length - 1)] ?? 0;
  return Number(events[index]?.eventId ?? 0);
}
