import { randomUUID } from 'node:crypto';
import { demoToken } from './demo-token';
import type { Running } from './running';

/** A small PDF with one blank page, as somebody might attach it. */
const PDF = [
  '%PDF-1.4',
  '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
  '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
  '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj',
  'trailer<</Root 1 0 R>>',
  '%%EOF',
].join('\n');

interface Answer {
  status: number;
  etag: string;
  // biome-ignore lint/suspicious/noExplicitAny: the walk reads documents of every shape
  body: any;
}

/** Speaks to the running API as one demo person. */
export async function signIn(running: Running, name: string) {
  const token = await demoToken(running.issuer, name);
  async function call(path: string, init: RequestInit = {}): Promise<Answer> {
    const headers = { ...(init.headers as Record<string, string>), authorization: `Bearer ${token}` };
    const answer = await fetch(running.api + path, { ...init, headers });
    const type = answer.headers.get('content-type') ?? '';
    const body = type.includes('json') ? await answer.json() : Buffer.from(await answer.arrayBuffer());
    return { status: answer.status, etag: answer.headers.get('etag') ?? '', body };
  }
  const post = (path: string, body: unknown, etag?: string, key: string = randomUUID()) =>
    call(path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': key,
        prefer: 'wait=20',
        ...(etag === undefined ? {} : { 'if-match': etag }),
      },
      body: JSON.stringify(body),
    });
  return {
    get: (path: string) => call(path),
    /** For what must be there. */
    async read(path: string): Promise<Answer['body']> {
      const { status, body } = await call(path);
      if (status !== 200)
        throw new Error(`Not as promised: GET ${path} answered ${status} ${body.code ?? ''}`);
      return body;
    },
    post,
    async act(id: string, what: string, body: unknown): Promise<Answer> {
      const { etag } = await call(`/v1/submissions/${id}`);
      return post(`/v1/submissions/${id}/${what}`, body, etag);
    },
    upload(name: string): Promise<Answer> {
      const form = new FormData();
      form.append('file', new Blob([PDF], { type: 'application/pdf' }), name);
      return call('/v1/uploads', {
        method: 'POST',
        headers: { 'idempotency-key': randomUUID() },
        body: form,
      });
    },
  };
}

export type DemoClient = Awaited<ReturnType<typeof signIn>>;
