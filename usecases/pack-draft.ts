import { findDraft, openDraft } from '../db/draft-store';
import { listDraftFiles } from '../db/file-store';
import { canonicalJson } from '../domain/digest';
import { localHeader, zipEnd } from '../domain/stored-zip';
import { entryOf, fileEntry, HANDED_OUT } from './bundle-entries';
import { type Composed, zipped } from './bundle-submission';
import type { BundleDeps } from './deps';
import { viewDraft } from './view-draft';

/**
 * A draft as its writer takes it along: `draft.json` and the uploads that wait in it, but for those that nobody may open.
 * It proves nothing, so nothing in it is signed.
 * @returns undefined when it is no draft any more
 */
export async function packDraft(
  deps: BundleDeps,
  person: string,
  id: string,
): Promise<(Composed & { under: string }) | undefined> {
  const row = await findDraft(deps.db, id, person);
  if (row === undefined) return undefined;
  const view = await viewDraft(deps.db, deps, row, await openDraft(deps.cipher, row));
  const entries = [entryOf('draft.json', canonicalJson({ format: 'gongmun-draft/1', ...view }))];
  for (const file of await listDraftFiles(deps.db, deps.cipher, id))
    if (HANDED_OUT.includes(file.scan)) entries.push(await fileEntry(deps, file));
  const end = zipEnd(entries);
  const bytes = entries.reduce((sum, entry) => sum + localHeader(entry).length + entry.bytes, end.length);
  return { bytes, open: () => zipped(entries, end), under: row.contentKey };
}
