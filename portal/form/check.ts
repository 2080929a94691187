import { dereference, type OutputUnit, type SchemaDraft, validate } from '@cfworker/json-schema';
import type { Fault } from '../api/problem';
import { type Schema, tokensOf } from './schema';

/*
 * JSON Schema without code made from text, which the page's policy forbids (docs/decisions/0044): what is shown and what
 * is missing. What counts is the API's own check.
 */

type Lookup = Record<string, Schema | boolean>;
const lookups = new WeakMap<Schema, Lookup>();

/** Places by their full and by their plain reference, since parts of a schema are looked at alone too. */
function lookupOf(root: Schema): Lookup {
  const kept = lookups.get(root);
  if (kept !== undefined) return kept;
  const lookup = dereference(root) as Lookup;
  for (const [uri, schema] of Object.entries(lookup)) {
    const at = uri.indexOf('#');
    if (at > 0) lookup[uri.slice(at)] = schema;
    else lookup['#'] = schema;
  }
  lookups.set(root, lookup);
  return lookup;
}

/** The draft that `$schema` names; the newest where it names none. */
function draftOf({ $schema }: Schema): SchemaDraft {
  const named = typeof $schema === 'string' ? $schema : '';
  if (named.includes('draft-04')) return '4';
  if (/draft-0[67]/.test(named)) return '7';
  return named.includes('2019-09') ? '2019-09' : '2020-12';
}

/** What was not answered yet is nothing, or an object without members; the library knows JSON's values only. */
const asJson = (value: unknown, part: Schema | boolean): unknown => {
  if (value !== undefined) return JSON.parse(JSON.stringify(value));
  return typeof part === 'object' && (part.type === 'object' || 'properties' in part || 'required' in part)
    ? {}
    : null;
};

export const fits = (root: Schema, part: Schema | boolean, value: unknown): boolean =>
  validate(asJson(value, part), part as never, draftOf(root), lookupOf(root) as never, true).valid;

/** They say only that something inside them failed, which is among the errors too. */
const CONTAINERS = [
  ...['properties', 'patternProperties', 'additionalProperties', 'items', 'prefixItems', 'additionalItems'],
  ...['allOf', '$ref', 'if', 'then', 'else', 'dependentSchemas', 'propertyNames'],
];
const CHOICES = ['anyOf', 'oneOf'];

/** The faults of answers as the API tells them (`adapters/form-schemas/error-faults.ts`), each place once. */
export function faultsOf(root: Schema, answers: unknown): Fault[] {
  const json = asJson(answers, root);
  const { errors } = validate(json, root as never, draftOf(root), lookupOf(root) as never, false);
  const choices = errors.filter(({ keyword }) => CHOICES.includes(keyword));
  const inChoice = (error: OutputUnit) =>
    choices.some(
      (choice) => choice !== error && error.keywordLocation.startsWith(`${choice.keywordLocation}/`),
    );
  const faults = new Map<string, Fault>();
  for (const error of errors) {
    if (CONTAINERS.includes(error.keyword) || inChoice(error)) continue;
    const fault = faultOf(error, json);
    if (!faults.has(fault.pointer)) faults.set(fault.pointer, fault);
  }
  return [...faults.values()];
}

function faultOf({ keyword, instanceLocation, error }: OutputUnit, answers: unknown): Fault {
  const at = instanceLocation.replace(/^#/, '');
  const missing = /does not have (?:required property )?"(.*)"\.$/.exec(error)?.[1];
  // A row that was added and left empty is a null of the list.
  const empty = keyword === 'type' && valueAt(answers, at) === null;
  const named = { false: 'not_allowed' }[keyword] ?? (empty ? 'required' : keyword);
  const code = named.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return {
    pointer: missing === undefined ? at : `${at}/${missing.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    code: `answer.${code}`,
    detail: '',
  };
}

function valueAt(answers: unknown, pointer: string): unknown {
  let found = answers;
  for (const token of tokensOf(pointer))
    found = (found as Record<string, unknown> | null | undefined)?.[token];
  return found;
}

/** Answers without those that other answers have barred and that are no longer shown. */
export function withoutBarred(root: Schema, answers: unknown): unknown {
  const barred = faultsOf(root, answers).filter(({ code }) => code === 'answer.not_allowed');
  return barred.reduce((left, { pointer }) => without(left, pointer.split('/').slice(1)), answers);
}

function without(value: unknown, [token, ...rest]: string[]): unknown {
  if (token === undefined || typeof value !== 'object' || value === null) return value;
  const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
  if (Array.isArray(value)) return value.map((one, n) => (String(n) === name ? without(one, rest) : one));
  const members = Object.entries(value);
  if (rest.length === 0) return Object.fromEntries(members.filter(([member]) => member !== name));
  return Object.fromEntries(
    members.map(([member, one]) => [member, member === name ? without(one, rest) : one]),
  );
}
