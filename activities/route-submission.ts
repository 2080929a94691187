import type { Db, Tx } from '../db/knex';
import { findOffice } from '../db/office-store';
import { findRoutingFacts, type RoutingFacts } from '../db/routing-store';
import { resolveOffice } from '../domain/routing';
import type { Deps } from './deps';

export interface Route {
  /** Null when something speaks against registering. */
  office: string | null;
  /** Codes of what does. */
  problems: string[];
}

/**
 * The office that the form's rule names for these answers, if it is in force, and what can have changed since they were
 * checked at the door: the form withdrawn, a file found infected. Answers are not checked again, for the version that
 * they were checked against is immutable.
 */
export async function findRoute(
  db: Db | Tx,
  { cipher }: Pick<Deps, 'cipher'>,
  submissionId: string,
): Promise<Route> {
  const facts = await findRoutingFacts(db, cipher, submissionId);
  const code = facts === undefined ? null : officeNamedBy(facts);
  const office = code === null ? undefined : await findOffice(db, code);
  const problems = [
    ...(facts?.withdrawn ? ['form.not_in_force'] : []),
    ...(facts?.infected ? ['attachment.infected'] : []),
    ...(office?.active ? [] : ['office.not_in_force']),
  ];
  return { office: problems.length > 0 ? null : (office?.code ?? null), problems };
}

function officeNamedBy({ routing, answers, requestedOffice }: RoutingFacts): string | null {
  if (routing === null) return requestedOffice;
  return resolveOffice(routing, answers === null ? undefined : JSON.parse(answers), requestedOffice);
}

/** A step of its own for the runs that began before it was one with validating. */
export function routeSubmission(deps: Deps) {
  return ({ submissionId }: { submissionId: string }): Promise<Route> =>
    findRoute(deps.db, deps, submissionId);
}
