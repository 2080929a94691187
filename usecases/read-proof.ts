import { checkpointForLeaf, noteOf } from '../db/checkpoint-store';
import { findEvidence } from '../db/evidence-store';
import type { Db, Tx } from '../db/knex';
import { inclusionPath } from '../db/log-proofs';
import { findLeavesOf } from '../db/log-store';
import { findProof, insertProof } from '../db/proof-store';
import { canonicalJson } from '../domain/digest';
import type { LogKind } from '../domain/log-leaf';
import type { Actor } from '../domain/permissions';
import { accessSubmission } from './access';
import type { Deps } from './deps';
import { notFound } from './take-command';

/** What the evidence key signs of a proof (docs/evidence.md, Proof). */
export interface ProofPayload {
  kind: LogKind;
  digest: string;
  index: number;
  size: number;
  /** Base64. */
  path: string[];
  /** The signed note. */
  checkpoint: string;
  /** Base64 of an RFC 3161 token. */
  timestamp?: string;
}

/**
 * That a receipt is in the log, as the exact bytes of a file.
 * @returns undefined while it is not sealed
 */
export async function readProof(
  deps: Deps,
  actor: Actor,
  asked: { submissionId: string; evidenceId: string; requestId: string },
): Promise<string | undefined> {
  const digest = await accessSubmission(
    deps,
    actor,
    { ...asked, action: 'read_receipts' },
    async (row, tx) => {
      const evidence = await findEvidence(tx, row.id, asked.evidenceId);
      if (evidence === undefined) throw notFound();
      return evidence.digest;
    },
  );
  return proveRow(deps, { kind: 'evidence', subject: asked.evidenceId, digest });
}

/**
 * The proof of a row, made once and stored: from then on the same bytes.
 * @returns undefined while the row is not sealed
 * @throws Error when the row is in the log with another digest than it has now
 */
export async function proveRow(
  deps: Pick<Deps, 'db' | 'signer' | 'now'>,
  row: { kind: LogKind; subject: string; digest: string },
): Promise<string | undefined> {
  const { kind, subject, digest } = row;
  const stored = await findProof(deps.db, kind, subject);
  if (stored !== undefined) return stored;
  const proof = await findPlace(deps.db, kind, subject);
  if (proof === undefined) return undefined;
  if (proof.digest !== digest) throw new Error(`The ${kind} ${subject} is in the log with another digest.`);
  const jws = await deps.signer.signJws('gongmun-proof+jws', canonicalJson(proof));
  const document = canonicalJson({ format: 'gongmun-proof/1', proof, jws });
  return insertProof(deps.db, { kind, subject, document, at: deps.now() });
}

async function findPlace(db: Db | Tx, kind: LogKind, subject: string): Promise<ProofPayload | undefined> {
  const [leaf] = await findLeavesOf(db, kind, [subject]);
  const checkpoint = leaf === undefined ? undefined : await checkpointForLeaf(db, leaf.index);
  if (leaf === undefined || checkpoint === undefined) return undefined;
  const { size, timestamp } = checkpoint;
  const path = await inclusionPath(db, leaf.index, size);
  return {
    kind,
    digest: leaf.digest,
    index: leaf.index,
    size,
    path: path.map((hash) => Buffer.from(hash).toString('base64')),
    checkpoint: noteOf(checkpoint),
    ...(timestamp === null ? {} : { timestamp: timestamp.toString('base64') }),
  };
}
