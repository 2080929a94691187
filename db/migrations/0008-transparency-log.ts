import type { Knex } from 'knex';
import { LOG_KINDS } from '../../domain/log-leaf';

const quoted = (values: readonly string[]) => values.map((value) => `'${value}'`).join(', ');

/** Which rows become leaves, and the columns that name one; `id` where nothing is said. */
const QUEUED: { table: string; kind: string; key?: string[] }[] = [
  { table: 'form_versions', kind: 'form', key: ['form', 'version'] },
  { table: 'evidences', kind: 'evidence' },
  { table: 'audit_entries', kind: 'access' },
  { table: 'refusals', kind: 'refusal' },
  { table: 'printed_documents', kind: 'printed', key: ['evidence_id', 'language'] },
];

const IMMUTABLE = ['log_leaves', 'log_nodes', 'checkpoints', 'cosignatures', 'timestamps', 'proofs'];

/**
 * The transparency log. A row that must not change is queued by the transaction that writes it, so that none can be
 * forgotten; the sealer empties the queue. A further table takes part by a trigger like these, with its kind and, where
 * its key is not one column `id`, the columns that name a row. What is in the tree already is complete subtrees only:
 * no row of it is written twice.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE log_queue (
      position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      kind text NOT NULL,
      subject text NOT NULL,
      fault text
    );
    CREATE INDEX log_queue_faults ON log_queue (position) WHERE fault IS NOT NULL;

    CREATE TABLE log_leaves (
      index bigint PRIMARY KEY CHECK (index >= 0),
      kind text NOT NULL CHECK (kind IN (${quoted(LOG_KINDS)})),
      subject text NOT NULL,
      digest text NOT NULL CHECK (length(digest) = 43),
      UNIQUE (kind, subject)
    );
    CREATE INDEX log_leaves_digest ON log_leaves (digest, kind);

    CREATE TABLE log_nodes (
      level smallint NOT NULL CHECK (level >= 0),
      index bigint NOT NULL CHECK (index >= 0),
      hash bytea NOT NULL CHECK (octet_length(hash) = 32),
      PRIMARY KEY (level, index)
    );

    CREATE TABLE checkpoints (
      size bigint PRIMARY KEY CHECK (size > 0),
      root bytea NOT NULL CHECK (octet_length(root) = 32),
      body text NOT NULL,
      signature text NOT NULL,
      signed_at timestamptz NOT NULL
    );

    CREATE TABLE cosignatures (
      size bigint NOT NULL REFERENCES checkpoints,
      witness text NOT NULL,
      line text NOT NULL,
      cosigned_at timestamptz NOT NULL,
      received_at timestamptz NOT NULL,
      PRIMARY KEY (size, witness)
    );
    CREATE INDEX cosignatures_witness ON cosignatures (witness, size);

    CREATE TABLE timestamps (
      size bigint PRIMARY KEY REFERENCES checkpoints,
      token bytea NOT NULL,
      stamped_at timestamptz NOT NULL,
      received_at timestamptz NOT NULL
    );

    CREATE TABLE checkpoint_mails (
      recipient text NOT NULL,
      size bigint NOT NULL REFERENCES checkpoints,
      mailed_at timestamptz NOT NULL,
      PRIMARY KEY (recipient, size)
    );

    CREATE TABLE proofs (
      kind text NOT NULL,
      subject text NOT NULL,
      document text NOT NULL,
      made_at timestamptz NOT NULL,
      PRIMARY KEY (kind, subject),
      FOREIGN KEY (kind, subject) REFERENCES log_leaves (kind, subject)
    );

    CREATE FUNCTION queue_for_log() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_NARGS = 1 THEN
          INSERT INTO log_queue (kind, subject) SELECT TG_ARGV[0], id FROM fresh;
        ELSE
          INSERT INTO log_queue (kind, subject)
          SELECT TG_ARGV[0], (SELECT string_agg(to_jsonb(fresh) ->> key.name, ':' ORDER BY key.place)
                              FROM unnest(TG_ARGV[1:]) WITH ORDINALITY AS key (name, place))
          FROM fresh;
        END IF;
        RETURN NULL;
      END $$;
  `);
  for (const { table, kind, key } of QUEUED) {
    const columns = key ?? ['id'];
    const subject = columns.map((column) => `${column}::text`).join(` || ':' || `);
    await knex.raw(`
      INSERT INTO log_queue (kind, subject) SELECT '${kind}', ${subject} FROM ${table} ORDER BY ${columns.join(', ')};
      CREATE TRIGGER ${table}_queued AFTER INSERT ON ${table} REFERENCING NEW TABLE AS fresh
        FOR EACH STATEMENT EXECUTE FUNCTION queue_for_log(${quoted([kind, ...(key ?? [])])});
    `);
  }
  for (const table of IMMUTABLE) {
    await knex.raw(`
      CREATE TRIGGER ${table}_immutable BEFORE UPDATE OR DELETE ON ${table}
        FOR EACH ROW EXECUTE FUNCTION refuse_change()`);
  }
}

export async function down(knex: Knex): Promise<void> {
  for (const { table } of QUEUED) await knex.raw('DROP TRIGGER ?? ON ??', [`${table}_queued`, table]);
  for (const table of ['checkpoint_mails', ...IMMUTABLE.toReversed(), 'log_queue'])
    await knex.raw('DROP TABLE ??', [table]);
  await knex.raw('DROP FUNCTION queue_for_log()');
}
