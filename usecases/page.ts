import { validate as isUuid } from 'uuid';
import { GongmunError } from '../domain/errors';

export interface Page<T> {
  items: T[];
  /** Opaque; absent on the last page. */
  nextCursor?: string;
}

/** A cursor says where the last page ended; to a client it is opaque. */
export function encodeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/**
 * @param isPosition what a cursor of this list must hold
 * @throws GongmunError `cursor.invalid` (400)
 */
export function decodeCursor<T>(
  cursor: string | undefined,
  isPosition: (value: unknown) => value is T,
): T | undefined {
  if (cursor === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (isPosition(value)) return value;
  } catch {
    // Not JSON: falls through to the refusal.
  }
  throw new GongmunError('bad_request', 'cursor.invalid', 'This cursor is not one of ours.', {
    faults: [
      { pointer: '#/query/cursor', code: 'cursor.invalid', detail: 'Use the nextCursor of the page before.' },
    ],
  });
}

/** Cuts a list that was read one longer than asked, and says where the next page starts. */
export function toPage<R, T>(
  rows: R[],
  limit: number,
  view: (row: R) => T,
  position: (row: R) => unknown,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items: shown.map(view), ...(more ? { nextCursor: encodeCursor(position(last)) } : {}) };
}

export const isText = (value: unknown): value is string => typeof value === 'string';

export const isId = (value: unknown): value is string => isText(value) && isUuid(value);

/** Where a page ends in a list by instant and then by id. */
export interface PlaceInTime {
  /** RFC 3339 instant. */
  at: string;
  id: string;
}

export function isPlaceInTime(value: unknown): value is PlaceInTime {
  const { at, id } = (value ?? {}) as Partial<PlaceInTime>;
  return isText(at) && !Number.isNaN(Date.parse(at)) && isId(id);
}
