import type { DelegationRow } from '../db/delegation-store';

export interface DelegationView {
  id: string;
  office: string;
  /** Whose roles they are, and who acts with them. */
  person: string;
  to: string;
  from: string;
  until: string;
  inForce: boolean;
  givenBy: string;
  givenAt: string;
  revokedBy: string | null;
  revokedAt: string | null;
}

export function viewDelegation(row: DelegationRow, now: Date): DelegationView {
  return {
    id: row.id,
    office: row.office,
    person: row.person,
    to: row.delegate,
    from: row.startsAt.toISOString(),
    until: row.endsAt.toISOString(),
    inForce: row.revokedAt === null && row.startsAt <= now && now < row.endsAt,
    givenBy: row.givenBy,
    givenAt: row.givenAt.toISOString(),
    revokedBy: row.revokedBy,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}
