import { Agent, request } from 'node:http';

/** So many clients ask at a time, each one after the other. */
export const AT_ONCE = 50;

export interface Reply {
  status: number;
  etag: string;
  // biome-ignore lint/suspicious/noExplicitAny: measurements read answers of every shape
  body: any;
}

/** As many as a burst sends at once; each part of the bench opens no more than it has under way. */
const agent = new Agent({ keepAlive: true, maxSockets: 2_000 });

/**
 * A POST over kept-alive connections with as little of its own cost as Node allows. A connection that the server closed
 * while it lay idle is found out by using it; then the same request goes out once more, as any client does.
 */
export async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
  const payload = Buffer.from(JSON.stringify(body));
  try {
    return await send(url, payload, headers);
  } catch (error) {
    if (!(error instanceof StaleConnection)) throw error;
    return send(url, payload, headers);
  }
}

class StaleConnection extends Error {}

function send(url: string, payload: Buffer, headers: Record<string, string>): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const req = request(
      url,
      {
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/json', 'content-length': payload.length, ...headers },
      },
      (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          const parsed = text.startsWith('{') ? JSON.parse(text) : text;
          resolve({ status: res.statusCode ?? 0, etag: String(res.headers.etag ?? ''), body: parsed });
        });
        res.on('error', reject);
      },
    );
    req.on('error', (error: NodeJS.ErrnoException) =>
      reject(req.reusedSocket && error.code === 'ECONNRESET' ? new StaleConnection() : error),
    );
    req.end(payload);
  });
}

/** Runs `act` `count` times, `atOnce` at a time. @returns seconds from the first start to the last end */
export async function inParallel(
  count: number,
  atOnce: number,
  act: (index: number) => Promise<void>,
): Promise<number> {
  let next = 0;
  const started = process.hrtime.bigint();
  const lane = async () => {
    for (let index = next++; index < count; index = next++) await act(index);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return Number(process.hrtime.bigint() - started) / 1e9;
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** @param p between 0 and 1 */
export function percentile(values: number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * p) - 1)] ?? Number.NaN;
}

/** The first pages of a list, one behind the other. @returns milliseconds for each */
export async function readPages(url: string, token: string, pages: number): Promise<number[]> {
  const times: number[] = [];
  let cursor: string | undefined;
  do {
    const started = process.hrtime.bigint();
    const answer = await fetch(cursor === undefined ? url : `${url}&cursor=${cursor}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const body = (await answer.json()) as { nextCursor?: string };
    times.push(Number(process.hrtime.bigint() - started) / 1e6);
    if (answer.status !== 200)
      throw new Error(`${url} was answered with ${answer.status}: ${JSON.stringify(body)}`);
    cursor = body.nextCursor;
  } while (cursor !== undefined && times.length < pages);
  return times;
}

/** As figures are printed: ratios and rates, and tenths of milliseconds and seconds. */
export const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits));
export const tenths = (value: number): number => rounded(value, 1);
