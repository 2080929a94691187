import { bearer, tokenRefused } from '../session/session';
import { problemOf, Refused, Unreachable } from './problem';

/** Sends a body and tells how far it came, which fetch cannot. @throws Refused, Unreachable */
export function send<T>(
  method: 'POST' | 'PATCH',
  path: string,
  body: FormData | Blob,
  headers: Record<string, string>,
  onProgress: (sent: number) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, path);
    request.responseType = 'json';
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    const token = bearer();
    if (token !== undefined) request.setRequestHeader('Authorization', `Bearer ${token}`);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
    request.onerror = () => reject(new Unreachable(undefined));
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) return resolve(request.response as T);
      if (request.status === 401) tokenRefused(request.response);
      reject(new Refused(problemOf(request.response, request.status)));
    };
    request.send(body);
  });
}
