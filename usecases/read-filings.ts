import { findSenders } from '../db/counter-store';
import { listFilesOfEach } from '../db/file-store';
import { type FilingRow, listFilings, newestContents } from '../db/filing-store';
import { GongmunError } from '../domain/errors';
import { type Action, type Actor, mayAct, rolesIn } from '../domain/permissions';
import type { Deps } from './deps';
import { decodeCursor, type Page, toPage } from './page';
import { viewFile } from './read-content';
import { recordShown } from './record-shown';
import { notFound } from './take-command';
import { type FilingView, type Position, positionOf, viewContent, viewFiling } from './view-filing';

export interface FilingsRequest {
  office: string;
  state?: 'waiting' | 'confirmed' | undefined;
  cursor?: string | undefined;
  limit: number;
  requestId: string;
}

/**
 * The queue of an office's own system, in the order of registering, from the cursor that the system gives: asked twice
 * it answers twice. Which submissions were shown is recorded before a byte leaves.
 * @throws GongmunError not_found, forbidden, `cursor.invalid` (400)
 */
export async function readFilings(
  deps: Deps,
  actor: Actor,
  asked: FilingsRequest,
): Promise<Page<FilingView>> {
  const { office, state, limit, requestId } = asked;
  requireSystemOf(actor, 'read_filings', office);
  const after = decodeCursor(asked.cursor, isPositionIn(office))?.position ?? 0;
  return deps.db.transaction(async (tx) => {
    const rows = await listFilings(tx, office, { state, after, limit: limit + 1 });
    const shown = rows.slice(0, limit);
    const lines = shown.map(({ submissionId }) => ({ id: submissionId, office }));
    // A system asks every minute, mostly to hear that there is nothing.
    if (lines.length > 0)
      await recordShown(tx, deps, actor, { requestId, capacity: 'official', action: 'read_filings', lines });
    const contents = await newestContents(
      tx,
      deps.cipher,
      shown.map(({ id }) => id),
    );
    const files = await listFilesOfEach(
      tx,
      deps.cipher,
      contents.map(({ submissionId }) => submissionId),
    );
    const senders = await findSenders(
      tx,
      deps.cipher,
      contents.map(({ submissionId }) => submissionId),
    );
    const contentOf = (row: FilingRow): FilingView['content'] => {
      const content = contents.find(({ submissionId }) => submissionId === row.submissionId);
      if (content === undefined || row.presentLeg !== row.leg) return null;
      const own = files.filter(({ submissionId }) => submissionId === row.submissionId);
      const sent = own.filter(({ contentVersion }) => contentVersion <= content.version).map(viewFile);
      return viewContent(content, sent, senders.get(row.submissionId) ?? null);
    };
    return toPage(rows, limit, (row) => viewFiling(row, contentOf(row)), positionOf);
  });
}

/** @throws GongmunError forbidden for the office's officials, not_found for everybody else */
export function requireSystemOf(actor: Actor, action: Action, office: string): void {
  if (mayAct(actor, action, office)) return;
  if (rolesIn(actor, office).length === 0) throw notFound();
  throw new GongmunError('forbidden', 'permission.denied', 'Your role does not include this.');
}

const isPositionIn =
  (office: string) =>
  (value: unknown): value is Position => {
    const position = value as Partial<Position> | null;
    return (
      typeof position === 'object' &&
      position?.office === office &&
      Number.isInteger(position.position) &&
      Math.abs(position.position ?? 0) < 2 ** 31
    );
  };
