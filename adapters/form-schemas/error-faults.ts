import type { ErrorObject } from 'ajv';
import type { Fault } from '../../domain/errors';
import { pointerTo } from '../../domain/json-pointer';

const mostFaults = 50;
const mostOptions = 20;

const details: Record<string, string> = {
  required: 'This answer is required.',
  additionalProperties: 'The form has no such field.',
  unevaluatedProperties: 'The form has no such field.',
  dependentRequired: 'This answer is required beside another that was given.',
  dependencies: 'This answer is required beside another that was given.',
  'false schema': 'This answer is not allowed here.',
  const: 'This must be the one allowed value.',
  uniqueItems: 'No item may be given twice.',
  not: 'This answer is excluded by the form.',
};

/**
 * The validator's errors as faults, each once. Codes are `answer.` and the keyword in snake case; a missing or surplus
 * member is pointed to itself. An `if` says only that its `then` or `else` failed, which the errors inside have said.
 */
export function faultsOfErrors(errors: ErrorObject[], pointer: string): Fault[] {
  const faults = new Map<string, Fault>();
  for (const error of errors) {
    if (error.keyword === 'if') continue;
    const fault = faultOf(error, pointer);
    faults.set(`${fault.pointer} ${fault.code} ${fault.detail}`, fault);
    if (faults.size === mostFaults) break;
  }
  return [...faults.values()];
}

function faultOf(
  { keyword, instancePath, params, message, propertyName }: ErrorObject,
  pointer: string,
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
    detail: listed(params.allowedValues) ?? details[keyword] ?? `This ${message ?? 'is invalid'}.`,
  };
}

/** The options are the form's, not the party's: they may be told. */
function listed(options: unknown): string | undefined {
  if (!Array.isArray(options)) return undefined;
  const short =
    options.length <= mostOptions &&
    options.every((option) => option === null || String(option).length <= 40);
  return short
    ? `This must be one of: ${options.map((option) => JSON.stringify(option)).join(', ')}.`
    : undefined;
}
