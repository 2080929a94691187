import { v7 as uuid } from 'uuid';
import { type Acceptance, acceptedAct, insertAcceptance } from '../db/acceptance-store';
import type { ActReading } from '../db/act-answer';
import { attachFile } from '../db/file-store';
import type { Tx } from '../db/knex';
import { findActor } from '../db/person-store';
import { sha256 } from '../domain/digest';
import { failpoint } from '../domain/failpoints';
import type { Actor } from '../domain/permissions';
import { type Checked, checkDocument, type Document, partyOf } from './check-document';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity } from './idempotent';
import { newTrackingCode } from './new-tracking-code';
import { recordingRefusal } from './record-refusal';
import { sealDocument } from './seal-document';
import { searchableText } from './searchable-text';
import { parseCommandResource, type Taken } from './take-command';

/** What submitting takes; the worker submits the lines of batches. */
export type SubmitDeps = Pick<Deps, 'db' | 'signer' | 'cipher' | 'schemas' | 'forms' | 'delivery' | 'now'>;

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
  return submitWritten(deps, actor, request, async () => document, also);
}

/**
 * As `submitDocument`, where the document stands in rows.
 * @param read finds it in the transaction that accepts it; not asked when the request was carried out before
 */
export async function submitWritten(
  deps: SubmitDeps,
  actor: Actor,
  request: RequestIdentity,
  read: (tx: Tx) => Promise<Document>,
  also: Beside,
): Promise<Taken> {
  return recordingRefusal(deps, request, 'submit', () => accept(deps, actor, request, read, also));
}

/** What is written with the acceptance, in its transaction; what it throws undoes both. */
type Beside = (tx: Tx, submissionId: string, at: Date) => Promise<void>;

async function accept(
  deps: SubmitDeps,
  actor: Actor,
  request: RequestIdentity,
  read: (tx: Tx) => Promise<Document>,
  also: Beside,
): Promise<Taken> {
  let fresh: ActReading | undefined;
  const { resource, replayed } = await idempotently(deps, request, async (tx) => {
    const document = await read(tx);
    const id = uuid();
    const resource = `command:${id}:1`;
    const party = partyOf(actor, document);
    const checked = await checkDocument(tx, deps, actor, document);
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
  await failpoint('submission.committed');
  if (!replayed) deps.delivery.tell(taken.submissionId, taken.seq, true);
  return { ...taken, replayed, ...(fresh === undefined ? {} : { fresh }) };
}

function factsOf(checked: Checked): Record<string, string | number> {
  return {
    ...(checked.form === null ? {} : { form: checked.form.form, formVersion: checked.form.version }),
    ...(checked.requestedOffice === null ? {} : { office: checked.requestedOffice }),
    attachments: checked.attachments.length,
  };
}
