import { gramsOf } from '../domain/search-text';
import type { Condition } from './desk-filter';
import type { Db } from './knex';

/** What both lines and counts of a desk are about. */
export interface DeskScope {
  offices: string[];
  form?: string | undefined;
  /** What is looked for: the few that were found, or the question where many fit. */
  found?: { ids: string[] } | { question: Question } | undefined;
}

/** What somebody looks for on a desk. */
export interface Question {
  /** All of these occur in the text. */
  needles: string[];
  /** Or it has one of these registration numbers, */
  numbers: string[];
  /** or a tracking code with this digest. */
  trackingHash: string | undefined;
}

/** Beyond so many the pages are cut by walking the desk in its order, which then soon meets enough of them. */
const FEW = 2_000;

/** The ids of what fits the question on these desks; undefined where they are more than a few. */
export async function findFew(db: Db, offices: string[], question: Question): Promise<string[] | undefined> {
  const text = textCondition(question);
  const { rows } = await db.raw(
    `SELECT found.id FROM (
       SELECT t.submission_id AS id FROM unnest(?::text[]) AS o (office) CROSS JOIN LATERAL (
         SELECT t.submission_id FROM submission_texts t
         WHERE t.office = o.office AND t.grams @> ?::integer[] AND ${text.sql} LIMIT ?) t
       UNION
       SELECT s.id FROM submissions s WHERE s.registration_number = ANY (?) AND s.office = ANY (?)
       UNION
       SELECT s.id FROM submissions s WHERE s.tracking_hash = ? AND s.office = ANY (?)
     ) found LIMIT ?`,
    [
      offices,
      question.needles.flatMap(gramsOf),
      ...text.bindings,
      FEW + 1,
      question.numbers,
      offices,
      question.trackingHash ?? '',
      offices,
      FEW + 1,
    ] as string[],
  );
  return rows.length > FEW ? undefined : rows.map((row: { id: string }) => row.id);
}

export function scopeConditions({ form, found }: DeskScope): Condition[] {
  return [
    ...(form === undefined ? [] : [{ sql: 's.form = ?', bindings: [form] }]),
    ...(found === undefined ? [] : ['ids' in found ? isOneOf(found.ids) : fits(found.question)]),
  ];
}

const isOneOf = (ids: string[]): Condition => ({ sql: 's.id = ANY (?::uuid[])', bindings: [ids] });

/** Asked of one submission after the other, where more than a few fit. */
function fits(question: Question): Condition {
  const text = textCondition(question);
  return {
    sql: `(SELECT ${text.sql} FROM submission_texts t WHERE t.submission_id = s.id)
      OR s.registration_number = ANY (?) OR s.tracking_hash = ?`,
    bindings: [...text.bindings, question.numbers, question.trackingHash ?? ''],
  };
}

function textCondition({ needles }: Question): Condition {
  return { sql: needles.map(() => 'strpos(t.text, ?) > 0').join(' AND '), bindings: needles };
}
