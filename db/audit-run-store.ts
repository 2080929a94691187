import type { Db, Tx } from './knex';

export const AUDIT_KINDS = ['check', 'replay'] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];
/** `unknown`: there was nothing that could be looked at. */
export const AUDIT_OUTCOMES = ['sound', 'faulty', 'unknown'] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

/** One run of `npm run audit`, as it ended. */
export interface AuditRun {
  id: string;
  kind: AuditKind;
  /** Of a replay; a check may have been of some submissions only and still looks at what belongs to none. */
  submissionId: string | null;
  startedAt: Date;
  finishedAt: Date;
  outcome: AuditOutcome;
  /** All that were found, also those beyond the findings that are kept. */
  faults: number;
  /** Of a check what it looked at, of a replay each run of the workflow. */
  parts: { name: string; looked: number; faults: number }[];
}

export interface AuditFinding {
  position: number;
  part: string;
  /** The table and the row's key, or the run and the event. */
  place: string;
  what: string;
}

const COLUMNS = `id, kind, submission_id AS "submissionId", started_at AS "startedAt", finished_at AS "finishedAt",
  outcome, faults, parts`;

export async function insertAuditRun(
  db: Db,
  run: AuditRun,
  findings: readonly Omit<AuditFinding, 'position'>[],
): Promise<void> {
  const { id, kind, submissionId, startedAt, finishedAt, outcome, faults, parts } = run;
  await db.transaction(async (tx) => {
    await tx('audit_runs').insert({
      ...{ id, kind, submission_id: submissionId, started_at: startedAt, finished_at: finishedAt },
      ...{ outcome, faults, parts: JSON.stringify(parts) },
    });
    if (findings.length > 0)
      await tx('audit_findings').insert(
        findings.map((finding, at) => ({ run: id, position: at + 1, ...finding })),
      );
  });
}

/** The newest first. */
export async function listAuditRuns(
  db: Db | Tx,
  page: { after: { at: string; id: string } | undefined; limit: number },
): Promise<AuditRun[]> {
  const { after, limit } = page;
  const { rows } = await db.raw(
    `SELECT ${COLUMNS} FROM audit_runs
     WHERE CAST(:at AS timestamptz) IS NULL
       OR (finished_at, id) < (CAST(:at AS timestamptz), CAST(:id AS uuid))
     ORDER BY finished_at DESC, id DESC LIMIT :limit`,
    { at: after?.at ?? null, id: after?.id ?? null, limit },
  );
  return rows;
}

export async function findAuditRun(db: Db | Tx, id: string): Promise<AuditRun | undefined> {
  const { rows } = await db.raw(`SELECT ${COLUMNS} FROM audit_runs WHERE id = ?`, [id]);
  return rows[0];
}

export async function listFindings(
  db: Db | Tx,
  run: string,
  page: { after: number; limit: number },
): Promise<AuditFinding[]> {
  const { rows } = await db.raw(
    `SELECT position, part, place, what FROM audit_findings WHERE run = ? AND position > ?
     ORDER BY position LIMIT ?`,
    [run, page.after, page.limit],
  );
  return rows;
}
