import type { RoutingRule } from './form';

/**
 * The office code that a form's rule names.
 * @param answers the filled form
 * @param chosen the office that the party chose, where the rule leaves it to the party
 * @returns null when the rule names none: a value without an office, a choice outside the list, no choice
 */
export function resolveOffice(rule: RoutingRule, answers: unknown, chosen: string | null): string | null {
  switch (rule.kind) {
    case 'fixed':
      return rule.office;
    case 'chosen':
      return chosen !== null && rule.offices.includes(chosen) ? chosen : null;
    case 'by_field': {
      const value = valueAt(answers, rule.pointer);
      const named =
        typeof value === 'string' && Object.hasOwn(rule.offices, value) ? rule.offices[value] : undefined;
      return named ?? rule.otherwise ?? null;
    }
  }
}

/** Every office that the rule can name. */
export function officesReached(rule: RoutingRule): Set<string> {
  switch (rule.kind) {
    case 'fixed':
      return new Set([rule.office]);
    case 'chosen':
      return new Set(rule.offices);
    case 'by_field':
      return new Set([
        ...Object.values(rule.offices),
        ...(rule.otherwise === undefined ? [] : [rule.otherwise]),
      ]);
  }
}

/** RFC 6901: the value that a JSON pointer names, undefined where it leads nowhere. */
export function valueAt(document: unknown, pointer: string): unknown {
  if (pointer === '') return document;
  let value = document;
  for (const token of pointer.slice(1).split('/')) {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}
