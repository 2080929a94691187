import { insertAuditEntry } from '../db/audit-store';
import { type FormVersion, findFormVersion, lockForm, setOpenFor } from '../db/form-store';
import { insertIdempotencyRecord } from '../db/idempotency-store';
import type { Tx } from '../db/knex';
import { officesInForce } from '../db/office-store';
import { type Fault, GongmunError } from '../domain/errors';
import type { FormDefinition } from '../domain/form';
import { type Actor, actsInOfficeFor, mayAct } from '../domain/permissions';
import { officesReached } from '../domain/routing';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity } from './idempotent';
import { readForm } from './list-forms';
import { recordingRefusal } from './record-refusal';
import { recordOf } from './resource';
import { notFound } from './take-command';

/**
 * Which offices take a form from now on: a new one is tried in some before all have it. What was sent stays sent.
 * @throws GongmunError not_found, forbidden, `form.office_unknown` (422)
 */
export async function openForm(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  given: { formId: string; offices: string[] | null },
): Promise<FormVersion> {
  const { formId, offices } = given;
  await recordingRefusal(deps, request, 'open_form', () =>
    idempotently(deps, request, async (tx) => {
      const form = await lockForm(tx, formId);
      const current = form && (await findFormVersion(tx, formId));
      if (form === undefined || current === undefined) throw notFound();
      if (!mayAct(actor, 'publish_form', form.office))
        throw new GongmunError('forbidden', 'permission.denied', 'You do not publish forms of this office.');
      if (offices !== null) await requireOffices(tx, current.definition, offices);
      await setOpenFor(tx, formId, offices);
      const at = deps.now();
      const resource = `form:${formId}:${form.currentVersion}`;
      await insertIdempotencyRecord(tx, { ...recordOf(request), resource, at });
      await insertAuditEntry(tx, {
        ...{ at, actor: actor.person, onBehalfOf: actsInOfficeFor(actor, 'publish_form', form.office) },
        ...{ capacity: 'form_admin' as const, action: 'open_form', submissionId: null },
        ...{ subjects: [formId, ...(offices ?? [])], requestId: request.requestId },
      });
      return resource;
    }),
  );
  return readForm(deps, formId);
}

/**
 * @throws GongmunError `form.office_unknown` (422) with a fault for each office that is not in force, or to which the form
 * never leads
 */
export async function requireOffices(
  tx: Tx,
  { routing }: Pick<FormDefinition, 'routing'>,
  offices: string[],
): Promise<void> {
  const known = await officesInForce(tx, offices);
  const reached = officesReached(routing);
  const faults: Fault[] = [];
  for (const [at, code] of offices.entries()) {
    const pointer = `/offices/${at}`;
    if (!known.has(code))
      faults.push({ pointer, code: 'office.unknown', detail: 'There is no such office in force.' });
    else if (!reached.has(code))
      faults.push({ pointer, code: 'office.not_reached', detail: 'The form never leads to this office.' });
  }
  if (faults.length > 0)
    throw new GongmunError('unprocessable', 'form.office_unknown', 'The form cannot go to some offices.', {
      faults,
    });
}
