import type { SealedEvidence } from '../adapters/signer';
import type { DeliveryState } from '../domain/delivery';
import type { Disposal } from '../domain/disposal';
import type { DocumentState } from '../domain/official-document';
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

interface ChainHead {
  id: string;
  evidenceCount: number;
  lastEvidenceDigest: string | null;
}

/** What the row of a document or a delivery says that its evidences tell too. */
export interface ChainRows {
  document: ChainHead & {
    office: string;
    state: DocumentState;
    agreed: number;
    number: string | null;
    registeredAt: Date | null;
    contentDigest: string | null;
    disposal: Disposal;
    holds: readonly string[];
    disposeAt: Date | null;
    contentDestroyedAt: Date | null;
    contentKey: string;
    /** Whom its deliveries name, in order; null where there are none. */
    boxes: string[] | null;
  };
  delivery: ChainHead & {
    state: DeliveryState;
    submissionId: string | null;
    consignedAt: Date | null;
    notifiedAt: Date | null;
    openedAt: Date | null;
    acknowledgedAt: Date | null;
    neverReadAt: Date | null;
    recalledAt: Date | null;
    warnedAt: Date | null;
    removedAt: Date | null;
  };
}

const TOLD: Record<Chain, string> = {
  document: `office, state, agreed, number, registered_at AS "registeredAt", content_digest AS "contentDigest",
    disposal, holds, dispose_at AS "disposeAt", content_destroyed_at AS "contentDestroyedAt", content_key AS "contentKey",
    (SELECT array_agg(v.box ORDER BY v.position) FROM deliveries v WHERE v.document_id = c.id) AS boxes`,
  delivery: `state, submission_id AS "submissionId", consigned_at AS "consignedAt", notified_at AS "notifiedAt",
    opened_at AS "openedAt", acknowledged_at AS "acknowledgedAt", never_read_at AS "neverReadAt",
    recalled_at AS "recalledAt", warned_at AS "warnedAt", removed_at AS "removedAt"`,
};

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

/** The next rows of a kind that have chains, by id; for whoever checks them. */
export async function nextChains<C extends Chain>(
  db: Db,
  chain: C,
  after: string | null,
  limit: number,
): Promise<ChainRows[C][]> {
  const table = chain === 'document' ? 'official_documents' : 'deliveries';
  const { rows } = await db.raw(
    `SELECT id, evidence_count AS "evidenceCount", last_evidence_digest AS "lastEvidenceDigest", ${TOLD[chain]}
     FROM ${table} c WHERE (CAST(:after AS uuid) IS NULL OR id > :after) ORDER BY id LIMIT :limit`,
    { after, limit },
  );
  return rows;
}
