import { canonicalJson } from '../../domain/digest';

/**
 * Where a row has something else than it must have.
 * @param expected by the names of the row; undefined where nothing is known
 * @param source what says so; the evidence where nothing is given
 */
export function differingColumns(
  row: object,
  expected: Readonly<Record<string, unknown>>,
  source: (name: string) => string = () => 'the evidence',
): string[] {
  const found = row as Readonly<Record<string, unknown>>;
  return Object.entries(expected)
    .filter(([name, value]) => value !== undefined && plain(found[name]) !== plain(value))
    .map(
      ([name, value]) =>
        `has ${columnOf(name)} ${plain(found[name])} where ${source(name)} leads to ${plain(value)}`,
    );
}

const columnOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const plain = (value: unknown): string =>
  value instanceof Date ? value.toISOString() : canonicalJson(value ?? null);
