import { sha256, signEd25519, type TestKey } from './keys';
import { pathOf, rootOf } from './merkle';
import { ISSUER, type JsonObject, jws } from './receipt';

export const originOf = (issuer: string): string =>
  `${issuer.replace(/^https?:\/\//, '').replace(/\/$/, '')}/log`;

const keyId = (name: string, type: number, raw: Buffer): Buffer =>
  sha256(name, Buffer.of(0x0a, type), raw).subarray(0, 4);

const signatureLine = (name: string, id: Buffer, signature: Buffer): string =>
  `— ${name} ${Buffer.concat([id, signature]).toString('base64')}\n`;

export interface Witness {
  name: string;
  key: TestKey;
}

/** C2SP signed-note: how a witness's key is handed on. */
export function vkeyOf({ name, key }: Witness): string {
  const id = keyId(name, 4, key.raw).toString('hex');
  return `${name}+${id}+${Buffer.concat([Buffer.of(4), key.raw]).toString('base64')}`;
}

/** C2SP tlog-cosignature, `cosignature/v1`. */
export function cosign(body: string, { name, key }: Witness, seconds: number): string {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(seconds));
  const signature = signEd25519(key, `cosignature/v1\ntime ${seconds}\n${body}`);
  return signatureLine(name, keyId(name, 4, key.raw), Buffer.concat([time, signature]));
}

/** A log as the operator keeps it: everything in it, and what it stated. */
export class TestLog {
  readonly leaves: Buffer[] = [];
  readonly key: TestKey;
  readonly origin: string;
  constructor(key: TestKey, origin = originOf(ISSUER)) {
    this.key = key;
    this.origin = origin;
  }

  add(kind: string, digest: string): number {
    return this.leaves.push(Buffer.from(`${kind}:${digest}`, 'ascii')) - 1;
  }

  /** C2SP tlog-checkpoint of the log as it is now. */
  checkpoint(registers: string[] = REGISTERS, witnesses: Witness[] = []): string {
    const root = rootOf(this.leaves).toString('base64');
    const lines = [this.origin, this.leaves.length, root, 'time 2026-11-24T23:30:00.000Z', ...registers];
    const body = `${lines.join('\n')}\n`;
    const own = signatureLine(this.origin, keyId(this.origin, 1, this.key.raw), signEd25519(this.key, body));
    return [body, '\n', own, ...witnesses.map((witness) => cosign(body, witness, 1_795_000_000))].join('');
  }

  /** What a proof states of an entry. */
  statement(kind: string, digest: string, checkpoint = this.checkpoint()): JsonObject {
    const index = this.leaves.findIndex((leaf) => leaf.toString() === `${kind}:${digest}`);
    const path = pathOf(index, this.leaves).map((hash) => hash.toString('base64'));
    return { kind, digest, index, size: this.leaves.length, path, checkpoint };
  }
}

export const REGISTERS = [
  'register haneul-civil 2026 17',
  'register haneul-food 2026 3',
  'outgoing haneul-civil 2026 5',
];

export const proofOf = (statement: JsonObject, key: TestKey): JsonObject => ({
  format: 'gongmun-proof/1',
  proof: statement,
  jws: jws('gongmun-proof+jws', statement, key),
});
