import type { Actor } from '../domain/permissions';
import { accessSubmission } from './access';
import type { Deps } from './deps';
import { type HistoryLine, readableLines } from './history-lines';
import { type RunHistory, runHistories } from './run-histories';
import { notFound } from './take-command';

export type ReadableRun = Omit<RunHistory, 'events'> & { lines: HistoryLine[] };

/**
 * The workflow's history for an auditor, run by run: a line for each event, or the engine's own JSON. Where a run has
 * ended and is archived it comes from our own rows, and is the same bytes after the engine has deleted it.
 * @throws GongmunError not_found when there is none
 */
export async function readHistory(
  deps: Deps,
  actor: Actor,
  asked: { submissionId: string; requestId: string },
): Promise<{ raw: RunHistory[]; readable: ReadableRun[]; omitted: number }> {
  await accessSubmission(deps, actor, { ...asked, action: 'read_audit' }, async () => undefined);
  const { runs, omitted } = await runHistories(deps, asked.submissionId);
  if (runs.length === 0) throw notFound();
  const readable = runs.map(({ events, ...run }) => ({ ...run, lines: readableLines(events) }));
  return { raw: runs, readable, omitted };
}
