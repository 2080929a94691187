import { findAppliedCommand } from '../db/command-store';
import { listDestroyed } from '../db/content-destruction';
import type { Tx } from '../db/knex';
import { requireRetentionTerms } from '../db/registration-terms';
import type { SubmissionRow } from '../db/submission-store';
import type { Item } from '../domain/agenda';
import { LETTER_RETENTION } from '../domain/letter';
import { retentionCode, retentionRuleOf } from '../domain/retention';
import type { Deps } from './deps';
import { destroyContentIn } from './destroy-content';
import type { SystemCommand } from './system-command';

/** What carrying out a step of time does besides the machine's change of state. */
export type Timed = Pick<SystemCommand, 'change' | 'details' | 'notices'>;

export interface Given {
  tx: Tx;
  deps: Pick<Deps, 'cipher' | 'files'>;
  row: SubmissionRow;
  at: Date;
}

/**
 * The steps of a disposal that nobody takes. A destruction has two, each with evidence of its own: from `begin_disposal` on a
 * hold is refused, and only then is the first key destroyed, so that whatever dies in between leaves nothing unexplained.
 */
export async function disposalEffect(kind: Item['kind'], given: Given): Promise<Timed> {
  const { row } = given;
  switch (kind) {
    case 'disposal_due':
      return {
        details: { DisposalDue: { facts: await ruleOf(given) } },
        notices: [{ kind: 'disposal_due_office', recipient: { office: row.office ?? '' } }],
      };
    case 'begin_disposal':
      return { details: { DisposalBegun: { facts: await reviewOf(given) } } };
    default:
      return destroyed(given);
  }
}

/** The certificate: by whose word and which rule, and the digests, as evidence has them, of all that is gone. */
async function destroyed(given: Given): Promise<Timed> {
  const { tx, deps, row, at } = given;
  const facts = { ...(await reviewOf(given)), ...(await ruleOf(given)) };
  const { digests, documents, acts, files } = await listDestroyed(tx, row.id);
  await destroyContentIn(tx, deps, row.id, () => at);
  return {
    change: { contentDestroyedAt: at },
    details: { Disposed: { facts: { ...facts, documents, acts, files, digests: digests.join(' ') } } },
  };
}

async function ruleOf({ tx, row }: Given): Promise<Record<string, string>> {
  const { country, retention } = await requireRetentionTerms(tx, row.office ?? '', row);
  return {
    retention: retentionCode(retention ?? LETTER_RETENTION),
    retentionRule: retentionRuleOf(country),
    closedAt: row.closedAt?.toISOString() ?? '',
    disposeAt: row.disposeAt?.toISOString() ?? '',
  };
}

/** Who decided it, and by which command; what an archive has received names its own number too. */
async function reviewOf({ tx, row }: Given): Promise<Record<string, string | number>> {
  const review = await findAppliedCommand(tx, row.id, ['review_disposal']);
  if (review === undefined) throw new Error(`Submission ${row.id} is disposed of without a review.`);
  const transfer = await findAppliedCommand(tx, row.id, ['confirm_transfer']);
  const handedOver = review.facts.decision === 'transfer' && transfer !== undefined;
  return {
    decision: String(review.facts.decision),
    review: review.seq,
    reviewedBy: review.actor,
    ...(handedOver
      ? { archive: String(transfer.facts.archive), archivedAs: String(transfer.facts.number) }
      : {}),
  };
}
