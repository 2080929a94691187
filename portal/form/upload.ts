import { api, ask, type Schemas } from '../api/client';
import { Refused, Unreachable } from '../api/problem';
import { send } from '../api/send';

/** Smaller files come whole: what a broken connection could lose is soon sent again. */
const WHOLE_BYTES = 1_048_576;
/** What a proxy that gathers whole bodies can lose at most. */
const PART_BYTES = 4 * 1_048_576;
const AGAIN_AFTER_MS = 1_000;
const TRIES = 6;

/** Uploads a file for a document and goes on by itself where a broken connection stopped it. The same key again is the same upload. */
export async function upload(
  file: File,
  key: string,
  onProgress: (sent: number) => void,
): Promise<Schemas['File']> {
  if (file.size > WHOLE_BYTES) return sendInParts(file, key, onProgress);
  const body = new FormData();
  body.append('file', file);
  return send('POST', '/v1/uploads', body, { 'Idempotency-Key': key }, onProgress);
}

async function sendInParts(
  file: File,
  key: string,
  onProgress: (sent: number) => void,
): Promise<Schemas['File']> {
  let upload = await lasting(() =>
    ask(
      api.POST('/v1/partial-uploads', {
        params: { header: { 'Idempotency-Key': key } },
        body: { name: file.name, bytes: file.size },
      }),
    ),
  );
  const path = { path: { id: upload.id } };
  for (let broken = false; upload.file === null; ) {
    const { id, offset } = upload;
    try {
      if (broken) await pause(AGAIN_AFTER_MS);
      upload = await send<Schemas['PartialUpload']>(
        'PATCH',
        `/v1/partial-uploads/${id}`,
        file.slice(offset, offset + PART_BYTES, 'application/partial-upload'),
        { 'Upload-Offset': String(offset) },
        (sent) => onProgress((offset + sent * Math.min(PART_BYTES, file.size - offset)) / file.size),
      );
      broken = false;
    } catch (error) {
      if (!(error instanceof Unreachable || isBehind(error))) throw error;
      // What arrived of the part counts.
      upload = await lasting(() => ask(api.GET('/v1/partial-uploads/{id}', { params: path })));
      if (broken && upload.offset === offset) throw error;
      broken = true;
    }
  }
  return upload.file;
}

/** A part that was thought lost has arrived after all. */
const isBehind = (error: unknown): boolean =>
  error instanceof Refused && error.problem.code === 'upload.offset_mismatch';

/** Asks again while nobody answers, for about half a minute. */
async function lasting<T>(call: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof Unreachable) || tries === TRIES) throw error;
      await pause(AGAIN_AFTER_MS * 2 ** (tries - 1));
    }
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
