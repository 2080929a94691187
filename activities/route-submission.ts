import { findContent } from '../db/content-store';
import { findFormVersion } from '../db/form-store';
import { findOffice } from '../db/office-store';
import { findSubmission } from '../db/submission-store';
import { resolveOffice } from '../domain/routing';
import type { Deps } from './deps';
import { present } from './system-command';

/** The office that the form's rule names for these answers, if it is in force. */
export function routeSubmission(deps: Deps) {
  return async ({
    submissionId,
  }: {
    submissionId: string;
  }): Promise<{ office: string | null; problems: string[] }> => {
    const row = present(await findSubmission(deps.db, submissionId));
    const code = await officeFor(deps, row);
    const office = code === null ? undefined : await findOffice(deps.db, code);
    if (office === undefined || !office.active) return { office: null, problems: ['office.not_in_force'] };
    return { office: office.code, problems: [] };
  };
}

async function officeFor(
  deps: Deps,
  row: { id: string; form: string | null; formVersion: number | null; requestedOffice: string | null },
): Promise<string | null> {
  if (row.form === null) return row.requestedOffice;
  const form = await findFormVersion(deps.db, row.form, row.formVersion ?? undefined);
  if (form === undefined) return null;
  const { routing } = form.definition;
  const answers = routing.kind === 'by_field' ? (await findContent(deps.db, row.id))?.answers : undefined;
  return resolveOffice(
    routing,
    answers === undefined || answers === null ? undefined : JSON.parse(answers),
    row.requestedOffice,
  );
}
