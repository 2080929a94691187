import type { Tx } from '../db/knex';
import type { Link } from '../db/link-store';
import { type Actor, actsInOfficeFor } from '../domain/permissions';
import type { Deps } from './deps';
import type { RequestIdentity } from './idempotent';
import { othersIn } from './link-submissions';
import { recordReading } from './record-reading';

/** Whoever takes in a document learns that others are there: which were shown is recorded with them. */
export async function recordLinksShown(
  tx: Tx,
  deps: Pick<Deps, 'now'>,
  actor: Actor,
  shown: { submissionId: string; office: string; links: Link[]; request: RequestIdentity },
): Promise<void> {
  const { submissionId, office, links, request } = shown;
  if (links.length === 0) return;
  await recordReading(tx, {
    ...{ at: deps.now(), actor: actor.person, onBehalfOf: actsInOfficeFor(actor, 'take_in', office) },
    ...{ capacity: 'official', office, action: 'read_links', submissionId },
    ...{ subjects: othersIn(links, submissionId), requestId: request.requestId },
  });
}
