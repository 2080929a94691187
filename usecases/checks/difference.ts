import type { StepResult } from '../../db/command-store';
import { type HistoryStep, stepsOf } from '../history-steps';
import type { RunHistory } from '../run-histories';
import type { Act } from './fold';

/** Where a history and the evidences tell different things. */
export type DifferenceCode =
  | 'evidence.without_step'
  | 'history.missing'
  | 'run.foreign'
  | 'run.incomplete'
  | 'step.without_evidence'
  | 'step.of_another_submission'
  | 'step.digest_differs'
  | 'step.command_differs'
  | 'step.order_differs'
  | 'step.state_differs'
  | 'archive.digest_differs';

/** What looks like a difference and is none: the step's report got lost with its run, or is not due yet. */
export type RemarkCode = 'step.unreported' | 'step.under_way';

export interface Difference<C extends string = DifferenceCode> {
  code: C;
  /** In words, with what the one says and what the other. */
  detail: string;
  run: string | null;
  event: number | null;
  build: string | null;
  /** The evidence in question. */
  evidence: string | null;
}

/** A step with the run in whose history it stands, once for each thing that it did. */
export interface Placed {
  run: RunHistory;
  step: HistoryStep;
  /** Null where it did nothing. */
  done: StepResult | null;
}

export const placed = (run: RunHistory): Placed[] =>
  stepsOf(run.events).flatMap((step) => {
    const done = step.answer?.done ?? [];
    return (done.length === 0 ? [null] : done).map((one) => ({ run, step, done: one }));
  });

export const isReportOf = ({ done }: Placed, act: Act): boolean => done?.evidenceId === act.told[0].row.id;
