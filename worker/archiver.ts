import { v7 as uuid } from 'uuid';
import {
  archivedUntil,
  deferQueued,
  insertHistory,
  moveArchiveCursor,
  type Queued,
  queuedForArchive,
  type RunName,
  runsToArchive,
  settleQueued,
} from '../db/history-store';
import type { Db } from '../db/knex';
import { readBacklog } from '../db/outbox-store';
import { sha256 } from '../domain/digest';
import { failpoint } from '../domain/failpoints';
import { inLanes } from '../domain/in-lanes';
import type { EngineRun, EngineRuns } from '../usecases/engine-runs';
import { buildsOf, historyText } from '../usecases/history-text';
import {
  batchIdOf,
  dispatchIdOf,
  exportIdOf,
  recalculationIdOf,
  SUBMISSION_WORKFLOW,
  submissionIdOf,
  WORKFLOW_TYPES,
  workflowIdOf,
} from '../workflows/messages';

export interface ArchiverSettings {
  /** Between two looks at what the rows say has ended. */
  everyMs: number;
  /** A submission whose run was still at its end is looked at again after this. */
  againAfterMs: number;
  /** Between two walks over what the engine says has ended. */
  walkEveryMs: number;
  /** The engine's index may be behind by this. */
  overlapMs: number;
  /** While so many commands wait, the archive waits too, between any two batches, */
  busyAt: number;
  /** but not for longer than this since it last had everything: the engine keeps histories for 30 days. */
  patientForMs: number;
}

export const ARCHIVER_SETTINGS: ArchiverSettings = {
  everyMs: 5_000,
  againAfterMs: 30_000,
  walkEveryMs: 60_000,
  overlapMs: 300_000,
  busyAt: 5,
  patientForMs: 3_600_000,
};

export interface ArchiverDeps {
  db: Db;
  runs: EngineRuns;
  settings: ArchiverSettings;
  now(): Date;
  failed(what: string, error: unknown): void;
}

export interface Archiver {
  start(): void;
  /** Ends after the round under way. */
  stop(): Promise<void>;
}

/** Between two looks at whether there is something more urgent to do. */
const BATCH = 20;
const LANES = 4;

/** Whether there is time for the next batch. */
type Going = () => Promise<boolean>;

/** A procedure of ours is kept whole, up to what the engine allows one to be; of a stranger's run so much. */
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_FOREIGN_BYTES = 4 * 1024 * 1024;

/**
 * Keeps the history of every closed run under our ids before the engine deletes it. Submissions that came to their end
 * are found by their rows, whatever else ended (replaced, foreign, recalculations, batches, exports, dispatches) by the engine's own list. What is done
 * is in rows: killed at any moment, or two at once, it archives each run once.
 */
export function createArchiver(deps: ArchiverDeps): Archiver {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> = Promise.resolve();
  let walkedAt = Number.NEGATIVE_INFINITY;
  let finishedAt = Date.now();

  /** Whether it got through: it did not fail, and there was time for all of it. */
  const guarded = (what: string, act: () => Promise<boolean>): Promise<boolean> =>
    act().catch((error: unknown) => {
      deps.failed(what, error);
      return false;
    });
  /** Histories are kept when nothing else waits: the engine holds them for weeks, people wait for numbers. */
  async function going(): Promise<boolean> {
    if (stopped) return false;
    const { busyAt, patientForMs } = deps.settings;
    if (Date.now() - finishedAt >= patientForMs) return true;
    return (await readBacklog(deps.db)).depth < busyAt;
  }

  async function everything(): Promise<void> {
    const ended = await guarded('archive', () => archiveEnded(deps, going));
    const now = Date.now();
    if (now - walkedAt < deps.settings.walkEveryMs) return;
    walkedAt = now;
    if ((await guarded('archive walk', () => archiveClosed(deps, going))) && ended) finishedAt = now;
  }

  function next(): void {
    if (stopped) return;
    round = everything().finally(() => {
      if (!stopped) timer = setTimeout(next, deps.settings.everyMs);
    });
  }

  return {
    start: next,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}

/**
 * The runs of submissions whose rows came to an end.
 * @returns whether there was time for all of them
 */
async function archiveEnded(deps: ArchiverDeps, going: Going): Promise<boolean> {
  const before = new Date(deps.now().getTime() - deps.settings.againAfterMs);
  for (let more = true; more; ) {
    if (!(await going())) return false;
    const queued = await queuedForArchive(deps.db, before, BATCH);
    more = queued.length === BATCH;
    await inLanes(queued, LANES, (one) => archiveSubmission(deps, one));
  }
  return true;
}

async function archiveSubmission(deps: ArchiverDeps, queued: Queued): Promise<void> {
  const runs = await deps.runs.of(workflowIdOf(queued.submissionId));
  await archiveRuns(deps, runs);
  // A run that has just closed its submission is about to end; one that a stranger keeps running is found by the walk.
  const ends = runs.some(({ status, type }) => status === 'running' && type === SUBMISSION_WORKFLOW);
  if (ends) await deferQueued(deps.db, queued, deps.now());
  else {
    await failpoint('history.kept');
    await settleQueued(deps.db, queued);
  }
}

/**
 * What the engine says has ended since the last walk, and a little before.
 * @returns whether there was time for all of it
 */
async function archiveClosed(deps: ArchiverDeps, going: Going): Promise<boolean> {
  const until = await archivedUntil(deps.db);
  const since = until === null ? null : new Date(until.getTime() - deps.settings.overlapMs);
  let newest: Date | null = null;
  for await (const page of deps.runs.closedSince(since)) {
    for (let at = 0; at < page.length; at += BATCH) {
      if (!(await going())) return false;
      await archiveRuns(deps, page.slice(at, at + BATCH));
    }
    for (const { endedAt } of page)
      if (endedAt !== null && (newest === null || endedAt > newest)) newest = endedAt;
  }
  if (newest !== null) await moveArchiveCursor(deps.db, newest);
  return true;
}

async function archiveRuns(deps: ArchiverDeps, runs: EngineRun[]): Promise<void> {
  const closed = runs.filter(({ endedAt }) => endedAt !== null);
  const wanted = await runsToArchive(deps.db, closed.map(nameOf));
  await inLanes(
    closed.filter(({ run }) => wanted.has(run)),
    LANES,
    (run) => archive(deps, run),
  );
}

const nameOf = ({ run, workflowId }: EngineRun): RunName => ({
  run,
  submissionId: submissionIdOf(workflowId),
  recalculationId: recalculationIdOf(workflowId),
  batchId: batchIdOf(workflowId),
  exportId: exportIdOf(workflowId),
  dispatchId: dispatchIdOf(workflowId),
});

const TYPES: string[] = Object.values(WORKFLOW_TYPES);

async function archive(deps: ArchiverDeps, run: EngineRun): Promise<void> {
  const read = await deps.runs.read(run, TYPES.includes(run.type) ? MOST_BYTES : MOST_FOREIGN_BYTES);
  if (read === null || run.endedAt === null) return;
  const history = historyText(read.events);
  await insertHistory(deps.db, {
    ...run,
    id: uuid(),
    submissionId: submissionIdOf(run.workflowId) ?? null,
    endedAt: run.endedAt,
    builds: buildsOf(read.events),
    complete: read.complete,
    history,
    digest: sha256(history),
    archivedAt: deps.now(),
  });
}
