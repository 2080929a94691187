import { listAccesses, listRefusals } from '../db/audit-store';
import { type CommandRow, listCommands } from '../db/command-store';
import { listNotices, type NoticeRow } from '../db/notice-store';
import { listSeries } from '../db/register-check';
import { type RegisterReading, readRegister as readRegisterRows } from '../db/register-store';
import type { Actor } from '../domain/permissions';
import { accessSubmission } from './access';
import type { Deps } from './deps';
import { readOffice } from './list-offices';
import { decodeCursor, isId, type Page, toPage } from './page';
import { recordShown } from './record-shown';
import { notFound } from './take-command';

interface Asked {
  submissionId: string;
  requestId: string;
}

export interface RegisterSummary {
  office: string;
  year: number;
  lastSeq: number;
  entries: number;
  /** Numbers without an entry, and entries whose number is not that of their place; 0 in a sound register. */
  missing: number;
  misnamed: number;
}

export interface CommandTrail {
  commands: CommandRow[];
  refusals: Awaited<ReturnType<typeof listRefusals>>;
}

/** Every command somebody gave, the refused ones beside them. */
export function readCommands(deps: Deps, actor: Actor, asked: Asked): Promise<CommandTrail> {
  return accessSubmission(deps, actor, { ...asked, action: 'read_audit' }, async (row, tx) => ({
    commands: await listCommands(tx, row.id),
    refusals: await listRefusals(tx, row.id),
  }));
}

/** Who looked at it, and when. */
export function readAccesses(
  deps: Deps,
  actor: Actor,
  asked: Asked & { cursor?: string | undefined; limit: number },
): Promise<Page<Awaited<ReturnType<typeof listAccesses>>[number]>> {
  const after = decodeCursor(asked.cursor, isId);
  return accessSubmission(deps, actor, { ...asked, action: 'read_audit' }, async (row, tx) => {
    const found = await listAccesses(tx, row.id, { after, limit: asked.limit + 1 });
    return toPage(
      found,
      asked.limit,
      (entry) => entry,
      ({ id }) => id,
    );
  });
}

/** What people were told by mail, and what became of it. */
export function readNotices(deps: Deps, actor: Actor, asked: Asked): Promise<NoticeRow[]> {
  return accessSubmission(deps, actor, { ...asked, action: 'read_audit' }, (row, tx) =>
    listNotices(tx, row.id),
  );
}

/** Every register there is with its own check: the series' last number, its entries, and how many numbers have none. */
export async function listRegisters({ db }: Pick<Deps, 'db'>): Promise<RegisterSummary[]> {
  const series = await listSeries(db);
  return series.map(({ office, year, lastSeq, highest, count, misnamed }) => ({
    ...{ office, year, lastSeq, entries: count },
    missing: Math.max(lastSeq, highest) - count,
    misnamed: misnamed.length,
  }));
}

/** An office's register for a year, with its gap check; which submissions it showed is recorded. */
export async function readRegister(
  deps: Deps,
  actor: Actor,
  asked: { office: string; year: number; afterSeq: number; limit: number; requestId: string },
): Promise<RegisterReading> {
  await readOffice(deps, asked.office);
  if (asked.year < 1900) throw notFound();
  const { requestId } = asked;
  return deps.db.transaction(async (tx) => {
    const register = await readRegisterRows(tx, asked.office, asked.year, asked);
    const lines = register.entries.map(({ submissionId }) => ({ id: submissionId, office: null }));
    await recordShown(tx, deps, actor, { requestId, capacity: 'auditor', action: 'read_register', lines });
    return register;
  });
}
