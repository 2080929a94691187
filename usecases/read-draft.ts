import { type DraftRow, findDraft, listDrafts as listRows, openDraft } from '../db/draft-store';
import { leftOutFaults, missingWords } from '../domain/draft';
import type { Fault } from '../domain/errors';
import type { Actor } from '../domain/permissions';
import { problemsOf } from './check-document';
import type { Deps } from './deps';
import { decodeCursor, isPlaceInTime, type Page, toPage } from './page';
import { notFound } from './take-command';
import { type DraftLineView, type DraftView, documentOf, viewDraft, viewDraftLine } from './view-draft';

/** What the actor has begun to write, and what is shared in organisations that they read; the one changed last first. */
export async function listDrafts(
  deps: Deps,
  actor: Actor,
  asked: { cursor?: string | undefined; limit: number },
): Promise<Page<DraftLineView>> {
  const after = decodeCursor(asked.cursor, isPlaceInTime);
  const rows = await listRows(deps.db, deps.cipher, { reader: actor, after, limit: asked.limit + 1 });
  return toPage(rows, asked.limit, viewDraftLine, ({ changedAt, id }) => ({
    at: changedAt.toISOString(),
    id,
  }));
}

export async function readDraft(deps: Deps, actor: Actor, id: string): Promise<DraftView> {
  const row = await seenDraft(deps, actor, id);
  return viewDraft(deps.db, deps, row, await openDraft(deps.cipher, row));
}

export interface DraftProblems {
  /** Whether it could be sent as it is. */
  ready: boolean;
  problems: Fault[];
}

/** What keeps a draft from being sent, each with its place in the draft; what could not be copied is told beside it. */
export async function readDraftProblems(deps: Deps, actor: Actor, id: string): Promise<DraftProblems> {
  const row = await seenDraft(deps, actor, id);
  const content = await openDraft(deps.cipher, row);
  const problems = await deps.db.transaction((tx) => problemsOf(tx, deps, actor, documentOf(row, content)));
  const missing = content.letter === null ? [] : missingWords(content.letter);
  const blocking = [...missing, ...problems];
  return { ready: blocking.length === 0, problems: [...blocking, ...leftOutFaults(content.leftOut)] };
}

async function seenDraft(deps: Pick<Deps, 'db'>, actor: Actor, id: string): Promise<DraftRow> {
  const row = await findDraft(deps.db, id, actor);
  if (row === undefined) throw notFound();
  return row;
}
