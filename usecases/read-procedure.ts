import { pendingCommands } from '../db/command-store';
import type { Actor } from '../domain/permissions';
import type { ProcedureAnswer } from '../workflows/messages';
import { accessSubmission } from './access';
import type { Deps } from './deps';
import type { HistoryEvent, RunHistory } from './engine';
import { notFound } from './take-command';

export interface ProcedureView {
  /** What the running workflow says of itself; null when none runs. */
  workflow: ProcedureAnswer | null;
  rows: { state: string; lastAppliedSeq: number; lastSeq: number };
  /** Where the two differ, by name; empty in a sound system at rest. */
  differences: string[];
}

/** The workflow's own word beside the rows (design §2.6). */
export async function readProcedure(
  deps: Deps,
  actor: Actor,
  asked: { submissionId: string; requestId: string },
): Promise<ProcedureView> {
  const rows = await accessSubmission(
    deps,
    actor,
    { ...asked, action: 'read_procedure' },
    async (row, tx) => {
      const first = (await pendingCommands(tx, row.id)).find((command) => command.kind !== 'submit');
      return {
        state: row.state,
        lastAppliedSeq: first === undefined ? row.lastSeq : first.seq - 1,
        lastSeq: row.lastSeq,
      };
    },
  );
  const workflow = await deps.engine.procedure(asked.submissionId);
  const differences =
    workflow === null
      ? []
      : (['state', 'lastAppliedSeq'] as const).filter((name) => workflow[name] !== rows[name]);
  return { workflow, rows, differences };
}

export interface HistoryLine {
  id: number;
  at: string | null;
  event: string;
  summary: string | null;
}

export type ReadableRun = Omit<RunHistory, 'events'> & { lines: HistoryLine[] };

/**
 * The workflow's history for an auditor, run by run: a line per event, or the engine's own JSON.
 * @throws GongmunError not_found when the engine kept none
 */
export async function readHistory(
  deps: Deps,
  actor: Actor,
  asked: { submissionId: string; requestId: string },
): Promise<{ raw: RunHistory[]; readable: ReadableRun[] }> {
  await accessSubmission(deps, actor, { ...asked, action: 'read_audit' }, async () => undefined);
  const raw = await deps.engine.histories(asked.submissionId);
  if (raw.length === 0) throw notFound();
  return { raw, readable: raw.map(({ events, ...run }) => ({ ...run, lines: events.map(readable) })) };
}

function readable(event: HistoryEvent): HistoryLine {
  const summary = event.userMetadata?.summary?.data;
  return {
    id: Number(event.eventId ?? 0),
    at: event.eventTime ?? null,
    event: (event.eventType ?? '').replace(/^EVENT_TYPE_/, '').toLowerCase(),
    summary: summary === undefined ? null : textOf(summary),
  };
}

/** A summary is a JSON string in a payload's base64. */
function textOf(data: string): string | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(data, 'base64').toString());
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}
