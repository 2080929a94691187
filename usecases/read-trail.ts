import { type EvidenceRow, listEvidences } from '../db/evidence-store';
import type { Tx } from '../db/knex';
import { readTrailRows, type TrailRow } from '../db/trail-store';
import type { EvidenceActor } from '../domain/evidence';
import type { Actor } from '../domain/permissions';
import { READINGS } from '../domain/readings';
import type { Words } from '../domain/words';
import { accessSubmission } from './access';
import { createSignatureCheck } from './checks/signature';
import { readEvidence } from './checks/told';
import type { Deps } from './deps';
import { decodeCursor, isPlaceInTime, type Page, type PlaceInTime, toPage } from './page';
import { NO_PROOF, type RowProof, verifyRows } from './verify-rows';

export type TrailEntry = Omit<TrailRow, 'at' | 'digest'> & {
  at: string;
  /** Of a reading. */
  words: Words | null;
  proof: RowProof;
};

const READING_WORDS: Record<string, Words | undefined> = READINGS;

const LOG_KIND = { evidence: 'evidence', refusal: 'refusal', access: 'access' } as const;

/**
 * Everything that happened to a submission on one time line, oldest first: evidence, commands, refusals and readings, each
 * with what the log says of it at this moment. A command is proved by the evidence that it left.
 * @throws GongmunError not_found
 */
export function readTrail(
  deps: Pick<Deps, 'db' | 'now' | 'signer'>,
  actor: Actor,
  asked: { submissionId: string; cursor?: string | undefined; limit: number; requestId: string },
): Promise<Page<TrailEntry>> {
  const after = decodeCursor(asked.cursor, isPlaceInTime);
  return accessSubmission(deps, actor, { ...asked, action: 'read_audit' }, async (submission, tx) => {
    const rows = await readTrailRows(tx, submission.id, { after, limit: asked.limit + 1 });
    const evidences = await listEvidences(tx, submission.id);
    const proofOf = await proofsOf(tx, deps, rows.slice(0, asked.limit), evidences);
    const actors = new Map(evidences.map((row) => [row.id, readEvidence(row)?.says.actor]));
    return toPage(
      rows,
      asked.limit,
      ({ digest: _, ...row }) => ({
        ...row,
        ...actedBy(actors.get(row.id)),
        at: row.at.toISOString(),
        words: row.sort === 'access' ? (READING_WORDS[row.name] ?? null) : null,
        proof: proofOf(row),
      }),
      (row): PlaceInTime => ({ at: row.at.toISOString(), id: row.id }),
    );
  });
}

async function proofsOf(
  tx: Tx,
  { signer }: Pick<Deps, 'signer'>,
  rows: readonly TrailRow[],
  evidences: readonly EvidenceRow[],
): Promise<(row: Pick<TrailRow, 'sort' | 'id'>) => RowProof> {
  const signature = createSignatureCheck(await signer.publicKeys());
  const bySort = new Map<string, Map<string, RowProof>>();
  for (const [sort, kind] of Object.entries(LOG_KIND)) {
    const subjects = rows.flatMap((row) =>
      row.sort === sort ? [row.id] : sort === 'evidence' && row.evidence !== null ? [row.evidence] : [],
    );
    bySort.set(sort, await verifyRows(tx, kind, [...new Set(subjects)]));
  }
  const proofOfEvidence = (id: string): RowProof => {
    const row = evidences.find((one) => one.id === id);
    const proof = bySort.get('evidence')?.get(id) ?? NO_PROOF;
    const forged = row !== undefined && signature('gongmun-evidence+jws', row.payload, row.jws) !== null;
    return forged ? { ...proof, state: 'differs', differs: 'signature' } : proof;
  };
  const proofs = new Map(
    rows.map((row): [string, RowProof] => {
      if (row.sort === 'evidence') return [row.id, proofOfEvidence(row.id)];
      if (row.sort !== 'command') return [row.id, bySort.get(row.sort)?.get(row.id) ?? NO_PROOF];
      return [row.id, proofOfCommand(row, evidences, proofOfEvidence)];
    }),
  );
  return ({ id }) => proofs.get(id) ?? NO_PROOF;
}

/** What was accepted and not carried out has left nothing yet. */
function proofOfCommand(
  { sequence, status, evidence, digest }: TrailRow,
  evidences: readonly EvidenceRow[],
  proofOfEvidence: (id: string) => RowProof,
): RowProof {
  const named =
    evidence === null
      ? evidences.filter(({ commandSeq }) => commandSeq === sequence).at(-1)
      : evidences.find(({ id }) => id === evidence);
  if (named === undefined && evidence === null)
    return status === 'accepted' ? { ...NO_PROOF, state: 'waiting' } : NO_PROOF;
  if (named === undefined || (digest !== null && named.digest !== digest))
    return { ...NO_PROOF, state: 'differs', differs: 'evidence_differs' };
  return proofOfEvidence(named.id);
}

/** Whom the signed bytes of an evidence name. */
function actedBy(actor: EvidenceActor | undefined): Partial<TrailRow> {
  if (actor === undefined) return {};
  const { id, capacity, office = null, for: onBehalfOf = null } = actor;
  return { actor: id, capacity, office, onBehalfOf };
}
