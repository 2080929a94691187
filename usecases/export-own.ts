import { Readable } from 'node:stream';
import { v7 as uuid } from 'uuid';
import { insertAuditEntry } from '../db/audit-store';
import {
  type Export,
  type ExportItem,
  findExport,
  insertExport,
  listItems,
  listExports as listRows,
} from '../db/export-store';
import { insertIdempotencyRecord } from '../db/idempotency-store';
import { canonicalJson } from '../domain/digest';
import { GongmunError } from '../domain/errors';
import type { Actor } from '../domain/permissions';
import type { Language } from '../domain/words';
import { entryOf } from './bundle-entries';
import type { Bundle } from './bundle-submission';
import { composeZip } from './compose-zip';
import type { Deps } from './deps';
import { idempotently, isUniqueViolation, type RequestIdentity } from './idempotent';
import { decodeCursor, isId, type Page, toPage } from './page';
import { recordingRefusal } from './record-refusal';
import { idIn, recordOf } from './resource';
import { notFound } from './take-command';

export interface ExportView {
  id: string;
  organisation: string | null;
  state: 'packing' | 'ready' | 'removed';
  requestedAt: string;
  readyAt: string | null;
  /** Until when it can be fetched. */
  removeAt: string | null;
  /** How many zips it is; null while it is being packed. */
  parts: number | null;
  submissions: number;
  mail: number;
  drafts: number;
  packed: number;
}

/**
 * Asks for everything that the actor, or an organisation of the actor's, sent and received, and what the actor has begun to write. A workflow packs it; what comes
 * later is not in it.
 * @throws GongmunError forbidden for a foreign organisation, `export.under_way` (409)
 */
export function exportOwn(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  asked: { organisation?: string | undefined; language: Language },
): Promise<ExportView> {
  return recordingRefusal(deps, request, 'export', async () => {
    const organisation = asked.organisation ?? null;
    if (organisation !== null && !actor.organisations.includes(organisation))
      throw new GongmunError('forbidden', 'permission.denied', 'You do not act for this organisation.');
    const { resource } = await idempotently(deps, request, async (tx) => {
      const at = deps.now();
      const id = uuid();
      const wanted = { id, person: actor.person, organisation, language: asked.language, requestedAt: at };
      await insertExport(tx, wanted);
      await insertIdempotencyRecord(tx, { ...recordOf(request), resource: `export:${id}`, at });
      await insertAuditEntry(tx, {
        ...{ at, actor: actor.person, capacity: 'party' as const, action: 'export' },
        ...{ submissionId: null, subjects: [id], requestId: request.requestId },
      });
      return `export:${id}`;
    }).catch((error: unknown) => {
      if (!isUniqueViolation(error, 'exports_one_at_a_time')) throw error;
      throw new GongmunError('conflict', 'export.under_way', 'An export is being packed; fetch that one.');
    });
    return view(await own(deps, actor, idIn(resource, 'export')));
  });
}

export async function listExports(
  deps: Deps,
  actor: Actor,
  asked: { cursor?: string | undefined; limit: number },
): Promise<Page<ExportView>> {
  const before = decodeCursor(asked.cursor, isId);
  const rows = await listRows(deps.db, actor.person, { before, limit: asked.limit + 1 });
  return toPage(rows, asked.limit, view, ({ id }) => id);
}

export async function readExport(deps: Deps, actor: Actor, id: string): Promise<ExportView> {
  return view(await own(deps, actor, id));
}

/**
 * One of its zips: `index.json`, each submission's bundle and each document of the mailbox, which can be checked by
 * themselves. What a zip has no room for is in the next. That it was fetched is recorded.
 * @throws GongmunError not_found, `export.not_ready` (409), `export.removed` (410)
 */
export async function downloadExport(
  deps: Deps,
  actor: Actor,
  asked: { id: string; part: number; requestId: string },
): Promise<Bundle> {
  const { part, requestId } = asked;
  const found = await own(deps, actor, asked.id);
  if (found.readyAt === null)
    throw new GongmunError('conflict', 'export.not_ready', 'It is being packed.', { retryAfter: 10 });
  if (found.removedAt !== null) throw new GongmunError('gone', 'export.removed', 'Its time is over.');
  if (found.organisation !== null && !actor.organisations.includes(found.organisation)) throw notFound();
  if (part > (found.parts ?? 0)) throw notFound();
  const items = await deps.db.transaction(async (tx) => {
    await insertAuditEntry(tx, {
      ...{ at: deps.now(), actor: actor.person, capacity: 'party' as const, action: 'download_export' },
      ...{ submissionId: null, subjects: [found.id], requestId },
    });
    return listItems(tx, found.id, part);
  });
  const zip = composeZip([
    entryOf('index.json', canonicalJson(indexOf(found, part, items))),
    ...items.flatMap(packedOf(deps)),
  ]);
  const number = found.parts === 1 ? '' : `-${part}`;
  return {
    name: `export-${found.requestedAt.toISOString().slice(0, 10)}${number}.zip`,
    bytes: zip.bytes,
    stream: Readable.from(zip.open()),
  };
}

const pathOf = ({ submissionId, deliveryId, draftId }: ExportItem): string => {
  if (draftId !== null) return `drafts/${draftId}.zip`;
  return deliveryId === null ? `submissions/${submissionId}.zip` : `mailbox/${deliveryId}.zip`;
};

const packedOf = (deps: Deps) => (item: ExportItem) => {
  const { fileKey, contentKey, bytes, crc32, sha256 } = item;
  if (fileKey === null || bytes === null || crc32 === null || sha256 === null) return [];
  const open = () => deps.files.get({ key: fileKey, under: contentKey }, sha256);
  return [{ path: pathOf(item), bytes, crc32, open }];
};

const indexOf = ({ organisation, requestedAt, parts }: Export, part: number, items: ExportItem[]) => ({
  format: 'gongmun-export/1',
  ...(organisation === null ? {} : { organisation }),
  requestedAt: requestedAt.toISOString(),
  ...{ part, parts: parts ?? 1 },
  submissions: items.flatMap((item) =>
    item.submissionId === null ? [] : [{ submission: item.submissionId, ...whereOf(item) }],
  ),
  mailbox: items.flatMap((item) =>
    item.deliveryId === null ? [] : [{ delivery: item.deliveryId, ...whereOf(item) }],
  ),
  drafts: items.flatMap((item) => (item.draftId === null ? [] : [{ draft: item.draftId, ...whereOf(item) }])),
});

const whereOf = (item: ExportItem): { path: string } | { leftOut: string } =>
  item.leftOut === null ? { path: pathOf(item) } : { leftOut: item.leftOut };

async function own(deps: Deps, actor: Actor, id: string): Promise<Export> {
  const found = await findExport(deps.db, id);
  if (found === undefined || found.person !== actor.person) throw notFound();
  return found;
}

function view({ id, organisation, parts, submissions, mail, drafts, packed, ...row }: Export): ExportView {
  return {
    ...{ id, organisation, parts, submissions, mail, drafts, packed },
    state: row.removedAt !== null ? 'removed' : row.readyAt !== null ? 'ready' : 'packing',
    requestedAt: row.requestedAt.toISOString(),
    readyAt: row.readyAt?.toISOString() ?? null,
    removeAt: row.removeAt?.toISOString() ?? null,
  };
}
