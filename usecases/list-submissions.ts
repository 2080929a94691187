import { validate as isUuid } from 'uuid';
import { type ListFilter, listOwn, type Position, type SubmissionLine } from '../db/submission-lists';
import type { Actor } from '../domain/permissions';
import type { State } from '../domain/submission';
import type { Words } from '../domain/words';
import type { Deps } from './deps';
import { decodeCursor, type Page, toPage } from './page';
import { recordShown } from './record-shown';
import { notFound } from './take-command';
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

/**
 * The actor's own submissions, newest first; or, recorded as read, what a party sent that has authorised the actor, as far
 * as the authorisation reaches.
 * @throws GongmunError not_found where the actor holds no such authorisation now
 */
export async function listSubmissions(
  deps: Deps,
  actor: Actor,
  asked: ListRequest & { authorisation?: string | undefined },
): Promise<Page<SubmissionLineView>> {
  const filter = filterOf(asked);
  if (asked.authorisation === undefined)
    return pageOfLines(actor, asked, await listOwn(deps.db, actor, filter));
  const mandate = actor.mandates.find(({ id }) => id === asked.authorisation);
  if (mandate === undefined) throw notFound();
  const party = {
    person: mandate.person,
    organisations: mandate.organisation === null ? [] : [mandate.organisation],
  };
  const { requestId } = asked;
  return deps.db.transaction(async (tx) => {
    const shown = pageOfLines(actor, asked, await listOwn(tx, party, filter, mandate.form));
    const lines = shown.items.map(({ id }) => ({ id, office: null }));
    await recordShown(tx, deps, actor, { requestId, capacity: 'authorised', action: 'list', lines });
    return shown;
  });
}

export function filterOf(asked: ListRequest): ListFilter {
  const { state, form, handler, number, limit } = asked;
  return { state, form, handler, number, after: decodeCursor(asked.cursor, isPosition), limit: limit + 1 };
}

export function pageOfLines(
  actor: Actor,
  asked: ListRequest,
  lines: SubmissionLine[],
): Page<SubmissionLineView> {
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

function isPosition(value: unknown): value is Position {
  const position = value as Partial<Position> | null;
  return (
    typeof position === 'object' &&
    isUuid(position?.id) &&
    typeof position?.receivedAt === 'string' &&
    !Number.isNaN(Date.parse(position.receivedAt))
  );
}
