import { v7 as uuid } from 'uuid';
import type { Signer } from '../adapters/signer';
import { nextEvidence } from '../domain/chain';
import { applyDeliveryAct, type DeliveryActKind } from '../domain/delivery';
import type { Evidence, EvidenceActor } from '../domain/evidence';
import { insertChained } from './chain-store';
import { changeDeliveries, type DeliveryInstant, type DeliveryRow } from './delivery-store';
import type { Tx } from './knex';

const INSTANT: Record<DeliveryActKind, DeliveryInstant | null> = {
  consign: 'consigned_at',
  notified: 'notified_at',
  notice_failed: null,
  open: 'opened_at',
  acknowledge: 'acknowledged_at',
  never_read: 'never_read_at',
  recall: 'recalled_at',
  announce_removal: 'warned_at',
  remove: 'removed_at',
};

export interface CarriedAct {
  kind: DeliveryActKind;
  at: Date;
  actor: EvidenceActor;
  details?: (delivery: DeliveryRow) => Pick<Evidence, 'content' | 'reasons' | 'facts'>;
}

/**
 * The one place where deliveries change: state, instant and one evidence for each, in the caller's transaction and under
 * the rows' locks. What the state of a row does not allow is left as it is.
 * @returns of those that were carried out the evidence's id
 */
export async function carryDeliveries(
  tx: Tx,
  signer: Pick<Signer, 'seal' | 'issuer'>,
  deliveries: readonly DeliveryRow[],
  act: CarriedAct,
): Promise<{ delivery: DeliveryRow; evidenceId: string }[]> {
  const carried = await Promise.all(
    deliveries.map(async (delivery) => {
      const applied = applyDeliveryAct(delivery.state, act.kind);
      if (applied === undefined) return [];
      const details = act.details?.(delivery);
      const sealed = await signer.seal(
        nextEvidence(delivery, {
          ...{ id: uuid(), event: applied.event, at: act.at, issuer: signer.issuer, actor: act.actor },
          ...(details === undefined ? {} : { details }),
        }),
      );
      return [{ delivery, state: applied.state, sealed }];
    }),
  );
  const done = carried.flat();
  if (done.length === 0) return [];
  await insertChained(
    tx,
    'delivery',
    done.map(({ sealed }) => ({ sealed, seq: sealed.evidence.sequence })),
  );
  const changes = done.map(({ delivery, state, sealed }) => ({
    ...{ id: delivery.id, state, evidenceCount: sealed.evidence.sequence },
    lastEvidenceDigest: sealed.digest,
  }));
  await changeDeliveries(tx, changes, { instant: INSTANT[act.kind], at: act.at });
  return done.map(({ delivery, sealed }) => ({ delivery, evidenceId: sealed.evidence.id }));
}
