import type { ErrorObject } from 'ajv';
import type { Fault } from '../../domain/errors';
import { pointerTo } from '../../domain/json-pointer';

const mostOptions = 20;

const details: Record<string, string> = {
  required: 'This answer is required.',
  additionalProperties: 'The form has no such field.',
  unevaluatedProperties: 'The form has no such field.',
  dependentRequired: 'This answer is required beside another that was given.',
  dependencies: 'This answer is required beside another that was given.',
  'false schema': 'This answer is not allowed here.',
  const: 'This must be the one allowed value.',
  not: 'This answer is excluded by the form.',
};

/**
 * The validator's errors as faults. Codes are `answer.` and the keyword in snake case; a missing or surplus member is
 * pointed to itself. Errors that only repeat others are left out: that of an `if` whose `then` or `else` failed, and
 * those of each option of a choice (`oneOf` of `const`), which become one list of the options.
 */
export function faultsOfErrors(errors: ErrorObject[], pointer: string): Fault[] {
  const options = new Map<string, unknown[]>();
  for (const error of errors) {
    const choice = choiceOf(error);
    if (choice !== undefined)
      options.set(choice, [...(options.get(choice) ?? []), error.params.allowedValue]);
  }
  const choices = new Set(errors.map(placeOf).filter((place) => options.has(place)));
  const faults = new Map<string, Fault>();
  for (const error of errors) {
    if (error.keyword === 'if' || choices.has(choiceOf(error) ?? '')) continue;
    const fault = faultOf(error, pointer, options.get(placeOf(error)) ?? error.params.allowedValues);
    faults.set(`${fault.pointer} ${fault.code} ${fault.detail}`, fault);
  }
  return [...faults.values()];
}

const placeOf = ({ instancePath, schemaPath }: ErrorObject) => `${instancePath} ${schemaPath}`;

/** Of which choice this error is one option's. */
function choiceOf({ instancePath, schemaPath }: ErrorObject): string | undefined {
  const choice = /^(.*\/(?:oneOf|anyOf))\/\d+\/const$/.exec(schemaPath)?.[1];
  return choice === undefined ? undefined : `${instancePath} ${choice}`;
}

function faultOf(
  { keyword, instancePath, params, message, propertyName }: ErrorObject,
  pointer: string,
  options?: unknown[],
): Fault {
  const member: unknown =
    params.missingProperty ?? params.additionalProperty ?? params.unevaluatedProperty ?? propertyName;
  const at = `${pointer}${instancePath}`;
  return {
    pointer: typeof member === 'string' ? pointerTo(at, member) : at,
    code:
      keyword === 'false schema'
        ? 'answer.not_allowed'
        : `answer.${keyword.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`,
    detail: (options && listed(options)) ?? details[keyword] ?? `This ${message ?? 'is invalid'}.`,
  };
}

/** The options are the form's, not the party's: they may be told. */
function listed(options: unknown[]): string | undefined {
  const short =
    options.length <= mostOptions &&
    options.every((option) => option === null || String(option).length <= 40);
  return short
    ? `This must be one of: ${options.map((option) => JSON.stringify(option)).join(', ')}.`
    : undefined;
}
