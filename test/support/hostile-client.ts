import { randomUUID } from 'node:crypto';
import { fileOf, type NaughtyCall } from './naughty-calls';
import type { Processes } from './processes';

export interface Reaction {
  status: number;
  etag: string;
  // biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what a test is about
  body: any;
}

/** Longer than this no bad input may keep anybody waiting. */
const ANSWERED_WITHIN_MS = 2_000;
const GIVEN_UP_AFTER_MS = 20_000;
const MOST_FAULTS = 30;

/** What an answer must never tell: where code lies, what a database said. */
const LEAKED =
  /node_modules|\.[cm]?[jt]s:\d+|\n\s+at \S+ \(|\bSELECT .+ FROM \b|syntax error at|invalid byte sequence/;

/** Sends what it is told to, and notes whatever no answer may be: a 5xx, a slow one, one that tells of the code. */
export function createHostileClient(processes: Processes) {
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = (who: string): Promise<string> => {
    const kept = tokens.get(who) ?? processes.system.issuer.token(`demo-${who}`);
    tokens.set(who, kept);
    return kept;
  };
  const faults: string[] = [];
  const statuses = new Map<number, number>();
  let slowest = 0;
  const fault = (text: string) => {
    if (faults.length < MOST_FAULTS) faults.push(text);
  };

  async function send(call: NaughtyCall): Promise<Reaction> {
    const headers = { ...call.headers };
    if (call.who !== null) headers.authorization = `Bearer ${await tokenOf(call.who)}`;
    const began = performance.now();
    const body = call.method === 'get' ? null : (call.body ?? null);
    const answer = await fetch(processes.url + call.path, {
      // Written small, PATCH is a method that there is not.
      ...{ method: call.method.toUpperCase(), headers },
      body: Buffer.isBuffer(body) ? new Uint8Array(body) : body,
      signal: AbortSignal.timeout(GIVEN_UP_AFTER_MS),
    }).catch((error: unknown) => error);
    if (!(answer instanceof Response)) {
      fault(`${call.what}: no answer, ${String((answer as Error).cause ?? answer)}`);
      return { status: 0, etag: '', body: undefined };
    }
    const bytes = await bytesOf(answer);
    if (bytes === undefined) {
      fault(`${call.what}: ${answer.status}, and the answer has no end`);
      return { status: answer.status, etag: '', body: undefined };
    }
    const ms = performance.now() - began;
    slowest = Math.max(slowest, ms);
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    const type = answer.headers.get('content-type') ?? '';
    const text = type.includes('json') ? bytes.toString() : '';
    if (answer.status >= 500) fault(`${call.what}: ${answer.status} ${text.slice(0, 200)}`);
    if (ms > ANSWERED_WITHIN_MS) fault(`${call.what}: answered after ${Math.round(ms)} ms`);
    // What people wrote is told again, and may look like anything; a refusal is in our words.
    // An address longer than HTTP takes (431) is refused before any of our code sees it.
    if (
      answer.status >= 400 &&
      answer.status !== 431 &&
      (LEAKED.test(text) || !type.startsWith('application/problem+json'))
    )
      fault(`${call.what}: ${answer.status} as ${type}: ${text.slice(0, 200)}`);
    return {
      status: answer.status,
      etag: answer.headers.get('etag') ?? '',
      body: text === '' ? bytes : JSON.parse(text),
    };
  }

  const client = {
    faults,
    send,
    counts: () => ({
      requests: [...statuses.values()].reduce((sum, count) => sum + count, 0),
      statuses: Object.fromEntries([...statuses].sort(([a], [b]) => a - b)),
      slowestMs: Math.round(slowest),
    }),
    get: (who: string | null, path: string): Promise<Reaction> =>
      send({ what: `GET ${path.slice(0, 80)}`, who, method: 'get', path, headers: {}, body: undefined }),
    post(who: string, path: string, body: unknown, etag?: string): Promise<Reaction> {
      const headers = {
        ...{ 'content-type': 'application/json', 'idempotency-key': randomUUID(), prefer: 'wait=1' },
        ...(etag === undefined ? {} : { 'if-match': etag }),
      };
      return send({ what: `POST ${path}`, who, method: 'post', path, headers, body: JSON.stringify(body) });
    },
    upload: (who: string, name: string): Promise<Reaction> =>
      send({ what: 'POST /v1/uploads', who, method: 'post', path: '/v1/uploads', ...fileOf(name) }),
  };
  return client;
}

export type HostileClient = ReturnType<typeof createHostileClient>;

/** All of it; of a stream of events, which has no end, nothing. Undefined where it does not end and should. */
async function bytesOf(answer: Response): Promise<Buffer | undefined> {
  if (answer.headers.get('content-type')?.startsWith('text/event-stream')) {
    await answer.body?.cancel();
    return Buffer.alloc(0);
  }
  return answer.arrayBuffer().then(Buffer.from, () => undefined);
}
