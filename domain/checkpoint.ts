import { base64 } from '@scure/base';
import type { Hash } from './merkle-tree';

/** The registers of an office: of what comes, and of what it sends on its own account; in this order in a checkpoint. */
export const REGISTERS = ['register', 'outgoing'] as const;

/** The highest number that an office's register has reached in a year. */
export interface RegisterLine {
  register: (typeof REGISTERS)[number];
  office: string;
  year: number;
  highest: number;
}

/** What a checkpoint says (docs/evidence.md, Checkpoint): the whole log so far, and how far the registers are. */
export interface Checkpoint {
  origin: string;
  size: number;
  root: Hash;
  /** RFC 3339, UTC. */
  time: string;
  registers: RegisterLine[];
}

/** The origin of a log: its issuer's address without scheme and trailing slash, and `/log`. */
export const originOf = (issuer: string): string =>
  `${issuer.replace(/^[a-z]+:\/\//, '').replace(/\/$/, '')}/log`;

/** The body of the note: C2SP tlog-checkpoint with extension lines. */
export function checkpointBody({ origin, size, root, time, registers }: Checkpoint): string {
  const sorted = [...registers].sort(
    (a, b) =>
      REGISTERS.indexOf(a.register) - REGISTERS.indexOf(b.register) ||
      (a.office === b.office ? a.year - b.year : a.office < b.office ? -1 : 1),
  );
  const lines = [
    origin,
    String(size),
    base64.encode(root),
    `time ${time}`,
    ...sorted.map(({ register, office, year, highest }) => `${register} ${office} ${year} ${highest}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** @returns undefined for what is not the body of a checkpoint as it is written here, to the letter */
export function parseCheckpoint(body: string): Checkpoint | undefined {
  const [origin = '', size = '', root = '', time = '', ...rest] = body.split('\n');
  const registers = rest.slice(0, -1).flatMap((line) => {
    const [, name, office, year, highest] =
      /^(register|outgoing) ([a-z0-9-]+) (\d{4}) (0|[1-9]\d{0,15})$/.exec(line) ?? [];
    const register = REGISTERS.find((one) => one === name);
    return office === undefined || register === undefined
      ? []
      : [{ register, office, year: Number(year), highest: Number(highest) }];
  });
  if (!/^time \S+$/.test(time) || !/^[A-Za-z0-9+/]{43}=$/.test(root)) return undefined;
  const hash = decode(root);
  if (hash === undefined) return undefined;
  const parsed = { origin, size: Number(size), root: hash, time: time.slice(5), registers };
  // Sorted, canonical, nothing left over: whoever parses sees what was signed.
  return Number.isSafeInteger(parsed.size) && checkpointBody(parsed) === body ? parsed : undefined;
}

function decode(text: string): Hash | undefined {
  try {
    return base64.decode(text);
  } catch {
    return undefined;
  }
}

/** A witness's statement (C2SP tlog-cosignature, Ed25519): what it saw and when, seconds since 1970. */
export const cosignedText = (seconds: number, body: string): string =>
  `cosignature/v1\ntime ${seconds}\n${body}`;

const COSIGNATURE_BYTES = 8 + 64;

/** @returns undefined where it is not 8 bytes of time and 64 of a signature */
export function splitCosignature(bytes: Uint8Array): { seconds: number; signature: Uint8Array } | undefined {
  if (bytes.length !== COSIGNATURE_BYTES) return undefined;
  const seconds = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0);
  if (seconds > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  return { seconds: Number(seconds), signature: bytes.slice(8) };
}

export function joinCosignature(seconds: number, signature: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8 + signature.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(seconds));
  bytes.set(signature, 8);
  return bytes;
}
