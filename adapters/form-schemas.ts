import type { ValidateFunction } from 'ajv';
import type { z } from 'zod';
import { type Fault, GongmunError } from '../domain/errors';
import type { FormDefinition } from '../domain/form';
import { pointerTo, pointerTokens } from '../domain/json-pointer';
import { countPeriod } from '../domain/period';
import { answerFaults } from './form-schemas/answer-faults';
import { boundFaults } from './form-schemas/bounds';
import { definitionShape } from './form-schemas/definition';
import { compile, dialectOf, metaFaults } from './form-schemas/dialects';
import { inspectSchema } from './form-schemas/inspect-schema';
import { fieldAt, routingFaults } from './form-schemas/routing';
import { searchableFaults } from './form-schemas/searchable';
import { WorkLimit } from './form-schemas/work-limit';

/** Compiles and checks the JSON Schemas of forms. */
export interface FormSchemas {
  /**
   * Returns the definition when it can be published. Otherwise throws `form.definition_invalid` whose faults name
   * place (a pointer into the definition) and reason.
   */
  check(definition: unknown): FormDefinition;
  /**
   * The faults of answers, `[]` when they are valid; at most 50. Validators are kept by `key`, which must name one
   * schema for ever: form id and version. Throws `form.definition_invalid` for a schema that `check` would refuse.
   */
  faults(key: string, schema: Record<string, unknown>, answers: unknown): Fault[];
  /** Whether answers can have a field at the pointer, as far as the schema names its fields. */
  hasField(schema: Record<string, unknown>, pointer: string): boolean;
}

const mostFaults = 50;

/** `kept` is how many compiled schemas are remembered, the least recently used forgotten first. */
export function createFormSchemas({ kept = 200 } = {}): FormSchemas {
  const limit = new WorkLimit();
  const validators = new Map<string, ValidateFunction>();

  function validatorOf(key: string, schema: Record<string, unknown>): ValidateFunction {
    const validator = validators.get(key) ?? compiled(schema, limit);
    validators.delete(key);
    validators.set(key, validator);
    const oldest = validators.size > kept ? validators.keys().next().value : undefined;
    if (oldest !== undefined) validators.delete(oldest);
    return validator;
  }

  return {
    check(definition) {
      refuseIf(boundFaults(definition));
      const shape = definitionShape.safeParse(definition);
      if (!shape.success) throw refusal(shape.error.issues.map(shapeFault));
      const form = shape.data as FormDefinition;
      refuseIf([...periodFaults(form), ...routingFaults(form.routing, form.schema)]);
      const validator = compiled(form.schema, limit);
      refuseIf(searchableFaults(form.searchable ?? [], form.schema));
      if (form.example !== undefined && form.example !== null)
        refuseIf(answerFaults(validator, limit, form.example, '/example'));
      return form;
    },
    faults: (key, schema, answers) => answerFaults(validatorOf(key, schema), limit, answers, '/answers'),
    hasField: (schema, pointer) => fieldAt(schema, pointerTokens(pointer) ?? []) !== undefined,
  };
}

function compiled(schema: Record<string, unknown>, limit: WorkLimit): ValidateFunction {
  const dialect = dialectOf(schema);
  if (dialect === undefined)
    throw refusal([
      {
        pointer: '/schema/$schema',
        code: 'schema.dialect',
        detail: 'This is none of the drafts 04, 06, 07, 2019-09 and 2020-12.',
      },
    ]);
  const { faults, steps } = inspectSchema(schema, dialect.identifier);
  refuseIf(
    [...faults, ...metaFaults(schema, dialect)].map((fault) => ({
      ...fault,
      pointer: `/schema${fault.pointer}`,
    })),
  );
  try {
    return compile(schema, dialect, steps, limit);
  } catch (error) {
    const detail =
      error instanceof RangeError
        ? 'The schema is nested or chained too deep to be compiled.'
        : `The schema does not compile: ${messageOf(error)}.`;
    throw refusal([{ pointer: '/schema', code: 'schema.not_compilable', detail }]);
  }
}

function shapeFault({ path, code, message }: z.core.$ZodIssue): Fault {
  return {
    pointer: pointerTo('', ...path.map((token) => String(token))),
    code: `definition.${code}`,
    detail: message,
  };
}

function periodFaults({ period }: FormDefinition): Fault[] {
  try {
    countPeriod(period);
    return [];
  } catch (error) {
    if (!(error instanceof GongmunError)) throw error;
    return [{ pointer: '/period/duration', code: 'definition.period', detail: error.message }];
  }
}

function refuseIf(faults: Fault[]): void {
  if (faults.length > 0) throw refusal(faults);
}

function refusal(faults: Fault[]): GongmunError {
  const unique = [
    ...new Map(faults.map((fault) => [`${fault.pointer} ${fault.code} ${fault.detail}`, fault])).values(),
  ];
  const [first] = unique;
  const message = `The form definition cannot be published: at ${first?.pointer || 'the whole'}: ${first?.detail}`;
  return new GongmunError('unprocessable', 'form.definition_invalid', message, {
    faults: unique.slice(0, mostFaults),
  });
}

const messageOf = (error: unknown) =>
  error instanceof Error ? error.message.slice(0, 300) : 'unknown reason';
