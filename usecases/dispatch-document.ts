import { v7 as uuid } from 'uuid';
import { type CarriedAct, carryDeliveries } from '../db/carry-deliveries';
import { insertCommand, pendingCommands } from '../db/command-store';
import { type DeliveryRow, findDispatch, insertDispatch, lockDeliveries } from '../db/delivery-store';
import { type DocumentRow, readContentOf } from '../db/document-store';
import type { Tx } from '../db/knex';
import { findOffice } from '../db/office-store';
import { lockSubmission } from '../db/submission-store';
import { statesBefore } from '../domain/delivery';
import { canonicalJson, sha256 } from '../domain/digest';
import { GongmunError } from '../domain/errors';
import { boxOf, RECIPIENT_KINDS } from '../domain/official-document';
import type { Actor } from '../domain/permissions';
import { disposalDateOfSent, retentionCode, retentionRuleOf } from '../domain/retention';
import { apply } from '../domain/submission';
import { actOnDocument } from './act-on-document';
import type { Deps } from './deps';
import type { RequestIdentity } from './idempotent';
import { printedDocument } from './printed-document';
import { project } from './project';
import type { DocumentView } from './view-document';

const DAY = 24 * 3_600_000;

interface Asked {
  documentId: string;
  version: number;
}

/**
 * Dispatches a registered document to its recipients. The seal comes first: what cannot be sealed is not sent. The act
 * leaves a row for each recipient; the workflow delivers.
 * @throws GongmunError `document.not_allowed_in_state` (409), `evidence.signing_unavailable` (503)
 */
export async function dispatchDocument(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  asked: Asked,
): Promise<DocumentView> {
  return actOnDocument(deps, actor, request, {
    ...{ ...asked, action: 'dispatch_document', act: { kind: 'dispatch' } },
    async carryOut(tx, { row, at }) {
      // In this transaction: a second connection for each act that waits for one would leave none.
      await printedDocument({ ...deps, db: tx }, row);
      const { recipients } = await readContentOf(tx, deps.cipher, row);
      const { neverReadDays, keptDays, warnedDays } = deps.mailbox;
      const after = (days: number) => new Date(at.getTime() + days * DAY);
      const removeAt = after(keptDays);
      const { disposeAt, facts } = await endOfDocument(tx, row, { at, removeAt });
      await insertDispatch(
        tx,
        {
          ...{ documentId: row.id, at, by: actor.person, neverReadAt: after(neverReadDays) },
          ...{ warnAt: after(keptDays - warnedDays), removeAt },
        },
        recipients,
      );
      // Who they are stays content; that nobody was added or left out can be shown with the list.
      const list = sha256(canonicalJson(recipients.map(boxOf)));
      return {
        change: { disposeAt },
        details: {
          ...(row.contentDigest === null ? {} : { content: row.contentDigest }),
          facts: { number: row.number ?? '', recipients: recipients.length, list, ...facts },
        },
      };
    },
  });
}

/** With its dispatch a document is a record whose retention runs, by the rule of its office's country. */
async function endOfDocument(
  tx: Tx,
  row: DocumentRow,
  { at, removeAt }: { at: Date; removeAt: Date },
): Promise<{ disposeAt: Date | null; facts: Record<string, string> }> {
  const { country = '', timeZone = 'UTC' } = (await findOffice(tx, row.office)) ?? {};
  const rule = retentionRuleOf(country);
  const { retention } = row;
  const disposeAt = disposalDateOfSent({ dispatchedAt: at, removeAt, retention }, { rule, timeZone });
  return {
    disposeAt,
    facts: {
      ...{ retention: retentionCode(retention), retentionRule: rule },
      ...(disposeAt === null ? {} : { disposeAt: disposeAt.toISOString() }),
    },
  };
}

/**
 * Takes the document back from the recipients who have not opened it; who has, keeps it. From an office's desk it is
 * withdrawn, by the ordinary command.
 * @param asked.deliveries these only; all where nothing is said
 * @throws GongmunError `dispatch.under_way`, `document.opened_by_all` (409)
 */
export async function recallDocument(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  asked: Asked & { deliveries?: string[] | undefined },
): Promise<DocumentView> {
  const withdrawn: { submissionId: string; seq: number }[] = [];
  const answer = await actOnDocument(deps, actor, request, {
    ...{ documentId: asked.documentId, version: asked.version },
    ...{ action: 'recall_document', act: { kind: 'recall' } },
    async carryOut(tx, { row, at }) {
      if ((await findDispatch(tx, row.id))?.deliveredAt == null)
        throw new GongmunError('conflict', 'dispatch.under_way', 'It is being delivered: recall it then.', {
          retryAfter: 5,
        });
      const unread = await lockDeliveries(tx, row.id, {
        ...{ states: statesBefore('recall'), kinds: RECIPIENT_KINDS, where: 'v.opened_at IS NULL' },
        ...{ ids: asked.deliveries, limit: 100_000 },
      });
      const recallable: DeliveryRow[] = [];
      for (const delivery of unread)
        if (await takeBack(tx, delivery, { actor, at, withdrawn })) recallable.push(delivery);
      if (recallable.length === 0)
        throw new GongmunError('conflict', 'document.opened_by_all', 'Nobody is left who has not opened it.');
      const by: CarriedAct['actor'] = { id: actor.person, capacity: 'official', office: row.office };
      await carryDeliveries(tx, deps.signer, recallable, { kind: 'recall', at, actor: by });
      return { details: { facts: { number: row.number ?? '', recalled: recallable.length } } };
    },
  });
  for (const { submissionId, seq } of withdrawn) deps.delivery.tell(submissionId, seq, false);
  return answer;
}

/** @returns false where an office has opened it, or the procedure allows no withdrawal any more */
async function takeBack(
  tx: Tx,
  { submissionId }: DeliveryRow,
  given: { actor: Actor; at: Date; withdrawn: { submissionId: string; seq: number }[] },
): Promise<boolean> {
  if (submissionId === null) return true;
  const row = await lockSubmission(tx, submissionId);
  if (row === undefined) return false;
  const projected = project(row, await pendingCommands(tx, row.id));
  if (projected.opened || !apply(projected, { kind: 'withdraw' }).ok) return false;
  const seq = row.lastSeq + 1;
  await insertCommand(tx, {
    ...{ id: uuid(), submissionId, seq, kind: 'withdraw', actor: given.actor.person, capacity: 'party' },
    ...{ office: null, facts: {}, acceptedAt: given.at },
  });
  given.withdrawn.push({ submissionId, seq });
  return true;
}
