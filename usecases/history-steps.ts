import type { StepResult } from '../db/command-store';
import type { HistoryEvent } from './engine-runs';
import { firstValue } from './history-payload';
import { buildOf } from './history-text';

/** What a step told the workflow, as the history keeps it. */
export interface StepAnswer {
  state: string | null;
  lastAppliedSeq: number | null;
  pending: boolean;
  nextDueAt: string | null;
  /** What the step did, in order; empty where there was nothing to do. */
  done: StepResult[];
  problems: string[];
  office: string | null;
}

export interface HistoryStep {
  event: number;
  at: string | null;
  /** The build of the worker that took the step. */
  build: string | null;
  activity: string;
  /** What it was asked; the engine keeps it of remote steps only. */
  asked: Record<string, unknown> | null;
  /** Null when the step failed or answered what nobody can read. */
  answer: StepAnswer | null;
  /** The kind of its failure. */
  failure: string | null;
}

type Attributes = Record<string, unknown>;

/** The steps of a history, in order: short ones from their markers, others from what the engine scheduled. */
export function stepsOf(events: readonly HistoryEvent[]): HistoryStep[] {
  const byId = new Map(events.map((event) => [event.eventId, event]));
  return events.flatMap((event) => {
    const marker = attributesOf(event, 'markerRecorded');
    if (marker?.markerName === 'core_local_activity') return [localStep(event, marker, byId)];
    const completed = attributesOf(event, 'activityTaskCompleted');
    return completed === undefined ? [] : [remoteStep(event, completed, byId)];
  });
}

export function attributesOf(event: HistoryEvent | undefined, kind: string): Attributes | undefined {
  return event?.[`${kind}EventAttributes`] as Attributes | undefined;
}

type ById = Map<string | undefined, HistoryEvent>;

function localStep(event: HistoryEvent, marker: Attributes, byId: ById): HistoryStep {
  const details = (marker.details ?? {}) as Attributes;
  const data = recordOf(firstValue(details.data));
  const task = byId.get(String(marker.workflowTaskCompletedEventId));
  return {
    ...placeOf(event),
    build: task === undefined ? null : buildOf(task),
    activity: textOf(data?.activity_type),
    asked: null,
    answer: marker.failure === undefined ? answerOf(firstValue(details.result)) : null,
    failure: failureOf(marker.failure),
  };
}

function remoteStep(event: HistoryEvent, completed: Attributes, byId: ById): HistoryStep {
  const scheduled = attributesOf(byId.get(String(completed.scheduledEventId)), 'activityTaskScheduled');
  const started = attributesOf(byId.get(String(completed.startedEventId)), 'activityTaskStarted');
  const version = recordOf(started?.workerVersion);
  return {
    ...placeOf(event),
    build: typeof version?.buildId === 'string' ? version.buildId : null,
    activity: textOf(recordOf(scheduled?.activityType)?.name),
    asked: recordOf(firstValue(scheduled?.input)) ?? null,
    answer: answerOf(firstValue(completed.result)),
    failure: null,
  };
}

const placeOf = (event: HistoryEvent) => ({
  event: Number(event.eventId ?? 0),
  at: event.eventTime ?? null,
});

function answerOf(value: unknown): StepAnswer | null {
  const answer = recordOf(value);
  if (answer === undefined) return null;
  const { state, lastAppliedSeq, pending, nextDueAt, problems, office } = answer;
  return {
    state: typeof state === 'string' ? state : null,
    lastAppliedSeq: typeof lastAppliedSeq === 'number' ? lastAppliedSeq : null,
    pending: pending === true,
    nextDueAt: typeof nextDueAt === 'string' ? nextDueAt : null,
    done: doneOf(answer.done),
    problems: Array.isArray(problems) ? problems.map(String) : [],
    office: typeof office === 'string' ? office : null,
  };
}

/** Until a step could do two things it told of the one, or of null. */
function doneOf(value: unknown): StepResult[] {
  return [value].flat().flatMap((one) => {
    const done = recordOf(one);
    if (done === undefined) return [];
    const { step, seq, evidenceId, digest } = done;
    const number = typeof seq === 'number' && Number.isSafeInteger(seq) ? seq : 0;
    return [{ step: textOf(step), seq: number, evidenceId: textOf(evidenceId), digest: textOf(digest) }];
  });
}

/** What kind of failure it was: an application's type, or the time that ran out. */
export function failureOf(failure: unknown): string | null {
  const found = recordOf(failure);
  if (found === undefined) return null;
  const type = recordOf(found.applicationFailureInfo)?.type;
  const timeout = recordOf(found.timeoutFailureInfo)?.timeoutType;
  return textOf(type ?? timeout ?? 'unknown');
}

export function recordOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
