import { insertAuditEntry } from '../db/audit-store';
import type { Capacity } from '../domain/evidence';
import type { Actor } from '../domain/permissions';
import type { Deps } from './deps';

/** One access entry for one page of a list or search, with the ids that it shows (design §7). */
export async function recordShown(
  deps: Pick<Deps, 'db' | 'now'>,
  actor: Actor,
  shown: { requestId: string; capacity: Capacity; ids: string[] },
): Promise<void> {
  await insertAuditEntry(deps.db, {
    at: deps.now(),
    actor: actor.person,
    capacity: shown.capacity,
    action: 'list',
    submissionId: null,
    subjects: shown.ids,
    requestId: shown.requestId,
  });
}
