import { gramsOf } from '../domain/search-text';
import type { Condition } from './desk-filter';
import type { Db, Tx } from './knex';

/** What both lines and counts of a desk are about. */
export interface DeskScope {
  offices: string[];
  form?: string | undefined;
  found?: Found | undefined;
}

/** What a search found: these ids, or where more fit than can be listed the words that tell which, and ids beside. */
export interface Found {
  ids: string[];
  needles?: string[];
}

/**
 * Beyond so many of one desk the pages are cut by walking it in its order, which then soon meets enough of them. Several desks
 * are walked each by itself, while what was found is listed once: where both cost the same grows with the root of their number.
 * It is bounded, for what is found too often was looked up in vain.
 */
const FEW = 3_000;
const MANY = 10_000;
const fewOf = (offices: string[]) => Math.min(MANY, Math.ceil(FEW * Math.sqrt(offices.length)));

/** The submissions of these desks in whose text all the needles occur; undefined where they are more than a few. */
export async function findByText(
  db: Db,
  offices: string[],
  needles: string[],
): Promise<string[] | undefined> {
  const text = textCondition(needles);
  const few = fewOf(offices);
  const { rows } = await db.raw(
    `SELECT found.id FROM unnest(?::text[]) AS o (office) CROSS JOIN LATERAL (
       SELECT t.submission_id AS id FROM search_terms t
       WHERE t.office = o.office AND t.grams @> ?::integer[] AND ${text.sql} LIMIT ?) found
     LIMIT ?`,
    [offices, needles.flatMap(gramsOf), ...text.bindings, few + 1, few + 1] as string[],
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

export function scopeConditions({ form, found }: DeskScope): Condition[] {
  return [
    ...(form === undefined ? [] : [{ sql: 's.form = ?', bindings: [form] }]),
    ...(found === undefined ? [] : [foundCondition(found)]),
  ];
}

/** Where there are needles they are looked for in one text after the other, as the desk is walked. */
function foundCondition({ ids, needles }: Found): Condition {
  const listed = { sql: 's.id = ANY (?::uuid[])', bindings: [ids] };
  if (needles === undefined) return listed;
  const text = textCondition(needles);
  const fits = {
    sql: `(SELECT ${text.sql} FROM search_terms t WHERE t.submission_id = s.id)`,
    bindings: text.bindings,
  };
  if (ids.length === 0) return fits;
  return { sql: `${fits.sql} OR ${listed.sql}`, bindings: [...fits.bindings, ...listed.bindings] };
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
