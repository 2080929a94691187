import { canonicalJson, sha256 } from '../domain/digest';
import { LOG_KINDS, type LogKind } from '../domain/log-leaf';
import type { Db, Tx } from './knex';

/** Why a row cannot stand in the log: it is gone, it is not what its own digest says, or nothing is known of its kind. */
export type RowFault = 'row_missing' | 'digest_mismatch' | 'kind_unknown';
export type RowDigest = { digest: string } | { fault: RowFault };

/** The rows of one kind: how they are found, and what of them must never change. */
interface SealedRows {
  /** The columns of the key, in the order in which a subject names them, with their types. */
  key: [column: string, type: 'uuid' | 'text' | 'integer' | 'boolean'][];
  table: string;
  columns: string;
  /** Since when the row is there; null where the table does not say. */
  since: string;
  digest(row: Record<string, unknown>): RowDigest;
}

/** To the microsecond, whatever the driver makes of it: a change that rounding hides would stay unseen. */
const exact = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "${column}"`;

/** SHA-256 of the canonical form; what is null is left out, so that a column added later changes no older digest. */
function digestOfRow(row: Record<string, unknown>): RowDigest {
  const kept = Object.entries(row).filter(([name, value]) => value !== null && name !== 'subject');
  return { digest: sha256(canonicalJson(Object.fromEntries(kept))) };
}

const digestOrFault = (digest: string, stated: unknown): RowDigest =>
  digest === stated ? { digest } : { fault: 'digest_mismatch' };

const ROWS: Partial<Record<LogKind, SealedRows>> = {
  evidence: {
    table: 'evidences',
    key: [['id', 'uuid']],
    columns: 'payload, digest',
    since: 'at',
    digest: ({ payload, digest }) => digestOrFault(sha256(String(payload)), digest),
  },
  access: {
    table: 'audit_entries',
    key: [['id', 'uuid']],
    columns: `id, ${exact('at')}, actor, on_behalf_of, capacity, office, action, submission_id, subjects,
      request_id`,
    since: 'at',
    digest: digestOfRow,
  },
  refusal: {
    table: 'refusals',
    key: [['id', 'uuid']],
    columns: `id, ${exact('at')}, submission_id, kind, actor, on_behalf_of, code, state, request_id`,
    since: 'at',
    digest: digestOfRow,
  },
  printed: {
    table: 'printed_documents',
    key: [
      ['evidence_id', 'uuid'],
      ['language', 'text'],
      ['words', 'boolean'],
    ],
    // Where the bytes lie may change; what they are may not.
    columns: 'evidence_id, language, words, sha256, bytes',
    since: 'CAST(NULL AS timestamptz)',
    digest: digestOfRow,
  },
  history: {
    table: 'archived_histories',
    key: [['id', 'uuid']],
    columns: 'history, digest',
    since: 'archived_at',
    digest: ({ history, digest }) => digestOrFault(sha256(String(history)), digest),
  },
  form: {
    table: 'form_versions',
    key: [
      ['form', 'text'],
      ['version', 'integer'],
    ],
    columns: `form, version, definition, digest, ${exact('published_at')}, published_by`,
    since: 'published_at',
    digest({ definition, ...row }) {
      const sound = digestOrFault(sha256(canonicalJson(definition)), row.digest);
      return 'fault' in sound ? sound : digestOfRow(row);
    },
  },
};

/**
 * The digest with which each row stands in the log, computed from the row as it is now: the sealer's way, and that of
 * whoever checks the log against the rows.
 * @param subjects as `log_queue` and `log_leaves` name rows
 */
export async function digestsOfRows(
  db: Db | Tx,
  kind: string,
  subjects: readonly string[],
): Promise<Map<string, RowDigest>> {
  const known = LOG_KINDS.find((one) => one === kind);
  const rows = known === undefined ? undefined : ROWS[known];
  if (rows === undefined) return new Map(subjects.map((subject) => [subject, { fault: 'kind_unknown' }]));
  const digests = new Map<string, RowDigest>(subjects.map((subject) => [subject, { fault: 'row_missing' }]));
  for (const row of await readRows(db, rows, subjects)) digests.set(row.subject, rows.digest(row));
  return digests;
}

async function readRows(
  db: Db | Tx,
  { table, key, columns }: SealedRows,
  subjects: readonly string[],
): Promise<({ subject: string } & Record<string, unknown>)[]> {
  const keys = subjects.flatMap((subject) => keyOf(subject, key) ?? []);
  const names = key.map(([column]) => `key_${column}`);
  const arrays = key.map(([, type], at) => `CAST(:values${at} AS ${type}[])`);
  const matches = key.map(([column]) => `${table}.${column} = sought.key_${column}`);
  const { rows } = await db.raw(
    `SELECT ${key.map(([column]) => `CAST(${column} AS text)`).join(` || ':' || `)} AS subject, ${columns}
     FROM ${table} JOIN unnest(${arrays.join(', ')}) AS sought (${names.join(', ')}) ON ${matches.join(' AND ')}`,
    Object.fromEntries(key.map((_, at) => [`values${at}`, keys.map((values) => values[at])])),
  );
  return rows;
}

const FORMS = { uuid: /^[0-9a-f-]{36}$/, text: /./s, integer: /^\d{1,9}$/, boolean: /^(true|false)$/ };

/** @returns undefined for a subject that can name no row: nobody's garbage in the queue may stop the log */
function keyOf(subject: string, key: SealedRows['key']): [string[]] | undefined {
  const values = subject.split(':');
  const fits =
    values.length === key.length && key.every(([, type], at) => FORMS[type].test(values[at] ?? ''));
  return fits ? [values] : undefined;
}

/** The table whose rows are of a kind; the kind itself where nothing is known of it. */
export const tableOf = (kind: LogKind): string => ROWS[kind]?.table ?? kind;

/** A row that is not in the log. */
export interface UnsealedRow {
  table: string;
  subject: string;
  since: Date | null;
  /** Whether it waits in the log's queue, and what the sealer found wrong with it. */
  queued: boolean;
  fault: string | null;
}

/** The rows of a kind that are not in the log, the first thousand. */
export async function unsealedRows(db: Db, kind: LogKind): Promise<UnsealedRow[]> {
  const rows = ROWS[kind];
  if (rows === undefined) return [];
  const { table, key, since } = rows;
  const { rows: found } = await db.raw(
    `SELECT r.subject, r.since, q.kind IS NOT NULL AS queued, q.fault
     FROM (SELECT ${key.map(([column]) => `CAST(${column} AS text)`).join(` || ':' || `)} AS subject, ${since} AS since
           FROM ${table}) r
     LEFT JOIN log_queue q ON q.kind = :kind AND q.subject = r.subject
     WHERE NOT EXISTS (SELECT 1 FROM log_leaves l WHERE l.kind = :kind AND l.subject = r.subject)
     ORDER BY r.since NULLS FIRST, r.subject LIMIT 1000`,
    { kind },
  );
  return found.map((row: Omit<UnsealedRow, 'table'>) => ({ table, ...row }));
}
