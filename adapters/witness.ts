import { createPublicKey, verify } from 'node:crypto';
import { cosignedText, splitCosignature } from '../domain/checkpoint';
import type { Hash } from '../domain/merkle-tree';
import { NOTE_TYPES, type NoteSignature, parseSignatures, parseVerifierKey } from '../domain/signed-note';
import { type BoundedAnswer, boundedPost } from './bounded-post';

/** Somebody else who confirms that the log was only added to (C2SP tlog-witness, tlog-cosignature). */
export interface Witness {
  name: string;
  /** Whether checkpoints are brought to it; one without an address fetches them and posts its cosignatures. */
  isAsked: boolean;
  /** @returns when it cosigned; undefined where this is no cosignature of this witness under this body */
  checks(body: string, signature: NoteSignature): Date | undefined;
  /**
   * Asks for a cosignature.
   * @param from the size of the checkpoint that it is believed to hold
   * @throws Error when it could not be reached, refused, or answered with anything else than its cosignature
   */
  ask(checkpoint: OfferedCheckpoint, from: number, signal: AbortSignal): Promise<NoteSignature>;
}

export interface OfferedCheckpoint {
  size: number;
  body: string;
  /** With the log's signature. */
  note: string;
  prove(from: number): Promise<Hash[]>;
}

export interface WitnessSettings {
  /** C2SP vkey of a cosigner (type 0x04). */
  key: string;
  /** Prefix of its `add-checkpoint`. */
  url: string | undefined;
}

/** A first answer tells how far it is; a second conflict means that somebody else brought it further meanwhile. */
const TRIES = 3;
const PLAIN = 'text/plain; charset=utf-8';

/** @throws Error when the key is not one of cosignature/v1 with Ed25519 */
export function createWitness({ key, url }: WitnessSettings): Witness {
  const parsed = parseVerifierKey(key);
  if (parsed === undefined || parsed.type !== NOTE_TYPES.cosignature || parsed.publicKey.length !== 32)
    throw new Error('A witness is named by a verifier key of type 4: NAME+KEYID+KEY.');
  const x = Buffer.from(parsed.publicKey).toString('base64url');
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });

  function checks(body: string, { name, keyId, signature }: NoteSignature): Date | undefined {
    const parts = splitCosignature(signature);
    const isOurs = name === parsed?.name && Buffer.from(keyId).equals(parsed.keyId);
    if (!isOurs || parts === undefined || parts.seconds > LATEST_SECONDS) return undefined;
    const text = Buffer.from(cosignedText(parts.seconds, body));
    return verify(null, text, publicKey, parts.signature) ? new Date(parts.seconds * 1_000) : undefined;
  }

  return {
    name: parsed.name,
    isAsked: url !== undefined,
    checks,
    async ask(checkpoint, believed, signal) {
      if (url === undefined) throw new Error('This witness has no address.');
      let from = believed;
      for (let attempt = 1; attempt <= TRIES; attempt += 1) {
        const body = await bodyOf(checkpoint, from);
        const answer = await boundedPost(`${url.replace(/\/$/, '')}/add-checkpoint`, PLAIN, body, signal);
        if (answer.status === 200) {
          const found = (parseSignatures(answer.bytes.toString()) ?? []).find((one) =>
            checks(checkpoint.body, one),
          );
          if (found === undefined) throw new Error('The witness answered without its cosignature.');
          return found;
        }
        const held = answer.status === 409 ? sizeIn(answer) : undefined;
        if (held === undefined || held > checkpoint.size || held === from)
          throw new Error(`The witness answered ${answer.status}.`);
        from = held;
      }
      throw new Error('The witness is being brought forward by others.');
    },
  };
}

/** The last second of the year 9999, beyond which no instant is kept. */
const LATEST_SECONDS = 253_402_300_799;

async function bodyOf({ note, prove }: OfferedCheckpoint, from: number): Promise<string> {
  const proof = (await prove(from)).map((hash) => `${Buffer.from(hash).toString('base64')}\n`);
  return `old ${from}\n${proof.join('')}\n${note}`;
}

function sizeIn({ type, bytes }: BoundedAnswer): number | undefined {
  const size = Number(/^(0|[1-9]\d{0,15})\n$/.exec(bytes.toString())?.[1]);
  return type === 'text/x.tlog.size' && Number.isSafeInteger(size) ? size : undefined;
}
