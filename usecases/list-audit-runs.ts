import {
  type AuditFinding,
  type AuditRun,
  findAuditRun,
  listFindings,
  listAuditRuns as listRows,
} from '../db/audit-run-store';
import type { Tx } from '../db/knex';
import type { Actor } from '../domain/permissions';
import type { Deps } from './deps';
import { decodeCursor, isPlaceInTime, type Page, type PlaceInTime, toPage } from './page';
import { recordShown } from './record-shown';
import { notFound } from './take-command';

export type AuditRunView = Omit<AuditRun, 'startedAt' | 'finishedAt'> & {
  startedAt: string;
  finishedAt: string;
};

interface PageOfRuns {
  cursor?: string | undefined;
  limit: number;
  requestId: string;
}

/** What `npm run audit` found each time, the newest first; which were shown is recorded, with the submissions replayed. */
export async function listAuditRuns(
  deps: Pick<Deps, 'db' | 'now'>,
  actor: Actor,
  asked: PageOfRuns,
): Promise<Page<AuditRunView>> {
  const after = decodeCursor(asked.cursor, isPlaceInTime);
  return deps.db.transaction(async (tx) => {
    const rows = await listRows(tx, { after, limit: asked.limit + 1 });
    const page = toPage(
      rows,
      asked.limit,
      view,
      (row): PlaceInTime => ({ at: row.finishedAt.toISOString(), id: row.id }),
    );
    await recordIds(tx, deps, actor, asked, page.items.flatMap(idsOfRun));
    return page;
  });
}

/**
 * One run with a page of its findings; it is recorded with the ids that they name.
 * @throws GongmunError not_found
 */
export async function readAuditRun(
  deps: Pick<Deps, 'db' | 'now'>,
  actor: Actor,
  asked: PageOfRuns & { id: string },
): Promise<AuditRunView & Page<AuditFinding>> {
  const after = decodeCursor(asked.cursor, isPosition) ?? 0;
  return deps.db.transaction(async (tx) => {
    const run = await findAuditRun(tx, asked.id);
    if (run === undefined) throw notFound();
    const findings = await listFindings(tx, run.id, { after, limit: asked.limit + 1 });
    const page = toPage(
      findings,
      asked.limit,
      (finding) => finding,
      ({ position }) => position,
    );
    const named = page.items.flatMap(({ place, what }) => `${place} ${what}`.match(AN_ID) ?? []);
    await recordIds(tx, deps, actor, asked, [...idsOfRun(run), ...named]);
    return { ...view(run), ...page };
  });
}

const AN_ID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;

const idsOfRun = ({ id, submissionId }: Pick<AuditRun, 'id' | 'submissionId'>): string[] =>
  submissionId === null ? [id] : [id, submissionId];

/** Also a party learns that its submission was looked at here. */
function recordIds(
  tx: Tx,
  deps: Pick<Deps, 'now'>,
  actor: Actor,
  { requestId }: { requestId: string },
  ids: string[],
): Promise<void> {
  const lines = ids.map((id) => ({ id, office: null }));
  return recordShown(tx, deps, actor, { requestId, capacity: 'auditor', action: 'read_audit', lines });
}

const isPosition = (value: unknown): value is number => Number.isSafeInteger(value);

const view = (run: AuditRun): AuditRunView => ({
  ...run,
  startedAt: run.startedAt.toISOString(),
  finishedAt: run.finishedAt.toISOString(),
});
