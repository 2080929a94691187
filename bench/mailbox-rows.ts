import type { Client as PgClient } from 'pg';
import { v7 as uuid } from 'uuid';
import type { ContentCipher } from '../adapters/content-cipher';
import { sealContent } from '../db/kept-content';

const BATCH = 1_000;
/** A prime: so many instants before they come again. */
const SPREAD = 1_000_003;
const YEAR_MS = 365 * 24 * 3_600_000;

/** Half lies in the mailbox of one organisation, a quarter in that of one person, the rest with two hundred others. */
function boxOf(n: number): { kind: string; id: string } {
  if (n % 4 < 2) return { kind: 'organisation', id: '000-00-00017' };
  if (n % 4 === 2) return { kind: 'person', id: 'demo-minji' };
  return { kind: 'person', id: `bench-reader-${(n % 200) + 1}` };
}

/** Up to so many documents of their own, each under its own key as the product keeps them, from three years; a third is unread. */
export async function fillMailboxes(
  sql: PgClient,
  cipher: ContentCipher,
  count: number,
  say: (line: string) => void,
): Promise<void> {
  await sql.query(
    `INSERT INTO people (id, name, language)
     SELECT 'bench-reader-' || n, 'Reader ' || n, 'ko' FROM generate_series(1, 200) n ON CONFLICT DO NOTHING`,
  );
  const there = await sql.query(
    "SELECT count(*)::int AS count FROM official_documents WHERE number LIKE 'bench/%'",
  );
  for (let done = there.rows[0].count; done < count; done += BATCH) {
    const rows = await Promise.all(
      Array.from({ length: BATCH }, async (_, at) => {
        const n = done + at;
        const id = uuid();
        const key = await cipher.newKey();
        const title = `${['과태료 부과', '지원금 교부 결정', '점검 결과 통보', '협조 요청'][n % 4]} 안내 ${n}`;
        const body = [{ level: 1, text: '다음과 같이 알려 드립니다.' }];
        const content = { title, via: null, body, recipients: [boxOf(n)], salt: '' };
        const place = { table: 'official_document_contents' as const, row: id };
        const { kind, id: name } = boxOf(n);
        const received = new Date(Date.now() - (((n * 7_919) % SPREAD) / SPREAD) * 3 * YEAR_MS);
        return { n, id, key, sealed: await sealContent(cipher, key, place, content), kind, name, received };
      }),
    );
    await insert(sql, rows);
    if ((done + BATCH) % 25_000 === 0) say(`  ${done + BATCH} documents`);
  }
  for (const table of ['official_documents', 'official_document_contents', 'dispatches', 'deliveries'])
    await sql.query(`VACUUM ANALYZE ${table}`);
}

interface Row {
  n: number;
  id: string;
  key: string;
  sealed: Buffer;
  kind: string;
  name: string;
  received: Date;
}

async function insert(sql: PgClient, rows: Row[]): Promise<void> {
  await sql.query(
    `WITH x AS (
       SELECT * FROM unnest($1::integer[], $2::uuid[], $3::uuid[], $4::bytea[], $5::text[], $6::text[], $7::timestamptz[])
         AS x (n, id, key, sealed, kind, name, received)
     ), d AS (
       INSERT INTO official_documents (id, office, language, openness, state, drafter, drafted_at, version, recipients,
         number, registered_at, content_key)
       SELECT id, 'haneul-civil', 'ko', 'open', 'dispatched', 'demo-handler1', received, 5, 1, 'bench/' || n, received, key
       FROM x
     ), c AS (
       INSERT INTO official_document_contents (document_id, sealed) SELECT id, sealed FROM x
     ), p AS (
       INSERT INTO dispatches (document_id, dispatched_at, dispatched_by, recipients, never_read_at, warn_at, remove_at,
         delivered_at)
       SELECT id, received, 'demo-handler1', 1, received + interval '7 days', received + interval '9 years',
         received + interval '10 years', received FROM x
     )
     INSERT INTO deliveries (id, document_id, position, kind, person, organisation, box, state, consigned_at, opened_at)
     SELECT gen_random_uuid(), id, 1, kind, CASE kind WHEN 'person' THEN name END,
       CASE kind WHEN 'organisation' THEN name END, kind || ':' || name,
       CASE WHEN n % 3 = 0 THEN 'never_read' ELSE 'opened' END, received, CASE WHEN n % 3 = 0 THEN NULL ELSE received END
     FROM x`,
    [
      rows.map(({ n }) => n),
      rows.map(({ id }) => id),
      rows.map(({ key }) => key),
      rows.map(({ sealed }) => sealed),
      rows.map(({ kind }) => kind),
      rows.map(({ name }) => name),
      rows.map(({ received }) => received),
    ],
  );
}
