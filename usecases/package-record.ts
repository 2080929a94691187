import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { canonicalJson } from '../domain/digest';
import type { Actor } from '../domain/permissions';
import type { Language } from '../domain/words';
import { accessSubmission } from './access';
import { entryOf, gatherBundle } from './bundle-entries';
import { type Bundle, composeBundle } from './bundle-submission';
import { type Composed, composeZip } from './compose-zip';
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
  return recordZip(asked.submissionId, metadata, bundle);
}

/** `metadata.json` and `bundle.zip`: format `gongmun-record/1` of docs/evidence.md. */
export async function recordZip(id: string, metadata: object, bundle: Composed): Promise<Bundle> {
  const zip = composeZip([
    entryOf('metadata.json', canonicalJson(metadata)),
    {
      path: 'bundle.zip',
      bytes: bundle.bytes,
      crc32: await checksumOf(bundle),
      open: async () => bundle.open(),
    },
  ]);
  return { name: `record-${id}.zip`, bytes: zip.bytes, stream: Readable.from(zip.open()) };
}

/** A zip has it before the data: so they are read twice, and never held. */
async function checksumOf(bundle: Composed): Promise<number> {
  let sum = 0;
  for await (const chunk of bundle.open()) sum = crc32(chunk, sum);
  return sum;
}
