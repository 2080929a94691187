/** A JSON Schema as data: what a form's author may write, no promise what is in it. */
export type Schema = Record<string, unknown>;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const DEEPEST = 40;

export const tokensOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));

/** The schema with the words of one language as titles; what has none is called by its name. */
export function localised(schema: Schema, language: 'ko' | 'en'): Schema {
  const translate = (value: unknown, name?: string): unknown => {
    if (Array.isArray(value)) return value.map((one) => translate(one));
    if (!isObject(value)) return value;
    const translated: Schema = {};
    for (const [keyword, child] of Object.entries(value)) {
      if (['const', 'enum', 'default', 'required', 'examples'].includes(keyword)) translated[keyword] = child;
      else if (keyword === 'properties' && isObject(child))
        translated[keyword] = Object.fromEntries(
          Object.entries(child).map(([property, one]) => [property, translate(one, property)]),
        );
      else translated[keyword] = translate(child);
    }
    const english = value['x-title-en'];
    if (language === 'en' && typeof english === 'string') translated.title = english;
    if (name !== undefined && typeof translated.title !== 'string') translated.title = spelledOut(name);
    return translated;
  };
  return translate(schema) as Schema;
}

/** The objects that the form asks for, empty: so each question in them is asked, not the whole. */
export function unanswered(schema: Schema): Record<string, unknown> {
  const { properties, required } = schema;
  if (!isObject(properties) || !Array.isArray(required)) return {};
  const objects = required.flatMap((name: string) => {
    const child = properties[name];
    return isObject(child) && child.type === 'object' ? [[name, unanswered(child)] as const] : [];
  });
  return Object.fromEntries(objects);
}

/** `veteranFullName` → `Veteran full name`. */
function spelledOut(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`)
    .replaceAll(/[_-]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Every subschema that speaks of the place, the nearest first; conditions are not weighed. */
export function schemasAt(root: Schema, pointer: string): Schema[] {
  let here = spread(root, root, 0);
  for (const token of tokensOf(pointer)) {
    here = here.flatMap((schema) => childrenOf(schema, token).flatMap((child) => spread(root, child, 0)));
  }
  return here;
}

function childrenOf(schema: Schema, token: string): unknown[] {
  const { properties, items, prefixItems, additionalProperties } = schema;
  const named = isObject(properties) && Object.hasOwn(properties, token) ? [properties[token]] : [];
  const listed = Array.isArray(items) ? [items[Number(token)]] : [items];
  const first = Array.isArray(prefixItems) ? [prefixItems[Number(token)]] : [];
  return [...named, ...first, ...(/^\d+$/.test(token) ? listed : []), additionalProperties].filter(isObject);
}

/** The schema with all that it refers to or is made of. */
function spread(root: Schema, schema: unknown, depth: number): Schema[] {
  if (!isObject(schema) || depth > DEEPEST) return [];
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => {
    const list = schema[keyword];
    return Array.isArray(list) ? list : [];
  });
  const conditions = [schema.then, schema.else];
  const referred = typeof schema.$ref === 'string' ? [resolve(root, schema.$ref)] : [];
  return [schema, ...[...referred, ...parts, ...conditions].flatMap((part) => spread(root, part, depth + 1))];
}

function resolve(root: Schema, ref: string): unknown {
  let found: unknown = root;
  for (const token of tokensOf(decodeURIComponent(ref.replace(/^#/, ''))))
    found = isObject(found) ? found[token] : undefined;
  return found;
}

/** Pointers in the order in which a localised schema asks; `first` are the top fields as they are shown. */
export function inOrderOfAsking<T extends { pointer: string }>(
  root: Schema,
  first: string[],
  places: T[],
): T[] {
  const rank = (pointer: string): number[] => {
    const tokens = tokensOf(pointer);
    return tokens.map((token, n) => {
      const parent = `/${tokens.slice(0, n).join('/')}`.replace(/^\/$/, '');
      const names = schemasAt(root, parent).flatMap(({ properties }) =>
        isObject(properties) ? Object.keys(properties) : [],
      );
      const order = n === 0 ? [...first, ...names] : names;
      return order.includes(token) ? order.indexOf(token) : Number(token) || 0;
    });
  };
  const compare = (one: number[], other: number[]): number => {
    const at = one.findIndex((value, n) => value !== other[n]);
    return at < 0 ? one.length - other.length : (one[at] ?? 0) - (other[at] ?? -1);
  };
  return places
    .map((place) => ({ place, rank: rank(place.pointer) }))
    .sort((one, other) => compare(one.rank, other.rank))
    .map(({ place }) => place);
}

/** What the place is called in a localised schema. */
export function labelAt(root: Schema, pointer: string): string {
  const titled = schemasAt(root, pointer).find((schema) => typeof schema.title === 'string');
  const tokens = tokensOf(pointer);
  const last = tokens.at(-1) ?? '';
  if (titled !== undefined && !/^\d+$/.test(last)) return titled.title as string;
  if (!/^\d+$/.test(last)) return spelledOut(last);
  const parent = pointer.slice(0, pointer.lastIndexOf('/'));
  return `${(titled?.title as string | undefined) ?? labelAt(root, parent)} ${Number(last) + 1}`;
}

/** What a chosen value is called. */
export function optionAt(root: Schema, pointer: string, value: unknown): string | undefined {
  const option = schemasAt(root, pointer).find((schema) => 'const' in schema && schema.const === value);
  return typeof option?.title === 'string' ? option.title : undefined;
}

/** The number that a keyword sets at a place: `minLength` → 10. */
export function limitAt(root: Schema, pointer: string, keyword: string): number | undefined {
  const found = schemasAt(root, pointer).find((schema) => typeof schema[keyword] === 'number');
  return found?.[keyword] as number | undefined;
}

/** Objects in which nothing is answered. */
const isHollow = (value: unknown): boolean => isObject(value) && Object.values(value).every(isHollow);

/**
 * Answers without what an emptied field leaves behind: members without a value, and objects without any answer where
 * the form does not ask for them.
 */
export function tidied(root: Schema, answers: unknown, pointer = ''): unknown {
  if (Array.isArray(answers)) return answers.map((one, n) => tidied(root, one, `${pointer}/${n}`));
  if (!isObject(answers)) return answers;
  const required = schemasAt(root, pointer).flatMap((schema) =>
    Array.isArray(schema.required) ? schema.required : [],
  );
  const kept = Object.entries(answers).flatMap(([name, value]) => {
    const tidy = tidied(root, value, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    if (tidy === undefined || (isHollow(tidy) && !required.includes(name))) return [];
    return [[name, tidy] as const];
  });
  return Object.fromEntries(kept);
}
