import type { Dossier } from '../../db/dossier-store';
import { canonicalJson } from '../../domain/digest';
import type { Report } from './fault';
import { factOf, type Told } from './told';

/** The register's entries of a submission against the evidence that each registration left, and its openings too. */
export function checkRegistrations(
  { row, registrations, openings, filings }: Pick<Dossier, 'row' | 'registrations' | 'openings' | 'filings'>,
  told: readonly Told[],
  report: Report,
): void {
  const registered = told.filter(({ says }) => says.event === 'ConsignmentAcceptance');
  for (const entry of registrations) {
    const evidence = registered.find((one) => factOf(one, 'leg') === String(entry.leg));
    const fault = (what: string) =>
      report({ table: 'registrations', row: `${row.id}:${entry.leg}`, what: `${entry.number}: ${what}` });
    if (evidence === undefined) {
      fault('there is no evidence of this registration');
      continue;
    }
    const { office, year, seq, number, leg } = entry;
    const said = evidence.says.facts ?? {};
    const stands = {
      ...{ office, year, seq, number, leg, receivedAt: entry.receivedAt.toISOString() },
      registeredAt: entry.registeredAt.toISOString(),
    };
    for (const [name, value] of Object.entries(stands)) {
      const expected = name === 'registeredAt' ? evidence.says.at : said[name];
      if (value !== expected) fault(`has ${name} ${value} where its evidence says ${expected}`);
    }
    if (entry.form !== row.form) fault(`has form ${entry.form}, the submission ${row.form}`);
  }
  for (const evidence of registered) {
    const leg = factOf(evidence, 'leg');
    if (!registrations.some((entry) => String(entry.leg) === leg))
      report({
        table: 'registrations',
        row: `${row.id}:${leg}`,
        what: `${factOf(evidence, 'number')}: is missing, though its evidence is there`,
      });
  }
  checkFilings(row.id, filings, told, report);
  checkOpenings(row.id, openings, told, report);
}

/** The number that an office's own system gave stands in the evidence of the handover, where one came of it. */
function checkFilings(id: string, filings: Dossier['filings'], told: readonly Told[], report: Report): void {
  const confirmed = told.flatMap((one) => factOf(one, 'filedAs') ?? []);
  for (const number of confirmed)
    if (!filings.some((filing) => filing.number === number))
      report({
        table: 'filings',
        row: id,
        what: `none has the number ${number}, of which there is evidence`,
      });
}

/** Who opened it first, at each office; units that were asked to contribute included. */
function checkOpenings(
  id: string,
  openings: Dossier['openings'],
  told: readonly Told[],
  report: Report,
): void {
  let leg = 1;
  const expected = new Map<string, string>();
  for (const one of told) {
    if (one.says.event === 'RelayAcceptance') leg += 1;
    if (one.says.event !== 'ContentHandover' && one.says.event !== 'ContentAccessTracking') continue;
    const key = `${id}:${leg}:${one.says.actor.id}`;
    if (!expected.has(key)) expected.set(key, one.says.at);
  }
  for (const opening of openings) {
    const key = `${id}:${opening.leg}:${opening.person}`;
    const said = expected.get(key);
    expected.delete(key);
    const at = opening.at.toISOString();
    if (said === undefined) report({ table: 'openings', row: key, what: 'there is no evidence of it' });
    else if (canonicalJson(said) !== canonicalJson(at))
      report({ table: 'openings', row: key, what: `has ${at} where its evidence says ${said}` });
  }
  for (const key of expected.keys())
    report({ table: 'openings', row: key, what: 'is missing, though its evidence is there' });
}
