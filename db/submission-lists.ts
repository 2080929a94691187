import type { State } from '../domain/submission';
import type { Words } from '../domain/words';
import type { Db } from './knex';
import { SUBMISSION_COLUMNS, type SubmissionRow } from './submission-store';

/** Where a page ends: lists are newest first, by receipt instant and id. */
export interface Position {
  receivedAt: string;
  id: string;
}

/** A line in a list: the submission and its form's title; no content. */
export interface SubmissionLine {
  row: SubmissionRow;
  formTitle: Words | null;
}

export interface ListFilter {
  state?: State | undefined;
  form?: string | undefined;
  handler?: string | undefined;
  number?: string | undefined;
  after?: Position | undefined;
  limit: number;
}

/** What the person sent, and what its organisations sent; of one form alone where it is named. */
export function listOwn(
  db: Db,
  who: { person: string | null; organisations: string[] },
  filter: ListFilter,
  form: string | null = null,
): Promise<SubmissionLine[]> {
  const own = '(s.party_organisation IS NULL AND s.party_person = ?) OR s.party_organisation = ANY (?)';
  const scope = form === null ? own : `(${own}) AND s.form = ?`;
  return list(db, filter, scope, [who.person, who.organisations, ...(form === null ? [] : [form])]);
}

/** Every submission, for auditors. */
export function listAll(db: Db, filter: ListFilter): Promise<SubmissionLine[]> {
  return list(db, filter, 'true', []);
}

async function list(db: Db, filter: ListFilter, scope: string, values: unknown[]): Promise<SubmissionLine[]> {
  const where: string[] = [`(${scope})`];
  const bindings = [...values];
  const add = (condition: string, ...more: unknown[]) => {
    where.push(condition);
    bindings.push(...more);
  };
  if (filter.state !== undefined) add('s.state = ?', filter.state);
  if (filter.form !== undefined) add('s.form = ?', filter.form);
  if (filter.handler !== undefined) add('s.handler = ?', filter.handler);
  if (filter.number !== undefined) add('s.registration_number = ?', filter.number);
  if (filter.after !== undefined) {
    add('(s.received_at, s.id) < (?::timestamptz, ?::uuid)', filter.after.receivedAt, filter.after.id);
  }
  const { rows } = await db.raw(
    `SELECT ${SUBMISSION_COLUMNS}, f.definition -> 'title' AS "formTitle"
     FROM submissions s LEFT JOIN form_versions f ON f.form = s.form AND f.version = s.form_version
     WHERE ${where.join(' AND ')} ORDER BY s.received_at DESC, s.id DESC LIMIT ?`,
    [...bindings, filter.limit] as string[],
  );
  return rows.map(({ formTitle, ...row }: SubmissionRow & { formTitle: Words | null }) => ({
    row,
    formTitle,
  }));
}
