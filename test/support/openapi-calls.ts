import { DOCUMENT } from './contract';

/** A JSON Schema as far as the document uses it. */
interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  minLength?: number;
  minimum?: number;
  exclusiveMinimum?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minItems?: number;
  additionalProperties?: Schema | boolean;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
}

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  schema: Schema;
}

export interface Operation {
  id: string;
  method: 'get' | 'post' | 'patch';
  path: string;
  tag: string;
  pathParameters: Parameter[];
  queryParameters: Parameter[];
  headers: string[];
  /** Of a JSON body. */
  body: Schema | undefined;
  /** Media types of another body. */
  raw: string[];
}

/** The operations of the committed document. */
export function operationsOf(): Operation[] {
  return Object.entries(DOCUMENT.paths as Record<string, Record<string, never>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, said]) => {
      const {
        operationId,
        tags,
        parameters = [],
        requestBody,
      } = said as {
        operationId: string;
        tags: string[];
        parameters?: Parameter[];
        requestBody?: { content: Record<string, { schema: Schema }> };
      };
      const content = requestBody?.content ?? {};
      return {
        id: operationId,
        method: method as Operation['method'],
        path,
        tag: tags[0] ?? '',
        pathParameters: parameters.filter((one) => one.in === 'path'),
        queryParameters: parameters.filter((one) => one.in === 'query'),
        headers: parameters.filter((one) => one.in === 'header').map(({ name }) => name),
        body: content['application/json']?.schema,
        raw: Object.keys(content).filter((type) => type !== 'application/json'),
      };
    }),
  );
}

const resolved = (schema: Schema): Schema =>
  schema.$ref === undefined ? schema : DOCUMENT.components.schemas[schema.$ref.split('/').at(-1) ?? ''];

/** Values that fit the patterns of the document; one that fits none shows that a pattern was added. */
const TEXTS = [
  'haneul-civil',
  'words',
  '2026-12-01',
  '2026-12',
  '000-00-00017',
  'P2D',
  '"1"',
  'A'.repeat(43),
  `evidence:${'A'.repeat(43)}`,
  'x'.repeat(20),
  'registered',
];
const FORMATS: Record<string, string> = {
  uuid: '00000000-0000-4000-8000-000000000000',
  'date-time': '2026-12-01T00:00:00Z',
  date: '2026-12-01',
  email: 'somebody@demo.invalid',
  uri: 'http://127.0.0.1:1/x',
};

/** The simplest value that a schema takes; every optional member is there. */
export function sampleOf(given: Schema, depth = 0): unknown {
  const schema = resolved(given);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const choices = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  const choice = choices.find((one) => resolved(one).type !== 'null');
  if (choice !== undefined) return sampleOf(choice, depth + 1);
  if (schema.allOf !== undefined)
    return Object.assign({}, ...schema.allOf.map((one) => sampleOf(one, depth + 1)));
  switch ([schema.type].flat()[0]) {
    case 'object':
      return Object.fromEntries(
        Object.entries(depth > 6 ? {} : (schema.properties ?? {})).map(([name, inner]) => [
          name,
          sampleOf(inner, depth + 1),
        ]),
      );
    case 'array':
      return depth > 6 || schema.items === undefined ? [] : [sampleOf(schema.items, depth + 1)];
    case 'string':
      return sampleText(schema);
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1);
    case 'boolean':
      return true;
    default:
      return {};
  }
}

function sampleText({ format, pattern, minLength = 0 }: Schema): string {
  if (pattern === undefined)
    return FORMATS[format ?? ''] ?? TEXTS.find((text) => text.length >= minLength) ?? '';
  const shape = new RegExp(pattern, 'u');
  const found = TEXTS.find((text) => text.length >= minLength && shape.test(text));
  if (found === undefined) throw new Error(`No text here fits ${pattern}: add one to TEXTS.`);
  return found;
}

/** Where a value has texts: their places, as lists of keys. Names of members are texts too where any name is taken. */
export function placesOf(value: unknown, at: readonly string[] = []): string[][] {
  if (typeof value === 'string') return [[...at]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => placesOf(inner, [...at, key]));
}

/** A copy with another text at one place. */
export function withTextAt(value: unknown, place: readonly string[], text: string): unknown {
  const [key, ...rest] = place;
  if (key === undefined) return text;
  const copy: Record<string, unknown> = Object.assign(Array.isArray(value) ? [] : {}, value);
  copy[key] = withTextAt(copy[key], rest, text);
  return copy;
}
