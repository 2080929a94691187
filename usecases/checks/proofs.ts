import type { Db } from '../../db/knex';
import { nextProofs, type StoredProof } from '../../db/log-check';
import { findLeavesOf } from '../../db/log-store';
import { parseCheckpoint } from '../../domain/checkpoint';
import { canonicalJson } from '../../domain/digest';
import { hashOfLeaf } from '../../domain/log-leaf';
import { rootFromPath } from '../../domain/merkle-proofs';
import { parseNote } from '../../domain/signed-note';
import type { ProofPayload } from '../read-proof';
import type { Report } from './fault';
import type { SignatureCheck } from './signature';

const PAGE = 200;

/** Proofs that were made once: of the leaf that the log has, leading to the root that their checkpoint signs. */
export async function checkProofs(db: Db, signature: SignatureCheck, report: Report): Promise<number> {
  let looked = 0;
  for (let after: StoredProof | null = null; ; ) {
    const proofs: StoredProof[] = await nextProofs(db, after, PAGE);
    for (const proof of proofs) {
      const what = await wrongWith(db, proof, signature);
      if (what !== null) report({ table: 'proofs', row: `${proof.kind}:${proof.subject}`, what });
    }
    looked += proofs.length;
    after = proofs.at(-1) ?? null;
    if (after === null || proofs.length < PAGE) return looked;
  }
}

async function wrongWith(db: Db, { kind, subject, document }: StoredProof, signature: SignatureCheck) {
  const read = parse(document);
  if (read === null) return 'cannot be read';
  const { proof, jws } = read;
  const wrong = signature('gongmun-proof+jws', canonicalJson(proof), jws);
  if (wrong !== null) return wrong;
  const [leaf] = await findLeavesOf(db, kind, [subject]);
  if (leaf === undefined || leaf.index !== proof.index || leaf.digest !== proof.digest || proof.kind !== kind)
    return 'is of another leaf than the one that the log has';
  const root = parseCheckpoint(parseNote(proof.checkpoint)?.body ?? '')?.root;
  const path = proof.path.map((hash) => Buffer.from(hash, 'base64'));
  const led = rootFromPath({ hash: hashOfLeaf(leaf), index: proof.index, size: proof.size }, path);
  if (root === undefined || led === undefined || !Buffer.from(root).equals(Buffer.from(led)))
    return 'does not lead to the root of its checkpoint';
  return null;
}

function parse(document: string): { proof: ProofPayload; jws: string } | null {
  try {
    const { proof, jws } = JSON.parse(document);
    return Array.isArray(proof?.path) && typeof jws === 'string' ? { proof, jws } : null;
  } catch {
    return null;
  }
}
