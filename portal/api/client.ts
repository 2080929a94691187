import createClient from 'openapi-fetch';
import { bearer, tokenRefused } from '../session/session';
import { problemOf, Refused, Unreachable } from './problem';
import type { components, paths } from './types';

export type Schemas = components['schemas'];

/** The API, typed by its OpenAPI document; of the same origin as the pages. */
export const api = createClient<paths>({ baseUrl: window.location.origin });

api.use({
  onRequest({ request }) {
    const token = bearer();
    if (token !== undefined) request.headers.set('Authorization', `Bearer ${token}`);
    return request;
  },
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/**
 * What the API answered.
 * @throws Refused, Unreachable
 */
export async function ask<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call.catch((cause: unknown) => {
    throw new Unreachable(cause);
  });
  if (response.ok && data !== undefined) return data;
  if (response.status === 401) tokenRefused(error);
  throw new Refused(problemOf(error, response.status));
}

/** A file of the API as a blob, since a link alone carries no token; with a body, what is made of it. */
export async function askForFile(path: string, body?: unknown): Promise<{ blob: Blob; name: string }> {
  const token = bearer();
  const headers: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const sent =
    body === undefined
      ? { headers }
      : {
          method: 'POST',
          headers: { ...headers, 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        };
  const response = await fetch(path, sent).catch((cause: unknown) => {
    throw new Unreachable(cause);
  });
  if (!response.ok) {
    const problem: unknown = await response.json().catch(() => null);
    if (response.status === 401) tokenRefused(problem);
    throw new Refused(problemOf(problem, response.status));
  }
  // Promised, and not there yet.
  if (response.status === 202) throw new Refused(problemOf({ code: 'proof.not_yet' }, 202));
  return { blob: await response.blob(), name: nameIn(response.headers.get('content-disposition') ?? '') };
}

/** RFC 6266: the extended name before the plain one. */
function nameIn(disposition: string): string {
  const extended = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  if (extended !== undefined) return decodeURIComponent(extended);
  return /filename="([^"]*)"/i.exec(disposition)?.[1] ?? 'document';
}
