import type { ReplayWorkerOptions } from '@temporalio/worker';
import { validate as isUuid } from 'uuid';
import type { Db } from '../db/knex';
import { findSubmission } from '../db/submission-store';
import type { Engine } from '../usecases/engine';
import { isForeign, runHistories } from '../usecases/run-histories';
import { workflowIdOf } from '../workflows/messages';
import type { AuditNotes } from './keep-audit';
import { replayRun } from './replay-run';

export interface ReplayDeps {
  db: Db;
  engine: Pick<Engine, 'runs'>;
  options: Pick<ReplayWorkerOptions, 'workflowBundle' | 'dataConverter'>;
  print(line: string): void;
  notes: Pick<AuditNotes, 'found' | 'looked'>;
}

/** As much as the engine lets a history grow. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Replays every run of a submission against the workflow's code of today, and says of each whether it leads to the same
 * decisions.
 * @returns 0 when all do, 1 when one does not, 2 when there is nothing that could be replayed
 */
export async function auditReplay(deps: ReplayDeps, submissionId: string): Promise<0 | 1 | 2> {
  const { print, notes } = deps;
  if (!isUuid(submissionId) || (await findSubmission(deps.db, submissionId)) === undefined) {
    print(`There is no submission ${submissionId}.`);
    return 2;
  }
  const { runs, omitted } = await runHistories(deps, submissionId, MOST_BYTES);
  const own = runs.filter((run) => !isForeign(run));
  for (const { run, type } of runs.filter(isForeign))
    print(`run ${run}: is of type ${JSON.stringify(type)}, which is none of ours; not replayed`);
  if (omitted > 0) print(`${omitted} older runs were left out`);
  let differing = 0;
  for (const { run, status, events, complete } of own) {
    const about = `run ${run} (${status}, ${events.length} events)`;
    if (!complete) print(`${about}: is longer than can be read; its beginning is replayed`);
    const difference = await replayRun(deps.options, workflowIdOf(submissionId), events);
    notes.looked({ name: run, looked: events.length, faults: difference === null ? 0 : 1 });
    if (difference === null) {
      print(`${about}: leads to the same decisions`);
      continue;
    }
    differing += 1;
    const { event, recorded, decided, build } = difference;
    print(`${about}: differs at event ${event}, recorded by build ${build ?? '(not named)'}`);
    const what = `recorded: ${recorded}; the code of today decides: ${decided}`;
    notes.found({ part: run, place: `event ${event}, build ${build ?? '(not named)'}`, what });
    print(`  recorded: ${recorded}`);
    print(`  the code of today decides: ${decided}`);
  }
  if (own.length === 0) print('No history of it is kept.');
  return own.length === 0 ? 2 : differing > 0 ? 1 : 0;
}
