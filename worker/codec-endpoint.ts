import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';

/** Who may have payloads decoded; both undefined or empty: nobody. */
export interface CodecAccess {
  /** A bearer token that a caller must hold. */
  token: string | undefined;
  /** Web origins whose pages may call, as a browser names them. */
  origins: readonly string[];
}

export type CodecEndpoint = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

/** Longer than any page of a history that Temporal's Web UI asks for at once. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

const Body = z.object({
  payloads: z
    .array(z.object({ metadata: z.record(z.string(), z.string()).default({}), data: z.string().default('') }))
    .max(10_000),
});

/**
 * Temporal's remote codec protocol, the half that reads: `POST …/decode` with `{ payloads }` in proto JSON answers the
 * same payloads decrypted, so that histories are readable in the Web UI and with the CLI. Nothing encrypts here: who
 * only looks has nothing to write.
 */
export function createCodecEndpoint(
  access: CodecAccess,
  decode: <T>(json: T) => Promise<T>,
): CodecEndpoint | undefined {
  if (access.token === undefined && access.origins.length === 0) return undefined;
  return async (req, res) => {
    const { origin } = req.headers;
    if (origin !== undefined) {
      if (!access.origins.includes(origin)) return answer(res, 403, { status: 'not from here' });
      res.setHeader('Access-Control-Allow-Origin', origin);
      res.setHeader('Vary', 'Origin');
    }
    if (req.method === 'OPTIONS') return preflight(res);
    if (req.method !== 'POST') return answer(res, 405, { status: 'POST only' });
    if (!holdsToken(req, access.token)) return answer(res, 401, { status: 'a token is needed' });
    const body = Body.safeParse(await readJson(req));
    if (!body.success) {
      // The rest of a body that is too long is not read, so nothing can follow it.
      res.setHeader('Connection', 'close');
      return answer(res, 400, { status: 'not a codec request' });
    }
    answer(res, 200, await decode(body.data));
  };
}

function preflight(res: ServerResponse): void {
  res.writeHead(204, {
    'Access-Control-Allow-Methods': 'POST',
    'Access-Control-Allow-Headers': 'content-type, x-namespace, authorization',
    'Access-Control-Max-Age': '600',
  });
  res.end();
}

function holdsToken(req: IncomingMessage, token: string | undefined): boolean {
  if (token === undefined) return true;
  const given = /^Bearer (.+)$/i.exec(req.headers.authorization ?? '')?.[1] ?? '';
  const digest = (value: string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(given), digest(token));
}

/** @returns undefined for what is too long or no JSON */
async function readJson(req: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of req) {
    bytes += part.length;
    if (bytes > MAX_BODY_BYTES) return undefined;
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString());
  } catch {
    return undefined;
  }
}

function answer(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  res.end(JSON.stringify(body));
}
