import type { FormVersion } from '../db/form-store';
import type { Tx } from '../db/knex';
import { GongmunError } from '../domain/errors';
import type { Deps } from './deps';

/**
 * The form as it is in force, the newest version unless another is named, which the answers fit where there are some.
 * @throws GongmunError `form.not_in_force`, `answers.invalid` (400) with a fault per wrong answer
 */
export async function checkedForm(
  tx: Tx,
  deps: Pick<Deps, 'forms' | 'schemas'>,
  named: { id: string; version?: number | undefined },
  answers: unknown,
): Promise<FormVersion> {
  const form = await deps.forms.find(tx, named.id, named.version);
  if (form === undefined || !form.inForce) {
    const [code, detail] = ['form.not_in_force', 'There is no such form in force.'];
    throw new GongmunError('bad_request', code, detail, { faults: [{ pointer: '/form/id', code, detail }] });
  }
  if (answers === undefined) return form;
  const faults = deps.schemas.faults(`${form.form}@${form.version}`, form.definition.schema, answers);
  if (faults.length > 0)
    throw new GongmunError('bad_request', 'answers.invalid', 'Some answers do not fit the form.', { faults });
  return form;
}
