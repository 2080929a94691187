import { listChain } from '../db/chain-store';
import type { DocumentRow } from '../db/document-store';
import { listArchivedRuns } from '../db/history-store';
import type { Tx } from '../db/knex';
import { contentDigest } from '../domain/digest';
import type { Evidence } from '../domain/evidence';
import type { Actor } from '../domain/permissions';
import type { Language } from '../domain/words';
import { dispatchWorkflowIdOf } from '../workflows/messages';
import { accessDocument } from './access-document';
import { type Gathered, HANDED_OUT, pagePath } from './bundle-entries';
import { DOCUMENT_README } from './bundle-readme';
import { type Bundle, composeBundle } from './bundle-submission';
import type { Deps } from './deps';
import { documentMetadata } from './document-metadata';
import { officialContent } from './official-content';
import { recordZip } from './package-record';
import { documentPage } from './print-document-receipt';
import { notRegistered, printedDocument } from './printed-document';
import { printedReceipt } from './printed-receipt';
import { isGone } from './view-document';

/**
 * An official document as one file for a records system or an archive, in the format of a submission's (`packageRecord`): the
 * bundle is that of its own chain of evidence, with the sealed document; the metadata tell whom it has reached.
 * @returns undefined while one of its receipts is not sealed
 * @throws GongmunError `document.not_registered` (409), `bundle.too_large` (422), `evidence.signing_unavailable` (503)
 */
export async function packageDocument(
  deps: Deps,
  actor: Actor,
  asked: { documentId: string; language: Language; requestId: string },
): Promise<Bundle | undefined> {
  const { documentId, language } = asked;
  const access = { ...asked, as: 'read_bundle' as const };
  const { gathered, metadata } = await accessDocument(deps, actor, access, async (row, tx) => {
    if (row.number === null) throw notRegistered();
    const found = await gather(deps, tx, row, language);
    return { gathered: found, metadata: await documentMetadata(tx, row, found) };
  });
  const bundle = await composeBundle(deps, documentId, gathered);
  return bundle === undefined ? undefined : recordZip(documentId, metadata, bundle);
}

async function gather(deps: Deps, tx: Tx, row: DocumentRow, language: Language): Promise<Gathered> {
  const evidences = await listChain(tx, 'document', row.id);
  const content = isGone(row) ? undefined : await officialContent(tx, deps.cipher, row);
  const files = content?.files ?? [];
  // A list of parts names every part; where a file is handed to nobody the content is left out.
  const whole = files.every(({ scan }) => HANDED_OUT.includes(scan));
  const contents: Gathered['contents'] = new Map();
  const pages: Gathered['pages'] = [];
  for (const stored of evidences) {
    const { event, content: digest }: Evidence = JSON.parse(stored.payload);
    if (event === 'DocumentRegistered' && content !== undefined)
      pages.push({ path: pagePath(stored, row.language), print: () => printedDocument(deps, row) });
    else {
      const page = await documentPage(deps, tx, row, { stored, language });
      pages.push({ path: pagePath(stored, language), print: () => printedReceipt(deps, page) });
    }
    if (whole && content !== undefined && contentDigest({ parts: content.parts }, content.salt) === digest)
      contents.set(stored.sequence, content);
  }
  return {
    ...{ evidences, pages, contents, files: contents.size === 0 ? [] : files, readme: DOCUMENT_README },
    runs: await listArchivedRuns(tx, dispatchWorkflowIdOf(row.id)),
  };
}
