import { stepsOf } from '../history-steps';
import type { RunHistory } from '../run-histories';
import { type Difference, isReportOf, type Placed, type RemarkCode } from './difference';
import type { Folded } from './fold';

/** The runs in which an act may have been done, seen from what the others did before and after. */
function candidates(
  index: number,
  own: readonly RunHistory[],
  placed: readonly Placed[],
  folded: Folded,
): RunHistory[] {
  const indexes = own.map((run) =>
    placed
      .filter((one) => one.run === run)
      .map((one) => folded.acts.findIndex((act) => isReportOf(one, act)))
      .filter((found) => found !== -1),
  );
  return own.filter(
    (_, at) =>
      indexes.slice(0, at).every((earlier) => earlier.every((one) => one < index)) &&
      indexes.slice(at + 1).every((later) => later.every((one) => one > index)),
  );
}

const ENDED_FROM_OUTSIDE = ['terminated', 'timed_out', 'failed', 'canceled', 'cancelled'];

/** @returns null where nothing explains that no history tells of the act */
export function explain(
  index: number,
  own: readonly RunHistory[],
  placed: readonly Placed[],
  folded: Folded,
): Difference<RemarkCode> | null {
  const evidence = folded.acts[index]?.told[0].row.id ?? null;
  const possible = candidates(index, own, placed, folded);
  const place = { event: null, build: null, evidence };
  const lost = possible.find(({ status }) => ENDED_FROM_OUTSIDE.includes(status));
  if (lost !== undefined) {
    const detail = `Run ${lost.run} was ended (${lost.status}) before it could report the step.`;
    return { ...place, code: 'step.unreported', run: lost.run, detail };
  }
  const working = possible.find((run) => run.status === 'running' && isAtWork(run));
  if (working === undefined) return null;
  return {
    ...place,
    code: 'step.under_way',
    run: working.run,
    detail: 'The turn that did it has not ended.',
  };
}

/** A turn of the workflow, or a remote step, is under way. */
function isAtWork({ events }: RunHistory): boolean {
  return /WORKFLOW_TASK_(SCHEDULED|STARTED|FAILED|TIMED_OUT)|ACTIVITY_TASK_(SCHEDULED|STARTED)|SIGNALED/.test(
    events.at(-1)?.eventType ?? '',
  );
}

export function withoutStep(index: number, own: readonly RunHistory[], folded: Folded): Difference {
  const act = folded.acts[index];
  const evidence = act?.told[0].row.id ?? null;
  const place = { run: null, event: null, build: null, evidence };
  const [first] = own;
  const begun = first === undefined ? undefined : stepsOf(first.events).find(({ answer }) => answer !== null);
  const earlier = first === undefined || (begun?.answer?.lastAppliedSeq ?? 0) >= (act?.seq ?? 0);
  const which = `${act?.told[0].says.event} by command ${act?.seq} (${act?.command.kind})`;
  return earlier
    ? { ...place, code: 'history.missing', detail: `The run that made ${which} is not kept.` }
    : {
        ...place,
        code: 'evidence.without_step',
        detail: `No step of any run made ${which}, and one must have.`,
      };
}
