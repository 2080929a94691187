import { listChain } from '../db/chain-store';
import { findDocument } from '../db/document-store';
import type { Actor } from '../domain/permissions';
import { requireOwnDelivery } from './access-delivery';
import { bundleReceipt } from './bundle-receipt';
import type { Deps } from './deps';
import { openOfficialDigest, pick } from './prove-document-receipt';
import { proveRow } from './read-proof';

interface Asked {
  id: string;
  evidenceId: string;
}

/** That a receipt of the delivery is in the log. @returns undefined while it is not sealed */
export async function proveMailReceipt(deps: Deps, actor: Actor, asked: Asked): Promise<string | undefined> {
  const { stored } = await mailReceipt(deps, actor, asked);
  return proveRow(deps, { kind: 'evidence', subject: stored.id, digest: stored.digest });
}

/**
 * A receipt of the delivery as a bundle. What opens its digest goes to who has opened the document, still has it and is its one recipient:
 * a list of recipients could be guessed with the salt, and of many nobody learns who the others are.
 * @returns undefined while it is not sealed
 */
export async function bundleMailReceipt(deps: Deps, actor: Actor, asked: Asked): Promise<string | undefined> {
  const { delivery, stored } = await mailReceipt(deps, actor, asked);
  const content = await deps.db.transaction(async (tx) => {
    const document = await findDocument(tx, delivery.documentId);
    return document === undefined ||
      document.recipients > 1 ||
      delivery.openedAt === null ||
      delivery.removedAt !== null
      ? undefined
      : openOfficialDigest(tx, deps, document, stored);
  });
  return bundleReceipt(deps, stored, content);
}

/** The delivery's own receipts, and that of the registration, which the sealed PDF carries. */
export async function mailReceipt(deps: Deps, actor: Actor, { id, evidenceId }: Asked) {
  const delivery = await requireOwnDelivery(deps, actor, id);
  const chain = await listChain(deps.db, 'delivery', delivery.id);
  const registration = (await listChain(deps.db, 'document', delivery.documentId)).filter(
    ({ event }) => delivery.openedAt !== null && event === 'DocumentRegistered',
  );
  return { delivery, stored: pick([...chain, ...registration], evidenceId) };
}
