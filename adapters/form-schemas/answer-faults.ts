import type { ValidateFunction } from 'ajv';
import type { Fault } from '../../domain/errors';
import { pointerTo } from '../../domain/json-pointer';
import { textFaults } from '../../domain/text';
import { faultsOfErrors } from './error-faults';
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
  return faultsOfErrors(validate.errors ?? [], pointer);
}

/** What no form needs and what would make checking slow; a member named `__proto__` is read as a prototype by some clients. */
function sizeFaults(answers: unknown, pointer: string): Fault[] {
  const faults: Fault[] = [];
  const path: string[] = [];
  const add = (code: string, detail: string) =>
    faults.push({ pointer: pointerTo(pointer, ...path), code, detail });
  let values = 0;
  let text = 0;
  const visit = (value: unknown) => {
    values += 1;
    if (typeof value === 'string') text += value.length;
    if (typeof value !== 'object' || value === null || values > mostValues) return;
    if (Array.isArray(value) && value.length > mostItems) {
      add('answer.too_large', `A list has at most ${mostItems} items.`);
      return;
    }
    for (const [key, child] of Object.entries(value)) {
      text += key.length;
      path.push(key);
      if (key === '__proto__') add('answer.name_forbidden', 'No field may have this name.');
      else visit(child);
      path.pop();
    }
  };
  visit(answers);
  if (values > mostValues) add('answer.too_large', `The answers have more than ${mostValues} values.`);
  if (text > mostText) add('answer.too_large', `The answers have more than ${mostText} characters.`);
  return faults;
}
