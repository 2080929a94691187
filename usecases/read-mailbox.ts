import { insertAuditEntry } from '../db/audit-store';
import { listChain } from '../db/chain-store';
import { type DeliveryRow, findDispatch } from '../db/delivery-store';
import { findDocument, readContentOf } from '../db/document-store';
import { type FileRow, listDocumentFiles, placeOfFile } from '../db/file-store';
import { countUnread, listMailbox, type MailboxLine, UNREAD_UP_TO } from '../db/mailbox-store';
import { findOffice } from '../db/office-store';
import { attachmentsDigest } from '../domain/attachments-digest';
import type { DeliveryState } from '../domain/delivery';
import { numberItems } from '../domain/number-items';
import type { Actor } from '../domain/permissions';
import type { Words } from '../domain/words';
import { requireDelivery, requireOwnDelivery, requireRead } from './access-delivery';
import type { Deps } from './deps';
import { decodeCursor, isPlaceInTime, type Page, toPage } from './page';
import { printedStream } from './print-document';
import type { Printed } from './print-receipt';
import { type AttachmentView, requireScanned, viewFile } from './read-content';
import { type ReceiptView, receiptIn, viewReceipt } from './read-receipts';
import { notFound } from './take-command';

export interface MailboxLineView {
  id: string;
  state: DeliveryState;
  organisation: string | null;
  office: string;
  officeName: Words;
  number: string;
  /** Null when the content was destroyed. */
  title: string | null;
  destroyedAt: string | null;
  receivedAt: string;
  openedAt: string | null;
  acknowledgedAt: string | null;
  removedOn: string;
}

export interface Mailbox extends Page<MailboxLineView> {
  unread: number;
  /** As high a count means so many or more. */
  unreadUpTo: number;
}

export const boxesOf = ({ person, organisations }: Pick<Actor, 'person' | 'organisations'>): string[] => [
  `person:${person}`,
  ...organisations.map((number) => `organisation:${number}`),
];

/** What the actor, or the organisation that the actor acts for, was sent; the newest first. */
export async function readMailbox(
  deps: Deps,
  actor: Actor,
  asked: { unread: boolean; cursor?: string | undefined; limit: number },
): Promise<Mailbox> {
  const boxes = boxesOf(actor);
  const after = decodeCursor(asked.cursor, isPlaceInTime);
  const { limit, unread } = asked;
  const [lines, count] = await Promise.all([
    listMailbox(deps.db, deps.cipher, { boxes, unread, after, limit: limit + 1 }),
    countUnread(deps.db, boxes),
  ]);
  const place = ({ consignedAt, id }: MailboxLine) => ({ at: consignedAt.toISOString(), id });
  return { ...toPage(lines, limit, viewLine, place), unread: count, unreadUpTo: UNREAD_UP_TO };
}

function viewLine(line: MailboxLine): MailboxLineView {
  const { id, state, organisation, office, officeName, number, title } = line;
  return {
    ...{ id, state, organisation, office, officeName, number, title },
    receivedAt: line.consignedAt.toISOString(),
    openedAt: line.openedAt?.toISOString() ?? null,
    acknowledgedAt: line.acknowledgedAt?.toISOString() ?? null,
    removedOn: line.removeAt.toISOString(),
    destroyedAt: line.destroyedAt?.toISOString() ?? null,
  };
}

export interface MailView extends MailboxLineView {
  /** Null until it is opened, and when its content was destroyed. */
  document: {
    via: string | null;
    body: { level: number; sign: string; text: string }[];
    attachments: AttachmentView[];
    /** Opens what the receipt of the consignment names of the attachments; null without any. */
    attachmentsSalt: string | null;
    /** Opens the content digest that evidence names, with the parts' digests. */
    contentDigest: string | null;
  } | null;
}

/** One document of the mailbox; before it is opened, what an envelope shows. */
export async function readMail(deps: Deps, actor: Actor, id: string): Promise<MailView> {
  return viewMail(deps, await requireDelivery(deps, actor, id));
}

export async function viewMail(deps: Deps, delivery: DeliveryRow): Promise<MailView> {
  const document = await findDocument(deps.db, delivery.documentId);
  const dispatch = await findDispatch(deps.db, delivery.documentId);
  const office = document && (await findOffice(deps.db, document.office));
  if (document === undefined || dispatch === undefined || office === undefined) throw notFound();
  const destroyedAt = document.contentDestroyedAt;
  const content = destroyedAt === null ? await readContentOf(deps.db, deps.cipher, document) : null;
  const line = viewLine({
    ...{ ...delivery, office: office.code, officeName: office.name, number: document.number ?? '' },
    ...{
      title: content?.title ?? null,
      destroyedAt,
      consignedAt: delivery.consignedAt ?? dispatch.at,
      removeAt: dispatch.removeAt,
    },
  });
  if (delivery.openedAt === null || content === null) return { ...line, document: null };
  const signs = numberItems(content.body, document.language);
  const files = await listDocumentFiles(deps.db, deps.cipher, document.id);
  return {
    ...line,
    document: {
      via: content.via,
      body: content.body.map((item, at) => ({ ...item, sign: signs[at] ?? '' })),
      attachments: files.map(viewFile),
      attachmentsSalt: files.length === 0 ? null : attachmentsDigest(files, content.salt).salt,
      contentDigest: document.contentDigest,
    },
  };
}

/** The evidences of the delivery: placed, told, opened, acknowledged. */
export async function readMailReceipts(deps: Deps, actor: Actor, id: string): Promise<ReceiptView[]> {
  const delivery = await requireOwnDelivery(deps, actor, id);
  return (await listChain(deps.db, 'delivery', delivery.id)).map(viewReceipt);
}

/** One of them, its exact bytes as text: whoever keeps them keeps the proof. */
export async function readMailReceipt(
  deps: Deps,
  actor: Actor,
  asked: { id: string; evidenceId: string },
): Promise<string> {
  const delivery = await requireOwnDelivery(deps, actor, asked.id);
  return receiptIn(await listChain(deps.db, 'delivery', delivery.id), asked.evidenceId);
}

/** The sealed PDF; that it was taken out is recorded. @throws GongmunError `mailbox.not_opened` (409) */
export async function printMail(
  deps: Deps,
  actor: Actor,
  asked: { id: string; requestId: string },
): Promise<Printed> {
  const delivery = await requireDelivery(deps, actor, asked.id);
  requireRead(delivery);
  await recordDownload(deps, actor, { ...asked, subjects: [delivery.id] });
  return printedStream(deps, delivery.documentId);
}

/** @throws GongmunError `mailbox.not_opened`, `attachment.infected`, `attachment.pending` (409) */
export async function downloadMailAttachment(
  deps: Deps,
  actor: Actor,
  asked: { id: string; fileId: string; requestId: string },
): Promise<{ file: FileRow; stream: NodeJS.ReadableStream }> {
  const delivery = await requireDelivery(deps, actor, asked.id);
  requireRead(delivery);
  const files = await listDocumentFiles(deps.db, deps.cipher, delivery.documentId);
  const file = files.find(({ id }) => id === asked.fileId);
  if (file === undefined) throw notFound();
  await requireScanned(deps, file);
  await recordDownload(deps, actor, { ...asked, subjects: [delivery.id, file.id] });
  return { file, stream: await deps.files.get(placeOfFile(file), file.sha256) };
}

async function recordDownload(
  deps: Deps,
  actor: Actor,
  { subjects, requestId }: { subjects: string[]; requestId: string },
): Promise<void> {
  await insertAuditEntry(deps.db, {
    ...{ at: deps.now(), actor: actor.person, capacity: 'party', action: 'download_mail' },
    ...{ submissionId: null, subjects, requestId },
  });
}
