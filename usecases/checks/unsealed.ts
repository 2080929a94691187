import type { Db } from '../../db/knex';
import { unsealedRows } from '../../db/sealed-rows';
import { LOG_KINDS } from '../../domain/log-leaf';
import type { Report } from './fault';

/** Rows that must be in the log and are not: never queued, refused by the sealer, or waiting since before an instant. */
export async function checkUnsealed(db: Db, sealedBefore: Date, report: Report): Promise<number> {
  let looked = 0;
  for (const kind of LOG_KINDS) {
    const rows = await unsealedRows(db, kind);
    looked += rows.length;
    for (const { table, subject, since, queued, fault } of rows) {
      if (!queued) report({ table, row: subject, what: 'is not in the log and does not wait to enter it' });
      else if (fault !== null) report({ table, row: subject, what: `could not enter the log: ${fault}` });
      else if (since !== null && since < sealedBefore)
        report({ table, row: subject, what: `waits since ${since.toISOString()} to enter the log` });
    }
  }
  return looked;
}
