import { sha256 } from '@noble/hashes/sha2';
import { base64, hex } from '@scure/base';

/** C2SP signed-note: text that ends in a line feed, an empty line, signature lines. */
export interface SignedNote {
  /** With its last line feed, without the empty line: what is signed. */
  body: string;
  signatures: NoteSignature[];
}

export interface NoteSignature {
  name: string;
  /** The first 4 bytes of `keyIdOf`. */
  keyId: Uint8Array;
  /** What follows the key id: 64 bytes of Ed25519, or as the key's type says. */
  signature: Uint8Array;
}

/** The types of signature that are used here: Ed25519 (signed-note), cosignature/v1 (tlog-cosignature). */
export const NOTE_TYPES = { ed25519: 0x01, cosignature: 0x04 } as const;

/** A key as verifiers are given it (C2SP vkey). */
export interface VerifierKey {
  name: string;
  keyId: Uint8Array;
  type: number;
  publicKey: Uint8Array;
}

export function keyIdOf(name: string, type: number, publicKey: Uint8Array): Uint8Array {
  const hash = sha256.create().update(`${name}\n`).update(Uint8Array.of(type)).update(publicKey);
  return hash.digest().slice(0, 4);
}

export function signatureLine({ name, keyId, signature }: NoteSignature): string {
  return `— ${name} ${base64.encode(Uint8Array.of(...keyId, ...signature))}\n`;
}

export function writeNote({ body, signatures }: SignedNote): string {
  return `${body}\n${signatures.map(signatureLine).join('')}`;
}

/** @returns undefined for what is not a signed note */
export function parseNote(text: string): SignedNote | undefined {
  const end = text.lastIndexOf('\n\n');
  const signatures = parseSignatures(text.slice(end + 2));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a note has none but line feeds
  if (end < 0 || signatures === undefined || /[\u0000-\u0009\u000b-\u001f]/.test(text)) return undefined;
  return { body: text.slice(0, end + 1), signatures };
}

/** The log's own and those of 63 witnesses. */
const MOST_SIGNATURES = 64;

/** @returns undefined where a line is not one of a signature, or there is none */
export function parseSignatures(text: string): NoteSignature[] | undefined {
  const lines = text.split('\n');
  if (lines.pop() !== '' || lines.length === 0 || lines.length > MOST_SIGNATURES) return undefined;
  const signatures = lines.flatMap((line) => {
    const [, name, encoded] = /^— ([^\s+]+) ([A-Za-z0-9+/]+=*)$/u.exec(line) ?? [];
    const bytes = decode(encoded);
    if (name === undefined || bytes === undefined || bytes.length <= 4) return [];
    return [{ name, keyId: bytes.slice(0, 4), signature: bytes.slice(4) }];
  });
  return signatures.length === lines.length ? signatures : undefined;
}

export function writeVerifierKey({ name, keyId, type, publicKey }: VerifierKey): string {
  return `${name}+${hex.encode(keyId)}+${base64.encode(Uint8Array.of(type, ...publicKey))}`;
}

/** @returns undefined for what is no verifier key, or one whose id is not that of its name and key */
export function parseVerifierKey(text: string): VerifierKey | undefined {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/u.exec(text) ?? [];
  const [type, ...key] = decode(encoded) ?? [];
  if (name === undefined || id === undefined || type === undefined) return undefined;
  const publicKey = Uint8Array.from(key);
  const keyId = keyIdOf(name, type, publicKey);
  return hex.encode(keyId) === id ? { name, keyId, type, publicKey } : undefined;
}

function decode(encoded: string | undefined): Uint8Array | undefined {
  try {
    return encoded === undefined ? undefined : base64.decode(encoded);
  } catch {
    return undefined;
  }
}
