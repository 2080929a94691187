import { validate as isUuid } from 'uuid';
import { insertAuditEntry } from '../db/audit-store';
import {
  countDesk,
  type ListFilter,
  listAll,
  listDesk,
  listOwn,
  type Position,
  type SubmissionLine,
} from '../db/submission-lists';
import { GongmunError } from '../domain/errors';
import type { Actor } from '../domain/permissions';
import type { State } from '../domain/submission';
import type { Words } from '../domain/words';
import type { Deps } from './deps';
import { decodeCursor, type Page, toPage } from './page';
import { describeSubmission, type SubmissionView } from './view-submission';

export interface ListRequest {
  state?: State | undefined;
  form?: string | undefined;
  handler?: string | undefined;
  number?: string | undefined;
  cursor?: string | undefined;
  limit: number;
  requestId: string;
}

export type SubmissionLineView = Omit<SubmissionView, 'pending' | 'allowed'> & { formTitle: Words | null };

/** The actor's own submissions, newest first. */
export async function listSubmissions(
  deps: Deps,
  actor: Actor,
  asked: ListRequest,
): Promise<Page<SubmissionLineView>> {
  return page(actor, asked, await listOwn(deps.db, actor, filterOf(asked)));
}

/**
 * The desk of the offices that the actor belongs to, or of one of them; which ids were shown is recorded.
 * @throws GongmunError `desk.not_yours` (404)
 */
export async function readDesk(
  deps: Deps,
  actor: Actor,
  asked: ListRequest & { office?: string | undefined },
): Promise<Page<SubmissionLineView> & { counts: Partial<Record<State, number>> }> {
  const mine = actor.memberships.map((membership) => membership.office);
  if (asked.office !== undefined && !mine.includes(asked.office)) {
    throw new GongmunError('not_found', 'desk.not_yours', 'There is no such desk, or it is not yours.');
  }
  const offices = asked.office === undefined ? mine : [asked.office];
  const shown = page(actor, asked, await listDesk(deps.db, offices, filterOf(asked)));
  await recordShown(deps, actor, asked, 'official', shown.items);
  return { ...shown, counts: await countDesk(deps.db, offices) };
}

/** All submissions, for auditors; which ids were shown is recorded. */
export async function auditSubmissions(
  deps: Deps,
  actor: Actor,
  asked: ListRequest,
): Promise<Page<SubmissionLineView>> {
  const shown = page(actor, asked, await listAll(deps.db, filterOf(asked)));
  await recordShown(deps, actor, asked, 'auditor', shown.items);
  return shown;
}

function filterOf(asked: ListRequest): ListFilter {
  const { state, form, handler, number, limit } = asked;
  return { state, form, handler, number, after: decodeCursor(asked.cursor, isPosition), limit: limit + 1 };
}

function page(actor: Actor, asked: ListRequest, lines: SubmissionLine[]): Page<SubmissionLineView> {
  return toPage(
    lines,
    asked.limit,
    ({ row, formTitle }) => {
      const { pending: _, allowed: __, ...view } = describeSubmission(actor, row, []);
      return { ...view, formTitle };
    },
    ({ row }): Position => ({ receivedAt: row.receivedAt.toISOString(), id: row.id }),
  );
}

async function recordShown(
  deps: Deps,
  actor: Actor,
  asked: ListRequest,
  capacity: 'official' | 'auditor',
  shown: { id: string }[],
): Promise<void> {
  await insertAuditEntry(deps.db, {
    at: deps.now(),
    actor: actor.person,
    capacity,
    action: 'list',
    submissionId: null,
    subjects: shown.map((line) => line.id),
    requestId: asked.requestId,
  });
}

function isPosition(value: unknown): value is Position {
  const position = value as Partial<Position> | null;
  return (
    typeof position === 'object' &&
    isUuid(position?.id) &&
    typeof position?.receivedAt === 'string' &&
    !Number.isNaN(Date.parse(position.receivedAt))
  );
}
