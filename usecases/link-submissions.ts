import { v7 as uuid } from 'uuid';
import { insertAuditEntry } from '../db/audit-store';
import { insertIdempotencyRecord } from '../db/idempotency-store';
import type { Tx } from '../db/knex';
import { findLink, insertLinks, type Link, type LinkKind, listLinks } from '../db/link-store';
import { findSubmission } from '../db/submission-store';
import { GongmunError } from '../domain/errors';
import { type Actor, actsFor, authorise } from '../domain/permissions';
import { accessSubmission } from './access';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity } from './idempotent';
import { idIn, recordOf } from './resource';
import { notFound } from './take-command';

/**
 * An official says what two submissions have to do with each other. It changes nothing of either procedure, so it is no
 * command, as a note is none.
 * @throws GongmunError not_found, forbidden, `link.unknown_other` (422), `link.there_already` (409)
 */
export async function linkSubmissions(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: { submissionId: string; other: string; kind: Exclude<LinkKind, 'suspected_duplicate' | 'reply_to'> },
): Promise<Link> {
  const { resource } = await idempotently(deps, request, async (tx) => {
    const row = await findSubmission(tx, act.submissionId);
    const verdict = row === undefined ? 'not_found' : authorise(actor, 'link', row);
    if (row === undefined || verdict === 'not_found') throw notFound();
    if (verdict === 'forbidden')
      throw new GongmunError('forbidden', 'permission.denied', 'Your role does not include this act.');
    await requireOther(tx, actor, row.id, act.other);
    const at = deps.now();
    const { other, kind } = act;
    const link = { id: uuid(), submission: row.id, other, kind, reasons: [], by: actor.person, at };
    if ((await insertLinks(tx, [link])) === 0)
      throw new GongmunError('conflict', 'link.there_already', 'The same was said of the two before.');
    const resource = `link:${link.id}`;
    await insertIdempotencyRecord(tx, { ...recordOf(request), resource, at });
    await insertAuditEntry(tx, {
      ...{ at, actor: actor.person, onBehalfOf: actsFor(actor, 'link', row), capacity: 'official' as const },
      office: row.office,
      ...{ action: kind, submissionId: row.id, subjects: [other], requestId: request.requestId },
    });
    return resource;
  });
  const link = await findLink(deps.db, idIn(resource, 'link'));
  if (link === undefined) throw notFound();
  return link;
}

/** Only what the official may see as an official: an id that is not theirs tells nothing here. */
async function requireOther(tx: Tx, actor: Actor, submissionId: string, other: string): Promise<void> {
  const row = await findSubmission(tx, other);
  if (row !== undefined && other !== submissionId && authorise(actor, 'read_links', row) === 'allowed')
    return;
  const [code, detail] = ['link.unknown_other', 'Name another submission that your office has.'];
  throw new GongmunError('unprocessable', code, detail, { faults: [{ pointer: '/other', code, detail }] });
}

/** The other submission of each link: that it is there is shown too. */
export const othersIn = (links: Link[], own: string): string[] => [
  ...new Set(links.flatMap(({ submission, other }) => [submission, other]).filter((id) => id !== own)),
];

/** What a submission has to do with others, oldest first. */
export function readLinks(
  deps: Deps,
  actor: Actor,
  asked: { submissionId: string; requestId: string },
): Promise<Link[]> {
  const subjects = (links: Link[]) => othersIn(links, asked.submissionId);
  return accessSubmission(deps, actor, { ...asked, action: 'read_links', subjects }, (row, tx) =>
    listLinks(tx, row.id),
  );
}
