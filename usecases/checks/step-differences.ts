import type { CommandKind } from '../../domain/commands';
import type { HistoryStep } from '../history-steps';
import { isForeign, type RunHistory } from '../run-histories';
import { type Difference, type DifferenceCode, isReportOf, type Placed } from './difference';
import type { Folded } from './fold';

/** The system's own words for what a step did, where they are not the command's. */
const STEP_NAMES: Partial<Record<CommandKind, string>> = {
  register: 'registered',
  reject: 'rejected',
  close: 'closed',
};

export function differencesOfRun(run: RunHistory): Difference[] {
  const place = { run: run.run, event: null, build: null, evidence: null };
  if (isForeign(run)) {
    const detail = `A run of type ${JSON.stringify(run.type)} went under this submission's id; it is none of ours.`;
    return [{ ...place, code: 'run.foreign', detail }];
  }
  if (run.complete) return [];
  return [
    { ...place, code: 'run.incomplete', detail: 'The history goes on after what can be read of it here.' },
  ];
}

export function differencesOfStep(
  { run, step, done }: Placed,
  submissionId: string,
  folded: Folded,
  elsewhere: ReadonlySet<string>,
): Difference[] {
  const asked = step.asked?.submissionId;
  const differ = (code: DifferenceCode, detail: string): Difference => ({
    code,
    detail,
    run: run.run,
    event: step.event,
    build: step.build,
    evidence: done?.evidenceId ?? null,
  });
  const found: Difference[] = [];
  if (asked !== undefined && asked !== submissionId)
    found.push(differ('step.of_another_submission', `The step was asked for submission ${String(asked)}.`));
  if (done === null) return [...found, ...differencesOfState(step, 0, folded, differ)];
  const index = folded.acts.findIndex(({ told }) => told.some(({ row }) => row.id === done.evidenceId));
  const act = folded.acts[index];
  const evidence = act?.told.find(({ row }) => row.id === done.evidenceId);
  if (act === undefined || evidence === undefined) {
    if (elsewhere.has(done.evidenceId))
      return [
        ...found,
        differ('step.of_another_submission', `Evidence ${done.evidenceId} is another submission's.`),
      ];
    const detail = `The step tells of evidence ${done.evidenceId}, which is not there.`;
    return [...found, differ('step.without_evidence', detail)];
  }
  if (done.digest !== evidence.row.digest) {
    const detail = `The step tells of digest ${done.digest}, the evidence has ${evidence.row.digest}.`;
    found.push(differ('step.digest_differs', detail));
  }
  const name = act.overtaken ? 'overtaken' : (STEP_NAMES[act.command.kind] ?? act.command.kind);
  if (done.seq !== act.seq || done.step !== name) {
    const detail = `The step tells of ${done.step} by command ${done.seq}, the evidence of ${name} by command ${act.seq}.`;
    found.push(differ('step.command_differs', detail));
  }
  return [...found, ...differencesOfState(step, index, folded, differ)];
}

/** A step that is asked for again answers with the row as it is by then: the state is that of its act or a later one's. */
function differencesOfState(
  step: HistoryStep,
  from: number,
  folded: Folded,
  differ: (code: DifferenceCode, detail: string) => Difference,
): Difference[] {
  const state = step.answer?.state ?? null;
  if (state === null || !folded.whole) return [];
  if (folded.acts.slice(from).some(({ after }) => after.state === state)) return [];
  return [
    differ(
      'step.state_differs',
      `The step left state ${state}; the evidences lead to no such state from there.`,
    ),
  ];
}

/** Each effect once and one after the other: what is told again later is a repetition. */
export function differencesOfOrder(placed: readonly Placed[], folded: Folded): Difference[] {
  const told = new Set<number>();
  let highest = -1;
  return placed.flatMap((one) => {
    const { run, step, done } = one;
    const index = folded.acts.findIndex((act) => isReportOf(one, act));
    if (index === -1 || told.has(index)) return [];
    told.add(index);
    if (index > highest) {
      highest = index;
      return [];
    }
    const evidence = done?.evidenceId ?? null;
    const detail = `The step comes after one whose evidence is later than its own, ${evidence}.`;
    return [
      {
        code: 'step.order_differs' as const,
        detail,
        run: run.run,
        event: step.event,
        build: step.build,
        evidence,
      },
    ];
  });
}
