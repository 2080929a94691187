import type { Knex } from 'knex';

/** What was written so far, as the cell that it becomes once it is sealed (decision 0030). */
const CONTENT: Record<string, { key: string; columns: string[]; json: string }> = {
  submission_contents: {
    key: 'submission_id',
    columns: ['title', 'body', 'answers', 'tracking_code', 'salt'],
    json: `'title', title, 'body', body, 'answers', answers, 'trackingCode', tracking_code, 'salt', encode(salt, 'base64')`,
  },
  content_versions: {
    key: 'command_id',
    columns: ['title', 'body', 'answers', 'salt', 'search_text'],
    json: `'title', title, 'body', body, 'answers', answers, 'salt', encode(salt, 'base64'), 'searchText', search_text`,
  },
  command_contents: {
    key: 'command_id',
    columns: ['body', 'salt'],
    json: `'body', body, 'salt', encode(salt, 'base64')`,
  },
  notes: { key: 'id', columns: ['body'], json: `'body', body` },
  counter_senders: {
    key: 'submission_id',
    columns: ['address', 'organisation'],
    json: `'address', address, 'organisation', organisation,
      'name', (SELECT p.name FROM people p JOIN submissions s ON s.party_person = p.id WHERE s.id = submission_id),
      'email', (SELECT p.email FROM people p JOIN submissions s ON s.party_person = p.id WHERE s.id = submission_id)`,
  },
  files: { key: 'id', columns: ['name'], json: `'name', name` },
};

const IN_ONE_VALUE = Object.entries(CONTENT).map(
  ([table, { key, columns, json }]) => `
    ALTER TABLE ${table} ADD COLUMN sealed bytea, ADD COLUMN plain jsonb;
    UPDATE ${table} SET plain = jsonb_build_object(${json});
    ALTER TABLE ${table} ${columns.map((column) => `DROP COLUMN ${column}`).join(', ')},
      ADD CONSTRAINT ${table}_kept CHECK (sealed IS NOT NULL OR plain IS NOT NULL);
    CREATE INDEX ${table}_plain ON ${table} (${key}) WHERE plain IS NOT NULL;`,
);

/**
 * Content under keys. Each content table keeps a row's content in one value, sealed; what was written before stands in
 * `plain` until it is sealed, which only a process that has keys can do. The old columns go at once: a process of an
 * earlier release would write and read past the keys, and shall fail instead. What an official wrote down of a sender at
 * the counter is content too and leaves the directory.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE submissions ADD COLUMN content_key uuid UNIQUE, ADD COLUMN content_destroyed_at timestamptz;
    CREATE INDEX submissions_keyless ON submissions (id)
      WHERE content_key IS NULL AND content_destroyed_at IS NULL;

    ${IN_ONE_VALUE.join('')}
    UPDATE people SET name = '', email = NULL
      WHERE id IN (SELECT s.party_person FROM submissions s JOIN counter_senders k ON k.submission_id = s.id);
    ALTER TABLE files ADD COLUMN content_key uuid UNIQUE;

    ALTER TABLE printed_documents ADD COLUMN words boolean, ADD COLUMN content_key uuid, ADD COLUMN plain_key text;
    UPDATE printed_documents d SET words = EXISTS (
      SELECT 1 FROM evidences e JOIN commands k ON k.submission_id = e.submission_id
        AND k.seq = COALESCE(CAST(e.payload::jsonb -> 'facts' ->> 'decision' AS integer), e.command_seq)
      JOIN command_contents c ON c.command_id = k.id WHERE e.id = d.evidence_id);
    UPDATE printed_documents SET plain_key = file_key WHERE words;
    ALTER TABLE printed_documents ALTER COLUMN words SET NOT NULL,
      DROP CONSTRAINT printed_documents_pkey, ADD PRIMARY KEY (evidence_id, language, words),
      ADD CONSTRAINT printed_documents_sealed CHECK (words OR content_key IS NULL);
    UPDATE log_queue q SET subject = q.subject || ':' || d.words FROM printed_documents d
      WHERE q.kind = 'printed' AND q.subject = d.evidence_id || ':' || d.language;
    DROP TRIGGER printed_documents_queued ON printed_documents;
    CREATE TRIGGER printed_documents_queued AFTER INSERT ON printed_documents REFERENCING NEW TABLE AS fresh
      FOR EACH STATEMENT EXECUTE FUNCTION queue_for_log('printed', 'evidence_id', 'language', 'words');
    CREATE INDEX printed_documents_plain ON printed_documents (plain_key) WHERE plain_key IS NOT NULL;

    ALTER TABLE submission_texts RENAME TO search_terms;
    ALTER INDEX submission_texts_pkey RENAME TO search_terms_pkey;
    ALTER INDEX submission_texts_grams RENAME TO search_terms_grams;
    ALTER TABLE search_terms RENAME CONSTRAINT submission_texts_submission_id_fkey TO search_terms_submission_id_fkey;
  `);
}

const SALT = 'ADD COLUMN salt bytea CHECK (octet_length(salt) = 32)';
const DOCUMENT = `ADD COLUMN title text, ADD COLUMN body text, ADD COLUMN answers text, ${SALT}`;
const TEXTS = `title = plain ->> 'title', body = plain ->> 'body', answers = plain ->> 'answers'`;
const SALT_BACK = `salt = decode(plain ->> 'salt', 'base64')`;

/** Only what was not sealed yet can go back: sealed content is refused, not lost. */
export async function down(knex: Knex): Promise<void> {
  for (const table of Object.keys(CONTENT)) {
    const { rows } = await knex.raw('SELECT 1 FROM ?? WHERE sealed IS NOT NULL LIMIT 1', [table]);
    if (rows.length > 0) throw new Error(`${table} holds sealed content, which no migration can open.`);
  }
  await knex.raw(`
    ALTER TABLE search_terms RENAME CONSTRAINT search_terms_submission_id_fkey TO submission_texts_submission_id_fkey;
    ALTER INDEX search_terms_grams RENAME TO submission_texts_grams;
    ALTER INDEX search_terms_pkey RENAME TO submission_texts_pkey;
    ALTER TABLE search_terms RENAME TO submission_texts;

    DROP TRIGGER printed_documents_queued ON printed_documents;
    CREATE TRIGGER printed_documents_queued AFTER INSERT ON printed_documents REFERENCING NEW TABLE AS fresh
      FOR EACH STATEMENT EXECUTE FUNCTION queue_for_log('printed', 'evidence_id', 'language');
    UPDATE log_queue SET subject = regexp_replace(subject, ':(true|false)$', '') WHERE kind = 'printed';
    DROP INDEX printed_documents_plain;
    ALTER TABLE printed_documents DROP CONSTRAINT printed_documents_pkey, DROP COLUMN plain_key, DROP COLUMN content_key,
      DROP COLUMN words,
      ADD PRIMARY KEY (evidence_id, language);

    ALTER TABLE files DROP COLUMN content_key;
    UPDATE people p SET name = k.plain ->> 'name', email = k.plain ->> 'email'
      FROM counter_senders k JOIN submissions s ON s.id = k.submission_id WHERE p.id = s.party_person;

    ALTER TABLE submission_contents ${DOCUMENT}, ADD COLUMN tracking_code text;
    UPDATE submission_contents SET ${TEXTS}, ${SALT_BACK}, tracking_code = plain ->> 'trackingCode';
    ALTER TABLE submission_contents ALTER COLUMN salt SET NOT NULL, ALTER COLUMN tracking_code SET NOT NULL;

    ALTER TABLE content_versions ${DOCUMENT}, ADD COLUMN search_text text;
    UPDATE content_versions SET ${TEXTS}, ${SALT_BACK}, search_text = plain ->> 'searchText';
    ALTER TABLE content_versions ALTER COLUMN salt SET NOT NULL, ALTER COLUMN search_text SET NOT NULL;

    ALTER TABLE command_contents ADD COLUMN body jsonb, ${SALT};
    UPDATE command_contents SET body = plain -> 'body', ${SALT_BACK};
    ALTER TABLE command_contents ALTER COLUMN body SET NOT NULL, ALTER COLUMN salt SET NOT NULL;

    ALTER TABLE notes ADD COLUMN body text;
    UPDATE notes SET body = plain ->> 'body';
    ALTER TABLE notes ALTER COLUMN body SET NOT NULL;

    ALTER TABLE counter_senders ADD COLUMN address text, ADD COLUMN organisation text;
    UPDATE counter_senders SET address = plain ->> 'address', organisation = plain ->> 'organisation';

    ALTER TABLE files ADD COLUMN name text;
    UPDATE files SET name = plain ->> 'name';
    ALTER TABLE files ALTER COLUMN name SET NOT NULL;

    ${Object.keys(CONTENT)
      .map(
        (table) => `DROP INDEX ${table}_plain; ALTER TABLE ${table} DROP COLUMN sealed, DROP COLUMN plain;`,
      )
      .join('\n')}
    DROP INDEX submissions_keyless;
    ALTER TABLE submissions DROP COLUMN content_key, DROP COLUMN content_destroyed_at;
  `);
}
