/** A cell of a table; what is unknown is an empty cell. */
export type Cell = string | number | null;

/** Whoever opens the file in a spreadsheet must not run what somebody wrote (CWE-1236). */
const RUNS = /^[=+\-@\t\r]/;

/** RFC 4180, with CR LF; a text that a spreadsheet would take for a formula begins with an apostrophe. */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');
}

function cellOf(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = RUNS.test(cell) ? `'${cell}` : cell;
  return safe === cell && !/[",\r\n]/.test(cell) ? cell : `"${safe.replaceAll('"', '""')}"`;
}
