import {
  type AuditFinding,
  type AuditRun,
  findAuditRun,
  listFindings,
  listAuditRuns as listRows,
} from '../db/audit-run-store';
import type { Deps } from './deps';
import { decodeCursor, isPlaceInTime, type Page, type PlaceInTime, toPage } from './page';
import { notFound } from './take-command';

export type AuditRunView = Omit<AuditRun, 'startedAt' | 'finishedAt'> & {
  startedAt: string;
  finishedAt: string;
};

/** What `npm run audit` found each time, the newest first. */
export async function listAuditRuns(
  { db }: Pick<Deps, 'db'>,
  asked: { cursor?: string | undefined; limit: number },
): Promise<Page<AuditRunView>> {
  const after = decodeCursor(asked.cursor, isPlaceInTime);
  const rows = await listRows(db, { after, limit: asked.limit + 1 });
  return toPage(
    rows,
    asked.limit,
    view,
    (row): PlaceInTime => ({ at: row.finishedAt.toISOString(), id: row.id }),
  );
}

/** One run with a page of its findings. @throws GongmunError not_found */
export async function readAuditRun(
  { db }: Pick<Deps, 'db'>,
  asked: { id: string; cursor?: string | undefined; limit: number },
): Promise<AuditRunView & Page<AuditFinding>> {
  const after = decodeCursor(asked.cursor, isPosition) ?? 0;
  const run = await findAuditRun(db, asked.id);
  if (run === undefined) throw notFound();
  const findings = await listFindings(db, run.id, { after, limit: asked.limit + 1 });
  return {
    ...view(run),
    ...toPage(
      findings,
      asked.limit,
      (finding) => finding,
      ({ position }) => position,
    ),
  };
}

const isPosition = (value: unknown): value is number => Number.isSafeInteger(value);

const view = (run: AuditRun): AuditRunView => ({
  ...run,
  startedAt: run.startedAt.toISOString(),
  finishedAt: run.finishedAt.toISOString(),
});
