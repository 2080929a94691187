import { isForeign, type RunHistory } from '../run-histories';
import { type Difference, isReportOf, placed as placedOf, type RemarkCode } from './difference';
import type { Act, Folded } from './fold';
import { explain, withoutStep } from './missing-steps';
import { differencesOfOrder, differencesOfRun, differencesOfStep } from './step-differences';

export interface HistoryComparison {
  differences: Difference[];
  remarks: Difference<RemarkCode>[];
  /** How many steps with an effect the histories tell of. */
  steps: number;
}

/** What no step of the procedure writes: the acceptance is the API's, a recalculation a workflow of its own. */
const isAnothers = ({ command }: Act): boolean => command.kind === 'submit' || command.kind === 'recalculate';

export interface Compared {
  submissionId: string;
  runs: readonly RunHistory[];
  folded: Folded;
  /** How many evidences there were before the histories were read: no history can be asked for what came later. */
  settled: number;
  /** Of the evidences that the steps name, those that are other submissions'. */
  elsewhere: ReadonlySet<string>;
}

/**
 * What the histories of a submission's runs say that the procedure did, against what the evidences say (design §2.4).
 */
export function historyDifferences(compared: Compared): HistoryComparison {
  const { submissionId, runs, folded, settled, elsewhere } = compared;
  const own = runs.filter((run) => !isForeign(run));
  const placed = own.flatMap(placedOf);
  const differences = [
    ...runs.flatMap(differencesOfRun),
    ...placed.flatMap((one) => differencesOfStep(one, submissionId, folded, elsewhere)),
    ...differencesOfOrder(placed, folded),
  ];
  const remarks: Difference<RemarkCode>[] = [];
  for (const [index, act] of folded.acts.entries()) {
    if (isAnothers(act) || act.told[0].row.sequence > settled) continue;
    if (placed.some((one) => isReportOf(one, act))) continue;
    const unreported = explain(index, own, placed, folded);
    if (unreported === null) differences.push(withoutStep(index, own, folded));
    else remarks.push(unreported);
  }
  return { differences, remarks, steps: placed.filter(({ done }) => done !== null).length };
}
