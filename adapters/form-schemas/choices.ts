import { pointerTo } from '../../domain/json-pointer';
import { childrenOf, isObject, type SchemaObject } from './keywords';

const wordsOnly = new Set(['const', 'title', 'description', '$comment', 'deprecated', 'examples', 'type']);

/** Whether the subschema is one named option of a choice: a constant and words about it. */
export function isOption(schema: unknown): schema is SchemaObject {
  return (
    isObject(schema) &&
    Object.hasOwn(schema, 'const') &&
    ['string', 'number', 'boolean'].includes(typeof schema.const) &&
    (schema.type === undefined || schema.type === typeof schema.const) &&
    Object.keys(schema).every((keyword) => wordsOnly.has(keyword) || keyword.startsWith('x-'))
  );
}

/**
 * Rewrites, in place, each `oneOf` or `anyOf` whose members are all options as the `enum` that it means: one fault
 * instead of one per option, and no code for each of a thousand options. `referenced` are places that must stay.
 */
export function writeChoicesAsEnums(schema: SchemaObject, referenced: Iterable<string>, pointer = ''): void {
  const kept = [...referenced];
  for (const keyword of ['oneOf', 'anyOf'] as const) {
    const options: unknown = schema[keyword];
    if (
      !Array.isArray(options) ||
      options.length === 0 ||
      !options.every(isOption) ||
      Object.hasOwn(schema, 'enum')
    )
      continue;
    const values = options.map((option) => option.const);
    const place = pointerTo(pointer, keyword);
    if (new Set(values).size < values.length || kept.some((other) => other.startsWith(`${place}/`))) continue;
    delete schema[keyword];
    schema.enum = values;
  }
  for (const child of childrenOf(schema)) {
    const place = pointerTo(pointer, ...child.tokens);
    writeChoicesAsEnums(
      child.schema,
      kept.filter((other) => other.startsWith(place)),
      place,
    );
  }
}
