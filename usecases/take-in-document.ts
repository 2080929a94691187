import { v7 as uuid } from 'uuid';
import { type Acceptance, acceptedAct, insertAcceptance } from '../db/acceptance-store';
import type { ActReading } from '../db/act-answer';
import { insertSender } from '../db/counter-store';
import { attachFile } from '../db/file-store';
import type { Tx } from '../db/knex';
import { insertLinks, type Link, listLinks } from '../db/link-store';
import { insertNote } from '../db/note-store';
import { savePerson } from '../db/person-store';
import type { CounterChannel } from '../domain/channel';
import { counterParty } from '../domain/counter-party';
import { sha256 } from '../domain/digest';
import { GongmunError } from '../domain/errors';
import { type Actor, actsInOfficeFor, mayAct } from '../domain/permissions';
import type { Language } from '../domain/words';
import { type CheckedIntake, checkIntake } from './check-intake';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity } from './idempotent';
import { readOffice } from './list-offices';
import { newTrackingCode } from './new-tracking-code';
import { recordLinksShown } from './record-links-shown';
import { recordOf } from './resource';
import { sealDocument } from './seal-document';
import { searchableText } from './searchable-text';
import { suspectDuplicates } from './suspect-duplicates';
import { parseCommandResource, type Taken } from './take-command';

export interface IntakeDocument {
  channel: CounterChannel;
  /** RFC 3339: when it reached the office; the legal receipt. */
  receivedAt: string;
  sender: {
    name: string;
    address?: string | undefined;
    email?: string | undefined;
    organisation?: string | undefined;
    language: Language;
  };
  form?: { id: string; version?: number | undefined } | undefined;
  answers?: unknown;
  letter?: { title: string; body?: string | undefined } | undefined;
  attachments: { upload: string; name?: string | undefined }[];
  /** For colleagues: kept as a note is. */
  note?: string | undefined;
}

export interface TakenIn extends Taken {
  /** What it may be a second copy of, among others. */
  links: Link[];
}

/**
 * An official takes in what came on paper, by fax or in person. It goes the way of every submission and is registered in
 * the same series; the signed SubmissionAcceptance says when it was taken in, by whom, and when it had come. What it may
 * be a second copy of is linked, never refused.
 * @throws GongmunError not_found, forbidden, bad_request with a fault for each place, `office.not_in_force` (422)
 */
export async function takeInDocument(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  given: { office: string; document: IntakeDocument },
): Promise<TakenIn> {
  const { document } = given;
  const { code: office, active } = await readOffice(deps, given.office);
  if (!mayAct(actor, 'take_in', office))
    throw new GongmunError('forbidden', 'permission.denied', 'Only a registrar of the office takes in.');
  let made: { fresh: ActReading; links: Link[] } | undefined;
  const { resource, replayed } = await idempotently(deps, request, async (tx) => {
    if (!active)
      throw new GongmunError('unprocessable', 'office.not_in_force', 'This office registers nothing more.');
    const at = deps.now();
    const checked = await checkIntake(tx, deps, actor, document, at);
    const { acceptance, links } = await accept(tx, deps, actor, request, { office, document, checked, at });
    made = { fresh: acceptedAct(acceptance), links };
    return acceptance.idempotency.resource;
  });
  const taken = parseCommandResource(resource);
  if (made === undefined) {
    const { submissionId } = taken;
    const links = await deps.db.transaction(async (tx) => {
      const found = await listLinks(tx, submissionId);
      await recordLinksShown(tx, deps, actor, { submissionId, office, links: found, request });
      return found;
    });
    return { ...taken, replayed, links };
  }
  // Whoever waits for it begins to listen in this same turn: nothing is awaited from here on.
  deps.delivery.tell(taken.submissionId, taken.seq, true);
  return { ...taken, replayed, ...made };
}

interface Given {
  office: string;
  document: IntakeDocument;
  checked: CheckedIntake;
  at: Date;
}

async function accept(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  given: Given,
): Promise<{ acceptance: Acceptance; links: Link[] }> {
  const { office, document, checked, at } = given;
  const { name, email = null, address = null, organisation = null, language } = document.sender;
  const sealed = await seal(deps, actor, given);
  const { id, partyPerson: party } = sealed;
  const acceptance = {
    ...sealed,
    searchText: await searchableText(tx, senderOf(document), document, checked.form?.definition),
    idempotency: { ...recordOf(request), resource: `command:${id}:1` },
    audit: { id: uuid(), requestId: request.requestId },
  };
  const suspected = await suspectDuplicates(tx, deps, { office, document, ...checked });
  // Who it is the sealed content says; the directory has a party without a name.
  await savePerson(tx, { id: party, name: '', email: null, language });
  await insertAcceptance(tx, deps.cipher, acceptance);
  const submission = { id, key: acceptance.contentKey };
  await insertSender(tx, deps.cipher, submission, { name, email, address, organisation });
  for (const { file, rule } of checked.attachments)
    await attachFile(tx, file.id, { submissionId: id, rule, contentVersion: 1 });
  const links = suspected.map(({ id: other, reasons }) => ({
    ...{ id: uuid(), submission: id, other, kind: 'suspected_duplicate' as const, reasons },
    ...{ by: 'system', at },
  }));
  await insertLinks(tx, links);
  await recordLinksShown(tx, deps, actor, { submissionId: id, office, links, request });
  const note = { id: uuid(), author: actor.person, office, writtenAt: at };
  if (document.note !== undefined)
    await insertNote(tx, deps.cipher, submission, { ...note, body: document.note });
  return { acceptance, links };
}

type Sealed = Omit<Acceptance, 'searchText' | 'idempotency' | 'audit'>;

/** Names and addresses stay outside: the evidence names the official, the office, the channel and both instants. */
async function seal(deps: Deps, actor: Actor, given: Given): Promise<Sealed> {
  const { office, document, checked, at } = given;
  const { channel, letter: written } = document;
  const { form, receivedAt } = checked;
  const files = checked.attachments.map(({ file }) => file);
  const letter = written === undefined ? undefined : { title: written.title, body: written.body ?? '' };
  const { answers, salt, digest } = sealDocument({ answers: document.answers, letter }, files);
  const id = uuid();
  const lender = actsInOfficeFor(actor, 'take_in', office);
  const trackingCode = newTrackingCode();
  const evidence = await deps.signer.seal({
    v: 1,
    id: uuid(),
    event: 'SubmissionAcceptance',
    at: at.toISOString(),
    issuer: deps.signer.issuer,
    submission: id,
    sequence: 1,
    actor: {
      ...{ id: actor.person, capacity: 'official', office },
      ...(lender === undefined ? {} : { for: lender }),
    },
    content: digest,
    facts: {
      ...(form === null ? {} : { form: form.form, formVersion: form.version }),
      ...{ office, attachments: files.length, channel, receivedAt: receivedAt.toISOString() },
    },
  });
  return {
    id,
    commandId: uuid(),
    kind: form === null ? 'letter' : 'form',
    form: form?.form ?? null,
    formVersion: form?.version ?? null,
    trackingHash: sha256(trackingCode),
    partyPerson: counterParty(uuid()),
    partyOrganisation: null,
    requestedOffice: office,
    receivedAt,
    intake: { channel, at, official: actor.person, office, onBehalfOf: lender ?? null },
    contentDigest: digest,
    contentKey: await deps.cipher.newKey(),
    content: {
      title: letter?.title ?? null,
      body: letter?.body ?? null,
      ...{ answers, trackingCode, salt },
    },
    evidence,
  };
}

/** By both names the desk finds it. */
const senderOf = ({ sender }: IntakeDocument): { name: string } => ({
  name: [sender.name, ...(sender.organisation === undefined ? [] : [sender.organisation])].join('\n'),
});
