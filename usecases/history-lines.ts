import type { StepResult } from '../db/command-store';
import type { HistoryEvent } from './engine-runs';
import { firstValue, readPayload } from './history-payload';
import { attributesOf, failureOf, type HistoryStep, recordOf, stepsOf } from './history-steps';
import { buildOf } from './history-text';

export interface HistoryLine {
  id: number;
  at: string | null;
  event: string;
  /** What the workflow called the step. */
  summary: string | null;
  /** The build of the worker to which the event goes back; null for what the engine or a client did. */
  build: string | null;
  /** In words. */
  meaning: string;
  /** What a step did: for each act its command's number and the evidence that it left. */
  done: StepResult[];
}

type Attributes = Record<string, unknown>;

interface Reading {
  byId: Map<string | undefined, HistoryEvent>;
  steps: Map<number, HistoryStep>;
  /** The instant for which each timer was set, by the id of the event that set it. */
  timers: Map<number, string>;
}

/** A history as an auditor reads it: a line for each event, with what it means for the procedure. */
export function readableLines(events: readonly HistoryEvent[]): HistoryLine[] {
  const steps = stepsOf(events);
  const reading: Reading = {
    byId: new Map(events.map((event) => [event.eventId, event])),
    steps: new Map(steps.map((step) => [step.event, step])),
    timers: timersOf(events, steps),
  };
  return events.map((event) => {
    const id = Number(event.eventId ?? 0);
    const step = reading.steps.get(id);
    const summary = readPayload(event.userMetadata?.summary);
    return {
      id,
      at: event.eventTime ?? null,
      event: kindOf(event),
      summary: typeof summary === 'string' ? summary : null,
      build: step?.build ?? buildOf(event) ?? buildBehind(event, reading),
      meaning: meaningOf(event, reading),
      done: step?.answer?.done ?? [],
    };
  });
}

const kindOf = (event: HistoryEvent): string =>
  (event.eventType ?? '').replace(/^EVENT_TYPE_/, '').toLowerCase();

/** `timer_started` → its attributes, whatever the event is called. */
function ownAttributes(event: HistoryEvent): Attributes {
  const name = Object.keys(event).find((key) => key.endsWith('EventAttributes'));
  return (name === undefined ? undefined : recordOf(event[name])) ?? {};
}

/** What the workflow's code decided in a turn goes back to the build that took the turn. */
function buildBehind(event: HistoryEvent, { byId }: Reading): string | null {
  const task = byId.get(String(ownAttributes(event).workflowTaskCompletedEventId));
  return task === undefined ? null : buildOf(task);
}

const NEAR_MS = 60_000;

/**
 * A timer is kept as a length of time from some moment within the turn; the instant that it stands for is the one that
 * the steps of the turn named, where it is near.
 */
function timersOf(events: readonly HistoryEvent[], steps: HistoryStep[]): Map<number, string> {
  const timers = new Map<number, string>();
  for (const event of events) {
    const started = attributesOf(event, 'timerStarted');
    if (started === undefined) continue;
    const id = Number(event.eventId);
    const rings =
      Date.parse(event.eventTime ?? '') + 1_000 * Number.parseFloat(String(started.startToFireTimeout));
    const named =
      steps.filter((step) => step.event < id && step.answer !== null).at(-1)?.answer?.nextDueAt ?? null;
    const isNear = named !== null && Math.abs(Date.parse(named) - rings) < NEAR_MS;
    timers.set(id, isNear ? named : new Date(rings).toISOString());
  }
  return timers;
}

type Meaning = (attributes: Attributes, reading: Reading, event: HistoryEvent) => string;

const MEANINGS: Record<string, Meaning> = {
  workflow_execution_started: ({ workflowId, workflowType, continuedExecutionRunId }) => {
    const began = `A run of type ${quoted(recordOf(workflowType)?.name)} began as ${quoted(workflowId)}`;
    return textOf(continuedExecutionRunId) === ''
      ? `${began}.`
      : `${began}, continuing run ${textOf(continuedExecutionRunId)}.`;
  },
  workflow_execution_signaled: ({ signalName, input }) => {
    const number = firstValue(input);
    if (signalName !== 'commandsExist')
      return `A signal ${quoted(signalName)} came, which nobody listens to.`;
    return Number.isSafeInteger(number)
      ? `The signal came that commands exist up to number ${number}.`
      : 'The signal that commands exist came without a number that can be read; it was taken for nothing.';
  },
  workflow_task_scheduled: () => 'A turn of the workflow is due.',
  workflow_task_started: () => 'A worker took the turn.',
  workflow_task_completed: (_, __, event) =>
    `The turn ended; the worker's build is ${buildOf(event) ?? 'not named'}.`,
  workflow_task_failed: ({ cause, failure }) =>
    `The turn failed (${textOf(cause) || failureOf(failure) || 'unknown'}) and is taken again.`,
  workflow_task_timed_out: () => 'The turn was not ended in time and is taken again.',
  marker_recorded: ({ markerName, details }, { steps }, event) => {
    const step = steps.get(Number(event.eventId));
    if (step !== undefined) return meaningOfStep(step);
    if (markerName === 'core_patch') {
      const patch = recordOf(firstValue(recordOf(details)?.['patch-data']));
      return `From here on the code holds that the patch ${quoted(patch?.id)} brought.`;
    }
    return `The marker ${quoted(markerName)} was left.`;
  },
  activity_task_scheduled: ({ activityType, input }) => {
    const asked = recordOf(firstValue(input));
    const about = asked === undefined ? '' : ` with ${JSON.stringify(asked)}`;
    return `The step ${quoted(recordOf(activityType)?.name)} was given to a worker${about}.`;
  },
  activity_task_started: ({ attempt }) => `A worker began the step, try ${Number(attempt ?? 1)}.`,
  activity_task_completed: (_, { steps }, event) => {
    const step = steps.get(Number(event.eventId));
    return step === undefined ? 'The step ended.' : meaningOfStep(step);
  },
  activity_task_failed: ({ failure }) => `The step failed for good (${failureOf(failure) ?? 'unknown'}).`,
  activity_task_timed_out: ({ failure }) =>
    `The step did not end in time (${failureOf(failure) ?? 'unknown'}).`,
  activity_task_canceled: () => 'The step was called off.',
  timer_started: (_, { timers }, event) => `A timer was set for ${timers.get(Number(event.eventId))}.`,
  timer_fired: ({ startedEventId }, { timers }) =>
    `The timer for ${timers.get(Number(startedEventId))} rang.`,
  timer_canceled: ({ startedEventId }, { timers }) =>
    `The timer for ${timers.get(Number(startedEventId))} was called off.`,
  workflow_execution_completed: () => 'The run ended by itself: nothing is left to do.',
  workflow_execution_continued_as_new: ({ newExecutionRunId }) =>
    `The run goes on as run ${textOf(newExecutionRunId)}, with a new history.`,
  workflow_execution_failed: ({ failure }) => `The run failed (${failureOf(failure) ?? 'unknown'}).`,
  workflow_execution_timed_out: () => 'The run was ended because its time was up.',
  workflow_execution_canceled: () => 'The run was ended because somebody cancelled it.',
  workflow_execution_cancel_requested: () => 'Somebody asked the run to cancel itself.',
  workflow_execution_terminated: ({ reason, identity }) =>
    `The run was ended from outside by ${quoted(identity)}, for the reason ${quoted(reason)}.`,
};

function meaningOf(event: HistoryEvent, reading: Reading): string {
  const meaning = MEANINGS[kindOf(event)];
  return meaning === undefined
    ? 'This has no meaning for the procedure.'
    : meaning(ownAttributes(event), reading, event);
}

function meaningOfStep({ activity, answer, failure }: HistoryStep): string {
  const name = `The step ${quoted(activity)}`;
  if (failure !== null) return `${name} failed (${failure}); it is taken again as a remote step.`;
  if (answer === null) return `${name} ended.`;
  const { done, state, lastAppliedSeq, pending, nextDueAt, problems, office } = answer;
  const parts = [
    ...(done.length === 0 ? ['found nothing to change'] : []),
    ...done.map(
      ({ step, seq, evidenceId, digest }) =>
        `did ${quoted(step)}: command ${seq}, evidence ${evidenceId} with digest ${digest}`,
    ),
    ...(office === null ? [] : [`office ${quoted(office)}`]),
    ...(problems.length === 0 ? [] : [`problems ${problems.map(quoted).join(', ')}`]),
    ...(state === null ? [] : [`state ${quoted(state)}`]),
    ...(lastAppliedSeq === null ? [] : [`carried out up to command ${lastAppliedSeq}`]),
    ...(pending ? ['more commands wait'] : []),
    ...(nextDueAt === null ? [] : [`due next ${nextDueAt}`]),
  ];
  return `${name} ${parts.join('; ')}.`;
}

const LONGEST = 200;

/** What a stranger may have written stays short and on one line. */
function quoted(value: unknown): string {
  return JSON.stringify(textOf(value).slice(0, LONGEST));
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
