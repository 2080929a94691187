import { Readable } from 'node:stream';
import { validate as isUuid, v7 as uuid } from 'uuid';
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
import { localHeader, zipEnd } from '../domain/stored-zip';
import type { Language } from '../domain/words';
import { entryOf } from './bundle-entries';
import { type Bundle, zipped } from './bundle-submission';
import type { Deps } from './deps';
import { idempotently, isUniqueViolation, type RequestIdentity } from './idempotent';
import { decodeCursor, isText, type Page, toPage } from './page';
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
  submissions: number;
  drafts: number;
  packed: number;
}

/** A zip without Zip64 has no more entries. */
const MOST_SUBMISSIONS = 65_000;
const MOST_ZIP_BYTES = 0xffff_ffff - 64 * 1024 * 1024;

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
      await insertExport(tx, wanted, MOST_SUBMISSIONS);
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
 * The zip itself: `index.json` and each submission's bundle, which can be checked by itself. That it was fetched is recorded.
 * @throws GongmunError `export.not_ready` (409), `export.removed` (410), `export.too_large` (422)
 */
export async function downloadExport(
  deps: Deps,
  actor: Actor,
  asked: { id: string; requestId: string },
): Promise<Bundle> {
  const found = await own(deps, actor, asked.id);
  if (found.readyAt === null)
    throw new GongmunError('conflict', 'export.not_ready', 'It is being packed.', { retryAfter: 10 });
  if (found.removedAt !== null) throw new GongmunError('gone', 'export.removed', 'Its time is over.');
  if (found.organisation !== null && !actor.organisations.includes(found.organisation)) throw notFound();
  const items = await deps.db.transaction(async (tx) => {
    await insertAuditEntry(tx, {
      ...{ at: deps.now(), actor: actor.person, capacity: 'party' as const, action: 'download_export' },
      ...{ submissionId: null, subjects: [found.id], requestId: asked.requestId },
    });
    return listItems(tx, found.id);
  });
  const entries = [
    entryOf('index.json', canonicalJson(indexOf(found, items))),
    ...items.flatMap(bundleOf(deps)),
  ];
  const size = entries.reduce((sum, entry) => sum + localHeader(entry).length + entry.bytes, 0);
  if (size > MOST_ZIP_BYTES)
    throw new GongmunError(
      'unprocessable',
      'export.too_large',
      'Fetch the bundles of its submissions one by one.',
    );
  const end = zipEnd(entries);
  return {
    name: `export-${found.requestedAt.toISOString().slice(0, 10)}.zip`,
    bytes: size + end.length,
    stream: Readable.from(zipped(entries, end)),
  };
}

const bundleOf =
  (deps: Deps) =>
  ({ fileKey, contentKey, bytes, crc32, sha256, ...item }: ExportItem) =>
    fileKey === null || bytes === null || crc32 === null || sha256 === null
      ? []
      : [
          {
            path: pathOf(item),
            bytes,
            crc32,
            open: () => deps.files.get({ key: fileKey, under: contentKey }, sha256),
          },
        ];

const pathOf = ({ submissionId, draftId }: Pick<ExportItem, 'submissionId' | 'draftId'>): string =>
  submissionId === null ? `drafts/${draftId}.zip` : `submissions/${submissionId}.zip`;

const indexOf = (found: Export, items: ExportItem[]) => ({
  format: 'gongmun-export/1',
  ...(found.organisation === null ? {} : { organisation: found.organisation }),
  requestedAt: found.requestedAt.toISOString(),
  submissions: items.flatMap((item) =>
    item.submissionId === null ? [] : [{ submission: item.submissionId, ...whereOf(item) }],
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

function view({ id, organisation, submissions, drafts, packed, ...row }: Export): ExportView {
  return {
    ...{ id, organisation, submissions, drafts, packed },
    state: row.removedAt !== null ? 'removed' : row.readyAt !== null ? 'ready' : 'packing',
    requestedAt: row.requestedAt.toISOString(),
    readyAt: row.readyAt?.toISOString() ?? null,
    removeAt: row.removeAt?.toISOString() ?? null,
  };
}

const isId = (value: unknown): value is string => isText(value) && isUuid(value);
