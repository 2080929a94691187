import { insertAuditEntry } from '../db/audit-store';
import { insertIdempotencyRecord } from '../db/idempotency-store';
import { findReaderPolicy, nameReadersFrom, nameReadersNoMore, type ReaderPolicy } from '../db/reader-store';
import { GongmunError } from '../domain/errors';
import { type Action, type Actor, actsInOfficeFor, mayAct } from '../domain/permissions';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity } from './idempotent';
import { recordOf } from './resource';
import { notFound } from './take-command';

/** Whether an office lets a party know the names of those who read its document. */
export function readReaderPolicy(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  office: string,
): Promise<ReaderPolicy> {
  return requirePolicy(deps, actor, 'read_reader_policy', office);
}

/**
 * Names its readers from now on, or no more. Who read while the office did not name stays unnamed.
 * @throws GongmunError not_found, forbidden
 */
export async function setReaderPolicy(
  deps: Pick<Deps, 'db' | 'now'>,
  actor: Actor,
  request: RequestIdentity,
  given: { office: string; namesReaders: boolean },
): Promise<ReaderPolicy> {
  const { office, namesReaders } = given;
  await requirePolicy(deps, actor, 'set_reader_policy', office);
  await idempotently(deps, request, async (tx) => {
    const at = deps.now();
    await (namesReaders ? nameReadersFrom(tx, office, at) : nameReadersNoMore(tx, office));
    const resource = `reader_policy:${office}`;
    await insertIdempotencyRecord(tx, { ...recordOf(request), resource, at });
    await insertAuditEntry(tx, {
      ...{ at, actor: actor.person, onBehalfOf: actsInOfficeFor(actor, 'set_reader_policy', office) },
      ...{ capacity: 'official' as const, office, action: 'set_reader_policy', submissionId: null },
      ...{ subjects: [office, namesReaders ? 'names' : 'no names'], requestId: request.requestId },
    });
    return resource;
  });
  return requirePolicy(deps, actor, 'read_reader_policy', office);
}

async function requirePolicy(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  action: Action,
  office: string,
): Promise<ReaderPolicy> {
  const policy = await findReaderPolicy(deps.db, office);
  if (policy === undefined) throw notFound();
  if (mayAct(actor, action, office)) return policy;
  throw new GongmunError('forbidden', 'permission.denied', 'Your role in this office does not include this.');
}
