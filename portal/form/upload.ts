import type { Schemas } from '../api/client';
import { problemOf, Refused, Unreachable } from '../api/problem';
import { bearer, tokenRefused } from '../session/session';

/** Sends a file and tells how far it came, which fetch cannot. The same key again is the same upload. */
export function upload(
  file: File,
  key: string,
  onProgress: (sent: number) => void,
): Promise<Schemas['File']> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/v1/uploads');
    request.responseType = 'json';
    request.setRequestHeader('Idempotency-Key', key);
    const token = bearer();
    if (token !== undefined) request.setRequestHeader('Authorization', `Bearer ${token}`);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
    request.onerror = () => reject(new Unreachable(undefined));
    request.onload = () => {
      if (request.status === 201) return resolve(request.response as Schemas['File']);
      if (request.status === 401) tokenRefused();
      reject(new Refused(problemOf(request.response, request.status)));
    };
    const body = new FormData();
    body.append('file', file);
    request.send(body);
  });
}
