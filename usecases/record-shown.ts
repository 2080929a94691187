import type { Tx } from '../db/knex';
import type { Actor } from '../domain/permissions';
import type { ReaderCapacity } from '../domain/readings';
import type { Deps } from './deps';
import { recordReading } from './record-reading';

export interface Shown {
  requestId: string;
  capacity: ReaderCapacity;
  action: 'list' | 'read_filings' | 'read_register' | 'read_audit';
  /** The lines of the page, each with the office for which it was shown; null for who reads for no office. */
  lines: { id: string; office: string | null }[];
}

/**
 * One access entry for one page of a list or search, with the ids that it shows (design §7); where the page is of
 * several offices, one for each, so that a party learns for which office its document was looked at.
 */
export async function recordShown(
  tx: Tx,
  deps: Pick<Deps, 'now'>,
  actor: Actor,
  shown: Shown,
): Promise<void> {
  const { requestId, capacity, action, lines } = shown;
  const offices = lines.length === 0 ? [null] : [...new Set(lines.map(({ office }) => office))];
  for (const office of offices)
    await recordReading(tx, {
      at: deps.now(),
      actor: actor.person,
      capacity,
      office,
      action,
      submissionId: null,
      subjects: [...new Set(lines.filter((line) => line.office === office).map(({ id }) => id))],
      requestId,
    });
}
