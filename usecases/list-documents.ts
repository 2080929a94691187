import { type DocumentRow, listDocuments, readContentOf } from '../db/document-store';
import type { Tx } from '../db/knex';
import type { Disposal } from '../domain/disposal';
import { GongmunError } from '../domain/errors';
import type { DocumentState } from '../domain/official-document';
import { type Actor, mayAct } from '../domain/permissions';
import type { Deps } from './deps';
import { readOffice } from './list-offices';
import { decodeCursor, encodeCursor, isPlaceInTime, type Page } from './page';
import { recordReading } from './record-reading';
import { type DocumentLine, isGone, viewLine } from './view-document';

/** An office's official documents, the newest draft first; which were shown is recorded. */
export async function listOfficialDocuments(
  deps: Deps,
  actor: Actor,
  asked: {
    office: string;
    state?: DocumentState | undefined;
    disposal?: Disposal | undefined;
    cursor?: string | undefined;
    limit: number;
    requestId: string;
  },
): Promise<Page<DocumentLine>> {
  const { code: office } = await readOffice(deps, asked.office);
  if (!mayAct(actor, 'read_document', office))
    throw new GongmunError('forbidden', 'permission.denied', 'Only officials of the office see this.');
  const official = mayAct({ ...actor, grants: [] }, 'read_document', office);
  const after = decodeCursor(asked.cursor, isPlaceInTime);
  const { state, disposal, limit } = asked;
  return deps.db.transaction(async (tx) => {
    const rows = await listDocuments(tx, { office, state, disposal, after, limit: limit + 1 });
    const shown = rows.slice(0, limit);
    const items: DocumentLine[] = [];
    for (const row of shown) items.push(viewLine(row, await titleOf(tx, deps, row)));
    await recordReading(tx, {
      ...{ at: deps.now(), actor: actor.person, capacity: official ? 'official' : 'auditor' },
      ...{ office: official ? office : null, action: 'list_documents', submissionId: null },
      ...{ subjects: shown.map(({ id }) => id), requestId: asked.requestId },
    });
    const last = shown.at(-1);
    const more = rows.length > limit && last !== undefined;
    return {
      items,
      ...(more ? { nextCursor: encodeCursor({ at: last.draftedAt.toISOString(), id: last.id }) } : {}),
    };
  });
}

/** Null of what was destroyed, or is being destroyed. */
const titleOf = async (tx: Tx, { cipher }: Pick<Deps, 'cipher'>, row: DocumentRow): Promise<string | null> =>
  isGone(row) ? null : (await readContentOf(tx, cipher, row)).title;
