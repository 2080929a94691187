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
import { type Actor, isParty } from '../domain/permissions';
import { gatherBundle } from './bundle-entries';
import { type Composed, composeBundle, MOST_BYTES } from './bundle-submission';
import type { BundleDeps } from './deps';
import { packDraft } from './pack-draft';

export interface PackDeps extends BundleDeps {
  /** How long a packed export is kept. */
  keptForMs: number;
}

const BATCH = 5;

/**
 * Packs the next of an export, each sealed under its submission's or draft's own key, so that it is destroyed with it. Asked for twice, each is packed once.
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
  for (const item of items) await packItem(deps, found, item);
  if (items.length === BATCH) return { removeAt: null };
  const at = deps.now();
  const removeAt = new Date(at.getTime() + deps.keptForMs);
  await finishExport(deps.db, exportId, at, removeAt);
  return { removeAt: removeAt.toISOString() };
}

async function packItem(deps: PackDeps, to: Export, item: ExportItem): Promise<void> {
  const { position, submissionId, draftId } = item;
  const leave = (leftOut: string) =>
    keepItem(
      deps.db,
      to.id,
      { position, leftOut, fileKey: null, contentKey: null, bytes: null, crc32: null, sha256: null },
      deps.now(),
    );
  try {
    const packed =
      submissionId === null
        ? await packDraft(deps, to.person, String(draftId))
        : await packSubmission(deps, to, submissionId);
    if (packed === undefined) {
      await leave('not_found');
      return;
    }
    const key = `exports/${uuid()}`;
    let sum = 0;
    const summed = async function* () {
      for await (const chunk of packed.open()) {
        sum = crc32(chunk, sum);
        yield chunk;
      }
    };
    const place = { key, under: packed.under };
    const stored = await deps.files.put(place, Readable.from(summed()), { maxBytes: MOST_BYTES });
    const item = { position, fileKey: key, contentKey: packed.under, crc32: sum, ...stored, leftOut: null };
    if (!(await keepItem(deps.db, to.id, item, deps.now()))) await deps.files.remove(key);
  } catch (error) {
    if (!(error instanceof GongmunError) || error.kind === 'unavailable') throw error;
    await leave(error.code);
  }
}

/** What is packed, and the content key that it is sealed under. */
export type Packed = Composed & { under: string | null };

/** @returns undefined where it is not the party's any more */
async function packSubmission(deps: PackDeps, to: Export, submissionId: string): Promise<Packed | undefined> {
  const actor = actorOf(to);
  const gathered = await deps.db.transaction(async (tx) => {
    const row = await findSubmission(tx, submissionId);
    // A membership or an authority may have ended since it was asked for.
    if (row === undefined || !isParty(actor, row)) return undefined;
    const under = row.contentDestroyedAt === null ? await submissionKey(tx, deps.cipher, row) : null;
    return { under, of: await gatherBundle(deps, tx, actor, row, to.language) };
  });
  if (gathered === undefined) return undefined;
  const bundle = await composeBundle(deps, submissionId, gathered.of);
  if (bundle === undefined)
    throw new GongmunError('unavailable', 'export.not_sealed', 'Its receipts wait for the log.');
  return { ...bundle, under: gathered.under };
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
