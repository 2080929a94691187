import type { PayloadJson } from './engine-runs';

interface Payloads {
  payloads?: PayloadJson[];
}

/** The value of a payload that holds JSON; undefined for what cannot be read, null for what holds nothing. */
export function readPayload(payload: PayloadJson | undefined): unknown {
  if (payload === undefined) return undefined;
  const encoding = decoded(payload.metadata?.encoding ?? '');
  if (encoding === 'binary/null') return null;
  if (encoding !== 'json/plain') return undefined;
  try {
    return JSON.parse(decoded(payload.data ?? ''));
  } catch {
    return undefined;
  }
}

/** The first of several, which is the only one that anything of ours has. */
export function firstValue(payloads: unknown): unknown {
  const [first] = (payloads as Payloads | undefined)?.payloads ?? [];
  return readPayload(first);
}

const decoded = (base64: string): string => Buffer.from(base64, 'base64').toString();
