import { findTracked } from '../db/tracking-store';
import { sha256 } from '../domain/digest';
import { GongmunError } from '../domain/errors';
import type { State } from '../domain/submission';
import { readTrackingCode } from '../domain/tracking-code';
import type { Words } from '../domain/words';
import type { Deps } from './deps';
import { recordReading } from './record-reading';

export interface TrackedView {
  state: State;
  /** The office that has it now; null before it is registered. */
  office: Words | null;
  receivedAt: string;
  registeredAt: string | null;
  dueAt: string | null;
  decidedAt: string | null;
  closedAt: string | null;
}

/**
 * How a document stands, for whoever holds its tracking code and did not say who they are; recorded, for the party to see.
 * What is no code is looked for like one: the row is found by a digest, so neither answer nor time tells how near a guess was.
 * @throws GongmunError `tracking.unknown` (404)
 */
export async function trackSubmission(
  deps: Pick<Deps, 'db' | 'now'>,
  asked: { typed: string; requestId: string },
): Promise<TrackedView> {
  const hash = sha256(readTrackingCode(asked.typed) ?? asked.typed);
  const { id, ...found } = await deps.db.transaction(async (tx) => {
    const tracked = await findTracked(tx, hash);
    if (tracked === undefined)
      throw new GongmunError('not_found', 'tracking.unknown', 'There is no document with this code.');
    await recordReading(tx, {
      at: deps.now(),
      actor: 'anyone',
      capacity: 'anyone',
      action: 'track',
      submissionId: tracked.id,
      requestId: asked.requestId,
    });
    return tracked;
  });
  const { state, office, receivedAt, registeredAt, dueAt, decidedAt, closedAt } = found;
  return {
    ...{ state, office, receivedAt: receivedAt.toISOString() },
    registeredAt: registeredAt?.toISOString() ?? null,
    dueAt: dueAt?.toISOString() ?? null,
    decidedAt: decidedAt?.toISOString() ?? null,
    closedAt: closedAt?.toISOString() ?? null,
  };
}
