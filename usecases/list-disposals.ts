import { validate as isUuid } from 'uuid';
import { type DisposalRow, listDisposals as listRows } from '../db/disposal-store';
import type { Disposal } from '../domain/disposal';
import { GongmunError } from '../domain/errors';
import { type Actor, authoriseInOffice, mayAct } from '../domain/permissions';
import type { Deps } from './deps';
import { decodeCursor, isText, type Page, toPage } from './page';
import { recordShown } from './record-shown';
import { notFound } from './take-command';

export interface DisposalView {
  submission: string;
  office: string;
  registrationNumber: string | null;
  form: string | null;
  disposal: Disposal;
  holds: string[];
  closedAt: string | null;
  /** Null for what is kept for ever, and for what is held before its end. */
  disposeAt: string | null;
}

/**
 * The records of an office that wait for a review, a hand-over or their destruction, and those that are held. Which were
 * shown is recorded.
 * @throws GongmunError not_found, forbidden, `cursor.invalid` (400)
 */
export async function listDisposals(
  deps: Deps,
  actor: Actor,
  asked: {
    office: string;
    disposal?: Disposal | undefined;
    cursor?: string | undefined;
    limit: number;
    requestId: string;
  },
): Promise<Page<DisposalView>> {
  const { office, disposal, limit, requestId } = asked;
  const capacity = standing(actor, office);
  const after = decodeCursor(asked.cursor, isPosition);
  return deps.db.transaction(async (tx) => {
    const rows = await listRows(tx, office, { disposal, after, limit: limit + 1 });
    const lines = rows.slice(0, limit).map(({ submissionId: id }) => ({ id, office }));
    await recordShown(tx, deps, actor, { requestId, capacity, action: 'list', lines });
    return toPage(rows, limit, view, ({ disposeAt, submissionId: id }) => ({
      disposeAt: disposeAt?.toISOString() ?? 'infinity',
      id,
    }));
  });
}

function standing(actor: Actor, office: string): 'official' | 'auditor' {
  const verdict = authoriseInOffice(actor, 'read_disposals', office);
  if (verdict === 'not_found') throw notFound();
  if (verdict === 'forbidden')
    throw new GongmunError('forbidden', 'permission.denied', 'Your role does not include this.');
  return mayAct({ ...actor, grants: [] }, 'read_disposals', office) ? 'official' : 'auditor';
}

function view({ submissionId, closedAt, disposeAt, ...row }: DisposalRow): DisposalView {
  return {
    submission: submissionId,
    ...row,
    closedAt: closedAt?.toISOString() ?? null,
    disposeAt: disposeAt?.toISOString() ?? null,
  };
}

function isPosition(value: unknown): value is { disposeAt: string; id: string } {
  const { disposeAt, id } = (value ?? {}) as { disposeAt?: unknown; id?: unknown };
  return (
    isText(disposeAt) &&
    (disposeAt === 'infinity' || !Number.isNaN(Date.parse(disposeAt))) &&
    isText(id) &&
    isUuid(id)
  );
}
