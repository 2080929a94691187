import { randomUUID } from 'node:crypto';

export interface Answer {
  status: number;
  headers: Headers;
  /** Parsed where it is JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what a test is about
  body: any;
  etag: string;
}

export interface PostOptions {
  key?: string | undefined;
  etag?: string | undefined;
  /** Seconds; by default an act is waited for. */
  wait?: number | undefined;
  headers?: Record<string, string> | undefined;
}

export interface ApiClient {
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body: unknown, options?: PostOptions): Promise<Answer>;
  upload(name: string, content: Uint8Array | string, key?: string): Promise<Answer>;
  /** Adds to a file that comes in parts. */
  append(
    path: string,
    offset: number | string,
    content: Uint8Array | string,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  /** Sends documents, one in each line; a text goes out as it is. */
  batch(lines: unknown[] | string, options?: PostOptions & { query?: string }): Promise<Answer>;
  /** Submits a document and returns it once it was registered or rejected. */
  submit(document: unknown, options?: PostOptions): Promise<Answer>;
  /** Acts on a submission with the version it has now. */
  act(submission: string, what: string, body: unknown, options?: PostOptions): Promise<Answer>;
}

export function createApiClient(url: string, token: (() => Promise<string>) | null): ApiClient {
  const authorization = async (): Promise<Record<string, string>> =>
    token === null ? {} : { authorization: `Bearer ${await token()}` };

  async function call(path: string, init: RequestInit): Promise<Answer> {
    const response = await fetch(url + path, init);
    const type = response.headers.get('content-type') ?? '';
    const bytes = async () =>
      // It has no end before the token's: what is there at once is its answer.
      type.startsWith('text/event-stream') ? firstOf(response) : Buffer.from(await response.arrayBuffer());
    const body = /[/+]json/.test(type) ? await response.json() : await bytes();
    return {
      status: response.status,
      headers: response.headers,
      body,
      etag: response.headers.get('etag') ?? '',
    };
  }

  const client: ApiClient = {
    get: async (path, headers = {}) => call(path, { headers: { ...(await authorization()), ...headers } }),
    post: async (path, body, { key = randomUUID(), etag, wait = 20, headers = {} } = {}) =>
      call(path, {
        method: 'POST',
        headers: {
          ...(await authorization()),
          'content-type': 'application/json',
          'idempotency-key': key,
          ...(etag === undefined ? {} : { 'if-match': etag }),
          ...(wait > 0 ? { prefer: `wait=${wait}` } : {}),
          ...headers,
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    async upload(name, content, key = randomUUID()) {
      const form = new FormData();
      form.append('file', new Blob([typeof content === 'string' ? content : Buffer.from(content)]), name);
      const headers = { ...(await authorization()), 'idempotency-key': key };
      return call('/v1/uploads', { method: 'POST', headers, body: form });
    },
    append: async (path, offset, content, headers = {}) =>
      call(path, {
        method: 'PATCH',
        headers: {
          ...(await authorization()),
          'content-type': 'application/partial-upload',
          'upload-offset': String(offset),
          ...headers,
        },
        body: Buffer.from(content as string),
      }),
    batch: async (lines, { key = randomUUID(), headers = {}, query = '' } = {}) =>
      call(`/v1/batches${query}`, {
        method: 'POST',
        headers: {
          ...(await authorization()),
          'content-type': 'application/x-ndjson',
          'idempotency-key': key,
          ...headers,
        },
        body: typeof lines === 'string' ? lines : lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
      }),
    submit: (document, options) => client.post('/v1/submissions', document, options),
    async act(submission, what, body, options = {}) {
      const etag = options.etag ?? (await client.get(`/v1/submissions/${submission}`)).etag;
      return client.post(`/v1/submissions/${submission}/${what}`, body, { ...options, etag });
    },
  };
  return client;
}

async function firstOf(response: Response): Promise<Buffer> {
  const reader = response.body?.getReader();
  const first = await reader?.read();
  await reader?.cancel();
  return Buffer.from(first?.value ?? []);
}
