import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { canonicalJson } from '../domain/digest';
import type { Actor } from '../domain/permissions';
import { localHeader, zipEnd } from '../domain/stored-zip';
import type { Language } from '../domain/words';
import { accessSubmission } from './access';
import { entryOf, gatherBundle } from './bundle-entries';
import { type Bundle, type Composed, composeBundle, zipped } from './bundle-submission';
import type { Deps } from './deps';
import { recordMetadata } from './record-metadata';

/**
 * A record as one file for a records system or an archive: `metadata.json` in the words of ISO 15489, and `bundle.zip`, which
 * is the submission bundle of docs/evidence.md as it is and stays verifiable by itself.
 * @returns undefined while one of its receipts is not sealed
 * @throws GongmunError `bundle.too_large` (422), `evidence.signing_unavailable` (503)
 */
export async function packageRecord(
  deps: Deps,
  actor: Actor,
  asked: { submissionId: string; language: Language; requestId: string },
): Promise<Bundle | undefined> {
  const access = { ...asked, action: 'read_receipts' as const, as: 'read_bundle' as const };
  const { gathered, metadata } = await accessSubmission(deps, actor, access, async (row, tx) => {
    const found = await gatherBundle(deps, tx, actor, row, asked.language);
    return { gathered: found, metadata: await recordMetadata(tx, actor, row, found) };
  });
  const bundle = await composeBundle(deps, asked.submissionId, gathered);
  if (bundle === undefined) return undefined;
  const entries = [
    entryOf('metadata.json', canonicalJson(metadata)),
    {
      path: 'bundle.zip',
      bytes: bundle.bytes,
      crc32: await checksumOf(bundle),
      open: async () => bundle.open(),
    },
  ];
  const end = zipEnd(entries);
  const bytes = entries.reduce((sum, entry) => sum + localHeader(entry).length + entry.bytes, end.length);
  return { name: `record-${asked.submissionId}.zip`, bytes, stream: Readable.from(zipped(entries, end)) };
}

/** A zip has it before the data: so they are read twice, and never held. */
async function checksumOf(bundle: Composed): Promise<number> {
  let sum = 0;
  for await (const chunk of bundle.open()) sum = crc32(chunk, sum);
  return sum;
}
