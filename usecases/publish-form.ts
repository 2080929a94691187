import { insertAuditEntry } from '../db/audit-store';
import { findFormVersion, insertFormVersion, lockForm, setOpenFor } from '../db/form-store';
import { insertIdempotencyRecord } from '../db/idempotency-store';
import type { Tx } from '../db/knex';
import { officesInForce } from '../db/office-store';
import { canonicalJson, sha256 } from '../domain/digest';
import { type Fault, GongmunError } from '../domain/errors';
import type { FormDefinition } from '../domain/form';
import { type Actor, actsInOfficeFor, mayAct } from '../domain/permissions';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity, reusedForOther } from './idempotent';
import { requireOffices } from './open-form';
import { recordingRefusal } from './record-refusal';

interface Publication {
  formId: string;
  definition: unknown;
  expected: number;
  /** The offices that alone take it from now on; unnamed, that stays as it is. */
  openFor?: string[] | undefined;
}

export interface PublishedVersion {
  form: string;
  version: number;
  digest: string;
}

/**
 * Publishes a further version of a form, or its first. Published versions never change.
 * @param expected the current version that the author saw (`If-Match`); 0 for a form that does not exist yet
 * @throws GongmunError `form.definition_invalid` (422) with place and reason, `form.changed` (412), forbidden
 */
export async function publishForm(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  publication: Publication,
): Promise<PublishedVersion> {
  const publish = () => publishUnrecorded(deps, actor, request, publication);
  return recordingRefusal(deps, request, 'publish_form', publish);
}

async function publishUnrecorded(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  publication: Publication,
): Promise<PublishedVersion> {
  const { resource } = await idempotently(deps, request, async (tx) => {
    const definition = await soundDefinition(deps, tx, actor, publication);
    const current = await lockForm(tx, definition.id);
    if (current !== undefined && current.office !== definition.office) throw denied();
    if ((current?.currentVersion ?? 0) !== publication.expected) throw changed(current?.currentVersion ?? 0);
    const version = publication.expected + 1;
    const at = deps.now();
    await insertFormVersion(tx, { definition, version, digest: digestOf(definition), at, by: actor.person });
    const { openFor } = publication;
    if (openFor !== undefined) {
      await requireOffices(tx, definition, openFor);
      await setOpenFor(tx, definition.id, openFor);
    }
    const resource = `form:${definition.id}:${version}`;
    await insertIdempotencyRecord(tx, {
      actor: request.actor,
      key: request.key,
      requestDigest: request.digest,
      resource,
      at,
    });
    const audit = {
      at,
      actor: actor.person,
      onBehalfOf: actsInOfficeFor(actor, 'publish_form', definition.office),
      capacity: 'form_admin' as const,
      action: 'publish_form',
      submissionId: null,
    };
    await insertAuditEntry(tx, {
      ...audit,
      subjects: [`${definition.id}@${version}`],
      requestId: request.requestId,
    });
    return resource;
  });
  const [kind, form, version] = resource.split(':');
  if (kind !== 'form' || form === undefined) throw reusedForOther();
  const published = await findFormVersion(deps.db, form, Number(version));
  if (published === undefined) throw new Error(`Form ${form} was published and is not there.`);
  return { form, version: published.version, digest: published.digest };
}

/** What publishing a definition would find wrong with it; nothing is kept. @throws GongmunError forbidden */
export async function checkForm(
  deps: Deps,
  actor: Actor,
  asked: Pick<Publication, 'formId' | 'definition'>,
): Promise<{ ready: boolean; problems: Fault[] }> {
  try {
    await deps.db.transaction((tx) => soundDefinition(deps, tx, actor, asked));
    return { ready: true, problems: [] };
  } catch (error) {
    if (!(error instanceof GongmunError && error.code === 'form.definition_invalid')) throw error;
    return { ready: false, problems: error.faults };
  }
}

/** @throws GongmunError `form.definition_invalid` (422) with place and reason, forbidden */
async function soundDefinition(
  deps: Pick<Deps, 'schemas'>,
  tx: Tx,
  actor: Actor,
  { formId, definition: written }: Pick<Publication, 'formId' | 'definition'>,
): Promise<FormDefinition> {
  const definition = deps.schemas.check(written);
  if (definition.id !== formId) throw wrongId();
  await requireOffice(tx, actor, definition);
  return definition;
}

export const digestOf = (definition: FormDefinition): string => sha256(canonicalJson(definition));

async function requireOffice(tx: Tx, actor: Actor, definition: FormDefinition): Promise<void> {
  if (!mayAct(actor, 'publish_form', definition.office)) throw denied();
  const named = officesNamed(definition);
  const known = await officesInForce(
    tx,
    named.map(([, code]) => code),
  );
  const faults = named
    .filter(([, code]) => !known.has(code))
    .map(([pointer]) => ({ pointer, code: 'office.unknown', detail: 'There is no such office in force.' }));
  if (faults.length > 0) {
    throw new GongmunError(
      'unprocessable',
      'form.definition_invalid',
      'The form names offices that are not in force.',
      { faults },
    );
  }
}

function officesNamed({ office, routing }: FormDefinition): [string, string][] {
  const own: [string, string] = ['/office', office];
  switch (routing.kind) {
    case 'fixed':
      return [own, ['/routing/office', routing.office]];
    case 'chosen':
      return [
        own,
        ...routing.offices.map((code, index): [string, string] => [`/routing/offices/${index}`, code]),
      ];
    case 'by_field':
      return [
        own,
        ...Object.entries(routing.offices).map(([value, code]): [string, string] => [
          `/routing/offices/${value}`,
          code,
        ]),
        ...(routing.otherwise === undefined
          ? []
          : [['/routing/otherwise', routing.otherwise] as [string, string]]),
      ];
  }
}

function wrongId(): GongmunError {
  const detail = 'The id of the definition is not that of the address.';
  return new GongmunError('unprocessable', 'form.definition_invalid', detail, {
    faults: [{ pointer: '/id', code: 'form.id', detail }],
  });
}

function denied(): GongmunError {
  return new GongmunError('forbidden', 'permission.denied', 'You do not publish forms of this office.');
}

function changed(version: number): GongmunError {
  return new GongmunError('precondition_failed', 'form.changed', 'Another version was published meanwhile.', {
    members: { version },
  });
}
