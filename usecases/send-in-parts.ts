import { Readable } from 'node:stream';
import { v7 as uuid } from 'uuid';
import type { FileRow } from '../db/file-store';
import { insertIdempotencyRecord } from '../db/idempotency-store';
import {
  addPart,
  becameFile,
  countUnfinished,
  findPartialUpload,
  insertPartialUpload,
  listParts,
  lockPartialUpload,
  nameOfPartialUpload,
  type PartialUploadRow,
  placeOfPart,
} from '../db/partial-upload-store';
import { fileTooLarge, GongmunError } from '../domain/errors';
import { cleanFileName } from '../domain/file-name';
import type { Actor } from '../domain/permissions';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity } from './idempotent';
import { idIn, recordOf } from './resource';
import { PARTS_KEPT_MS } from './sweep-parts';
import { notFound } from './take-command';
import { MAX_UPLOAD_BYTES, ownFile, uploadFile } from './upload-file';

/** However many small pieces somebody sends, there is an end to the rows. */
const MOST_PARTS = 1_000;
const MOST_UNFINISHED = 100;

export interface PartialUpload {
  id: string;
  bytes: number;
  /** Where the next part begins. */
  offset: number;
  /** Until when it waits for the next part. */
  expiresAt: string;
  /** The upload that it became, once it is whole. */
  file: FileRow | null;
}

/**
 * Announces a file that will come in parts, each taken up where the one before broke off (draft-ietf-httpbis-resumable-upload).
 * @throws GongmunError `file.too_large` (413), `upload.too_many` (422)
 */
export async function announceUpload(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  { name, bytes }: { name: string; bytes: number },
): Promise<PartialUpload> {
  if (bytes > MAX_UPLOAD_BYTES) throw fileTooLarge(MAX_UPLOAD_BYTES);
  const contentKey = await deps.cipher.newKey();
  let kept = false;
  try {
    const { resource, replayed } = await idempotently(deps, request, async (tx) => {
      if ((await countUnfinished(tx, actor.person)) >= MOST_UNFINISHED) throw tooMany();
      const [id, at] = [uuid(), deps.now()];
      const upload = { id, owner: actor.person, bytes, contentKey, name: cleanFileName(name), at };
      await insertPartialUpload(tx, deps.cipher, upload);
      await insertIdempotencyRecord(tx, { ...recordOf(request), resource: `partial_upload:${id}`, at });
      return `partial_upload:${id}`;
    });
    kept = !replayed;
    return await readPartialUpload(deps, actor, idIn(resource, 'partial_upload'));
  } finally {
    if (!kept) await deps.cipher.destroy([contentKey]);
  }
}

/** How much of it is here. @throws GongmunError not_found */
export async function readPartialUpload(
  deps: Pick<Deps, 'db' | 'cipher'>,
  actor: Actor,
  id: string,
): Promise<PartialUpload> {
  const row = await findPartialUpload(deps.db, id);
  if (row === undefined || row.owner !== actor.person) throw notFound();
  return {
    ...{ id, bytes: row.bytes, offset: row.received },
    expiresAt: new Date(row.movedAt.getTime() + PARTS_KEPT_MS).toISOString(),
    file: row.fileId === null ? null : await ownFile(deps, actor, row.fileId),
  };
}

/**
 * Adds what arrives of the file from `offset` on, however much that is; with the last byte it becomes an upload like any other,
 * under the same rules. A part without bytes only asks for that, where it failed before.
 * @throws GongmunError `upload.offset_mismatch`, `upload.complete` (409), `upload.too_many_parts` (422) and as `uploadFile`
 */
export async function appendToUpload(
  deps: Deps,
  actor: Actor,
  { id, offset, source, requestId }: { id: string; offset: number; source: Readable; requestId: string },
): Promise<PartialUpload> {
  const row = await findPartialUpload(deps.db, id);
  if (row === undefined || row.owner !== actor.person) throw notFound();
  requireFits(row, offset);
  await store(deps, row, offset, source);
  const now = await findPartialUpload(deps.db, id);
  if (now !== undefined && now.received === now.bytes && now.fileId === null)
    await becomeUpload(deps, actor, now, requestId);
  return readPartialUpload(deps, actor, id);
}

async function store(deps: Deps, row: PartialUploadRow, begins: number, source: Readable): Promise<void> {
  const part = uuid();
  const place = placeOfPart(part, row.contentKey);
  const stored = await deps.files.put(place, source, { maxBytes: row.bytes - begins });
  let kept = false;
  try {
    if (stored.bytes === 0) return;
    await deps.db.transaction(async (tx) => {
      const upload = await lockPartialUpload(tx, row.id);
      if (upload === undefined) throw notFound();
      // Another part came while this one was on its way.
      requireFits(upload, begins);
      await addPart(tx, upload, { id: part, begins, ...stored }, deps.now());
    });
    kept = true;
  } finally {
    if (!kept) await deps.files.remove(place.key);
  }
}

async function becomeUpload(
  deps: Deps,
  actor: Actor,
  row: PartialUploadRow,
  requestId: string,
): Promise<void> {
  const parts = await listParts(deps.db, row.id);
  async function* bytes() {
    for (const { id, sha256 } of parts) yield* await deps.files.get(placeOfPart(id, row.contentKey), sha256);
  }
  const source = Readable.from(bytes(), { objectMode: false });
  const name = await nameOfPartialUpload(deps.db, deps.cipher, row);
  const request = { actor: actor.person, key: `partial_upload:${row.id}`, requestId };
  const file = await uploadFile(deps, actor, request, { name, source });
  await deps.db.transaction((tx) => becameFile(tx, row.id, file.id));
  for (const { id } of parts) await deps.files.remove(placeOfPart(id, row.contentKey).key);
}

function requireFits({ received, bytes, fileId, parts }: PartialUploadRow, offset: number): void {
  if (fileId !== null)
    throw new GongmunError('conflict', 'upload.complete', 'The file is whole. Nothing can be added to it.');
  if (offset !== received) {
    throw new GongmunError('conflict', 'upload.offset_mismatch', 'The next part begins elsewhere.', {
      members: { expectedOffset: received, providedOffset: offset },
    });
  }
  if (parts >= MOST_PARTS && received < bytes) {
    throw new GongmunError(
      'unprocessable',
      'upload.too_many_parts',
      `A file comes in at most ${MOST_PARTS} parts. Begin anew with larger ones.`,
    );
  }
}

function tooMany(): GongmunError {
  return new GongmunError(
    'unprocessable',
    'upload.too_many',
    `At most ${MOST_UNFINISHED} files are on their way at a time. Finish some, or wait until they are given up.`,
  );
}
