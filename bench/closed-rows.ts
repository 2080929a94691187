import { Client as PgClient } from 'pg';
import { sha256 } from '../domain/digest';
import { foldText, gramsOf } from '../domain/search-text';
import { RARE, wordsOf } from './desk-rows';
import { organisationOf, type Town } from './town';

const BATCH = 5_000;
const LANES = 2;
/** From so many on it is quicker to make the indexes anew. */
const MANY = 100_000;
const DAY_MS = 86_400_000;
/** How long ago the first came. */
const DAYS = 1_100;
/** Numbers of copies begin here, above all that the product itself gives out meanwhile. */
export const FIRST_NUMBER = 1_000_000;

/**
 * Copies get rows in every table that has a submission's id, but for what waits to be done, and for the archived histories,
 * which nobody reads but the auditor and which are a fifth of all bytes.
 */
const NOT_COPIED = [
  ...[
    'archived_histories',
    'log_queue',
    'archive_queue',
    'outbox',
    'deliveries',
    'export_items',
    'webhook_deliveries',
  ],
  // Made for each copy, below.
  ...['search_terms', 'survey_answers', 'statistics_queue'],
];

/** The tracking code of a copy. */
export function codeOf(n: number): string {
  return (String(n).padStart(20, '0').match(/.{5}/g) ?? []).join('-');
}

/**
 * Submissions at their end, up to `until` of them: copies of lifecycles that the product itself carried out, row by row
 * in every table, with other offices, people, forms, texts, instants and outcomes. Only what ties a row to its own content
 * is not made again (digests, seals and signatures are of the right length and prove nothing), so no content of a copy
 * can be opened. Goes on where it was interrupted.
 */
export async function fillClosed(
  sql: PgClient,
  given: { url: string; town: Town; until: number },
  say: (line: string) => void,
): Promise<void> {
  const { url, town, until } = given;
  await sql.query(COPY_ID);
  const { rows } = await sql.query(
    `SELECT COALESCE(max(seq) - ${FIRST_NUMBER} + 1, 0) AS there FROM registrations WHERE seq >= ${FIRST_NUMBER}`,
  );
  const there: number = rows[0].there;
  if (there >= until) return;
  const templates = await readTemplates(sql);
  await sql.query('CREATE TABLE IF NOT EXISTS bench_indexes (definition text PRIMARY KEY)');
  if (until - there > MANY) await dropIndexes(sql);
  let next = there;
  let done = there;
  const lane = async () => {
    const own = new PgClient({ connectionString: url });
    await own.connect();
    try {
      // No trigger, no foreign key, no flush at each commit: what is copied was checked when it was made.
      await own.query("SET session_replication_role = 'replica'; SET synchronous_commit = off");
      await own.query(COPIES);
      const statements = await statementsOf(own);
      for (let from = next; from < until; from = next) {
        next = Math.min(until, from + BATCH);
        const count = next - from;
        const copies = Array.from({ length: count }, (_, at) =>
          drawCopy(from + at, (from + at + Math.random()) / until, { town, templates }),
        );
        await own.query('BEGIN; TRUNCATE bench_copies');
        await own.query(FILL_COPIES, [JSON.stringify(copies)]);
        for (const statement of statements) await own.query(statement);
        await own.query('COMMIT');
        done += count;
        if (done % 100_000 < BATCH) say(`  ${done} submissions`);
      }
    } finally {
      await own.end();
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  await makeIndexes(sql);
  say('  indexes are there');
  for (const table of [
    'submissions',
    'search_terms',
    'evidences',
    'commands',
    'registrations',
    'notices',
    'survey_answers',
  ])
    await sql.query(`VACUUM ANALYZE ${table}`);
}

interface Copy {
  n: number;
  template: string;
  office: string;
  year: number;
  received: string;
  party: string;
  organisation: string | null;
  form: string | null;
  state: string;
  handler: string;
  channel: string;
  /** Hours from receipt to the end. */
  took: number;
  rating: number | null;
  hash: string;
  text: string;
  grams: string;
}

/** Low numbers come much more often than high ones. */
const favoured = (count: number, power = 2.5) => Math.floor(count * Math.random() ** power);
const oneOf = <T>(values: readonly T[]): T => {
  const value = values[Math.floor(Math.random() * values.length)];
  if (value === undefined) throw new Error('There is nothing to choose from.');
  return value;
};

/** Of the commoner third of all that Hangul can write. */
const syllable = () =>
  String.fromCharCode(0xac00 + 28 * Math.floor(Math.random() * 399) + oneOf([0, 0, 0, 1, 4, 8, 16, 17, 21]));
const someWords = () =>
  Array.from({ length: 1 + favoured(24) }, () => Array.from({ length: 2 + favoured(3) }, syllable).join(''));

/** @param place which part of all came before it: they come in the order of time, as they do in life */
function drawCopy(n: number, place: number, { town, templates }: { town: Town; templates: string[] }): Copy {
  const office = town.offices[favoured(town.offices.length)] ?? oneOf(town.offices);
  const form = Math.random() < 0.3 ? null : oneOf(town.forms);
  const took = Math.min(60 * 24, 2 + Math.exp(1 + Math.random() * 5));
  // More of them each year, and none that would still be open.
  const received = new Date(Date.now() - DAY_MS * (61 + (DAYS - 61) * (1 - place) ** 1.4));
  const organisation = Math.random() < 0.6 ? organisationOf(1 + favoured(town.organisations)) : null;
  const party = 1 + favoured(town.people);
  const name = party % 10_000 === 7 ? RARE : Array.from({ length: 3 }, syllable).join('');
  const title = form === null ? null : { ko: form, en: form };
  const text = foldText([...wordsOf(name, title, n), ...someWords()].join('\n'));
  return {
    ...{ n, office: office.code, form, organisation, took, text },
    template: oneOf(templates),
    year: received.getUTCFullYear(),
    received: received.toISOString(),
    party: `bench-party-${party}`,
    state: Math.random() < 0.92 ? 'closed' : oneOf(['returned', 'withdrawn']),
    handler: oneOf(office.handlers),
    channel: Math.random() < 0.95 ? 'online' : 'paper',
    rating: Math.random() < 0.1 ? 1 + Math.floor(Math.random() * 5) : null,
    hash: sha256(codeOf(n)),
    grams: `{${gramsOf(text).join()}}`,
  };
}

const COPIES = `CREATE TEMP TABLE bench_copies (n int, template uuid, office text, year int, received timestamptz, party text,
  organisation text, form text, state text, handler text, channel text, took double precision, rating smallint, hash text,
  text text, grams integer[])`;
const FILL_COPIES =
  'INSERT INTO bench_copies SELECT * FROM json_populate_recordset(CAST(NULL AS bench_copies), $1)';

/** An id in the order of time as the product's are, the same each time it is made of the same three. */
const COPY_ID = `CREATE OR REPLACE FUNCTION bench_id(original uuid, n int, at timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT CAST(lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(made, 1, 3) || 'a' || substr(made, 4, 15) AS uuid)
  FROM md5(original::text || n) AS made
$$`;

const NEW_ID = 'bench_id(c.template, c.n, c.received)';
const NUMBER = `c.office || '-' || c.year || '-' || ${FIRST_NUMBER} + c.n`;
const ENDED = "c.received + c.took * interval '1 hour'";

/** What of a submission is its copy's own. */
const OWN: Record<string, string> = {
  ...{ id: NEW_ID, tracking_hash: 'c.hash', party_person: 'c.party', party_organisation: 'c.organisation' },
  ...{
    office: 'c.office',
    requested_office: 'c.office',
    form: 'c.form',
    state: 'c.state',
    handler: 'c.handler',
  },
  kind: "CASE WHEN c.form IS NULL THEN 'letter' ELSE 'form' END",
  form_version: 'CASE WHEN c.form IS NOT NULL THEN 1 END',
  registration_number: NUMBER,
  outcome: "CASE WHEN c.state = 'closed' THEN t.outcome END",
  decided_at: `CASE WHEN c.state = 'closed' THEN ${ENDED} END`,
  ...{ closed_at: ENDED, channel: 'c.channel', opened: 'true', reply_read: 'true' },
  ...{ next_due_at: 'NULL', watches: "'[]'", remind_at: 'NULL', dispose_at: "now() + interval '5 years'" },
};

const OWN_NUMBER: Record<string, string> = {
  ...{ year: 'c.year', seq: `${FIRST_NUMBER} + c.n`, form: 'c.form' },
  number: NUMBER,
};

/** One statement for each table, from its own columns, so that a table that is new gets its rows too. */
async function statementsOf(sql: PgClient): Promise<string[]> {
  const { rows } = await sql.query(
    `SELECT c.table_name AS name, json_object_agg(c.column_name, c.data_type) AS columns FROM information_schema.columns c
     JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER' AND c.is_identity = 'NO'
     GROUP BY c.table_name
     HAVING bool_or(c.column_name = 'submission_id') OR c.table_name IN ('submissions', 'command_contents')`,
  );
  const copied = rows.filter(({ name }) => !NOT_COPIED.includes(name));
  return [
    ...copied.map(({ name, columns }) => copyOf(name, columns)),
    `INSERT INTO search_terms (submission_id, office, text, grams)
     SELECT ${NEW_ID}, c.office, c.text, c.grams FROM bench_copies c`,
    `INSERT INTO survey_answers (submission_id, office, rating, answered_at)
     SELECT ${NEW_ID}, c.office, c.rating, ${ENDED} FROM bench_copies c WHERE c.rating IS NOT NULL`,
    // As the triggers do, which are off here.
    `INSERT INTO statistics_queue (submission_id, fact) SELECT ${NEW_ID}, 'end' FROM bench_copies c
     UNION ALL SELECT ${NEW_ID}, 'answer' FROM bench_copies c WHERE c.rating IS NOT NULL`,
  ];
}

function copyOf(name: string, columns: Record<string, string>): string {
  const own = name === 'submissions' ? OWN : name === 'registrations' ? OWN_NUMBER : {};
  const values = Object.entries(columns).map(([column, type]) => {
    if (own[column] !== undefined) return own[column];
    if (column === 'submission_id') return NEW_ID;
    if (column === 'digest') return "replace(encode(sha256((t.digest || c.n)::bytea), 'base64'), '/', '_')";
    if (column === 'office') return 'CASE WHEN t.office IS NOT NULL THEN c.office END';
    if (type === 'uuid')
      return `CASE WHEN t.${column} IS NOT NULL THEN bench_id(t.${column}, c.n, c.received) END`;
    if (type === 'timestamp with time zone') return `t.${column} + (c.received - s.received_at)`;
    return `t.${column}`;
  });
  const joined =
    name === 'submissions'
      ? 'JOIN submissions s ON s.id = t.id'
      : name === 'command_contents'
        ? 'JOIN commands k ON k.id = t.command_id JOIN submissions s ON s.id = k.submission_id'
        : 'JOIN submissions s ON s.id = t.submission_id';
  return `INSERT INTO ${name} (${Object.keys(columns).join(', ')})
    SELECT ${values.join(', ')} FROM ${name} t ${joined} JOIN bench_copies c ON c.template = s.id`;
}

/** What the product itself carried to its end here, of one party. */
async function readTemplates(sql: PgClient): Promise<string[]> {
  const { rows } = await sql.query(
    `SELECT s.id FROM submissions s JOIN registrations r ON r.submission_id = s.id
     WHERE s.state = 'closed' AND r.seq < ${FIRST_NUMBER} ORDER BY s.id LIMIT 1000`,
  );
  return rows.map(({ id }) => id);
}

/** All that only make reading quick; how they are made again is kept, should this be interrupted. */
async function dropIndexes(sql: PgClient): Promise<void> {
  await sql.query(`
    DO $$ DECLARE found record; BEGIN
      FOR found IN SELECT c.relname, pg_get_indexdef(i.indexrelid) AS definition FROM pg_index i
        JOIN pg_class c ON c.oid = i.indexrelid
        WHERE NOT i.indisunique AND i.indrelid IN ('submissions'::regclass, 'search_terms'::regclass, 'notices'::regclass,
          'commands'::regclass, 'audit_entries'::regclass, 'survey_answers'::regclass)
      LOOP
        INSERT INTO bench_indexes VALUES (found.definition);
        EXECUTE format('DROP INDEX %I', found.relname);
      END LOOP;
    END $$`);
}

async function makeIndexes(sql: PgClient): Promise<void> {
  await sql.query("SET maintenance_work_mem = '1GB'");
  const { rows } = await sql.query('SELECT definition FROM bench_indexes');
  for (const { definition } of rows) {
    await sql.query(definition);
    await sql.query('DELETE FROM bench_indexes WHERE definition = $1', [definition]);
  }
}
