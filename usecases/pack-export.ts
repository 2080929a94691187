import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { v7 as uuid } from 'uuid';
import {
  type Export,
  type ExportItem,
  findExport,
  finishExport,
  itemsToPack,
  keepItem,
  listItems,
  markRemoved,
} from '../db/export-store';
import { submissionKey } from '../db/submission-key';
import { findSubmission } from '../db/submission-store';
import { GongmunError } from '../domain/errors';
import { partsOf, type ZipLimits } from '../domain/export-parts';
import { failpoint } from '../domain/failpoints';
import { type Actor, isParty } from '../domain/permissions';
import { gatherBundle } from './bundle-entries';
import { composeBundle, MOST_BYTES } from './bundle-submission';
import type { Composed } from './compose-zip';
import type { BundleDeps } from './deps';
import { packDraft } from './pack-draft';
import { packMail } from './pack-mail';
import { notFound } from './take-command';

export interface PackDeps extends BundleDeps {
  /** How long a packed export is kept. */
  keptForMs: number;
  /** What one of its zips may hold. */
  zipLimits: ZipLimits;
  /** Something more is packed: told to whoever waits for signs of life. */
  progressed(): void;
}

const BATCH = 5;

/**
 * Packs the next submissions, documents of the mailbox and drafts of an export, each sealed under its own content's key, so that it
 * is destroyed with it. Asked for twice, each is packed once. When all are packed they are shared out to as many zips as
 * they need.
 * @returns when the export is to be removed; null while there are more
 * @throws GongmunError `export.not_sealed` (503) while the receipts of one wait for the log
 */
export async function packExport(
  deps: PackDeps,
  { exportId }: { exportId: string },
): Promise<{ removeAt: string | null }> {
  const found = await findExport(deps.db, exportId);
  if (found === undefined) throw new Error(`There is no export ${exportId}.`);
  if (found.removeAt !== null) return { removeAt: found.removeAt.toISOString() };
  const items = await itemsToPack(deps.db, exportId, BATCH);
  for (const item of items) {
    await packItem(deps, found, item);
    deps.progressed();
  }
  if (items.length === BATCH) return { removeAt: null };
  const at = deps.now();
  const removeAt = new Date(at.getTime() + deps.keptForMs);
  const parts = partsOf(await listItems(deps.db, exportId), deps.zipLimits);
  await finishExport(deps.db, exportId, { at, removeAt, parts });
  return { removeAt: removeAt.toISOString() };
}

async function packItem(deps: PackDeps, to: Export, item: ExportItem): Promise<void> {
  const { position } = item;
  try {
    const { under, ...bundle } = await composeItem(deps, to, item);
    const key = `exports/${uuid()}`;
    let sum = 0;
    const summed = async function* () {
      for await (const chunk of bundle.open()) {
        sum = crc32(chunk, sum);
        deps.progressed();
        yield chunk;
      }
    };
    const stored = await deps.files.put({ key, under }, Readable.from(summed()), { maxBytes: MOST_BYTES });
    await failpoint('export.stored');
    const packed = { position, fileKey: key, contentKey: under, crc32: sum, ...stored, leftOut: null };
    if (!(await keepItem(deps.db, to.id, packed, deps.now()))) await deps.files.remove(key);
  } catch (error) {
    if (!(error instanceof GongmunError) || error.kind === 'unavailable') throw error;
    const nothing = { fileKey: null, contentKey: null, bytes: null, crc32: null, sha256: null };
    await keepItem(deps.db, to.id, { position, leftOut: error.code, ...nothing }, deps.now());
  }
}

/** With the key under which it is kept. @throws GongmunError why it cannot be in it */
async function composeItem(
  deps: PackDeps,
  to: Export,
  { submissionId, deliveryId, draftId }: ExportItem,
): Promise<Composed & { under: string | null }> {
  const actor = actorOf(to);
  if (draftId !== null) return packDraft(deps, actor, draftId);
  if (deliveryId !== null) return packMail(deps, actor, deliveryId);
  const id = submissionId ?? '';
  const { under, of } = await deps.db.transaction(async (tx) => {
    const row = await findSubmission(tx, id);
    // A membership or an authority may have ended since it was asked for.
    if (row === undefined || !isParty(actor, row)) throw notFound();
    return {
      under: row.contentDestroyedAt === null ? await submissionKey(tx, deps.cipher, row) : null,
      of: await gatherBundle(deps, tx, actor, row, to.language),
    };
  });
  const bundle = await composeBundle(deps, id, of);
  if (bundle === undefined)
    throw new GongmunError('unavailable', 'export.not_sealed', 'Its receipts wait for the log.');
  return { ...bundle, under };
}

/** Its time is over: the bytes go, the row stays and tells what was taken along. */
export async function removeExport(deps: PackDeps, { exportId }: { exportId: string }): Promise<void> {
  for (const { fileKey } of await listItems(deps.db, exportId))
    if (fileKey !== null) await deps.files.remove(fileKey);
  await markRemoved(deps.db, exportId, deps.now());
}

/** Who asked for it, as nothing but the party. */
const actorOf = ({ person, organisation, language }: Export): Actor => ({
  ...{ person, name: '', email: null, language, memberships: [], grants: [] },
  ...{ sendsFor: [], mandates: [], vouchedFor: [] },
  organisations: organisation === null ? [] : [organisation],
});
