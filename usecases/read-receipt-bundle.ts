import { findEvidence } from '../db/evidence-store';
import type { Actor } from '../domain/permissions';
import { accessSubmission } from './access';
import { bundleReceipt } from './bundle-receipt';
import type { Deps } from './deps';
import { openDigest } from './open-digest';
import { notFound } from './take-command';

/**
 * A submission's receipt as a bundle; what opens its digest is in it for who may read the content.
 * @returns undefined while the receipt is not sealed
 */
export async function readReceiptBundle(
  deps: Deps,
  actor: Actor,
  asked: { submissionId: string; evidenceId: string; requestId: string },
): Promise<string | undefined> {
  const { stored, content } = await accessSubmission(
    deps,
    actor,
    { ...asked, action: 'read_receipts' },
    async (row, tx) => {
      const evidence = await findEvidence(tx, row.id, asked.evidenceId);
      if (evidence === undefined) throw notFound();
      return { stored: evidence, content: await openDigest(tx, deps.cipher, actor, row, evidence) };
    },
  );
  return bundleReceipt(deps, stored, content);
}
