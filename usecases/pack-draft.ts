import { type DraftReader, findDraft, openDraft } from '../db/draft-store';
import { listDraftFiles } from '../db/file-store';
import { canonicalJson } from '../domain/digest';
import { entryOf, fileEntry, HANDED_OUT } from './bundle-entries';
import { type Composed, composeZip } from './compose-zip';
import type { BundleDeps } from './deps';
import { notFound } from './take-command';
import { viewDraft } from './view-draft';

/**
 * A draft as whoever sees it takes it along: `draft.json` and the uploads that wait in it, but for those that nobody may open.
 * It proves nothing, so nothing in it is signed.
 * @throws GongmunError not_found when it is no draft any more
 */
export async function packDraft(
  deps: BundleDeps,
  reader: DraftReader,
  id: string,
): Promise<Composed & { under: string }> {
  const row = await findDraft(deps.db, id, reader);
  if (row === undefined) throw notFound();
  const view = await viewDraft(deps.db, deps, row, await openDraft(deps.cipher, row));
  const entries = [entryOf('draft.json', canonicalJson({ format: 'gongmun-draft/1', ...view }))];
  for (const file of await listDraftFiles(deps.db, deps.cipher, id))
    if (HANDED_OUT.includes(file.scan)) entries.push(await fileEntry(deps, file));
  return { ...composeZip(entries), under: row.contentKey };
}
