import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { SealedFiles } from '../../adapters/files';
import type { Db } from '../../db/knex';
import { listStored, type StoredFile } from '../../db/stored-files';
import { GongmunError } from '../../domain/errors';
import type { Report } from './fault';

const PAGE = 200;

/**
 * The bytes of attachments and of printed receipts against their digests; the file store checks them as they go by.
 * @throws GongmunError `files.unavailable`, `keys.unavailable`
 */
export async function checkFiles(
  db: Db,
  files: Pick<SealedFiles, 'get'>,
  among: readonly string[] | null,
  report: Report,
): Promise<number> {
  let looked = 0;
  for (let after: StoredFile | null = null; ; ) {
    const stored: StoredFile[] = await listStored(db, { after, limit: PAGE, among });
    for (const file of stored) {
      const what = await wrongWith(files, file);
      if (what !== null) report({ table: file.table, row: file.row, what });
    }
    looked += stored.length;
    after = stored.at(-1) ?? null;
    if (after === null || stored.length < PAGE) return looked;
  }
}

async function wrongWith(
  files: Pick<SealedFiles, 'get'>,
  { key, under, sha256 }: StoredFile,
): Promise<string | null> {
  try {
    const source = await files.get({ key, under }, sha256);
    await pipeline(Readable.from(source), async (chunks) => {
      for await (const _ of chunks);
    });
    return null;
  } catch (error) {
    const code = error instanceof GongmunError ? error.code : '';
    if (code === 'file.missing') return 'has no bytes in the file store';
    if (code === 'content.destroyed') return 'has bytes in the file store whose key is gone';
    if (code === 'file.damaged')
      return `has bytes in the file store that are not those of its digest ${sha256}`;
    throw error;
  }
}
