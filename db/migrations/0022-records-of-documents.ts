import type { Knex } from 'knex';
import { DISPOSALS } from '../../domain/disposal';

const quoted = (values: readonly string[]) => values.map((value) => `'${value}'`).join(', ');

const FIVE_YEARS = '{"class": "years", "years": 5}';

/**
 * What offices send on their own account becomes a record too: its class, when its retention is over, how far its disposal has
 * come, and what forbids it. What was dispatched before gets its date by the same rule, five years as of a letter, and
 * never before it has left the mailboxes.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE official_documents
      ADD COLUMN retention jsonb NOT NULL DEFAULT '${FIVE_YEARS}',
      ADD COLUMN holds text[] NOT NULL DEFAULT '{}',
      ADD COLUMN disposal text NOT NULL DEFAULT 'none' CHECK (disposal IN (${quoted(DISPOSALS)})),
      ADD COLUMN dispose_at timestamptz,
      ADD COLUMN content_destroyed_at timestamptz,
      ADD CONSTRAINT official_documents_held CHECK (disposal NOT IN ('begun', 'done') OR holds = '{}'),
      ADD CONSTRAINT official_documents_gone CHECK ((disposal = 'done') = (content_destroyed_at IS NOT NULL)),
      ADD CONSTRAINT official_documents_ended CHECK (dispose_at IS NULL OR state = 'dispatched');
    UPDATE official_documents d SET dispose_at = GREATEST(b.remove_at, CASE WHEN o.country = 'KR'
        THEN make_timestamptz(CAST(extract(year FROM b.dispatched_at AT TIME ZONE o.time_zone) AS integer) + 6,
          1, 1, 0, 0, 0, o.time_zone)
        ELSE (date_trunc('day', b.dispatched_at AT TIME ZONE o.time_zone) + interval '5 years 1 day')
          AT TIME ZONE o.time_zone END)
    FROM dispatches b, offices o WHERE b.document_id = d.id AND o.code = d.office;
    UPDATE dispatches b SET next_due_at = LEAST(b.next_due_at, d.dispose_at)
    FROM official_documents d WHERE d.id = b.document_id;
    CREATE INDEX official_documents_disposals ON official_documents (office, dispose_at, id)
      WHERE disposal IN ('due', 'transfer', 'approved', 'begun') OR holds <> '{}';
  `);
}

/** What was destroyed stays so, and what somebody set must not be forgotten: the way back exists while there is neither. */
export async function down(knex: Knex): Promise<void> {
  const { rows } = await knex.raw(
    `SELECT 1 FROM official_documents WHERE disposal <> 'none' OR holds <> '{}' OR retention <> '${FIVE_YEARS}' LIMIT 1`,
  );
  if (rows.length > 0)
    throw new Error('official_documents holds some with a disposal, a hold or a retention of their own.');
  await knex.raw(`
    DROP INDEX official_documents_disposals;
    UPDATE dispatches b SET next_due_at = NULL FROM official_documents d
      WHERE d.id = b.document_id AND b.next_due_at = d.dispose_at AND b.remove_at < d.dispose_at;
    ALTER TABLE official_documents DROP COLUMN retention, DROP COLUMN holds, DROP COLUMN disposal, DROP COLUMN dispose_at,
      DROP COLUMN content_destroyed_at;
  `);
}
