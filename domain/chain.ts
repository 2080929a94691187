import type { Evidence, EvidenceActor, EvidenceEvent } from './evidence';

/** Where a chain of evidence ends now. */
export interface ChainEnd {
  id: string;
  evidenceCount: number;
  lastEvidenceDigest: string | null;
}

/**
 * The next evidence of a chain that is not a submission's, ready to be signed: the form of every evidence, with the
 * document's or delivery's id where a submission's stands (decision 0035).
 */
export function nextEvidence(
  chain: ChainEnd,
  said: {
    id: string;
    event: EvidenceEvent;
    at: Date;
    issuer: string;
    actor: EvidenceActor;
    details?: Pick<Evidence, 'content' | 'reasons' | 'facts'>;
  },
): Evidence {
  const { id, event, at, issuer, actor, details } = said;
  return {
    v: 1,
    id,
    event,
    at: at.toISOString(),
    issuer,
    submission: chain.id,
    sequence: chain.evidenceCount + 1,
    actor,
    ...details,
    ...(chain.lastEvidenceDigest === null ? {} : { previous: chain.lastEvidenceDigest }),
  };
}
