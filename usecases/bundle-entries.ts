import { crc32 } from 'node:zlib';
import type { EvidenceRow } from '../db/evidence-store';
import { listEvidences } from '../db/evidence-store';
import { type FileRow, listFiles, placeOfFile } from '../db/file-store';
import { type ArchivedRun, listArchivedRuns } from '../db/history-store';
import type { Tx } from '../db/knex';
import type { PrintedDocument } from '../db/printed-store';
import type { SubmissionRow } from '../db/submission-store';
import { digestOfFile } from '../domain/content-parts';
import { canonicalJson, sha256 } from '../domain/digest';
import type { Actor } from '../domain/permissions';
import type { ZipEntry } from '../domain/stored-zip';
import type { Language } from '../domain/words';
import { workflowIdOf } from '../workflows/messages';
import { BUNDLE_README } from './bundle-readme';
import type { BundleDeps } from './deps';
import { type OpenedContent, openContent } from './open-digest';
import { gatherPage, printedReceipt } from './printed-receipt';

/** An entry of the bundle with its digest and its way to the bytes. */
export interface BundleEntry extends ZipEntry {
  /** SHA-256, base64url. */
  sha256: string;
  open(): Promise<AsyncIterable<Uint8Array>>;
}

/** What of a submission the actor may take along, read in one transaction; bytes of files are read later. */
export interface Gathered {
  evidences: Pick<EvidenceRow, 'id' | 'sequence' | 'payload' | 'digest' | 'jws'>[];
  /** What of it is printed: where it stands in the bundle, and how it is made. */
  pages: { path: string; print(): Promise<PrintedDocument> }[];
  /** By the evidence's sequence. */
  contents: Map<number, OpenedContent>;
  files: FileRow[];
  /** Runs of its procedure that have ended, oldest first. */
  runs: ArchivedRun[];
  readme: string;
}

/** Of a submission. */
export async function gatherBundle(
  deps: BundleDeps,
  tx: Tx,
  actor: Actor,
  row: SubmissionRow,
  language: Language,
): Promise<Gathered & { evidences: EvidenceRow[] }> {
  const evidences = await listEvidences(tx, row.id);
  const files = row.contentDestroyedAt === null ? await listFiles(tx, deps.cipher, row.id) : [];
  const readable = new Set(
    files.filter(({ scan }) => HANDED_OUT.includes(scan)).map(({ id }) => `file:${id}`),
  );
  const contents = new Map<number, OpenedContent>();
  const pages: Gathered['pages'] = [];
  for (const evidence of evidences) {
    const page = await gatherPage(deps, tx, row, evidence, language);
    pages.push({ path: pagePath(evidence, language), print: () => printedReceipt(deps, page) });
    const content =
      row.contentDestroyedAt === null ? await openContent(tx, deps.cipher, actor, row, evidence) : undefined;
    if (content?.parts.every(({ part }) => part in content.texts || readable.has(part)))
      contents.set(evidence.sequence, content);
  }
  const parts = new Set([...contents.values()].flatMap((content) => content.parts.map(({ part }) => part)));
  const runs = await listArchivedRuns(tx, workflowIdOf(row.id));
  const taken = files.filter(({ id }) => parts.has(`file:${id}`));
  return { evidences, pages, contents, runs, files: taken, readme: BUNDLE_README };
}

export const pagePath = ({ sequence }: { sequence: number }, language: Language): string =>
  `receipts/${fourDigits(sequence)}-${language}.pdf`;

/** A file that waits for its scan, or in which malware was found, is handed to nobody. */
export const HANDED_OUT: readonly FileRow['scan'][] = ['clean', 'not_scanned'];

export function entryOf(path: string, data: string | Buffer): BundleEntry {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  return {
    path,
    bytes: bytes.length,
    crc32: crc32(bytes),
    sha256: sha256(bytes),
    open: async () => once(bytes),
  };
}

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Read once for its checksum, which a zip has before the data, and once more when the bundle is sent. */
export async function fileEntry(deps: Pick<BundleDeps, 'files'>, file: FileRow): Promise<BundleEntry> {
  const open = () => deps.files.get(placeOfFile(file), file.sha256);
  let sum = 0;
  for await (const chunk of await open()) sum = crc32(chunk, sum);
  const { id, bytes } = file;
  return { path: `files/${id}`, bytes: Number(bytes), crc32: sum, sha256: digestOfFile(file), open };
}

/** A content with its texts, as the page on evidence names them. */
export function contentEntries(sequence: number, content: OpenedContent): BundleEntry[] {
  const number = fourDigits(sequence);
  const texts: BundleEntry[] = [];
  const parts = content.parts.map(({ part, sha256: digest }, at) => {
    const text = content.texts[part];
    if (text === undefined) return { part, sha256: digest, path: part.replace('file:', 'files/') };
    const path = `content/${number}/${at + 1}-${part.replace(/[^A-Za-z0-9_-]/g, '_')}.txt`;
    texts.push(entryOf(path, text));
    return { part, sha256: digest, path };
  });
  const salt = content.salt.toString('base64url');
  return [
    entryOf(`content/${number}.json`, canonicalJson({ format: 'gongmun-content/1', parts, salt })),
    ...texts,
  ];
}

export const fourDigits = (sequence: number): string => String(sequence).padStart(4, '0');
