import { v7 as uuid } from 'uuid';
import { type Acceptance, acceptedAct, insertAcceptance } from '../db/acceptance-store';
import type { ActReading } from '../db/act-answer';
import { attachFile, type FileRow } from '../db/file-store';
import type { FormVersion } from '../db/form-store';
import type { Tx } from '../db/knex';
import { findOffice } from '../db/office-store';
import { findActor } from '../db/person-store';
import { sha256 } from '../domain/digest';
import { type Fault, GongmunError } from '../domain/errors';
import { LETTER_ATTACHMENTS } from '../domain/letter';
import type { Mandate } from '../domain/mandate';
import type { Actor } from '../domain/permissions';
import { resolveOffice } from '../domain/routing';
import { checkAttachments } from './check-attachments';
import { checkedForm } from './checked-form';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity } from './idempotent';
import { newTrackingCode } from './new-tracking-code';
import { recordingRefusal } from './record-refusal';
import { sealDocument } from './seal-document';
import { searchableText } from './searchable-text';
import { parseCommandResource, type Taken } from './take-command';

/** What submitting takes; the worker submits the lines of batches. */
export type SubmitDeps = Pick<Deps, 'db' | 'signer' | 'cipher' | 'schemas' | 'forms' | 'delivery' | 'now'>;

export interface Document {
  form?: { id: string; version?: number | undefined } | undefined;
  answers?: unknown;
  letter?: { title: string; body: string } | undefined;
  office?: string | undefined;
  organisation?: string | undefined;
  /** Under which it is sent for another. */
  authorisation?: string | undefined;
  attachments: { upload: string; name?: string | undefined }[];
}

/**
 * Accepts a document: from the commit on it has been received, and the signed SubmissionAcceptance says so
 * (design §2; its instant is the legal receipt).
 * @throws GongmunError bad_request with a fault per wrong answer, unprocessable, forbidden
 */
export async function submitDocument(
  deps: SubmitDeps,
  actor: Actor,
  request: RequestIdentity,
  document: Document,
  also: Beside = async () => {},
): Promise<Taken> {
  return recordingRefusal(deps, request, 'submit', () => accept(deps, actor, request, document, also));
}

/** What is written with the acceptance, in its transaction; what it throws undoes both. */
type Beside = (tx: Tx, submissionId: string, at: Date) => Promise<void>;

async function accept(
  deps: SubmitDeps,
  actor: Actor,
  request: RequestIdentity,
  document: Document,
  also: Beside,
): Promise<Taken> {
  let fresh: ActReading | undefined;
  const { resource, replayed } = await idempotently(deps, request, async (tx) => {
    const id = uuid();
    const resource = `command:${id}:1`;
    const party = partyOf(actor, document);
    const checked = await check(tx, deps, actor, document);
    const files = checked.attachments.map(({ file }) => file);
    const { answers, salt, digest } = sealDocument(document, files);
    const receivedAt = deps.now();
    const evidence = await deps.signer.seal({
      v: 1,
      id: uuid(),
      event: 'SubmissionAcceptance',
      at: receivedAt.toISOString(),
      issuer: deps.signer.issuer,
      submission: id,
      sequence: 1,
      actor: {
        ...{ id: actor.person, capacity: 'party' },
        ...(party.organisation === null ? {} : { organisation: party.organisation }),
        ...(party.mandate === undefined ? {} : { for: party.organisation ?? party.person }),
      },
      content: digest,
      facts: { ...factsOf(checked), ...(party.mandate && { authorisation: party.mandate.id }) },
    });
    const trackingCode = newTrackingCode();
    const acceptance: Acceptance = {
      id,
      commandId: uuid(),
      kind: checked.form === null ? 'letter' : 'form',
      form: checked.form?.form ?? null,
      formVersion: checked.form?.version ?? null,
      trackingHash: sha256(trackingCode),
      partyPerson: party.person,
      partyOrganisation: party.organisation,
      ...(party.mandate && {
        sender: { actor: actor.person, onBehalfOf: party.organisation ?? party.person },
      }),
      requestedOffice: checked.requestedOffice,
      receivedAt,
      contentDigest: digest,
      contentKey: await deps.cipher.newKey(),
      content: {
        title: document.letter?.title ?? null,
        body: document.letter?.body ?? null,
        ...{ answers, trackingCode, salt },
      },
      searchText: await searchableText(
        tx,
        (party.mandate && (await findActor(tx, party.person, receivedAt))) ?? actor,
        { ...document, organisation: party.organisation ?? undefined },
        checked.form?.definition,
      ),
      evidence,
      idempotency: { actor: request.actor, key: request.key, requestDigest: request.digest, resource },
      audit: { id: uuid(), requestId: request.requestId },
    };
    await insertAcceptance(tx, deps.cipher, acceptance);
    fresh = acceptedAct(acceptance);
    for (const { file, rule } of checked.attachments)
      await attachFile(tx, file.id, { submissionId: id, rule, contentVersion: 1 });
    await also(tx, id, receivedAt);
    return resource;
  });
  const taken = parseCommandResource(resource);
  if (!replayed) deps.delivery.tell(taken.submissionId, taken.seq, true);
  return { ...taken, replayed, ...(fresh === undefined ? {} : { fresh }) };
}

/**
 * Whose document it is: the actor's own, an organisation's for which the actor sends, or that of a party that authorised
 * the actor at this moment. Of an organisation the person is whoever sent it.
 * @throws GongmunError `organisation.not_a_member`, `authorisation.not_in_force`, `authorisation.other_form`,
 *   `authorisation.other_party` (403)
 */
function partyOf(
  actor: Actor,
  document: Document,
): { person: string; organisation: string | null; mandate?: Mandate } {
  const { organisation = null } = document;
  if (document.authorisation === undefined) {
    if (organisation !== null && !actor.sendsFor.includes(organisation))
      throw refusedParty('organisation.not_a_member', 'You do not send for this organisation.');
    return { person: actor.person, organisation };
  }
  const mandate = actor.mandates.find(({ id }) => id === document.authorisation);
  if (mandate === undefined)
    throw refusedParty('authorisation.not_in_force', 'You hold no such authorisation now.');
  if (mandate.form !== null && mandate.form !== document.form?.id)
    throw refusedParty('authorisation.other_form', 'The authorisation is for another form.');
  if (organisation !== null && organisation !== mandate.organisation)
    throw refusedParty('authorisation.other_party', 'The authorisation is of another party.');
  return { person: mandate.person ?? actor.person, organisation: mandate.organisation, mandate };
}

const refusedParty = (code: string, detail: string): GongmunError =>
  new GongmunError('forbidden', code, detail);

interface Checked {
  form: FormVersion | null;
  requestedOffice: string | null;
  attachments: { file: FileRow; rule: string }[];
}

async function check(tx: Tx, deps: SubmitDeps, actor: Actor, document: Document): Promise<Checked> {
  return document.form === undefined
    ? checkLetter(tx, deps, actor, document)
    : checkForm(tx, deps, actor, document, document.form);
}

async function checkLetter(tx: Tx, deps: SubmitDeps, actor: Actor, document: Document): Promise<Checked> {
  const office = document.office === undefined ? undefined : await findOffice(tx, document.office);
  if (office === undefined || !office.active || !office.acceptsLetters) throw badOffice();
  const attachments = await checkAttachments(tx, deps, actor, [LETTER_ATTACHMENTS], document.attachments);
  return { form: null, requestedOffice: office.code, attachments };
}

async function checkForm(
  tx: Tx,
  deps: SubmitDeps,
  actor: Actor,
  document: Document,
  named: { id: string; version?: number | undefined },
): Promise<Checked> {
  const form = await checkedForm(tx, deps, named, document.answers);
  const { definition } = form;
  const office = resolveOffice(definition.routing, document.answers, document.office ?? null);
  if (office === null || (document.office !== undefined && document.office !== office)) throw badOffice();
  const attachments = await checkAttachments(tx, deps, actor, definition.attachments, document.attachments);
  return { form, requestedOffice: document.office ?? null, attachments };
}

function factsOf(checked: Checked): Record<string, string | number> {
  return {
    ...(checked.form === null ? {} : { form: checked.form.form, formVersion: checked.form.version }),
    ...(checked.requestedOffice === null ? {} : { office: checked.requestedOffice }),
    attachments: checked.attachments.length,
  };
}

function badOffice(): GongmunError {
  return refusedField('/office', 'office.not_possible', 'This document cannot be sent to that office.');
}

function refusedField(pointer: string, code: string, detail: string): GongmunError {
  const fault: Fault = { pointer, code, detail };
  return new GongmunError('bad_request', code, detail, { faults: [fault] });
}
