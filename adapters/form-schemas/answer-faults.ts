import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Fault } from '../../domain/errors';
import { pointerTo } from '../../domain/json-pointer';
import { textFaults } from '../../domain/text';
import { type WorkLimit, WorkLimitExceeded } from './work-limit';

const mostFaults = 50;
const mostValues = 20_000;
const mostItems = 2_000;
const mostText = 1_000_000;

/** The faults of answers, at most 50, the first found first; pointers begin with `pointer`. No detail quotes an answer. */
export function answerFaults(
  validate: ValidateFunction,
  limit: WorkLimit,
  answers: unknown,
  pointer: string,
): Fault[] {
  const unsound = textFaults(answers, pointer);
  if (unsound.length > 0) return unsound;
  // Only now is the nesting known to be bounded.
  const tooLarge = sizeFaults(answers, pointer);
  if (tooLarge.length > 0) return tooLarge.slice(0, mostFaults);
  limit.begin();
  try {
    if (validate(answers) === true) return [];
  } catch (error) {
    // RangeError: references nested the evaluation deeper than the stack.
    if (!(error instanceof WorkLimitExceeded || error instanceof RangeError)) throw error;
    return [
      {
        pointer,
        code: 'answer.too_costly',
        detail: 'These answers take too long to check against the form.',
      },
    ];
  }
  return faultsOf(validate.errors ?? [], pointer);
}

/** What no form needs and what would make checking slow; a member named `__proto__` is read as a prototype by some clients. */
function sizeFaults(answers: unknown, pointer: string): Fault[] {
  const faults: Fault[] = [];
  let values = 0;
  let text = 0;
  const visit = (value: unknown, at: string) => {
    values += 1;
    if (typeof value === 'string') text += value.length;
    if (typeof value !== 'object' || value === null || values > mostValues) return;
    if (Array.isArray(value) && value.length > mostItems) {
      faults.push({
        pointer: at,
        code: 'answer.too_large',
        detail: `A list has at most ${mostItems} items.`,
      });
      return;
    }
    for (const [key, child] of Object.entries(value)) {
      text += key.length;
      if (key === '__proto__')
        faults.push({
          pointer: pointerTo(at, key),
          code: 'answer.name_forbidden',
          detail: 'No field may have this name.',
        });
      else visit(child, pointerTo(at, key));
    }
  };
  visit(answers, pointer);
  if (values > mostValues)
    faults.push({
      pointer,
      code: 'answer.too_large',
      detail: `The answers have more than ${mostValues} values.`,
    });
  if (text > mostText)
    faults.push({
      pointer,
      code: 'answer.too_large',
      detail: `The answers have more than ${mostText} characters.`,
    });
  return faults;
}

function faultsOf(errors: ErrorObject[], pointer: string): Fault[] {
  // What `if` reports is only that its `then` or `else` failed, which the errors inside have said.
  const telling = errors.filter(({ keyword }) => keyword !== 'if');
  const faults = new Map<string, Fault>();
  for (const error of telling.length > 0 ? telling : errors) {
    const fault = faultOf(error, pointer);
    faults.set(`${fault.pointer} ${fault.code} ${fault.detail}`, fault);
    if (faults.size === mostFaults) break;
  }
  return [...faults.values()];
}

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
    detail: details[keyword] ?? `This ${message ?? 'is invalid'}.`,
  };
}
