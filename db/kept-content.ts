import type { ContentCipher } from '../adapters/content-cipher';
import { contentDestroyed } from '../domain/content-destroyed';

/** Tables whose rows hold what people wrote, in the column `sealed` (decision 0029). */
export const CONTENT_TABLES = [
  'submission_contents',
  'content_versions',
  'command_contents',
  'notes',
  'counter_senders',
  'files',
  'survey_answers',
] as const;
export type ContentTable = (typeof CONTENT_TABLES)[number];
/** Those of official documents and drafts, which were never written in the clear. */
export type YoungerTable = 'official_document_contents' | 'document_acts' | 'drafts' | 'partial_uploads';
type SealedTable = ContentTable | YoungerTable;

/** A content row as it stands in its table. */
export interface Kept {
  /** Its primary key, as text. */
  row: string;
  /** The key of its submission, or of the file. */
  key: string | null;
  sealed: Buffer | null;
  /** Of a row without `sealed` what was written before there were keys (decision 0030). */
  plain: unknown;
}

const placeOf = (table: SealedTable, row: string): string => `${table}.sealed/${row}`;

/** What goes into `sealed`. @throws GongmunError `content.destroyed`, `keys.unavailable` */
export function sealContent<C extends object>(
  cipher: Pick<ContentCipher, 'seal'>,
  key: string,
  at: { table: SealedTable; row: string },
  content: C,
): Promise<Buffer> {
  return cipher.seal(key, placeOf(at.table, at.row), content);
}

/**
 * The contents of rows, in their order; undefined where the key was destroyed.
 * @throws GongmunError `keys.unavailable`, `content.damaged`
 */
export async function openEach<C>(
  cipher: Pick<ContentCipher, 'open'>,
  table: SealedTable,
  kept: Kept[],
): Promise<(C | undefined)[]> {
  const cells = kept.flatMap(({ row, key, sealed }) =>
    key === null || sealed === null ? [] : [{ row, key, sealed, place: placeOf(table, row) }],
  );
  const opened = await cipher.open(cells);
  const contents = new Map(cells.map(({ row }, index) => [row, opened[index]]));
  return kept.map(({ row, sealed, plain }) => (sealed === null ? plain : contents.get(row)) as C | undefined);
}

/** @throws GongmunError `content.destroyed` too */
export async function openOne<C>(
  cipher: Pick<ContentCipher, 'open'>,
  table: SealedTable,
  kept: Kept,
): Promise<C> {
  const [content] = await openEach<C>(cipher, table, [kept]);
  if (content === undefined) throw contentDestroyed();
  return content;
}
