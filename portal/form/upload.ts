import type { Schemas } from '../api/client';
import { send } from '../api/send';

/** Uploads a file for a document. The same key again is the same upload. */
export function upload(
  file: File,
  key: string,
  onProgress: (sent: number) => void,
): Promise<Schemas['File']> {
  const body = new FormData();
  body.append('file', file);
  return send('/v1/uploads', body, { 'Idempotency-Key': key }, onProgress);
}
