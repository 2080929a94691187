import { findOffice } from '../db/office-store';
import { lockWithRouting, type RoutingFacts } from '../db/routing-store';
import { resolveOffice } from '../domain/routing';
import type { Deps } from './deps';
import { present } from './system-command';

export interface Route {
  /** Where it belongs; null when something speaks against registering. */
  office: string | null;
  /** Codes of what does. */
  problems: string[];
}

/** The office that the form's rule names for these answers, whether it is in force or not. */
export function officeNamedBy({ routing, answers, requestedOffice }: RoutingFacts): string | null {
  if (routing === null) return requestedOffice;
  return resolveOffice(routing, answers === null ? undefined : JSON.parse(answers), requestedOffice);
}

/**
 * What can have changed since the answers were checked at the door: the form withdrawn, a file found infected, the office
 * out of force. Answers are not checked again, for the version that they were checked against is immutable.
 * @param office the one that the rule names; undefined when there is none
 */
export function routeTo(
  office: { code: string; active: boolean } | undefined,
  { withdrawn, infected }: Pick<RoutingFacts, 'withdrawn' | 'infected'>,
): Route {
  const problems = [
    ...(withdrawn ? ['form.not_in_force'] : []),
    ...(infected ? ['attachment.infected'] : []),
    ...(office?.active ? [] : ['office.not_in_force']),
  ];
  return { office: problems.length > 0 ? null : (office?.code ?? null), problems };
}

/** A step of its own for the runs that began before it was one with validating. */
export function routeSubmission(deps: Deps) {
  return async ({ submissionId }: { submissionId: string }): Promise<Route> => {
    const { facts } = present(await lockWithRouting(deps.db, deps.cipher, submissionId));
    const code = officeNamedBy(facts);
    return routeTo(code === null ? undefined : await findOffice(deps.db, code), facts);
  };
}
