import type { Db, Tx } from './knex';

/** A run of a workflow that has ended, as the archive describes it. */
export interface ArchivedRun {
  id: string;
  /** Null of what is no submission's: a recalculation, a batch, an export, a dispatch. */
  submissionId: string | null;
  workflowId: string;
  run: string;
  type: string;
  /** How it ended, in the engine's words, lower case. */
  status: string;
  startedAt: Date;
  endedAt: Date;
  /** The builds of the worker that took its turns, in the order of their first turn. */
  builds: string[];
  /** False where a stranger's run was longer than is kept. */
  complete: boolean;
  /** Of the exact bytes of `history`. */
  digest: string;
  archivedAt: Date;
}

/** `history` is RFC 8785 JSON of `{"events":[…]}`, each event as proto JSON. */
export interface ArchivedHistory extends ArchivedRun {
  history: string;
}

const COLUMNS = `id, submission_id AS "submissionId", workflow_id AS "workflowId", run_id AS run, type, status,
  started_at AS "startedAt", ended_at AS "endedAt", builds, complete, digest, archived_at AS "archivedAt"`;

/** Of two that archive one run the first row stays. */
export async function insertHistory(db: Db, kept: ArchivedHistory): Promise<void> {
  await db.raw(
    `INSERT INTO archived_histories (id, submission_id, workflow_id, run_id, type, status, started_at, ended_at, builds,
       complete, history, digest, archived_at)
     VALUES (:id, :submissionId, :workflowId, :run, :type, :status, :startedAt, :endedAt, :builds, :complete, :history,
       :digest, :archivedAt)
     ON CONFLICT (run_id) DO NOTHING`,
    { ...kept },
  );
}

/** The archived runs under a workflow's id, oldest first. */
export async function listArchivedRuns(db: Db | Tx, workflowId: string): Promise<ArchivedRun[]> {
  const { rows } = await db.raw(
    `SELECT ${COLUMNS} FROM archived_histories WHERE workflow_id = ? ORDER BY started_at, run_id`,
    [workflowId],
  );
  return rows;
}

/** @throws Error when there is no such row: rows of the archive are never deleted */
export async function readArchived(db: Db | Tx, id: string): Promise<string> {
  const row = await db('archived_histories').where({ id }).first('history');
  if (row === undefined) throw new Error(`The archived history ${id} is gone.`);
  return row.history;
}

/** A run that the engine knows, by what tells whose it is. */
export interface RunName {
  run: string;
  submissionId?: string | undefined;
  recalculationId?: string | undefined;
  batchId?: string | undefined;
  exportId?: string | undefined;
  /** Of the document that is dispatched. */
  dispatchId?: string | undefined;
}

/** Of these runs the ones that are not archived and in whose name there is a row of ours. */
export async function runsToArchive(db: Db, names: RunName[]): Promise<Set<string>> {
  const { rows } = await db.raw(
    `SELECT r.run FROM unnest(:runs::text[], :submissions::uuid[], :recalculations::uuid[], :batches::uuid[],
         :exports::uuid[], :dispatches::uuid[]) AS r (run, submission, recalculation, batch, export, dispatch)
     WHERE NOT EXISTS (SELECT 1 FROM archived_histories a WHERE a.run_id = r.run)
       AND (EXISTS (SELECT 1 FROM submissions s WHERE s.id = r.submission)
         OR EXISTS (SELECT 1 FROM recalculations c WHERE c.id = r.recalculation)
         OR EXISTS (SELECT 1 FROM batches b WHERE b.id = r.batch)
         OR EXISTS (SELECT 1 FROM exports x WHERE x.id = r.export)
         OR EXISTS (SELECT 1 FROM dispatches d WHERE d.document_id = r.dispatch))`,
    {
      runs: names.map(({ run }) => run),
      submissions: names.map(({ submissionId }) => submissionId ?? null),
      recalculations: names.map(({ recalculationId }) => recalculationId ?? null),
      batches: names.map(({ batchId }) => batchId ?? null),
      exports: names.map(({ exportId }) => exportId ?? null),
      dispatches: names.map(({ dispatchId }) => dispatchId ?? null),
    } as Record<string, unknown>,
  );
  return new Set(rows.map(({ run }: { run: string }) => run));
}

/** A submission at its end, as of so many evidences. */
export interface Queued {
  submissionId: string;
  evidenceCount: number;
}

/** Those whose runs wait to be archived; what was tried since the instant is left for later. */
export async function queuedForArchive(db: Db, triedBefore: Date, limit: number): Promise<Queued[]> {
  const { rows } = await db.raw(
    `SELECT submission_id AS "submissionId", evidence_count AS "evidenceCount" FROM archive_queue
     WHERE tried_at IS NULL OR tried_at < ? ORDER BY tried_at NULLS FIRST, submission_id LIMIT ?`,
    [triedBefore, limit],
  );
  return rows;
}

/** Its runs are archived, up to this state of its rows: what happened since stays queued. */
export async function settleQueued(db: Db, { submissionId, evidenceCount }: Queued): Promise<void> {
  await db('archive_queue').where({ submission_id: submissionId, evidence_count: evidenceCount }).delete();
}

export async function deferQueued(
  db: Db,
  { submissionId, evidenceCount }: Queued,
  triedAt: Date,
): Promise<void> {
  await db('archive_queue')
    .where({ submission_id: submissionId, evidence_count: evidenceCount })
    .update({ tried_at: triedAt });
}

/** Up to when the engine's list of closed runs was walked, by the engine's clock; null before the first walk. */
export async function archivedUntil(db: Db): Promise<Date | null> {
  return (await db('archive_cursor').first('closed_until'))?.closed_until ?? null;
}

/** Never backwards: of two walks at once the one that came further counts. */
export async function moveArchiveCursor(db: Db, closedUntil: Date): Promise<void> {
  await db.raw(
    `INSERT INTO archive_cursor AS c (id, closed_until) VALUES (1, :closedUntil)
     ON CONFLICT (id) DO UPDATE SET closed_until = greatest(c.closed_until, EXCLUDED.closed_until)`,
    { closedUntil },
  );
}

/** Of these submissions the ones whose runs still wait to be archived. */
export async function queuedAmong(db: Db, submissionIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await db.raw(
    'SELECT submission_id AS id FROM archive_queue WHERE submission_id = ANY (?::uuid[])',
    [submissionIds as string[]],
  );
  return new Set(rows.map(({ id }: { id: string }) => id));
}
