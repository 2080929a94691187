import type { Db } from './knex';

/** Which rows need which other row; the database's own constraints can be switched off by its owner. */
const CHILDREN: { table: string; key: string; column: string; parent: string; parentKey: string }[] = [
  ...(
    [
      ['evidences', 'id'],
      ['commands', 'id'],
      ['registrations', `submission_id || ':' || leg`],
      ['submission_contents', 'submission_id'],
      ['content_versions', `submission_id || ':' || version`],
      ['openings', `submission_id || ':' || leg || ':' || person`],
      ['notices', 'id'],
      ['notes', 'id'],
      ['survey_answers', 'submission_id'],
      ['files', 'id'],
      ['outbox', `submission_id || ':' || seq`],
      ['archived_histories', 'id'],
      ['batch_lines', `batch || ':' || line`],
      ['export_items', `export_id || ':' || position`],
      ['webhook_deliveries', 'id'],
      ['deliveries', 'id'],
    ] as const
  ).map(([table, key]) => ({ table, key, column: 'submission_id', parent: 'submissions', parentKey: 'id' })),
  ...(
    [
      ['evidences', 'id'],
      ['notices', 'id'],
      ['files', 'id'],
      ['document_acts', 'id'],
      ['official_document_contents', 'document_id'],
      ['outgoing_registrations', 'document_id'],
      ['dispatches', 'document_id'],
    ] as const
  ).map(([table, key]) => ({
    table,
    key,
    column: 'document_id',
    parent: 'official_documents',
    parentKey: 'id',
  })),
  ...['evidences', 'notices'].map((table) => ({
    ...{ table, key: 'id', column: 'delivery_id', parent: 'deliveries', parentKey: 'id' },
  })),
  { table: 'files', key: 'id', column: 'draft_id', parent: 'drafts', parentKey: 'id' },
  { table: 'drafts', key: 'id', column: 'copied_from', parent: 'submissions', parentKey: 'id' },
  { table: 'drafts', key: 'id', column: 'authorisation', parent: 'authorisations', parentKey: 'id' },
  { table: 'deliveries', key: 'id', column: 'document_id', parent: 'dispatches', parentKey: 'document_id' },
  { table: 'webhook_deliveries', key: 'id', column: 'evidence_id', parent: 'evidences', parentKey: 'id' },
  { table: 'command_contents', key: 'command_id', column: 'command_id', parent: 'commands', parentKey: 'id' },
  {
    table: 'printed_documents',
    key: `evidence_id || ':' || language`,
    column: 'evidence_id',
    parent: 'evidences',
    parentKey: 'id',
  },
];

export interface Orphan {
  table: string;
  row: string;
  parent: string;
  missing: string;
}

/** Rows whose other row is gone, the first thousand of each table. */
export async function listOrphans(db: Db): Promise<Orphan[]> {
  const orphans: Orphan[] = [];
  for (const { table, key, column, parent, parentKey } of CHILDREN) {
    const { rows } = await db.raw(
      `SELECT CAST(${key} AS text) AS row, CAST(${column} AS text) AS missing FROM ${table} c
       WHERE ${column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${parent} p WHERE p.${parentKey} = c.${column})
       ORDER BY 1 LIMIT 1000`,
    );
    orphans.push(...rows.map((row: Pick<Orphan, 'row' | 'missing'>) => ({ table, parent, ...row })));
  }
  return orphans;
}
