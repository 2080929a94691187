import { type ArchivedRun, listArchivedRuns, readArchived } from '../db/history-store';
import { canonicalJson } from '../domain/digest';
import { SUBMISSION_WORKFLOW, workflowIdOf } from '../workflows/messages';
import type { Deps } from './deps';
import { byStart, type EngineRun, type HistoryEvent } from './engine-runs';
import { eventsIn } from './history-text';

/** A run with what happened in it; from the archive or from the engine it is the same. */
export interface RunHistory {
  run: string;
  /** Another type than the submission's is a stranger's run. */
  type: string;
  /** `running`, or how it ended. */
  status: string;
  startedAt: Date;
  endedAt: Date | null;
  /** False when there are more events than are shown here. */
  complete: boolean;
  events: HistoryEvent[];
}

export interface RunHistories {
  /** Oldest first. */
  runs: RunHistory[];
  /** Runs beside these; ours and the newest are shown first. */
  omitted: number;
}

/** An auditor reads some dozen events; what a stranger heaps up under our id must not fill the memory. */
const MOST_RUNS = 20;
const MOST_BYTES = 4 * 1024 * 1024;

type Found = EngineRun & { archived: ArchivedRun | undefined };

/**
 * Every run under a submission's id: what has ended and is archived from our own rows, the rest from the engine.
 * @param mostBytes how much of each run is read
 * @throws GongmunError `engine.unreachable` (503)
 */
export async function runHistories(
  deps: Pick<Deps, 'db'> & { engine: Pick<Deps['engine'], 'runs'> },
  submissionId: string,
  mostBytes = MOST_BYTES,
): Promise<RunHistories> {
  const workflowId = workflowIdOf(submissionId);
  const found = new Map<string, Found>();
  for (const run of await deps.engine.runs.of(workflowId))
    found.set(run.run, { ...run, archived: undefined });
  // Asked last: a run that is archived and deleted between the two questions is not missed.
  for (const run of await listArchivedRuns(deps.db, workflowId))
    found.set(run.run, { ...run, archived: run });
  const ranked = [...found.values()].sort(
    (a, b) => Number(isForeign(a)) - Number(isForeign(b)) || byStart(b, a),
  );
  const runs: RunHistory[] = [];
  for (const run of ranked.slice(0, MOST_RUNS).sort(byStart)) {
    const history = await historyOf(deps, run, mostBytes);
    if (history !== null) runs.push(history);
  }
  return { runs, omitted: Math.max(0, ranked.length - MOST_RUNS) };
}

export const isForeign = ({ type }: Pick<RunHistory, 'type'>): boolean => type !== SUBMISSION_WORKFLOW;

/** @returns null when the engine deleted it meanwhile */
async function historyOf(
  deps: Pick<Deps, 'db'> & { engine: Pick<Deps['engine'], 'runs'> },
  found: Found,
  mostBytes: number,
): Promise<RunHistory | null> {
  const { run, type, status, startedAt, endedAt, archived } = found;
  const read =
    archived === undefined
      ? await deps.engine.runs.read(found, mostBytes)
      : cut(eventsIn(await readArchived(deps.db, archived.id)), archived.complete, mostBytes);
  return read === null ? null : { run, type, status, startedAt, endedAt, ...read };
}

/** The engine's histories are read up to the same event. */
function cut(
  events: HistoryEvent[],
  complete: boolean,
  mostBytes: number,
): Pick<RunHistory, 'events' | 'complete'> {
  let bytes = 0;
  const end = events.findIndex((event) => {
    bytes += canonicalJson(event).length;
    return bytes > mostBytes;
  });
  return end === -1 ? { events, complete } : { events: events.slice(0, end), complete: false };
}
