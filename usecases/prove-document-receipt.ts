import { type ChainedEvidence, listChain } from '../db/chain-store';
import type { DocumentRow } from '../db/document-store';
import type { Tx } from '../db/knex';
import { contentDigest } from '../domain/digest';
import { GongmunError } from '../domain/errors';
import type { Evidence } from '../domain/evidence';
import type { Actor } from '../domain/permissions';
import { accessDocument } from './access-document';
import { bundleReceipt } from './bundle-receipt';
import type { Deps } from './deps';
import { officialContent } from './official-content';
import type { OpenedDigest } from './open-digest';
import { proveRow } from './read-proof';
import { notFound } from './take-command';

interface Asked {
  documentId: string;
  evidenceId: string;
  requestId: string;
}

/** That a receipt of the document is in the log. @returns undefined while it is not sealed */
export async function proveDocumentReceipt(
  deps: Deps,
  actor: Actor,
  asked: Asked,
): Promise<string | undefined> {
  const { stored } = await access(deps, actor, asked);
  return proveRow(deps, { kind: 'evidence', subject: stored.id, digest: stored.digest });
}

/** A receipt of the document as a bundle, with what opens its digest. @returns undefined while it is not sealed */
export async function bundleDocumentReceipt(
  deps: Deps,
  actor: Actor,
  asked: Asked,
): Promise<string | undefined> {
  const { stored, content } = await access(deps, actor, asked);
  return bundleReceipt(deps, stored, content);
}

const access = (deps: Deps, actor: Actor, asked: Asked) =>
  accessDocument(
    deps,
    actor,
    { ...asked, as: 'read_document_receipts', subjects: [asked.evidenceId] },
    async (row, tx) => {
      const stored = pick(await listChain(tx, 'document', row.id), asked.evidenceId);
      return { stored, content: await openOfficialDigest(tx, deps, row, stored) };
    },
  );

/** @throws GongmunError not_found */
export function pick(chain: readonly ChainedEvidence[], evidenceId: string): ChainedEvidence {
  const stored = chain.find(({ id }) => id === evidenceId);
  if (stored === undefined) throw notFound();
  return stored;
}

/** What opens the digest that an evidence names; undefined where it names none or its content is another or gone. */
export async function openOfficialDigest(
  tx: Tx,
  deps: Pick<Deps, 'cipher'>,
  row: DocumentRow,
  stored: Pick<ChainedEvidence, 'payload'>,
): Promise<OpenedDigest | undefined> {
  const { content }: Evidence = JSON.parse(stored.payload);
  if (content === undefined) return undefined;
  try {
    const { parts, salt } = await officialContent(tx, deps.cipher, row);
    return contentDigest({ parts }, salt) === content
      ? { parts, salt: salt.toString('base64url') }
      : undefined;
  } catch (error) {
    if (error instanceof GongmunError && error.code === 'content.destroyed') return undefined;
    throw error;
  }
}
