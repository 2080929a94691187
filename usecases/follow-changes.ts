import { findSubmission, type SubmissionRow } from '../db/submission-store';
import { type Actor, authorise } from '../domain/permissions';
import { accessSubmission } from './access';
import type { Deps } from './deps';
import { desksOf } from './read-desk';
import { boxesOf } from './read-mailbox';
import { notFound } from './take-command';

/** What somebody follows: no content of it, only that it changed. */
export interface Followed {
  /** What tells of it; see `db/settled-listener.ts`. */
  topics: string[];
  /** Where it stands, so that whoever comes again is told only what is new; undefined of what has no such place. */
  position?: string;
  told: Record<string, unknown>;
}

/**
 * A submission to be followed from now on. That somebody other than the party does is recorded as a reading of its state.
 * @throws GongmunError as a reading of it
 */
export function followSubmission(
  deps: Deps,
  actor: Actor,
  asked: { submissionId: string; requestId: string },
): Promise<Followed> {
  return accessSubmission(deps, actor, { ...asked, action: 'read_submission' }, async (row) =>
    followedOf(row),
  );
}

/**
 * Where a submission that is being followed stands; asked before each word of it, since whoever might read it when they began
 * may not read it now.
 * @throws GongmunError not_found
 */
export async function lookAgain(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  { submissionId }: { submissionId: string },
): Promise<Followed> {
  const row = await findSubmission(deps.db, submissionId);
  if (row === undefined || authorise(actor, 'read_submission', row) !== 'allowed') throw notFound();
  return followedOf(row);
}

const followedOf = ({ id, lastSeq, evidenceCount }: SubmissionRow): Followed => ({
  topics: [`submission ${id}`],
  position: `${lastSeq}.${evidenceCount}`,
  told: { version: lastSeq },
});

/** The desks that are the actor's now, or one of them. @throws GongmunError `desk.not_yours` */
export async function followDesk(
  _deps: unknown,
  actor: Actor,
  { office }: { office?: string | undefined },
): Promise<Followed> {
  return { topics: desksOf(actor, office).map((code) => `desk ${code}`), told: {} };
}

/** The actor's own mailbox and those of the organisations that the actor acts for. */
export async function followMailbox(_deps: unknown, actor: Actor): Promise<Followed> {
  return { topics: boxesOf(actor).map((box) => `mailbox ${box}`), told: {} };
}
