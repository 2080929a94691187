import type { ContentCipher } from '../../adapters/content-cipher';
import type { ChainRows } from '../../db/chain-store';
import type { Db } from '../../db/knex';
import { readWrittenOfDocuments, type WrittenOfDocument } from '../../db/written-of-documents';
import { documentParts, wordParts } from '../../domain/content-parts';
import { contentDigest } from '../../domain/digest';
import type { Report } from './fault';
import type { Told } from './told';

interface DocumentTold {
  row: ChainRows['document'];
  told: readonly Told[];
}

/** What is kept of official documents against the digests in their evidence, and that nothing is left of what was destroyed. */
export async function checkDocumentContents(
  db: Db,
  cipher: Pick<ContentCipher, 'open'>,
  documents: readonly DocumentTold[],
  report: Report,
): Promise<void> {
  const kept = await readWrittenOfDocuments(
    db,
    cipher,
    documents.map(({ row }) => row),
  );
  for (const one of documents) {
    const written = kept.get(one.row.id);
    if (written === undefined) continue;
    if (one.told.some(({ says }) => says.event === 'Disposed')) checkDestroyed(one.row, written, report);
    else checkKept(one, written, report);
  }
}

function checkDestroyed(
  { id }: DocumentTold['row'],
  { content, words, files }: WrittenOfDocument,
  report: Report,
): void {
  const left = [
    ...(content === null ? [] : [{ table: 'official_document_contents', row: id }]),
    ...words.map(({ row }) => ({ table: 'document_acts', row })),
    ...files.map(({ row }) => ({ table: 'files', row })),
  ];
  for (const place of left)
    report({ ...place, what: 'is there, though evidence says that it was destroyed' });
}

function checkKept(
  { row, told }: DocumentTold,
  { content, words, files }: WrittenOfDocument,
  report: Report,
): void {
  // Between the two evidences of a destruction the keys go, and then the rows.
  const begun = told.some(({ says }) => says.event === 'DisposalBegun');
  const place = { table: 'official_document_contents', row: row.id };
  const unreadable = [
    ...words.map((one) => ({ ...one, table: 'document_acts' })),
    ...files.map((one) => ({ ...one, table: 'files' })),
    ...(content === null ? [] : [{ ...place, content }]),
  ];
  for (const { table, row: id, content: found } of unreadable) {
    if (found === 'damaged') report({ table, row: id, what: 'is not what was sealed in its place' });
    if (found === 'destroyed' && !begun) report({ table, row: id, what: 'cannot be read: its key is gone' });
  }
  if (content === null) report({ ...place, what: 'is missing' });
  // A draft that was sent back is written anew, and nothing is proved of it.
  if (content === null || typeof content !== 'object' || row.state === 'draft') return;
  const { salt, via, ...rest } = content;
  const parts = [
    ...wordParts({ ...rest, ...(via === null ? {} : { via }) }),
    ...documentParts({}, files.map(digestOf)),
  ];
  const proved = told.findLast(({ says }) => says.content !== undefined)?.says.content;
  if (contentDigest({ parts }, Buffer.from(salt, 'base64')) !== proved)
    report({ ...place, what: `is not, with its attachments, what evidence ${proved} was made of` });
}

const digestOf = ({ row: id, sha256 }: WrittenOfDocument['files'][number]) => ({ id, sha256 });
