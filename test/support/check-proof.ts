import { verify } from 'node:crypto';
import { compactVerify, importJWK } from 'jose';
import { type Checkpoint, originOf, parseCheckpoint } from '../../domain/checkpoint';
import { canonicalJson } from '../../domain/digest';
import { hashOfLeaf } from '../../domain/log-leaf';
import { rootFromPath } from '../../domain/merkle-proofs';
import { keyIdOf, NOTE_TYPES, parseNote, type SignedNote } from '../../domain/signed-note';
import { publicKeyOf } from './witness';

export interface PublicKey {
  kid: string;
  purpose: string;
  kty: string;
  crv: string;
  x: string;
}

/** @returns the checkpoint, when the note is signed by a log key of the set; throws otherwise */
export function checkNote(text: string, issuer: string, keys: PublicKey[]): Checkpoint & SignedNote {
  const note = parseNote(text);
  const checkpoint = note && parseCheckpoint(note.body);
  const [first] = note?.signatures ?? [];
  if (note === undefined || checkpoint === undefined || first === undefined)
    throw new Error('No checkpoint.');
  const origin = originOf(issuer);
  const signed = keys
    .filter(({ purpose }) => purpose === 'log')
    .map(({ x }) => Buffer.from(x, 'base64url'))
    .some(
      (key) =>
        Buffer.from(first.keyId).equals(keyIdOf(origin, NOTE_TYPES.ed25519, key)) &&
        verify(null, Buffer.from(note.body), publicKeyOf(key), first.signature),
    );
  if (!signed || checkpoint.origin !== origin || first.name !== origin)
    throw new Error('Not signed by the log.');
  return { ...checkpoint, ...note };
}

/** As docs/evidence.md, Proof, says; throws where a check fails. @returns the proof's checkpoint */
export async function checkProof(
  bytes: Buffer | string,
  evidence: { digest: string; issuer: string },
  keys: PublicKey[],
): Promise<Checkpoint & SignedNote> {
  const { format, proof, jws, ...rest } = JSON.parse(bytes.toString());
  if (format !== 'gongmun-proof/1' || Object.keys(rest).length > 0) throw new Error('No proof.');
  if (canonicalJson({ format, proof, jws }) !== bytes.toString()) throw new Error('Not canonical.');
  const { payload, protectedHeader } = await compactVerify(jws, async ({ kid }: { kid?: string }) => {
    const key = keys.find((one) => one.kid === kid && one.purpose === 'evidence');
    if (key === undefined) throw new Error('No such key.');
    return importJWK({ ...key, alg: 'EdDSA' });
  });
  if (protectedHeader.typ !== 'gongmun-proof+jws') throw new Error('Signed as something else.');
  if (Buffer.from(payload).toString() !== canonicalJson(proof)) throw new Error('Not what was signed.');
  const checkpoint = checkNote(proof.checkpoint, evidence.issuer, keys);
  const hash = hashOfLeaf({ kind: 'evidence', digest: evidence.digest });
  const path = proof.path.map((one: string) => new Uint8Array(Buffer.from(one, 'base64')));
  const root = rootFromPath({ hash, index: proof.index, size: proof.size }, path);
  if (proof.digest !== evidence.digest || proof.size !== checkpoint.size)
    throw new Error('Of something else.');
  if (root === undefined || !Buffer.from(root).equals(checkpoint.root)) throw new Error('Another tree.');
  return checkpoint;
}
