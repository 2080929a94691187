import { listChain } from '../db/chain-store';
import { wakeDispatch } from '../db/delivery-store';
import type { Evidence } from '../domain/evidence';
import type { Actor } from '../domain/permissions';
import { actOnDocument } from './act-on-document';
import type { Deps } from './deps';
import type { RequestIdentity } from './idempotent';
import { keptUntil, type Review } from './review-disposal';
import { reasonOf } from './seal-words';
import type { DocumentView } from './view-document';

interface Asked {
  documentId: string;
  version: number;
}

/**
 * As `reviewDisposal`, of what the office sent on its own account.
 * @throws GongmunError `disposal.until_not_ahead` (422)
 */
export function reviewDocumentDisposal(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  { review, ...asked }: Asked & { review: Review },
): Promise<DocumentView> {
  const { decision, reason, words, until, archive } = review;
  return actOnDocument(deps, actor, request, {
    ...{ ...asked, words, action: 'review_disposal', act: { kind: 'review_disposal', decision } },
    async carryOut(tx, { row, at }) {
      const again = until === undefined ? undefined : await keptUntil(tx, row.office, until, at);
      await wakeDispatch(tx, row.id, at);
      return {
        ...(again === undefined ? {} : { change: { disposeAt: again } }),
        details: {
          reasons: [reasonOf(reason, words)],
          facts: {
            number: row.number ?? '',
            decision,
            ...(again === undefined ? {} : { until: again.toISOString() }),
            ...(archive === undefined ? {} : { archive }),
          },
        },
      };
    },
  });
}

/** As `confirmTransfer`: the archive has the document and keeps it under a number of its own; what is here is destroyed. */
export function confirmDocumentTransfer(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  { number, ...asked }: Asked & { number: string },
): Promise<DocumentView> {
  return actOnDocument(deps, actor, request, {
    ...{ ...asked, action: 'confirm_transfer', act: { kind: 'confirm_transfer' } },
    async carryOut(tx, { row, at }) {
      await wakeDispatch(tx, row.id, at);
      const chain = (await listChain(tx, 'document', row.id)).map(
        ({ payload }): Evidence => JSON.parse(payload),
      );
      const review = chain.findLast(({ event }) => event === 'DisposalReviewed');
      return { details: { facts: { archive: review?.facts?.archive ?? '', number } } };
    },
  });
}
