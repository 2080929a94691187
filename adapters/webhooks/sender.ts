import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { newSecret, signedHeaders } from './sign';
import { type Address, findTarget, systemLookup, TargetRefused, type TargetRules } from './target';

export interface WebhookMessage {
  url: string;
  secret: string;
  /** The same for every attempt at one message. */
  id: string;
  /** Of this attempt. */
  at: Date;
  body: string;
}

/** What came of an attempt: the status, or a code for why there is none. */
export type WebhookOutcome = { delivered: true; response: string } | { delivered: false; response: string };

export interface WebhookSender {
  newSecret(): string;
  /** Why nothing would be sent there now; undefined where something would. */
  check(url: string): Promise<TargetRefused['refusal'] | undefined>;
  /** One attempt. Never throws: whatever went wrong is a code of a few letters. */
  send(message: WebhookMessage): Promise<WebhookOutcome>;
}

const WITHIN_MS = 10_000;

/**
 * Sends to addresses that somebody else named. What the target's name means is looked up once and checked, and that very
 * address is connected to. Redirects are not followed, the answer's body is not read, and after 10 s it is over.
 */
export function createWebhookSender(
  rules: Pick<TargetRules, 'targets'> & Partial<TargetRules> & { withinMs?: number },
): WebhookSender {
  const { targets, lookup = systemLookup, withinMs = WITHIN_MS } = rules;
  return {
    newSecret,
    async check(url) {
      try {
        await findTarget(url, { targets, lookup });
        return undefined;
      } catch (error) {
        return refusalOf(error);
      }
    },
    async send(message) {
      try {
        const target = await findTarget(message.url, { targets, lookup });
        const status = await post(target, message, withinMs);
        return { delivered: status >= 200 && status < 300, response: String(status) };
      } catch (error) {
        if (error instanceof TargetRefused) return { delivered: false, response: error.refusal };
        return { delivered: false, response: codeOf(error) };
      }
    },
  };
}

function refusalOf(error: unknown): TargetRefused['refusal'] {
  if (error instanceof TargetRefused) return error.refusal;
  throw error;
}

function post(
  { url, address }: { url: URL; address: Address },
  message: WebhookMessage,
  withinMs: number,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = send(url, {
      method: 'POST',
      // No connection of another target, nor a proxy of the environment.
      agent: false,
      lookup: pinnedTo(address),
      signal: AbortSignal.timeout(withinMs),
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(message.body),
        'user-agent': 'gongmun-webhooks',
        ...signedHeaders(message.secret, message),
      },
    });
    request.once('error', reject);
    request.once('response', (response) => {
      response.on('error', () => {});
      response.destroy();
      resolve(response.statusCode ?? 0);
    });
    request.end(message.body);
  });
}

/** Whatever is asked for, the answer is the address that was checked. */
const pinnedTo =
  ({ address, family }: Address): LookupFunction =>
  (_name, options, callback) => {
    if (options.all) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };

function codeOf(error: unknown): string {
  const { name, code } = error as { name?: string; code?: string };
  if (name === 'TimeoutError' || name === 'AbortError') return 'timeout';
  return /^[A-Z][A-Z0-9_]{2,60}$/.test(code ?? '') ? String(code) : 'unreachable';
}
