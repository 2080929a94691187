import type { Payload, PayloadCodec } from '@temporalio/common';
import { ENCRYPTED } from './encrypting-codec';

/** A payload in proto JSON: every byte string in base64. */
interface PayloadJson {
  metadata: Record<string, string>;
  data?: string;
}

const MARK = Buffer.from(ENCRYPTED).toString('base64');

/**
 * Any part of the engine's proto JSON, a whole history as well as the body of a codec request, with every payload
 * decrypted that can be; the rest is left as it is. Payloads are found by their mark, wherever they stand.
 */
export async function decodeJson<T>(codecs: readonly PayloadCodec[], json: T): Promise<T> {
  return (await decode(codecs, json)) as T;
}

async function decode(codecs: readonly PayloadCodec[], value: unknown): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map((item) => decode(codecs, item)));
  if (typeof value !== 'object' || value === null) return value;
  if (isEncryptedJson(value)) return decodePayload(codecs, value);
  const entries = Object.entries(value).map(async ([name, part]) => [name, await decode(codecs, part)]);
  return Object.fromEntries(await Promise.all(entries));
}

const isEncryptedJson = (value: object): value is PayloadJson =>
  (value as Partial<PayloadJson>).metadata?.encoding === MARK;

async function decodePayload(codecs: readonly PayloadCodec[], json: PayloadJson): Promise<PayloadJson> {
  let payloads: Payload[] = [fromJson(json)];
  for (const codec of [...codecs].reverse()) payloads = await codec.decode(payloads);
  const [decoded] = payloads;
  return decoded === undefined ? json : toJson(decoded);
}

const fromJson = ({ metadata, data }: PayloadJson): Payload => ({
  metadata: mapped(metadata, (value) => Buffer.from(String(value), 'base64')),
  data: Buffer.from(String(data ?? ''), 'base64'),
});

const toJson = ({ metadata, data }: Payload): PayloadJson => ({
  metadata: mapped(metadata ?? {}, base64),
  ...(data?.length ? { data: base64(data) } : {}),
});

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const mapped = <A, B>(record: Record<string, A>, change: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
