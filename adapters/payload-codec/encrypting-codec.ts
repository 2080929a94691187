import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import type { CodecKeys } from './key-folder';

/** The mark by which Temporal's own tools and samples know an encrypted payload. */
export const ENCRYPTED = 'binary/encrypted';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const wire = temporal.api.common.v1.Payload;
const text = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString();

/**
 * What the engine keeps it keeps encrypted: nonce, AES-256-GCM of the whole payload, tag. What has no mark is passed
 * on, so that runs of a release before this one go on. What has it and cannot be opened (a key that is gone, a forgery)
 * is passed on as it is, and the payload converter takes it for nothing: an exception here would fail the workflow
 * task for ever.
 */
export function createEncryptingCodec(keys: CodecKeys): PayloadCodec {
  return {
    encode: async (payloads) => payloads.map((payload) => encrypt(payload, keys)),
    decode: (payloads) => Promise.all(payloads.map((payload) => decrypt(payload, keys))),
  };
}

export const isEncrypted = (payload: Payload): boolean => text(payload.metadata?.encoding) === ENCRYPTED;

function encrypt(payload: Payload, keys: CodecKeys): Payload {
  const { id, key } = keys.newest();
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce);
  const plain = wire.encode(wire.create(payload)).finish();
  return {
    metadata: { encoding: Buffer.from(ENCRYPTED), 'encryption-key-id': Buffer.from(id) },
    data: Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]),
  };
}

async function decrypt(payload: Payload, keys: CodecKeys): Promise<Payload> {
  if (!isEncrypted(payload)) return payload;
  const key = await keys.find(text(payload.metadata?.['encryption-key-id']));
  return (key === undefined ? undefined : opened(payload, key.key)) ?? payload;
}

/** @returns undefined for what was not made with this key, or was changed since */
function opened({ data }: Payload, key: KeyObject): Payload | undefined {
  const bytes = Buffer.from(data ?? []);
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
  try {
    const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    const plain = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
    return wire.decode(Buffer.concat([plain, decipher.final()]));
  } catch {
    return undefined;
  }
}
