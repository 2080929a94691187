import { type AuditEntry, insertAuditEntry } from '../db/audit-store';
import type { Tx } from '../db/knex';
import { GongmunError } from '../domain/errors';
import type { ReaderCapacity, Reading } from '../domain/readings';

export interface RecordedReading extends Omit<AuditEntry, 'action' | 'capacity'> {
  action: Reading;
  capacity: ReaderCapacity;
}

/**
 * Records a reading in the transaction that reads: what was not recorded is not shown.
 * @throws GongmunError `access.not_recorded` (503)
 */
export async function recordReading(tx: Tx, reading: RecordedReading): Promise<void> {
  try {
    await insertAuditEntry(tx, reading);
  } catch (cause) {
    throw new GongmunError(
      'unavailable',
      'access.not_recorded',
      'That you read this cannot be recorded now, so it is not shown.',
      { retryAfter: 30, cause },
    );
  }
}
