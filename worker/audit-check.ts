import { type CheckDeps, type CheckScope, checkRecords } from '../usecases/check-records';
import type { AuditNotes } from './keep-audit';

/**
 * Walks everything, prints and notes each fault as it is found, then a line for each check.
 * @returns 0 when everything is sound, 1 when something is not
 */
export async function auditCheck(
  deps: CheckDeps,
  scope: CheckScope,
  print: (line: string) => void,
  notes: Pick<AuditNotes, 'found' | 'looked'>,
): Promise<0 | 1> {
  let faults = 0;
  const checks = checkRecords(deps, scope, (check, { table, row, what }) => {
    notes.found({ part: check, place: `${table} ${row}`, what });
    print(`FAULT ${check}: ${table} ${row}: ${what}`);
  });
  for await (const checked of checks) {
    faults += checked.faults;
    notes.looked({ name: checked.check, looked: checked.looked, faults: checked.faults });
    const { check, looked } = checked;
    print(`${check}: ${looked} looked at, ${checked.faults === 0 ? 'sound' : `${checked.faults} faults`}`);
  }
  print(faults === 0 ? 'Sound.' : `${faults} faults.`);
  return faults === 0 ? 0 : 1;
}
