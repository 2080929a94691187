import { once } from 'node:events';
import { type ClientRequest, request } from 'node:http';
import type { Answer } from './api-client';

/** Sends a file as it is to `/v1/verify`. */
export async function postFile(
  url: string,
  file: Uint8Array | string,
  headers: Record<string, string> = {},
  query = '',
): Promise<Answer> {
  const response = await fetch(`${url}/v1/verify${query}`, {
    method: 'POST',
    // A connection of its own: while a test makes a large file, an idle one would be closed.
    headers: { 'content-type': 'application/octet-stream', connection: 'close', ...headers },
    body: Buffer.from(file as string),
  });
  return { status: response.status, headers: response.headers, body: await response.json(), etag: '' };
}

/** Requests that began and do not go on. @returns how to end them */
export async function holdFiles(url: string, count: number): Promise<() => void> {
  const held = Array.from({ length: count }, (): ClientRequest => {
    const one = request(`${url}/v1/verify`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'content-length': '1000' },
    });
    one.on('error', () => {});
    one.write('x');
    return one;
  });
  await Promise.all(held.map((one) => once(one, 'socket')));
  return () => {
    for (const one of held) one.destroy();
  };
}
