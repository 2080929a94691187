import type { Actor } from '../domain/permissions';
import { accessDocument } from './access-document';
import type { Deps } from './deps';
import { officialPage } from './official-page';
import { PREVIEW_WORDS } from './preview-words';
import { writtenFacts } from './written-facts';

/**
 * The document as it would be printed: neither registered nor kept, and marked as a preview. What it will only have
 * with its registration, number, date, seal and evidence, is left out.
 * @throws GongmunError not_found, `content.destroyed` (410)
 */
export async function previewDocument(
  deps: Deps,
  actor: Actor,
  asked: { documentId: string; requestId: string },
): Promise<Buffer> {
  const facts = await accessDocument(deps, actor, { ...asked, as: 'read_document' }, (row, tx) =>
    writtenFacts(deps, tx, row),
  );
  const page = officialPage({
    ...facts,
    ...{ evidence: { id: '', at: deps.now().toISOString() }, digest: '', seq: 0, number: '' },
    ...{ checkAddress: '', receipt: '' },
  });
  return deps.previewPage({
    ...page,
    registration: page.registration.map(({ label }) => ({ label, value: '' })),
    ...{ checkWords: PREVIEW_WORDS[page.language], footer: [] },
  });
}
