import type { State } from '../domain/submission';
import type { Words } from '../domain/words';
import type { Db, Tx } from './knex';
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
  /** Received then or later, and before. */
  from?: Date | undefined;
  before?: Date | undefined;
  after?: Position | undefined;
  limit: number;
}

/** What the person sent, and what its organisations sent; of one form alone where it is named. */
export function listOwn(
  db: Db | Tx,
  who: { person: string | null; organisations: string[] },
  filter: ListFilter,
  form: string | null = null,
): Promise<SubmissionLine[]> {
  const own = '(s.party_organisation IS NULL AND s.party_person = ?) OR s.party_organisation = ANY (?)';
  const scope = form === null ? own : `(${own}) AND s.form = ?`;
  return list(db, filter, scope, [who.person, who.organisations, ...(form === null ? [] : [form])]);
}

/** For auditors: those with these ids, and those sent by one of these parties; every one where neither is said. */
export function listAll(
  db: Db | Tx,
  filter: ListFilter,
  { ids, parties }: { ids: string[] | undefined; parties: Parties | undefined },
): Promise<SubmissionLine[]> {
  if (ids !== undefined) {
    const listed = 's.id = ANY (?::uuid[])';
    if (parties === undefined) return list(db, filter, listed, [ids]);
    const sent = 's.party_person = ANY (?) OR s.party_organisation = ANY (?)';
    return list(db, filter, `${listed} AND (${sent})`, [ids, parties.people, parties.organisations]);
  }
  if (parties === undefined) return list(db, filter, 'true', []);
  // Each party's newest by its own index: where one of many has sent most, no walk meets the others soon enough.
  const { where, bindings } = conditions('c', filter);
  const newest = (column: string) => `SELECT found.id FROM unnest(?::text[]) AS p (party) CROSS JOIN LATERAL (
    SELECT c.id FROM submissions c WHERE c.${column} = p.party${where.map((one) => ` AND ${one}`).join('')}
    ORDER BY c.received_at DESC, c.id DESC LIMIT ?) found`;
  const each = (party: string[]) => [party, ...bindings, filter.limit];
  return list(db, filter, `s.id IN (${newest('party_person')} UNION ALL ${newest('party_organisation')})`, [
    ...each(parties.people),
    ...each(parties.organisations),
  ]);
}

async function list(
  db: Db | Tx,
  filter: ListFilter,
  scope: string,
  values: unknown[],
): Promise<SubmissionLine[]> {
  const { where, bindings } = conditions('s', filter);
  const { rows } = await db.raw(
    `SELECT ${SUBMISSION_COLUMNS}, f.definition -> 'title' AS "formTitle"
     FROM submissions s LEFT JOIN form_versions f ON f.form = s.form AND f.version = s.form_version
     WHERE ${[`(${scope})`, ...where].join(' AND ')} ORDER BY s.received_at DESC, s.id DESC LIMIT ?`,
    [...values, ...bindings, filter.limit] as string[],
  );
  return rows.map(({ formTitle, ...row }: SubmissionRow & { formTitle: Words | null }) => ({
    row,
    formTitle,
  }));
}

function conditions(alias: string, filter: ListFilter): { where: string[]; bindings: unknown[] } {
  const { state, form, handler, number, from, before, after } = filter;
  const asked: [condition: string, value: unknown][] = [
    ['state = ?', state],
    ['form = ?', form],
    ['handler = ?', handler],
    ['registration_number = ?', number],
    ['received_at >= ?', from],
    ['received_at < ?', before],
  ];
  const given = asked.filter(([, value]) => value !== undefined);
  return {
    where: [
      ...given.map(([condition]) => `${alias}.${condition}`),
      ...(after === undefined ? [] : [`(${alias}.received_at, ${alias}.id) < (?::timestamptz, ?::uuid)`]),
    ],
    bindings: [
      ...given.map(([, value]) => value),
      ...(after === undefined ? [] : [after.receivedAt, after.id]),
    ],
  };
}

/** Ids of people and numbers of organisations. */
export interface Parties {
  people: string[];
  organisations: string[];
}

/** Whoever has this id or number, or a name that begins so; of each sort at most `limit`. */
export async function findParties(db: Db | Tx, text: string, limit: number): Promise<Parties> {
  const begins = `${text.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await db.raw(
    `SELECT
       ARRAY(SELECT id FROM people WHERE id = :text OR lower(name) LIKE :begins LIMIT :limit) AS people,
       ARRAY(SELECT number FROM organisations WHERE number = :text OR lower(name ->> 'ko') LIKE :begins
         OR lower(name ->> 'en') LIKE :begins LIMIT :limit) AS organisations`,
    { text, begins, limit },
  );
  return rows[0];
}

/** By a number of a register, an earlier leg's too, by the digest of a tracking code, or by its id. */
export async function findByAnyNumber(
  db: Db | Tx,
  { number, trackingHash, id }: { number: string; trackingHash: string | null; id: string | null },
): Promise<string[]> {
  const { rows } = await db.raw(
    `SELECT submission_id AS id FROM registrations WHERE number = :number
     UNION SELECT id FROM submissions WHERE tracking_hash = :trackingHash
     UNION SELECT id FROM submissions WHERE id = CAST(:id AS uuid)`,
    { number, trackingHash, id },
  );
  return rows.map((row: { id: string }) => row.id);
}
