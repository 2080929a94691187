import { v7 as uuid } from 'uuid';
import {
  type DeskViewRow,
  deleteDeskView,
  findDeskView,
  insertDeskView,
  listDeskViews as listRows,
  lockDeskViews,
} from '../db/desk-view-store';
import { insertIdempotencyRecord } from '../db/idempotency-store';
import { GongmunError } from '../domain/errors';
import type { Actor } from '../domain/permissions';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity } from './idempotent';
import type { DeskQuery } from './read-desk';
import { idIn, recordOf } from './resource';
import { notFound } from './take-command';

/** More than anybody tells apart in a list of tabs. */
const MOST = 50;

/** The actor's own views, by name. */
export function listDeskViews(deps: Pick<Deps, 'db'>, actor: Actor): Promise<DeskViewRow[]> {
  return listRows(deps.db, actor.person);
}

/**
 * Keeps a search of the desk under a name of the person's own.
 * @throws GongmunError `desk_view.name_taken` and `desk_view.too_many` (409); not_found when the request is repeated
 *   after the view was removed
 */
export async function saveDeskView(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  wanted: { name: string; query: DeskQuery },
): Promise<DeskViewRow> {
  const { resource } = await idempotently(deps, request, async (tx) => {
    const id = uuid();
    const at = deps.now();
    if ((await lockDeskViews(tx, actor.person)) >= MOST) throw tooMany();
    const name = wanted.name.normalize('NFC');
    const query = { ...wanted.query } as Record<string, string>;
    if (!(await insertDeskView(tx, actor.person, { id, name, query, savedAt: at }))) throw nameTaken();
    const resource = `desk_view:${id}`;
    await insertIdempotencyRecord(tx, { ...recordOf(request), resource, at });
    return resource;
  });
  const view = await findDeskView(deps.db, actor.person, idIn(resource, 'desk_view'));
  if (view === undefined) throw notFound();
  return view;
}

/** @throws GongmunError not_found */
export async function removeDeskView(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  id: string,
): Promise<{ id: string }> {
  const { resource } = await idempotently(deps, request, async (tx) => {
    if (!(await deleteDeskView(tx, actor.person, id))) throw notFound();
    const resource = `desk_view_removal:${id}`;
    await insertIdempotencyRecord(tx, { ...recordOf(request), resource, at: deps.now() });
    return resource;
  });
  return { id: idIn(resource, 'desk_view_removal') };
}

function nameTaken(): GongmunError {
  const detail = 'You have a view of this name. Choose another name, or remove that view first.';
  return new GongmunError('conflict', 'desk_view.name_taken', detail, {
    faults: [{ pointer: '/name', code: 'desk_view.name_taken', detail }],
  });
}

function tooMany(): GongmunError {
  const detail = `You keep ${MOST} views already. Remove one first.`;
  return new GongmunError('conflict', 'desk_view.too_many', detail);
}
