import type { Readable } from 'node:stream';
import { v7 as uuid } from 'uuid';
import type { FilePlace } from '../adapters/files';
import { insertAuditEntry } from '../db/audit-store';
import { type FileRow, findFile, freeUploadsOf, insertFile, placeOfFile } from '../db/file-store';
import { insertIdempotencyRecord } from '../db/idempotency-store';
import type { Tx } from '../db/knex';
import { attachmentTypes } from '../domain/attachment-types';
import { sha256 as digestOf } from '../domain/digest';
import { GongmunError } from '../domain/errors';
import { failpoint } from '../domain/failpoints';
import { cleanFileName } from '../domain/file-name';
import type { Actor } from '../domain/permissions';
import { requireSoundFile } from './check-file';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity, reusedForOther } from './idempotent';
import { notFound } from './take-command';

/** The largest file taken at all; a form's own rule may allow less. */
export const MAX_UPLOAD_BYTES = 50 * 1024 * 1024;

/**
 * Takes a file: stored first, its type found by content, its structure looked into, handed to the scanner; then its row.
 * It belongs to the person until a submission takes it.
 * @throws GongmunError `file.too_large` (413), `file.empty` (400), `file.type_unknown` (415), as `requireSoundFile`, and
 *   `upload.too_many`, `upload.quota` (422)
 */
export async function uploadFile(
  deps: Deps,
  actor: Actor,
  request: Omit<RequestIdentity, 'digest'>,
  upload: { name: string; source: Readable },
): Promise<FileRow> {
  const id = uuid();
  // Before there is a submission, so it is the file's own; it goes with those of the submission that takes the file.
  const contentKey = await deps.cipher.newKey().catch((error) => {
    // Whoever reads it from a request must not wait for its end.
    upload.source.destroy();
    throw error;
  });
  const place = placeOfFile({ id, contentKey });
  const { source, type } = deps.inspect(upload.source);
  const stored = await deps.files.put(place, source, { maxBytes: MAX_UPLOAD_BYTES });
  await failpoint('upload.stored');
  let kept = false;
  try {
    if (stored.bytes === 0) throw new GongmunError('bad_request', 'file.empty', 'The file is empty.');
    const name = cleanFileName(upload.name);
    const mediaType = await type;
    if (mediaType === undefined || !attachmentTypes.some((type) => type === mediaType)) {
      throw new GongmunError(
        'unsupported_media_type',
        'file.type_unknown',
        'This kind of file is not accepted.',
      );
    }
    await requireSoundFile(deps, place, { mediaType, ...stored });
    const scan = await scanVerdict(deps, place, stored.sha256);
    const identity = { ...request, digest: digestOf(`upload\n${name}\n${stored.sha256}`) };
    const { resource, replayed } = await idempotently(deps, identity, async (tx) => {
      await requireRoom(tx, deps, actor, stored.bytes);
      const at = deps.now();
      await insertFile(tx, deps.cipher, {
        ...{ id, owner: actor.person, name, mediaType, ...stored, scan, uploadedAt: at, contentKey },
      });
      await insertIdempotencyRecord(tx, {
        actor: request.actor,
        key: request.key,
        requestDigest: identity.digest,
        resource: `upload:${id}`,
        at,
      });
      const audit = {
        at,
        actor: actor.person,
        capacity: 'party' as const,
        action: 'upload',
        submissionId: null,
      };
      await insertAuditEntry(tx, { ...audit, subjects: [id], requestId: request.requestId });
      return `upload:${id}`;
    });
    kept = !replayed;
    const [kind, fileId] = resource.split(':');
    if (kind !== 'upload' || fileId === undefined) throw reusedForOther();
    return await ownFile(deps, actor, fileId);
  } finally {
    if (!kept) await deps.files.remove(place.key);
  }
}

/** What lies unsent is bounded for each person; sent, thrown away with a draft, or left until it is swept it counts no more. */
async function requireRoom(
  tx: Tx,
  { uploads }: Pick<Deps, 'uploads'>,
  actor: Actor,
  bytes: number,
): Promise<void> {
  const free = await freeUploadsOf(tx, actor.person);
  const full = (code: string, message: string) =>
    new GongmunError('unprocessable', code, message, {
      members: { most: uploads.most, mostBytes: uploads.mostBytes },
    });
  if (free.count >= uploads.most)
    throw full('upload.too_many', 'Too many uploads of yours wait to be sent. Send some first.');
  if (free.bytes + bytes > uploads.mostBytes)
    throw full(
      'upload.quota',
      'The uploads of yours that wait to be sent take too much room. Send some first.',
    );
}

/** The actor's own upload, submitted already or not. */
export async function ownFile(
  deps: Pick<Deps, 'db' | 'cipher'>,
  actor: Actor,
  fileId: string,
): Promise<FileRow> {
  const file = await findFile(deps.db, deps.cipher, fileId);
  if (file === undefined || file.owner !== actor.person) throw notFound();
  return file;
}

/** A scanner that is down leaves the file pending: nobody reads it until it was scanned (design §3, fail closed). */
export async function scanVerdict(
  deps: Pick<Deps, 'files' | 'scanner'>,
  place: FilePlace,
  sha256: string,
): Promise<FileRow['scan']> {
  try {
    return (await deps.scanner.scan(await deps.files.get(place, sha256))).verdict;
  } catch (error) {
    if (error instanceof GongmunError && error.code === 'scan.unavailable') return 'pending';
    throw error;
  }
}
