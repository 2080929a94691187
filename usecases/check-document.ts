import type { FileRow } from '../db/file-store';
import type { FormVersion } from '../db/form-store';
import type { Tx } from '../db/knex';
import { findOffice } from '../db/office-store';
import { type Fault, GongmunError } from '../domain/errors';
import type { AttachmentRule } from '../domain/form';
import { LETTER_ATTACHMENTS } from '../domain/letter';
import type { Mandate } from '../domain/mandate';
import type { Actor } from '../domain/permissions';
import { resolveOffice } from '../domain/routing';
import { isServiceAccount } from '../domain/service-account';
import { checkAttachments } from './check-attachments';
import { checkedForm } from './checked-form';
import type { Deps } from './deps';

export interface Document {
  form?: { id: string; version?: number | undefined } | undefined;
  answers?: unknown;
  letter?: { title: string; body: string } | undefined;
  office?: string | undefined;
  organisation?: string | undefined;
  /** Under which it is sent for another. */
  authorisation?: string | undefined;
  attachments: { upload: string; name?: string | undefined }[];
  /** The draft that it comes from, whose uploads go with it. */
  draft?: string | undefined;
}

export interface Checked {
  form: FormVersion | null;
  requestedOffice: string | null;
  attachments: { file: FileRow; rule: string }[];
}

type CheckDeps = Pick<Deps, 'cipher' | 'forms' | 'schemas'>;

/**
 * A document as it may be sent: a letter to an office that takes letters, or a form with answers that fit, to an office
 * that it leads to, with the attachments that it asks for.
 * @throws GongmunError bad_request with a fault for each wrong place
 */
export async function checkDocument(
  tx: Tx,
  deps: CheckDeps,
  actor: Actor,
  document: Document,
): Promise<Checked> {
  if (document.form === undefined) {
    const requestedOffice = await checkLetterOffice(tx, document.office);
    return {
      ...{ form: null, requestedOffice },
      attachments: await checkFiles(tx, deps, actor, [LETTER_ATTACHMENTS], document),
    };
  }
  const form = await checkedForm(tx, deps, document.form, document.answers);
  checkFormOffice(form, document);
  const attachments = await checkFiles(tx, deps, actor, form.definition.attachments, document);
  return { form, requestedOffice: document.office ?? null, attachments };
}

/**
 * All that keeps a document from being sent, where sending it tells of the first only. Answers that are missing altogether
 * are told one by one, as those of an empty form.
 */
export async function problemsOf(
  tx: Tx,
  deps: CheckDeps,
  actor: Actor,
  document: Document,
): Promise<Fault[]> {
  const faults: Fault[] = [];
  const gather = async <T>(pointer: string, check: () => T | Promise<T>): Promise<T | undefined> => {
    try {
      return await check();
    } catch (error) {
      if (!(error instanceof GongmunError) || error.kind === 'unavailable') throw error;
      const own = { pointer, code: error.code, detail: error.message };
      faults.push(...(error.faults.length === 0 ? [own] : error.faults));
      return undefined;
    }
  };
  await gather(document.authorisation === undefined ? '/organisation' : '/authorisation', () =>
    partyOf(actor, document),
  );
  const { form: named } = document;
  if (named === undefined) {
    await gather('/office', () => checkLetterOffice(tx, document.office));
    await gather('/attachments', () => checkFiles(tx, deps, actor, [LETTER_ATTACHMENTS], document));
    return faults;
  }
  const form = await gather('/form', () => checkedForm(tx, deps, named, undefined));
  if (form === undefined) return faults;
  const answers = document.answers ?? {};
  const fits = await gather('/answers', () => checkedForm(tx, deps, named, answers));
  // Where a form leads may hang on its answers.
  if (fits !== undefined) await gather('/office', () => checkFormOffice(form, { ...document, answers }));
  await gather('/attachments', () => checkFiles(tx, deps, actor, form.definition.attachments, document));
  return faults;
}

/**
 * Whose document it is: the actor's own, an organisation's for which the actor sends, or that of a party that authorised
 * the actor at this moment. Of an organisation the person is whoever sent it.
 * @throws GongmunError `organisation.not_a_member`, `organisation.required`, `authorisation.not_in_force`, `authorisation.other_form`,
 *   `authorisation.other_party` (403)
 */
export function partyOf(
  actor: Actor,
  document: Pick<Document, 'organisation' | 'authorisation' | 'form'>,
): { person: string; organisation: string | null; mandate?: Mandate } {
  const { organisation = null } = document;
  if (document.authorisation === undefined) {
    if (organisation !== null && !actor.sendsFor.includes(organisation))
      throw refusedParty('organisation.not_a_member', 'You do not send for this organisation.');
    if (organisation === null && isServiceAccount(actor.person))
      throw refusedParty('organisation.required', 'A service account sends for an organisation: name it.');
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

const checkFiles = (
  tx: Tx,
  deps: CheckDeps,
  actor: Actor,
  rules: AttachmentRule[],
  { attachments, draft }: Document,
): Promise<Checked['attachments']> => checkAttachments(tx, deps, actor, rules, attachments, draft);

async function checkLetterOffice(tx: Tx, code: string | undefined): Promise<string> {
  const office = code === undefined ? undefined : await findOffice(tx, code);
  if (office === undefined || !office.active || !office.acceptsLetters) throw badOffice();
  return office.code;
}

function checkFormOffice({ definition, openFor }: FormVersion, document: Document): void {
  const office = resolveOffice(definition.routing, document.answers, document.office ?? null);
  if (office === null || (document.office !== undefined && document.office !== office)) throw badOffice();
  if (openFor !== null && !openFor.includes(office)) throw notOpenYet();
}

function notOpenYet(): GongmunError {
  const [code, detail] = ['form.not_open_there', 'This office does not take the form yet.'];
  return new GongmunError('bad_request', code, detail, { faults: [{ pointer: '/office', code, detail }] });
}

function badOffice(): GongmunError {
  const [code, detail] = ['office.not_possible', 'This document cannot be sent to that office.'];
  return new GongmunError('bad_request', code, detail, { faults: [{ pointer: '/office', code, detail }] });
}
