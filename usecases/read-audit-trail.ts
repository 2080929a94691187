import { listAccesses, listRefusals } from '../db/audit-store';
import { type CommandRow, listCommands } from '../db/command-store';
import { listNotices, type NoticeRow } from '../db/notice-store';
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
