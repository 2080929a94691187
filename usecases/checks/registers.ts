import type { Db } from '../../db/knex';
import { listPositions, listSeries, missingNumbers, type Series } from '../../db/register-check';
import type { Report } from './fault';

/** Registers without gaps, each series as high as its highest entry (design §3); the queues of filings likewise. */
export async function checkRegisters(db: Db, report: Report): Promise<number> {
  const series = await listSeries(db);
  for (const one of series) await checkSeries(db, one, report);
  for (const { office, lastPosition, highest, count } of await listPositions(db)) {
    if (lastPosition !== highest)
      report({
        table: 'filing_series',
        row: office,
        what: `is at ${lastPosition}, its highest filing at ${highest}`,
      });
    if (count !== highest)
      report({ table: 'filings', row: office, what: `has ${count} of ${highest} filings` });
  }
  return series.length;
}

async function checkSeries(db: Db, one: Series, report: Report): Promise<void> {
  const { office, year, lastSeq, highest, count, misnamed } = one;
  const row = `${office}:${year}`;
  if (lastSeq !== highest)
    report({ table: 'registration_series', row, what: `is at ${lastSeq}, its highest entry at ${highest}` });
  for (const number of misnamed)
    report({
      table: 'registrations',
      row: number,
      what: 'is a number that is not of its office, year and place',
    });
  if (count === highest) return;
  for (const seq of await missingNumbers(db, office, year, highest))
    report({
      table: 'registrations',
      row: `${office}-${year}-${seq}`,
      what: 'is missing: the register has a gap',
    });
}
