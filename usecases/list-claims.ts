import { insertAuditEntry } from '../db/audit-store';
import { listClaims as listRows } from '../db/claim-store';
import { GongmunError } from '../domain/errors';
import type { ClaimStatus } from '../domain/organisation';
import type { Actor } from '../domain/permissions';
import type { Deps } from './deps';
import { decodeCursor, isId, type Page, toPage } from './page';
import { type ClaimView, viewClaim } from './view-claim';

/**
 * What is claimed, waits and is disputed, for whoever settles or audits it; that it was looked at is recorded with it.
 * @throws GongmunError `access.not_recorded` (503)
 */
export function listClaims(
  deps: Pick<Deps, 'db' | 'now'>,
  actor: Actor,
  asked: {
    status?: ClaimStatus | undefined;
    cursor?: string | undefined;
    limit: number;
    requestId: string;
  },
): Promise<Page<ClaimView>> {
  const after = decodeCursor(asked.cursor, isId);
  const { status, limit, requestId } = asked;
  return deps.db.transaction(async (tx) => {
    const rows = await listRows(tx, { status, after, limit: limit + 1 });
    const page = toPage(rows, limit, viewClaim, ({ id }) => id);
    const administers = actor.memberships.find(({ roles }) => roles.includes('office_admin'));
    const grant = actor.grants.includes('auditor') ? 'auditor' : 'operator';
    await insertAuditEntry(tx, {
      at: deps.now(),
      actor: actor.person,
      capacity: administers === undefined ? grant : 'official',
      office: administers?.office ?? null,
      onBehalfOf: administers?.for ?? null,
      action: 'read_organisation_claims',
      submissionId: null,
      subjects: page.items.map(({ id }) => id),
      requestId,
    }).catch((cause: unknown) => {
      throw new GongmunError(
        'unavailable',
        'access.not_recorded',
        'That you read this cannot be recorded now, so it is not shown.',
        { retryAfter: 30, cause },
      );
    });
    return page;
  });
}
