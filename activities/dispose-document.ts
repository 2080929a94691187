import { carryDocumentAct } from '../db/carry-document';
import { listChain } from '../db/chain-store';
import { findDispatch } from '../db/delivery-store';
import { contentOfDocument, deleteDocumentContent } from '../db/document-destruction';
import type { DocumentChange, DocumentRow } from '../db/document-store';
import type { Tx } from '../db/knex';
import { insertNotices } from '../db/notice-store';
import { findOffice } from '../db/office-store';
import type { Evidence } from '../domain/evidence';
import { applyDocumentAct, type DisposalStep, nextDisposalStep } from '../domain/official-document';
import { retentionCode, retentionRuleOf } from '../domain/retention';
import { SYSTEM } from './deliver-documents';
import type { Deps } from './deps';

/** The next step of a document's disposal that nobody takes, and when; undefined where people decide, and where none will come. */
export function disposalOf(row: DocumentRow): { kind: DisposalStep; at: Date } | undefined {
  const kind = nextDisposalStep(row);
  return kind === undefined || row.disposeAt === null ? undefined : { kind, at: row.disposeAt };
}

/**
 * Carries out one step, under the document's lock. As of a submission a destruction has two, each with evidence of its own: from
 * `begin_disposal` on a hold is refused, and only in the next transaction is the first key destroyed (decision 0039).
 */
export async function disposeDocument(
  tx: Tx,
  deps: Pick<Deps, 'signer' | 'cipher' | 'files' | 'noticesWritten'>,
  row: DocumentRow,
  { kind, at }: { kind: DisposalStep; at: Date },
): Promise<void> {
  const applied = applyDocumentAct(row, { kind });
  if (!applied.ok) throw new Error(`Document ${row.id} does not allow ${kind}.`);
  const { facts, change } = await EFFECTS[kind](tx, deps, row, at);
  await carryDocumentAct(tx, deps, row, {
    ...{ kind, document: applied.document, event: applied.event, at, actor: SYSTEM, change },
    details: { facts },
    afterwards: async (_, evidence) => {
      if (kind !== 'disposal_due') return;
      const notice = { kind: 'disposal_due_office', documentId: row.id, evidenceId: evidence.id } as const;
      await insertNotices(tx, [{ ...notice, office: row.office, at }]);
      deps.noticesWritten();
    },
  });
}

type Facts = NonNullable<Evidence['facts']>;
type Effect = (
  tx: Tx,
  deps: Pick<Deps, 'cipher' | 'files'>,
  row: DocumentRow,
  at: Date,
) => Promise<{ facts: Facts; change?: DocumentChange }>;

const EFFECTS: Record<DisposalStep, Effect> = {
  disposal_due: async (tx, _, row) => ({ facts: await ruleOf(tx, row) }),
  begin_disposal: async (tx, _, row) => ({ facts: await reviewOf(tx, row) }),
  /** The certificate: by whose word and which rule, and the digests, as evidence has them, of all that is gone. */
  dispose: async (tx, { cipher, files }, row, at) => {
    const facts = { ...(await reviewOf(tx, row)), ...(await ruleOf(tx, row)) };
    const { keys, fileKeys, attachments, acts } = await contentOfDocument(tx, row.id);
    await cipher.destroy(keys);
    for (const key of fileKeys) await files.remove(key);
    await deleteDocumentContent(tx, row.id);
    const digests = (await chainOf(tx, row)).flatMap(({ content }) => content ?? []);
    return {
      facts: { ...facts, documents: 1, acts, files: attachments, digests: [...new Set(digests)].join(' ') },
      change: { contentDestroyedAt: at },
    };
  },
};

const chainOf = async (tx: Tx, { id }: DocumentRow): Promise<Evidence[]> =>
  (await listChain(tx, 'document', id)).map(({ payload }) => JSON.parse(payload));

async function ruleOf(tx: Tx, row: DocumentRow): Promise<Record<string, string>> {
  const office = await findOffice(tx, row.office);
  const dispatch = await findDispatch(tx, row.id);
  return {
    number: row.number ?? '',
    retention: retentionCode(row.retention),
    retentionRule: retentionRuleOf(office?.country ?? ''),
    closedAt: dispatch?.at.toISOString() ?? '',
    disposeAt: row.disposeAt?.toISOString() ?? '',
  };
}

/** Who decided it, and by which act; what an archive has received names its own number too. */
async function reviewOf(tx: Tx, row: DocumentRow): Promise<Facts> {
  const chain = await chainOf(tx, row);
  const review = chain.findLast(({ event }) => event === 'DisposalReviewed');
  if (review === undefined) throw new Error(`Document ${row.id} is disposed of without a review.`);
  const { decision = '', archive = '' } = review.facts ?? {};
  const transfer = chain.findLast(({ event }) => event === 'RecordTransferred');
  const handedOver = decision === 'transfer' && transfer !== undefined;
  return {
    number: row.number ?? '',
    decision,
    review: review.sequence,
    reviewedBy: review.actor.id,
    ...(handedOver ? { archive, archivedAs: transfer.facts?.number ?? '' } : {}),
  };
}
