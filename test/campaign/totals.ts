import { appendFileSync, existsSync, readFileSync } from 'node:fs';

interface Run {
  acknowledged: number;
  sound: boolean;
  kills: Record<string, number>;
}

/** One line for each run is kept in the file. @returns what all of them come to */
export function addToTotals(file: string, run: Run) {
  appendFileSync(file, `${JSON.stringify(run)}\n`);
  const runs: Run[] = (existsSync(file) ? readFileSync(file, 'utf8') : '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  const sum = (of: (run: Run) => number) => runs.reduce((total, one) => total + of(one), 0);
  return {
    runs: runs.length,
    sound: runs.every(({ sound }) => sound),
    kills: sum(({ kills }) => Object.values(kills).reduce((total, count) => total + count, 0)),
    acknowledged: sum(({ acknowledged }) => acknowledged),
  };
}
