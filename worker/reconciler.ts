import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from '../db/knex';
import { type OpenSubmission, openSubmissions } from '../db/open-submissions';
import { inLanes } from '../domain/in-lanes';
import type { EngineRuns } from '../usecases/engine-runs';
import { SUBMISSION_WORKFLOW, workflowIdOf } from '../workflows/messages';
import { type EngineDeps, endForeign, restore } from './bring-back';
import { ROWS_WITH_WORKFLOWS } from './relay';

export interface ReconcilerSettings {
  /** Between the end of one walk and the next. */
  everyMs: number;
  /** How many open submissions the engine is asked about at once; its list gives a thousand at most. */
  page: number;
}

export const RECONCILER_SETTINGS: ReconcilerSettings = { everyMs: 300_000, page: 1_000 };

export interface ReconcilerDeps extends EngineDeps {
  db: Db;
  runs: Pick<EngineRuns, 'running'>;
  settings: ReconcilerSettings;
  now(): Date;
  failed(what: string, error: unknown): void;
  /** A run of ours was not there, or another in its place; the rows have it back. */
  restored(workflowId: string, was: 'gone' | 'foreign'): void;
}

export interface Reconciler {
  start(): void;
  /** Ends after what is under way. */
  stop(): Promise<void>;
}

const AT_ONCE = 20;
/** So many times as long as the engine listed a page the walk rests after it: it is there for what people do first. */
const RESTS = 19;

/**
 * Holds what the engine runs against the rows, which are the truth: whoever reaches the engine may end,
 * delete, reset, stop or replace what runs there, and every open submission has its run back within one walk, although
 * nobody acts and nothing falls due. What waits for its turn is the relay's.
 */
export function createReconciler(deps: ReconcilerDeps): Reconciler {
  const stopping = new AbortController();
  const { signal } = stopping;
  let timer: NodeJS.Timeout | undefined;
  let walk: Promise<void> = Promise.resolve();

  function next(): void {
    if (signal.aborted) return;
    walk = reconcile(deps, signal)
      .catch((error: unknown) => deps.failed('reconcile', error))
      .finally(() => {
        if (!signal.aborted) timer = setTimeout(next, deps.settings.everyMs);
      });
  }

  return {
    start: next,
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await walk;
    },
  };
}

async function reconcile(deps: ReconcilerDeps, signal: AbortSignal): Promise<void> {
  // The relay starts ours in its place.
  for (const { open, workflowIdOf: idOf, type } of ROWS_WITH_WORKFLOWS)
    for (const id of await open(deps.db, deps.now()))
      if (await endForeign(deps, idOf(id), type)) deps.restored(idOf(id), 'foreign');
  let after: string | null = null;
  while (!signal.aborted) {
    const page = await openSubmissions(deps.db, { after, limit: deps.settings.page, among: null });
    const listedMs = await restoreMissing(deps, page, signal).catch((error: unknown) => {
      // The next page is looked at all the same, and this one again with the next walk.
      deps.failed('reconcile', error);
      return 0;
    });
    if (page.length < deps.settings.page) return;
    after = page.at(-1)?.id ?? null;
    // Woken when it is to stop, which the loop sees.
    await pause(listedMs * RESTS, undefined, { signal }).catch(() => undefined);
  }
}

/** @returns how long the engine listed, in milliseconds */
async function restoreMissing(
  deps: ReconcilerDeps,
  page: OpenSubmission[],
  signal: AbortSignal,
): Promise<number> {
  const [first, last] = [page[0], page.at(-1)];
  if (first === undefined || last === undefined) return 0;
  const began = performance.now();
  const running = await runningOnes(deps, { from: first.id, until: last.id }, signal);
  const listedMs = performance.now() - began;
  // What the engine's list leaves out may have begun since, or be missing: the engine itself is asked of it.
  const missing = page.filter(({ id, waitsSince }) => waitsSince === null && !running.has(id));
  await inLanes(missing, AT_ONCE, async ({ id, lastAppliedSeq }) => {
    const was = signal.aborted ? undefined : await restore(deps, { submissionId: id, seq: lastAppliedSeq });
    if (was !== undefined) deps.restored(workflowIdOf(id), was);
  });
  return listedMs;
}

/** The submissions from the one id to the other with a run of ours, by the engine's list. */
async function runningOnes(
  deps: ReconcilerDeps,
  { from, until }: { from: string; until: string },
  signal: AbortSignal,
): Promise<Set<string>> {
  const running = new Set<string>();
  for await (const page of deps.runs.running(from, until)) {
    for (const { workflowId, type, taskQueue } of page)
      if (type === SUBMISSION_WORKFLOW && taskQueue === deps.queues.submissions)
        running.add(workflowId.slice(workflowIdOf('').length));
    if (signal.aborted) break;
  }
  return running;
}
