import type { Fault } from '../../domain/errors';
import { pointerTo, pointerTokens } from '../../domain/json-pointer';
import { childrenOf, isObject, type SchemaObject } from './keywords';
import { linearPattern } from './linear-pattern';
import { dereference } from './routing';

/** Each pointer must lead to a place that the schema names: a mistyped one would silently find nothing for ever. */
export function searchableFaults(pointers: string[], schema: SchemaObject): Fault[] {
  return pointers.flatMap((pointer, index) =>
    isNamed(schema, pointerTokens(pointer) ?? [])
      ? []
      : [
          {
            pointer: pointerTo('/searchable', index),
            code: 'definition.searchable',
            detail: 'The schema names no such place in the answers.',
          },
        ],
  );
}

function isNamed(root: SchemaObject, tokens: string[]): boolean {
  let places = inPlace(root, [root]);
  for (const token of tokens) {
    places = inPlace(
      root,
      [...places].flatMap((schema) => childrenUnder(schema, token)),
    );
  }
  return places.size > 0;
}

/** These schemas and all that speak of the same value: branches, conditions and references. */
function inPlace(root: SchemaObject, schemas: unknown[]): Set<SchemaObject> {
  const found = new Set<SchemaObject>();
  const add = (candidate: unknown): void => {
    const target = dereference(root, candidate);
    for (const schema of [candidate, target]) {
      if (!isObject(schema) || found.has(schema)) continue;
      found.add(schema);
      for (const child of childrenOf(schema))
        if (child.inPlace && child.keyword !== 'not' && child.keyword !== 'if') add(child.schema);
      if (schema !== target) add(target);
    }
  };
  for (const schema of schemas) add(schema === true ? {} : schema);
  return found;
}

/** What a schema says of one member or element; `true` names a place as well as a schema does. */
function childrenUnder(schema: SchemaObject, token: string): unknown[] {
  const { properties, patternProperties, additionalProperties } = schema;
  if (isObject(properties) && Object.hasOwn(properties, token)) return [properties[token]];
  const named = Object.entries(isObject(patternProperties) ? patternProperties : {})
    .filter(([pattern]) => linearPattern(pattern).test(token))
    .map(([, child]) => child);
  const elements = /^(0|[1-9]\d{0,8})$/.test(token) ? elementsAt(schema, Number(token)) : [];
  return [...named, ...elements, additionalProperties].filter((child) => child === true || isObject(child));
}

/** Up to draft 2019-09 `items` may be a list with `additionalItems` behind it, later it is `prefixItems` with `items`. */
function elementsAt({ items, prefixItems, additionalItems }: SchemaObject, index: number): unknown[] {
  const first = Array.isArray(prefixItems) ? prefixItems : Array.isArray(items) ? items : [];
  if (index < first.length) return [first[index]];
  return [Array.isArray(items) ? additionalItems : items];
}
