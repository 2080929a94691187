import { gramsCovering, gramsOf } from '../domain/search-text';
import type { Condition } from './desk-filter';
import type { Db, Tx } from './knex';
import { PLANNED_ANEW } from './prepared';

/** What both lines and counts of a desk are about. */
export interface DeskScope {
  offices: string[];
  form?: string | undefined;
  found?: Found | undefined;
}

/** What a search found: these, or where more fit than can be listed the words that tell which, and ids beside. */
export type Found = FoundFew | FoundMany;

export interface FoundFew {
  ids: string[];
}

export interface FoundMany {
  ids: string[];
  needles: string[];
}

/** A desk whose lines are met in their order: all of them, or such as hold the words. */
export interface WalkedScope extends DeskScope {
  found?: FoundMany | undefined;
}

/** From so many on desks are looked through as if they were one. */
export const MANY_DESKS = 8;

/**
 * Beyond so many the pages are cut by walking the desk in its order, which soon meets enough of them: of one desk as soon
 * as there are a thousand, of many desks, which hold more that does not fit, when there are three thousand.
 */
const fewOf = (offices: string[]): number => (offices.length < MANY_DESKS ? 1_000 : 3_000);

/** The submissions of these desks in whose text all the needles occur; undefined where they are more than a few. */
export async function findByText(
  db: Db,
  offices: string[],
  needles: string[],
): Promise<string[] | undefined> {
  const few = fewOf(offices);
  const text = textCondition(needles);
  const fits = {
    sql: `${hasGrams('o.office', '?')} AND ${text.sql}`,
    bindings: [needles.flatMap(gramsCovering), ...text.bindings],
  };
  const { rows } = await db.raw(
    `${PLANNED_ANEW}SELECT found.id FROM unnest(?::text[]) AS o (office) CROSS JOIN LATERAL (
       SELECT t.submission_id AS id FROM search_terms t WHERE ${fits.sql} LIMIT ?) found
     LIMIT ?`,
    [offices, ...fits.bindings, few + 1, few + 1] as string[],
  );
  return rows.length > few ? undefined : rows.map((row: { id: string }) => row.id);
}

/** Those of these desks that have one of the numbers, or the tracking code with this digest. */
export async function findByNumber(
  db: Db,
  offices: string[],
  { numbers, trackingHash }: { numbers: string[]; trackingHash: string | undefined },
): Promise<string[]> {
  const { rows } = await db.raw(
    `SELECT s.id FROM submissions s WHERE s.registration_number = ANY (?) AND s.office = ANY (?)
     UNION SELECT s.id FROM submissions s WHERE s.tracking_hash = ? AND s.office = ANY (?)`,
    [numbers, offices, trackingHash ?? '', offices] as string[],
  );
  return rows.map((row: { id: string }) => row.id);
}

/**
 * That a text of an office holds pairs of characters, as the index of `search_terms` (under the alias `t`) is asked.
 * @param office how the office is named in the statement, but for `t.office`
 * @param grams how the pairs are
 */
export const hasGrams = (office: string, grams: string): string =>
  `t.office = ${office} AND grams_of_office(t.office, t.grams) @> grams_of_office(${office}, ${grams}::integer[])`;

export const scopeConditions = ({ form }: DeskScope): Condition[] =>
  form === undefined ? [] : [{ sql: 's.form = ?', bindings: [form] }];

/** The first lines of `walk`, in its order, that are found: one text is looked at after the other. */
export function firstOf(walk: Condition, { found }: WalkedScope, limit: number): Condition {
  if (found === undefined) return { sql: `${walk.sql} LIMIT ?`, bindings: [...walk.bindings, limit] };
  const text = textCondition(found.needles);
  return {
    // Around the walk: together the planner may sort all lines first, and look at every text for it.
    sql: `SELECT line.id, line.at FROM (${walk.sql}) line
      WHERE (SELECT ${text.sql} FROM search_terms t WHERE t.submission_id = line.id)
        OR line.id = ANY (?::uuid[]) LIMIT ?`,
    bindings: [...walk.bindings, ...text.bindings, found.ids, limit],
  };
}

function textCondition(needles: string[]): Condition {
  return { sql: needles.map(() => 'strpos(t.text, ?) > 0').join(' AND '), bindings: needles };
}

/** A supplement changes what a submission is found by. */
export async function replaceSearchText(tx: Tx, submissionId: string, text: string): Promise<void> {
  await tx.raw('UPDATE search_terms SET text = ?, grams = ?::integer[] WHERE submission_id = ?', [
    text,
    gramsOf(text),
    submissionId,
  ]);
}
