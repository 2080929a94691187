import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cosignedText, joinCosignature, parseCheckpoint } from '../../domain/checkpoint';
import { isConsistent, type TreeHead } from '../../domain/merkle-proofs';
import { EMPTY_ROOT } from '../../domain/merkle-tree';
import { keyIdOf, NOTE_TYPES, parseNote, signatureLine, writeVerifierKey } from '../../domain/signed-note';

export interface Cosigner {
  name: string;
  /** C2SP vkey. */
  key: string;
  /** A signature line under the body of a checkpoint. */
  cosign(body: string, seconds?: number): string;
}

export function createCosigner(name: string): Cosigner {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const type = NOTE_TYPES.cosignature;
  const keyId = keyIdOf(name, type, raw);
  return {
    name,
    key: writeVerifierKey({ name, keyId, type, publicKey: raw }),
    cosign(body, seconds = Math.floor(Date.now() / 1_000)) {
      const signature = sign(null, Buffer.from(cosignedText(seconds, body)), privateKey);
      return signatureLine({ name, keyId, signature: joinCosignature(seconds, signature) });
    },
  };
}

/** How the witness answers; `right` is by the protocol. */
export type Manner = 'right' | 'silent' | 'foreign' | 'forbidden' | 'endless';

export interface WitnessServer extends Cosigner {
  url: string;
  /** The tree that it cosigned last; undefined before the first. */
  held(): TreeHead | undefined;
  /** Every status that it answered with. */
  answers: number[];
  /** From now on it knows of no checkpoint, or of another one. */
  hold(head: TreeHead | undefined): void;
  behave(manner: Manner): void;
  /** Whose checkpoints it takes; nobody's before. */
  trust(origin: string, publicKey: Uint8Array): void;
  stop(): Promise<void>;
}

/** A witness by the protocol of C2SP tlog-witness, on a real socket: it checks what it cosigns. */
export async function startWitness(name: string): Promise<WitnessServer> {
  const cosigner = createCosigner(name);
  const foreign = createCosigner(name);
  const logs = new Map<string, Uint8Array>();
  const answers: number[] = [];
  let held: TreeHead | undefined;
  let manner: Manner = 'right';

  function judge(request: string): { status: number; type?: string; text: string } {
    const [old = '', ...lines] = request.slice(0, request.indexOf('\n\n')).split('\n');
    const text = request.slice(request.indexOf('\n\n') + 2);
    const note = parseNote(text);
    const from = Number(/^old (0|[1-9]\d*)$/.exec(old)?.[1]);
    const checkpoint = note && parseCheckpoint(note.body);
    if (note === undefined || checkpoint === undefined || !(from <= checkpoint.size))
      return { status: 400, text: '' };
    const key = logs.get(checkpoint.origin);
    if (key === undefined) return { status: 404, text: '' };
    const keyId = keyIdOf(checkpoint.origin, NOTE_TYPES.ed25519, key);
    const signed = note.signatures.some(
      (one) =>
        one.name === checkpoint.origin &&
        Buffer.from(one.keyId).equals(keyId) &&
        verify(null, Buffer.from(note.body), publicKeyOf(key), one.signature),
    );
    if (!signed || manner === 'forbidden') return { status: 403, text: '' };
    const before = held ?? { size: 0, root: EMPTY_ROOT };
    if (from !== before.size) return { status: 409, type: 'text/x.tlog.size', text: `${before.size}\n` };
    const proof = lines.map((line) => new Uint8Array(Buffer.from(line, 'base64')));
    const after = { size: checkpoint.size, root: checkpoint.root };
    if (!isConsistent(before, after, proof))
      return { status: before.size === after.size ? 409 : 422, text: '' };
    if (manner === 'foreign') return { status: 200, text: foreign.cosign(note.body) };
    held = after;
    return { status: 200, text: cosigner.cosign(note.body) };
  }

  const server: Server = createServer((req, res) => {
    if (manner === 'silent') return;
    const parts: Buffer[] = [];
    req.on('data', (part) => parts.push(part));
    req.on('end', () => {
      const isOurs = req.method === 'POST' && req.url === '/witness/add-checkpoint';
      const answer = isOurs ? judge(Buffer.concat(parts).toString()) : { status: 404, text: '' };
      answers.push(answer.status);
      if (answer.type !== undefined) res.setHeader('content-type', answer.type);
      res.statusCode = answer.status;
      res.end(manner === 'endless' ? '—'.repeat(100_000) : answer.text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    ...cosigner,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/witness/`,
    held: () => held,
    answers,
    hold(head) {
      held = head;
    },
    behave(next) {
      manner = next;
      if (next !== 'silent') server.closeAllConnections();
    },
    trust: (origin, publicKey) => void logs.set(origin, publicKey),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function publicKeyOf(raw: Uint8Array) {
  const x = Buffer.from(raw).toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}
