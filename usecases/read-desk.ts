import { validate as isUuid } from 'uuid';
import type { DeskCounts } from '../db/desk-counts';
import type { DeskPosition, DeskSort, Direction } from '../db/desk-cuts';
import type { DeskFilter } from '../db/desk-filter';
import type { DeskLine } from '../db/desk-lines';
import type { DeskScope } from '../db/desk-search';
import { readLines } from '../db/desk-store';
import { GongmunError } from '../domain/errors';
import { type Actor, mayAct } from '../domain/permissions';
import type { State } from '../domain/submission';
import type { Words } from '../domain/words';
import type { Deps } from './deps';
import { findOnDesk } from './find-on-desk';
import { decodeCursor, type Page, toPage } from './page';
import { recordShown } from './record-shown';
import { describeSubmission, type SubmissionView } from './view-submission';

/** The desk's filters as they are asked for and as views keep them. */
export interface DeskQuery {
  office?: string | undefined;
  /** One or several states, separated by commas. */
  state?: string | undefined;
  form?: string | undefined;
  /** A person's id, `me` or `none`. */
  handler?: string | undefined;
  dueFrom?: string | undefined;
  dueUntil?: string | undefined;
  overdue?: 'true' | undefined;
  text?: string | undefined;
  /** What the lines are sorted by; a leading `-` means descending. */
  sort: DeskSort | `-${DeskSort}`;
}

export interface DeskRequest extends DeskQuery {
  cursor?: string | undefined;
  limit: number;
  requestId: string;
}

export type DeskLineView = Omit<SubmissionView, 'pending'> & { formTitle: Words | null };

export interface DeskAnswer extends Page<DeskLineView> {
  /** Null where the text is found in too many to count. */
  counts: DeskCounts | null;
}

/**
 * The desk of the offices that the actor belongs to, or of one of them, with what the actor may do to each line now;
 * which ids were shown is recorded.
 * @throws GongmunError `desk.not_yours` (404), `cursor.invalid` and `cursor.other_sort` (400)
 */
export async function readDesk(deps: Deps, actor: Actor, asked: DeskRequest): Promise<DeskAnswer> {
  const offices = desksOf(actor, asked.office);
  const after = positionOf(asked);
  const view = { reader: actor.person, now: deps.now() };
  return deps.db.transaction(async (tx) => {
    const found = await findOnDesk(tx, offices, asked.text);
    const scope: DeskScope = { offices, form: asked.form, found };
    const { lines, counts } = await readLines(
      tx,
      scope,
      { ...filterOf(asked), ...view },
      { ...orderOf(asked.sort), after, limit: asked.limit + 1 },
    );
    const page = toPage(
      lines,
      asked.limit,
      (line) => viewLine(actor, line),
      ({ position }) => ({ sort: asked.sort, ...position }),
    );
    await recordShown(tx, deps, actor, {
      requestId: asked.requestId,
      capacity: 'official',
      action: 'list',
      lines: page.items.map(({ id, office }) => ({ id, office })),
    });
    return { ...page, counts };
  });
}

/** The offices whose desk the actor reads, or the one that is asked for. @throws GongmunError `desk.not_yours` (404) */
export function desksOf(actor: Actor, office: string | undefined): string[] {
  const offices = actor.memberships.map((membership) => membership.office);
  const mine = new Set(offices.filter((code) => mayAct(actor, 'read_desk', code)));
  if (office === undefined) return [...mine];
  if (mine.has(office)) return [office];
  throw new GongmunError('not_found', 'desk.not_yours', 'There is no such desk, or it is not yours.');
}

function filterOf({ state, handler, dueFrom, dueUntil, overdue }: DeskQuery): DeskFilter {
  return {
    states: state?.split(',') as State[] | undefined,
    handler: handler === undefined || handler === 'me' || handler === 'none' ? handler : { person: handler },
    dueFrom: instant(dueFrom),
    dueUntil: instant(dueUntil),
    overdue: overdue === undefined ? undefined : true,
  };
}

const instant = (text: string | undefined) => (text === undefined ? undefined : new Date(text));

function orderOf(sort: DeskQuery['sort']): { sort: DeskSort; direction: Direction } {
  return sort.startsWith('-')
    ? { sort: sort.slice(1) as DeskSort, direction: 'descending' }
    : { sort: sort as DeskSort, direction: 'ascending' };
}

function viewLine(actor: Actor, { row, pending, formTitle }: DeskLine): DeskLineView {
  const { pending: _, ...view } = describeSubmission(actor, row, pending);
  return { ...view, formTitle };
}

interface DeskCursor extends DeskPosition {
  sort: string;
}

function positionOf({ cursor, sort }: DeskRequest): DeskPosition | undefined {
  const position = decodeCursor(cursor, isDeskCursor);
  if (position === undefined || position.sort === sort) return position;
  const detail = 'This cursor belongs to a list that is sorted otherwise. Start that list anew.';
  throw new GongmunError('bad_request', 'cursor.other_sort', detail, {
    faults: [{ pointer: '#/query/cursor', code: 'cursor.other_sort', detail }],
  });
}

function isDeskCursor(value: unknown): value is DeskCursor {
  const position = value as Partial<DeskCursor> | null;
  return (
    typeof position === 'object' &&
    isUuid(position?.id) &&
    typeof position?.sort === 'string' &&
    (position.at === null || (typeof position.at === 'string' && isInstant(position.at)))
  );
}

/** As the database writes it, to the microsecond, and a day that there is. */
function isInstant(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(text)) return false;
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 19) === text.slice(0, 19);
}
