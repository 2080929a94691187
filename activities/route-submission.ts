import { findOffice } from '../db/office-store';
import { findRoutingFacts } from '../db/routing-store';
import { resolveOffice } from '../domain/routing';
import type { Deps } from './deps';

/** The office that the form's rule names for these answers, if it is in force. */
export function routeSubmission(deps: Deps) {
  return async ({
    submissionId,
  }: {
    submissionId: string;
  }): Promise<{ office: string | null; problems: string[] }> => {
    const { routing, answers, requestedOffice } = await findRoutingFacts(deps.db, deps.cipher, submissionId);
    const code =
      routing === null
        ? requestedOffice
        : resolveOffice(routing, answers === null ? undefined : JSON.parse(answers), requestedOffice);
    const office = code === null ? undefined : await findOffice(deps.db, code);
    if (office === undefined || !office.active) return { office: null, problems: ['office.not_in_force'] };
    return { office: office.code, problems: [] };
  };
}
