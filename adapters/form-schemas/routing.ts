import type { Fault } from '../../domain/errors';
import type { RoutingRule } from '../../domain/form';
import { pointerTokens, valueAt } from '../../domain/json-pointer';
import { isObject, type SchemaObject } from './keywords';

/**
 * Checks that a submission on the form always finds its office: the field exists, each value it can take leads to an
 * office, and it cannot be left out unless there is an `otherwise`.
 */
export function routingFaults(routing: RoutingRule, schema: SchemaObject): Fault[] {
  if (routing.kind !== 'by_field') return [];
  const field = fieldAt(schema, pointerTokens(routing.pointer) ?? []);
  if (field === undefined)
    return [
      { pointer: '/routing/pointer', code: 'definition.routing', detail: 'The schema has no such field.' },
    ];
  if (routing.otherwise !== undefined) return [];
  const faults: Fault[] = [];
  if (!field.required)
    faults.push({
      pointer: '/routing/otherwise',
      code: 'definition.routing',
      detail: 'The field is optional, so this is required.',
    });
  const values = valuesOf(field.schema);
  if (values === undefined)
    faults.push({
      pointer: '/routing/otherwise',
      code: 'definition.routing',
      detail: 'The field takes any value, so this is required.',
    });
  if (values?.some((value) => !(typeof value === 'string' && Object.hasOwn(routing.offices, value))))
    faults.push({
      pointer: '/routing/offices',
      code: 'definition.routing',
      detail: 'A value of the field leads to no office.',
    });
  return faults;
}

/** The schema of a field that is reached through named properties alone, and whether it is always there. */
export function fieldAt(
  root: SchemaObject,
  tokens: string[],
): { schema: SchemaObject; required: boolean } | undefined {
  let schema = dereference(root, root);
  let required = true;
  for (const token of tokens) {
    const properties = schema?.properties;
    if (schema === undefined || !isObject(properties) || !Object.hasOwn(properties, token)) return undefined;
    required &&= Array.isArray(schema.required) && schema.required.includes(token);
    schema = dereference(root, properties[token]);
  }
  return schema === undefined ? undefined : { schema, required };
}

/** What a subschema is, its `$ref` followed once where it stays in the document. */
export function dereference(root: SchemaObject, schema: unknown): SchemaObject | undefined {
  if (!isObject(schema)) return undefined;
  if (typeof schema.$ref !== 'string' || !schema.$ref.startsWith('#')) return schema;
  const target = valueAt(root, schema.$ref.slice(1));
  return isObject(target) ? target : undefined;
}

function valuesOf(schema: SchemaObject): unknown[] | undefined {
  if (Array.isArray(schema.enum)) return schema.enum;
  if (Object.hasOwn(schema, 'const')) return [schema.const];
  const options = schema.oneOf ?? schema.anyOf;
  if (
    !Array.isArray(options) ||
    !options.every((option) => isObject(option) && Object.hasOwn(option, 'const'))
  )
    return undefined;
  return options.map((option) => option.const);
}
