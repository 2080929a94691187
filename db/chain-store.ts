import type { SealedEvidence } from '../adapters/signer';
import type { EvidenceRow } from './evidence-store';
import type { Db, Tx } from './knex';

/** A chain of evidence that is not a submission's (decision 0035). */
export type Chain = 'document' | 'delivery';

const COLUMN: Record<Chain, string> = { document: 'document_id', delivery: 'delivery_id' };

/**
 * Adds evidences to the chains that they name themselves, one statement for all.
 * @param seq the number of the act in the document's or delivery's course
 * @throws a unique violation where somebody added to the same chain
 */
export async function insertChained(
  tx: Tx,
  chain: Chain,
  evidences: readonly { sealed: SealedEvidence; seq: number }[],
): Promise<void> {
  if (evidences.length === 0) return;
  await tx.raw(
    `INSERT INTO evidences (id, ${COLUMN[chain]}, sequence, event, at, command_seq, payload, jws, digest)
     SELECT * FROM unnest(:ids::uuid[], :subjects::uuid[], :sequences::integer[], :events::text[],
       :instants::timestamptz[], :seqs::integer[], :payloads::text[], :jwss::text[], :digests::text[])`,
    {
      ids: evidences.map(({ sealed }) => sealed.evidence.id),
      subjects: evidences.map(({ sealed }) => sealed.evidence.submission),
      sequences: evidences.map(({ sealed }) => sealed.evidence.sequence),
      events: evidences.map(({ sealed }) => sealed.evidence.event),
      instants: evidences.map(({ sealed }) => sealed.evidence.at),
      seqs: evidences.map(({ seq }) => seq),
      payloads: evidences.map(({ sealed }) => sealed.payload),
      jwss: evidences.map(({ sealed }) => sealed.jws),
      digests: evidences.map(({ sealed }) => sealed.digest),
    },
  );
}

export type ChainedEvidence = Omit<EvidenceRow, 'submissionId'>;

/** A chain from its beginning. */
export async function listChain(db: Db | Tx, chain: Chain, subject: string): Promise<ChainedEvidence[]> {
  const { rows } = await db.raw(
    `SELECT id, sequence, event, at, command_seq AS "commandSeq", payload, jws, digest
     FROM evidences WHERE ${COLUMN[chain]} = ? ORDER BY sequence`,
    [subject],
  );
  return rows;
}

export interface ChainHead {
  id: string;
  evidenceCount: number;
  lastEvidenceDigest: string | null;
}

/** The chains of several, one behind the other. */
export async function readChains(
  db: Db,
  chain: Chain,
  subjects: readonly string[],
): Promise<Map<string, EvidenceRow[]>> {
  const { rows } = await db.raw(
    `SELECT id, ${COLUMN[chain]} AS "submissionId", sequence, event, at, command_seq AS "commandSeq", payload, jws,
       digest
     FROM evidences WHERE ${COLUMN[chain]} = ANY (CAST(:subjects AS uuid[])) ORDER BY ${COLUMN[chain]}, sequence`,
    { subjects: [...subjects] },
  );
  const chains = new Map<string, EvidenceRow[]>(subjects.map((subject) => [subject, []]));
  for (const row of rows as EvidenceRow[]) chains.get(row.submissionId)?.push(row);
  return chains;
}

/** The next chains of a kind with what their rows say of their ends, by id; for whoever checks them. */
export async function nextChains(
  db: Db,
  chain: Chain,
  after: string | null,
  limit: number,
): Promise<ChainHead[]> {
  const table = chain === 'document' ? 'official_documents' : 'deliveries';
  const { rows } = await db.raw(
    `SELECT id, evidence_count AS "evidenceCount", last_evidence_digest AS "lastEvidenceDigest" FROM ${table}
     WHERE (CAST(:after AS uuid) IS NULL OR id > :after) ORDER BY id LIMIT :limit`,
    { after, limit },
  );
  return rows;
}
