import { countLinesOf, listBatches as listRows } from '../db/batch-store';
import { GongmunError } from '../domain/errors';
import type { Actor } from '../domain/permissions';
import type { Deps } from './deps';
import { decodeCursor, isPlaceInTime, type Page, toPage } from './page';
import { type BatchView, viewCounted } from './read-batch';

/**
 * The batches that the actor sent, or those of an organisation whose documents the actor reads, the newest first.
 * @throws GongmunError forbidden for a foreign organisation
 */
export async function listBatches(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  asked: { organisation?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<BatchView>> {
  const { organisation, limit } = asked;
  if (organisation !== undefined && !actor.organisations.includes(organisation))
    throw new GongmunError('forbidden', 'permission.denied', 'You do not act for this organisation.');
  const after = decodeCursor(asked.cursor, isPlaceInTime);
  const whose = organisation === undefined ? { person: actor.person } : { organisation };
  const rows = await listRows(deps.db, whose, { after, limit: limit + 1 });
  const counts = await countLinesOf(
    deps.db,
    rows.map(({ id }) => id),
  );
  return toPage(
    rows,
    limit,
    (row) => viewCounted(row, counts.get(row.id)),
    (row) => ({ at: row.receivedAt.toISOString(), id: row.id }),
  );
}
