import type { SubmissionRow } from '../db/submission-store';
import { type Action, type Actor, authorise, holdsMandate } from '../domain/permissions';
import type { ReaderCapacity } from '../domain/readings';

/** In what capacity, and for which office, somebody who is not the party does `action`: whose roles it needs. */
export function standingOf(
  actor: Actor,
  action: Action,
  row: SubmissionRow,
): { capacity: ReaderCapacity; office: string | null } {
  const may = (only: Pick<Actor, 'memberships' | 'grants'>) =>
    authorise({ ...actor, organisations: [], sendsFor: [], mandates: [], ...only }, action, row) ===
    'allowed';
  const within = (office: string) => actor.memberships.filter((membership) => membership.office === office);
  const office = [row.office, ...row.involved].find(
    (unit) => unit !== null && may({ memberships: within(unit), grants: [] }),
  );
  if (office != null) return { capacity: 'official', office };
  if (holdsMandate(actor, row)) return { capacity: 'authorised', office: null };
  const audits = actor.grants.includes('auditor') && may({ memberships: [], grants: ['auditor'] });
  return { capacity: audits ? 'auditor' : 'operator', office: null };
}
