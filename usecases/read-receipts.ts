import { type EvidenceRow, findEvidence, findEvidenceByDigest, listEvidences } from '../db/evidence-store';
import type { Evidence } from '../domain/evidence';
import { EVIDENCE_EVENTS } from '../domain/evidence';
import type { Actor } from '../domain/permissions';
import { receiptDocument } from '../domain/receipt-document';
import type { Words } from '../domain/words';
import { accessSubmission } from './access';
import type { Deps } from './deps';
import { recordReading } from './record-reading';
import { notFound } from './take-command';

export interface ReceiptView {
  evidence: Evidence;
  event: { etsi: string | null; words: Words };
  /** SHA-256 (base64url) of the RFC 8785 form of `evidence`. */
  digest: string;
  /** Compact JWS (RFC 7515, EdDSA) over exactly these bytes; keys at `/.well-known/jwks.json`. */
  jws: string;
}

/** Every receipt of a submission, in order: its timeline, each line of it signed. */
export function listReceipts(
  deps: Deps,
  actor: Actor,
  asked: { submissionId: string; requestId: string },
): Promise<ReceiptView[]> {
  return accessSubmission(deps, actor, { ...asked, action: 'read_receipts' }, async (row, tx) =>
    (await listEvidences(tx, row.id)).map(viewReceipt),
  );
}

/** @returns one receipt, its exact bytes as text: whoever keeps them keeps the proof */
export function readReceipt(
  deps: Deps,
  actor: Actor,
  asked: { submissionId: string; evidenceId: string; requestId: string },
): Promise<string> {
  const access = {
    ...asked,
    action: 'read_receipts' as const,
    as: 'read_receipt' as const,
    subjects: () => [asked.evidenceId],
  };
  return accessSubmission(deps, actor, access, async (row, tx) => {
    const evidence = await findEvidence(tx, row.id, asked.evidenceId);
    if (evidence === undefined) throw notFound();
    return receiptDocument(evidence);
  });
}

/** One receipt of a chain. @throws GongmunError not_found */
export function receiptIn(
  chain: Pick<EvidenceRow, 'id' | 'payload' | 'digest' | 'jws'>[],
  id: string,
): string {
  const evidence = chain.find((one) => one.id === id);
  if (evidence === undefined) throw notFound();
  return receiptDocument(evidence);
}

export function viewReceipt(row: Pick<EvidenceRow, 'payload' | 'event' | 'digest' | 'jws'>): ReceiptView {
  const evidence: Evidence = JSON.parse(row.payload);
  return { evidence, event: EVIDENCE_EVENTS[row.event], digest: row.digest, jws: row.jws };
}

export interface EvidenceCheck {
  known: true;
  event: string;
  words: Words;
  at: string;
  number: string | null;
  jws: string;
}

/**
 * The public check of a printed receipt: whoever holds the digest learns what the paper says anyway, no content. That
 * it was checked is recorded, for the party to see; who it was nobody said.
 * @throws GongmunError not_found when no evidence has this digest
 */
export async function checkEvidence(
  deps: Pick<Deps, 'db' | 'now'>,
  asked: { digest: string; requestId: string },
): Promise<EvidenceCheck> {
  const row = await deps.db.transaction(async (tx) => {
    const found = await findEvidenceByDigest(tx, asked.digest);
    if (found === undefined) throw notFound();
    await recordReading(tx, {
      at: deps.now(),
      actor: 'anyone',
      capacity: 'anyone',
      action: 'check_evidence',
      submissionId: found.submissionId,
      subjects: [found.id],
      requestId: asked.requestId,
    });
    return found;
  });
  const { evidence, event } = viewReceipt(row);
  const number = evidence.facts?.number;
  return {
    known: true,
    event: row.event,
    words: event.words,
    at: evidence.at,
    number: typeof number === 'string' ? number : null,
    jws: row.jws,
  };
}
