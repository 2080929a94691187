import { v7 as uuid } from 'uuid';
import { insertAuditEntry } from '../db/audit-store';
import { carryDeliveries } from '../db/carry-deliveries';
import { findDelivery } from '../db/delivery-store';
import { findDocument } from '../db/document-store';
import { insertIdempotencyRecord } from '../db/idempotency-store';
import { insertReplyLink } from '../db/link-store';
import { contentDestroyed } from '../domain/content-destroyed';
import type { DeliveryActKind } from '../domain/delivery';
import { GongmunError } from '../domain/errors';
import type { Actor } from '../domain/permissions';
import { lockDelivery, requireDelivery, requireRead, requireSender } from './access-delivery';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity } from './idempotent';
import { type MailView, viewMail } from './read-mailbox';
import { recordingRefusal } from './record-refusal';
import { idIn, recordOf } from './resource';
import { submitDocument } from './submit-document';
import { notFound, type Taken } from './take-command';

/**
 * The recipient opens the document: its content is shown from here on, and evidence says when (ContentHandover). Of
 * several who act for an organisation the first one opens; to open again is no error and changes nothing.
 */
export const openMail = (deps: Deps, actor: Actor, request: RequestIdentity, id: string): Promise<MailView> =>
  actOnMail(deps, actor, request, { id, kind: 'open' });

/**
 * The recipient says that it was received; for an organisation somebody who sends for it.
 * @throws GongmunError `mailbox.not_opened` (409), `organisation.not_a_member` (403)
 */
export const acknowledgeMail = (
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  id: string,
): Promise<MailView> => actOnMail(deps, actor, request, { id, kind: 'acknowledge' });

async function actOnMail(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  { id, kind }: { id: string; kind: Extract<DeliveryActKind, 'open' | 'acknowledge'> },
): Promise<MailView> {
  const { resource } = await recordingRefusal(deps, request, `mail_${kind}`, () =>
    idempotently(deps, request, async (tx) => {
      const delivery = await lockDelivery(tx, actor, id);
      if (kind === 'acknowledge') {
        requireSender(actor, delivery);
        requireRead(delivery);
      }
      // What is gone cannot be handed over.
      if (kind === 'open' && delivery.openedAt === null && delivery.contentDestroyedAt !== null)
        throw contentDestroyed();
      const at = deps.now();
      const { organisation } = delivery;
      const by = { id: actor.person, capacity: 'party' as const };
      const document = await findDocument(tx, delivery.documentId);
      const content = document?.contentDigest ?? null;
      await carryDeliveries(tx, deps.signer, [delivery], {
        ...{ kind, at, actor: organisation === null ? by : { ...by, organisation } },
        details: () => ({
          ...(content === null ? {} : { content }),
          facts: { document: delivery.documentId, number: document?.number ?? '' },
        }),
      });
      const resource = `delivery:${delivery.id}`;
      await insertIdempotencyRecord(tx, { ...recordOf(request), resource, at });
      await insertAuditEntry(tx, {
        ...{ at, actor: actor.person, capacity: 'party', action: `mail_${kind}`, submissionId: null },
        ...{ subjects: [delivery.id], requestId: request.requestId },
      });
      return resource;
    }),
  );
  const delivery = await findDelivery(deps.db, idIn(resource, 'delivery'));
  if (delivery === undefined) throw notFound();
  return viewMail(deps, delivery);
}

export interface Reply {
  letter: { title: string; body: string };
  attachments: { upload: string; name?: string | undefined }[];
}

/**
 * An answer to the office: a submission of its own, linked to the document that it answers in the same transaction.
 * @throws GongmunError `mailbox.not_opened` (409), `office.not_possible` (400) where the office takes no letters
 */
export async function replyToMail(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  { id, reply }: { id: string; reply: Reply },
): Promise<Taken> {
  const delivery = await requireDelivery(deps, actor, id);
  requireRead(delivery);
  const document = await findDocument(deps.db, delivery.documentId);
  if (document === undefined) throw new GongmunError('not_found', 'not_found', 'There is no such document.');
  const { organisation } = delivery;
  return submitDocument(
    deps,
    actor,
    request,
    { ...reply, office: document.office, ...(organisation === null ? {} : { organisation }) },
    (tx, submissionId, at) =>
      insertReplyLink(tx, {
        ...{ id: uuid(), submission: submissionId, document: document.id, by: actor.person, at },
      }),
  );
}
