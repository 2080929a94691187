import { pointerTo, valueAt } from './json-pointer';

type Schema = Record<string, unknown>;

/**
 * Answers to an earlier version of a form, without those for which this version's schema has no field. Whether what is left
 * fits is for the schema's own check to say.
 * @returns the answers kept, and pointers to those left out
 */
export function fittingAnswers(schema: unknown, answers: unknown): { answers: unknown; leftOut: string[] } {
  const leftOut: string[] = [];
  return { answers: keep(schema, [schema], answers, '/answers', leftOut), leftOut };
}

/** @param schemas all that speak of the value in this place */
function keep(
  root: unknown,
  schemas: readonly unknown[],
  value: unknown,
  pointer: string,
  leftOut: string[],
): unknown {
  const facets = schemas.flatMap((schema) => facetsOf(root, schema, 0));
  if (Array.isArray(value)) {
    const items = facets.flatMap(({ items }) => (isSchema(items) ? [items] : []));
    return items.length === 0
      ? value
      : value.map((item, at) => keep(root, items, item, pointerTo(pointer, at), leftOut));
  }
  if (!isSchema(value)) return value;
  const fields = facets.flatMap(({ properties }) => (isSchema(properties) ? [properties] : []));
  // A place that names no fields takes any.
  if (fields.length === 0 || facets.some(takesOthers)) return value;
  const kept = Object.entries(value).flatMap(([name, child]) => {
    const at = pointerTo(pointer, name);
    const known = fields.filter((properties) => Object.hasOwn(properties, name));
    if (known.length > 0)
      return [
        [
          name,
          keep(
            root,
            known.map((properties) => properties[name]),
            child,
            at,
            leftOut,
          ),
        ],
      ];
    leftOut.push(at);
    return [];
  });
  return Object.fromEntries(kept);
}

const takesOthers = ({ additionalProperties, patternProperties }: Schema): boolean =>
  isSchema(additionalProperties) || patternProperties !== undefined;

const DEEPEST = 32;

/** A schema with those that speak of the same value: what it refers to, what it is made of, its alternatives. */
function facetsOf(root: unknown, schema: unknown, depth: number): Schema[] {
  if (!isSchema(schema) || depth > DEEPEST) return [];
  const { $ref: reference, allOf, anyOf, oneOf, ...own } = schema;
  const target =
    typeof reference === 'string' && reference.startsWith('#')
      ? valueAt(root, reference.slice(1))
      : undefined;
  const further = [target, own.if, own.then, own.else, ...listed(allOf), ...listed(anyOf), ...listed(oneOf)];
  return [schema, ...further.flatMap((one) => facetsOf(root, one, depth + 1))];
}

const listed = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
