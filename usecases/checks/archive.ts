import { type ArchivedRun, listArchivedRuns, readArchived } from '../../db/history-store';
import type { Db } from '../../db/knex';
import type { SubmissionRow } from '../../db/submission-store';
import { sha256 } from '../../domain/digest';
import { isTerminal } from '../../domain/submission';
import { workflowIdOf } from '../../workflows/messages';
import type { HistoryEvent } from '../engine-runs';
import { attributesOf, recordOf } from '../history-steps';
import { buildsOf, eventsIn } from '../history-text';
import type { RunHistory } from '../run-histories';
import type { DifferenceCode } from './difference';
import type { Report } from './fault';
import type { Folded } from './fold';
import { historyDifferences } from './history-differences';

export interface ArchiveGiven {
  row: SubmissionRow;
  folded: Folded;
  /** Its runs still wait to be archived. */
  queued: boolean;
  /** Whoever came to an end before this has its runs in the archive. */
  archivedBefore: Date;
}

/** The archived histories of a submission: whole, what their rows say, and in accord with the evidence. */
export async function checkArchive(db: Db, given: ArchiveGiven, report: Report): Promise<number> {
  const { row, folded, queued } = given;
  const archived = await listArchivedRuns(db, workflowIdOf(row.id));
  const runs: RunHistory[] = [];
  for (const kept of archived) {
    const run = readRun(kept, await readArchived(db, kept.id), report);
    if (run !== null) runs.push(run);
  }
  const late = isTerminal(row.state) && row.closedAt !== null && row.closedAt < given.archivedBefore;
  if (late && (queued || archived.length === 0))
    report({
      table: 'archived_histories',
      row: row.id,
      what: queued
        ? 'some run of the closed submission waits to be archived'
        : 'no run of the closed submission is there',
    });
  const isComparable = isTerminal(row.state) && folded.whole && !queued && runs.length > 0;
  if (!isComparable || runs.length < archived.length) return archived.length;
  const settled = row.evidenceCount;
  const { differences } = historyDifferences({
    submissionId: row.id,
    runs,
    folded,
    settled,
    elsewhere: new Set(),
  });
  const isAwaited = !settledBefore(folded, given.archivedBefore);
  for (const { code, detail, run, event, evidence } of differences) {
    if (isAwaited && IS_OF_A_MISSING_RUN.has(code)) continue;
    const kept = archived.find((one) => one.run === run);
    const place = event === null ? '' : `event ${event}: `;
    report({
      table: 'archived_histories',
      row: kept?.id ?? row.id,
      what: `${code}: ${place}${detail}${suffix(evidence)}`,
    });
  }
  return archived.length;
}

/** The engine's index may be a moment behind: of several runs that ended just now one may be found by a later walk only. */
const IS_OF_A_MISSING_RUN: ReadonlySet<DifferenceCode> = new Set([
  'evidence.without_step',
  'history.missing',
]);

const settledBefore = ({ acts }: Folded, instant: Date): boolean =>
  acts.every(({ told }) => Date.parse(told[0].says.at) < instant.getTime());

const suffix = (evidence: string | null): string => (evidence === null ? '' : ` (evidence ${evidence})`);

/** @returns null for bytes that are no history: its digest says so already */
function readRun(kept: ArchivedRun, text: string, report: Report): RunHistory | null {
  const fault = (what: string) => report({ table: 'archived_histories', row: kept.id, what });
  if (sha256(text) !== kept.digest) fault('is not what its digest says');
  const { run, type, status, startedAt, endedAt, complete } = kept;
  try {
    const events = eventsIn(text);
    for (const what of wrongWith(kept, events)) fault(what);
    return { run, type, status, startedAt, endedAt, complete, events };
  } catch {
    fault('cannot be read');
    return null;
  }
}

/** What the row says of a run and its history says too. */
function wrongWith(kept: ArchivedRun, events: HistoryEvent[]): string[] {
  const [first, last] = [events[0], events.at(-1)];
  const started = attributesOf(first, 'workflowExecutionStarted');
  const said = {
    type: recordOf(started?.workflowType)?.name,
    builds: buildsOf(events).join(),
    ...(started?.workflowId === undefined ? {} : { workflowId: started.workflowId }),
    ...(kept.complete
      ? { status: (last?.eventType ?? '').replace(/^EVENT_TYPE_WORKFLOW_EXECUTION_/, '').toLowerCase() }
      : {}),
  };
  const stands: Record<string, unknown> = { ...kept, builds: kept.builds.join() };
  return Object.entries(said).flatMap(([name, value]) =>
    stands[name] === value
      ? []
      : [`has ${name} ${String(stands[name])} where its history says ${String(value)}`],
  );
}
