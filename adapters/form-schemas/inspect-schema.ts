import type { Fault } from '../../domain/errors';
import { pointerTo, valueAt } from '../../domain/json-pointer';
import { isOption } from './choices';
import { childrenOf, isObject, type SchemaObject } from './keywords';
import { linearPattern } from './linear-pattern';
import { PatternRefused } from './re2-syntax';
import { References } from './references';

/** The keyword by which compiled validators count their work; see `dialects.ts`. */
export const stepKeyword = 'gongmun:step';

const deepestSchema = 64;
const mostSubschemas = 5_000;

// Each of these may be evaluated many times for one answer document; the others are so once per place.
const repeated = new Set([
  'items',
  'additionalItems',
  'unevaluatedItems',
  'contains',
  'additionalProperties',
  'unevaluatedProperties',
  'patternProperties',
  'propertyNames',
]);

interface Node {
  schema: SchemaObject;
  base: string;
  children: string[];
  /** Places that are evaluated at the same value: a cycle among them would never end. */
  inPlace: string[];
}

interface Inspection {
  faults: Fault[];
  /** Places whose evaluations are counted, with the number of subschemas that each stands for. */
  steps: Map<string, number>;
}

/**
 * Looks at every subschema, used or not: references must stay in the document and lead somewhere, patterns must be
 * linear, nothing may be too deep, too much or without end. Pointers are relative to the schema.
 */
export function inspectSchema(root: SchemaObject, identifier: 'id' | '$id'): Inspection {
  const references = new References(identifier);
  const nodes = new Map<string, Node>();
  const faults: Fault[] = [];
  const counted = new Set<string>();
  const refuse = (pointer: string, code: string, detail: string) => faults.push({ pointer, code, detail });

  function visit(schema: SchemaObject, pointer: string, outerBase: string, depth: number): void {
    if (nodes.has(pointer) || nodes.size > mostSubschemas) return;
    if (depth > deepestSchema)
      return void refuse(
        pointer,
        'schema.too_deep',
        `Subschemas are nested more than ${deepestSchema} deep.`,
      );
    if (nodes.size === mostSubschemas)
      refuse(pointer, 'schema.too_many', `The schema has more than ${mostSubschemas} subschemas.`);
    const base = references.declare(schema, pointer, outerBase);
    const children = childrenOf(schema).map((child) => ({
      ...child,
      pointer: pointerTo(pointer, ...child.tokens),
    }));
    nodes.set(pointer, {
      schema,
      base,
      children: children.map((child) => child.pointer),
      inPlace: children.filter((child) => child.inPlace).map((child) => child.pointer),
    });
    checkKeywords(schema, pointer);
    for (const child of children) {
      if (repeated.has(child.keyword)) counted.add(child.pointer);
      visit(child.schema, child.pointer, base, depth + 1);
    }
  }

  function checkKeywords(schema: SchemaObject, pointer: string): void {
    if (typeof schema.pattern === 'string') checkPattern(schema.pattern, pointerTo(pointer, 'pattern'));
    if (isObject(schema.patternProperties))
      for (const source of Object.keys(schema.patternProperties))
        checkPattern(source, pointerTo(pointer, 'patternProperties', source));
    for (const keyword of ['$async', stepKeyword])
      if (Object.hasOwn(schema, keyword))
        refuse(pointerTo(pointer, keyword), 'schema.keyword_forbidden', 'This keyword is not allowed.');
    if (identifier === '$id' && typeof schema.id === 'string')
      refuse(pointerTo(pointer, 'id'), 'schema.keyword_forbidden', 'This draft names schemas by $id.');
    if (pointer !== '' && Object.hasOwn(schema, '$schema') && schema.$schema !== root.$schema)
      refuse(
        pointerTo(pointer, '$schema'),
        'schema.dialect',
        'A part of the schema is in another draft than the whole.',
      );
  }

  function checkPattern(source: string, pointer: string): void {
    try {
      linearPattern(source);
    } catch (error) {
      if (!(error instanceof PatternRefused)) throw error;
      refuse(pointer, 'schema.pattern', error.message);
    }
  }

  function follow(node: Node, pointer: string): void {
    for (const keyword of ['$ref', '$dynamicRef', '$recursiveRef']) {
      const reference = node.schema[keyword];
      if (typeof reference !== 'string') continue;
      const at = pointerTo(pointer, keyword);
      const found = references.resolve(reference, node.base);
      const dynamic = keyword === '$dynamicRef' ? references.anchored(reference.replace(/^.*#/, '')) : [];
      if ('fault' in found) {
        if (found.fault === 'schema.ref_remote')
          refuse(at, found.fault, 'The reference leads out of the schema.');
        else refuse(at, found.fault, 'The reference leads nowhere.');
        continue;
      }
      for (const target of new Set([...found.pointers, ...dynamic])) {
        const schema = valueAt(root, target);
        if (isObject(schema)) visit(schema, target, node.base, 1);
        else if (typeof schema !== 'boolean')
          refuse(at, 'schema.ref_dangling', 'The reference leads nowhere.');
        if (!isObject(schema)) continue;
        node.inPlace.push(target);
        counted.add(target);
      }
    }
  }

  visit(root, '', references.root, 1);
  // A reference may lead to a place under an unknown keyword: the map grows while it is iterated, which Map allows.
  for (const [pointer, node] of nodes) follow(node, pointer);
  const loop = faults.length === 0 ? findLoop(nodes) : undefined;
  if (loop !== undefined)
    refuse(loop, 'schema.ref_loop', 'References lead in a circle without going deeper into the answers.');
  return { faults, steps: weigh(nodes, counted) };
}

function findLoop(nodes: Map<string, Node>): string | undefined {
  const state = new Map<string, 'open' | 'done'>();
  for (const start of nodes.keys()) {
    const path = [{ pointer: start, next: 0 }];
    if (state.has(start)) continue;
    state.set(start, 'open');
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = nodes.get(top.pointer)?.inPlace[top.next++];
      if (next === undefined) {
        state.set(top.pointer, 'done');
        path.pop();
      } else if (state.get(next) === 'open') return top.pointer;
      else if (!state.has(next)) {
        state.set(next, 'open');
        path.push({ pointer: next, next: 0 });
      }
    }
  }
  return undefined;
}

function weigh(nodes: Map<string, Node>, counted: Set<string>): Map<string, number> {
  const size = (pointer: string): number => {
    const node = nodes.get(pointer);
    // The options of a choice are compiled to one `enum`.
    const own = isOption(node?.schema) ? 0 : 1;
    return (node?.children ?? []).reduce((sum, child) => (counted.has(child) ? sum : sum + size(child)), own);
  };
  return new Map([...counted].map((pointer) => [pointer, size(pointer)]));
}
