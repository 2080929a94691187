import type { Dossier } from '../../db/dossier-store';
import type { Report } from './fault';
import { factOf, type Told } from './told';

/** Notices against the evidence of which they tell, and the failures among them against their own evidence. */
export function checkNotices(
  { row, notices }: Pick<Dossier, 'row' | 'notices'>,
  told: readonly Told[],
  report: Report,
): void {
  const failures = told.filter(({ says }) => says.event === 'ConsignmentNotificationFailure');
  for (const notice of notices) {
    const fault = (what: string) => report({ table: 'notices', row: notice.id, what });
    const evidence = told.find(({ row: { id } }) => id === notice.evidenceId);
    if (evidence === undefined)
      fault(`tells of evidence ${notice.evidenceId}, which this submission does not have`);
    else if (notice.resendOf === null && evidence.says.at !== notice.writtenAt.toISOString())
      fault(`was written at ${notice.writtenAt.toISOString()}, its evidence at ${evidence.says.at}`);
    const failure = failures.find((one) => factOf(one, 'notice') === notice.id);
    if (failure === undefined) continue;
    if (notice.status !== 'refused')
      fault(`is ${notice.status}, though there is evidence that it was refused`);
    if (factOf(failure, 'kind') !== notice.kind || factOf(failure, 'response') !== notice.response)
      fault('is of another kind or had another answer than the evidence of its failure says');
  }
  for (const failure of failures) {
    const id = factOf(failure, 'notice');
    if (!notices.some((notice) => notice.id === id))
      report({
        table: 'notices',
        row: id ?? row.id,
        what: 'is missing, though there is evidence that it was refused',
      });
  }
}
