/** How a keyword holds subschemas, and whether they apply to the same value as the schema that holds them. */
interface Applicator {
  holds: 'one' | 'list' | 'map' | 'one_or_list';
  inPlace: boolean;
}

/** The keywords of drafts 04 to 2020-12 that hold schemas. */
const applicators: Record<string, Applicator> = {
  allOf: { holds: 'list', inPlace: true },
  anyOf: { holds: 'list', inPlace: true },
  oneOf: { holds: 'list', inPlace: true },
  not: { holds: 'one', inPlace: true },
  if: { holds: 'one', inPlace: true },
  // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
  then: { holds: 'one', inPlace: true },
  else: { holds: 'one', inPlace: true },
  dependentSchemas: { holds: 'map', inPlace: true },
  dependencies: { holds: 'map', inPlace: true },
  properties: { holds: 'map', inPlace: false },
  patternProperties: { holds: 'map', inPlace: false },
  additionalProperties: { holds: 'one', inPlace: false },
  unevaluatedProperties: { holds: 'one', inPlace: false },
  propertyNames: { holds: 'one', inPlace: false },
  items: { holds: 'one_or_list', inPlace: false },
  prefixItems: { holds: 'list', inPlace: false },
  additionalItems: { holds: 'one', inPlace: false },
  unevaluatedItems: { holds: 'one', inPlace: false },
  contains: { holds: 'one', inPlace: false },
  definitions: { holds: 'map', inPlace: false },
  $defs: { holds: 'map', inPlace: false },
};

export type SchemaObject = Record<string, unknown>;

export function isObject(value: unknown): value is SchemaObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface Child {
  keyword: string;
  tokens: (string | number)[];
  schema: SchemaObject;
  inPlace: boolean;
}

/** The subschemas that are objects (the others are booleans or, in `dependencies`, lists of names), with their places. */
export function childrenOf(schema: SchemaObject): Child[] {
  const children: Child[] = [];
  for (const [keyword, { holds, inPlace }] of Object.entries(applicators)) {
    const held = Object.hasOwn(schema, keyword) ? schema[keyword] : undefined;
    const add = (child: unknown, ...tokens: (string | number)[]) => {
      if (isObject(child)) children.push({ keyword, tokens: [keyword, ...tokens], schema: child, inPlace });
    };
    if (Array.isArray(held) && holds !== 'one' && holds !== 'map')
      for (const [index, child] of held.entries()) add(child, index);
    else if (holds === 'map' && isObject(held))
      for (const [name, child] of Object.entries(held)) add(child, name);
    else if (holds === 'one' || holds === 'one_or_list') add(held);
  }
  return children;
}
