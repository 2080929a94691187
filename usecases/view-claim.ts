import type { ClaimRow } from '../db/claim-store';
import type { ClaimStatus } from '../domain/organisation';
import type { Words } from '../domain/words';

export interface ClaimView {
  id: string;
  number: string;
  name: Words;
  person: string;
  status: ClaimStatus;
  /** Whether the identity provider said the same of the person. */
  vouched: boolean;
  how: 'identity_provider' | 'official' | null;
  claimedAt: string;
  settledAt: string | null;
  settledBy: string | null;
}

export function viewClaim({ folded: _, ...row }: ClaimRow): ClaimView {
  return {
    ...row,
    claimedAt: row.claimedAt.toISOString(),
    settledAt: row.settledAt?.toISOString() ?? null,
  };
}
