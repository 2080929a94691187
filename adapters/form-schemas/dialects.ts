import { _, Ajv, type KeywordCxt, type Options, type ValidateFunction } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019';
import { Ajv2020 } from 'ajv/dist/2020';
import draft06 from 'ajv/dist/refs/json-schema-draft-06.json';
import Ajv04 from 'ajv-draft-04';
import { canonicalJson } from '../../domain/digest';
import type { Fault } from '../../domain/errors';
import { valueAt } from '../../domain/json-pointer';
import { writeChoicesAsEnums } from './choices';
import { formats } from './formats';
import { stepKeyword } from './inspect-schema';
import type { SchemaObject } from './keywords';
import { linearPattern } from './linear-pattern';
import type { WorkLimit } from './work-limit';

type Ajvs = Ajv | Ajv2019 | Ajv2020 | Ajv04;

/** One draft of JSON Schema. */
interface Dialect {
  identifier: 'id' | '$id';
  /** Whether what stands beside `$ref` is ignored, as drafts up to 07 say. */
  refStandsAlone: boolean;
  knowsConst: boolean;
  create(options: Options): Ajvs;
}

const classic = {
  identifier: '$id',
  refStandsAlone: true,
  knowsConst: true,
  create: (options) => new Ajv(options),
} satisfies Dialect;

const dialects: Record<string, Dialect> = {
  'json-schema.org/draft-04/schema': {
    ...classic,
    identifier: 'id',
    knowsConst: false,
    create: (options) => new Ajv04(options),
  },
  'json-schema.org/draft-06/schema': {
    ...classic,
    create: (options) =>
      options.meta === false ? new Ajv(options) : new Ajv(options).addMetaSchema(draft06),
  },
  'json-schema.org/draft-07/schema': classic,
  'json-schema.org/draft/2019-09/schema': {
    ...classic,
    refStandsAlone: false,
    create: (options) => new Ajv2019(options),
  },
  'json-schema.org/draft/2020-12/schema': {
    ...classic,
    refStandsAlone: false,
    create: (options) => new Ajv2020(options),
  },
};

/** The draft that `$schema` names (2020-12 when it is absent); `undefined` when it is none we know. */
export function dialectOf(schema: SchemaObject): Dialect | undefined {
  const named = schema.$schema ?? 'https://json-schema.org/draft/2020-12/schema';
  if (typeof named !== 'string') return undefined;
  const key = named.replace(/^https?:\/\//, '').replace(/#$/, '');
  return Object.hasOwn(dialects, key) ? dialects[key] : undefined;
}

const metaValidators = new Map<Dialect, Ajvs>();

/** Where the schema breaks the rules of its own draft; pointers are relative to the schema. */
export function metaFaults(schema: SchemaObject, dialect: Dialect): Fault[] {
  const ajv =
    metaValidators.get(dialect) ??
    dialect.create({ strict: false, allErrors: true, validateFormats: false, logger: false });
  metaValidators.set(dialect, ajv);
  if (ajv.validateSchema(schema) === true) return [];
  return (ajv.errors ?? []).map((error) => ({
    pointer: error.instancePath,
    code: 'schema.keyword_invalid',
    detail: `This ${error.message ?? 'is invalid'}.`,
  }));
}

/**
 * Compiles a schema that has passed inspection. A validator of its own for each schema: identifiers inside one form
 * must not be visible to another.
 */
export function compile(
  schema: SchemaObject,
  dialect: Dialect,
  steps: Map<string, number>,
  limit: WorkLimit,
): ValidateFunction {
  const ajv = dialect.create({
    strict: false,
    strictNumbers: true,
    meta: false,
    validateSchema: false,
    logger: false,
    allErrors: true,
    ownProperties: true,
    // What an author means by multiples of 0.01 is not what binary fractions give.
    multipleOfPrecision: 6,
    ignoreKeywordsWithRef: dialect.refStandsAlone,
    // Inlining copies code: unbounded, references to a large definition would multiply it.
    inlineRefs: 20,
    formats,
    code: { regExp: linearEngine(limit) },
  } as Options);
  ajv.addKeyword({
    keyword: stepKeyword,
    schemaType: 'number',
    before: '$ref',
    code({ gen, schema: size }: KeywordCxt) {
      const counter = gen.scopeValue('obj', { key: limit, ref: limit });
      gen.code(_`${counter}.step(${size})`);
    },
  });
  // ajv compares every item with every other, which a long list turns into seconds.
  ajv.removeKeyword('uniqueItems').addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    validate: (unique: boolean, items: unknown[]) =>
      !unique || new Set(items.map(canonicalJson)).size === items.length,
  });
  return ajv.compile(rewritten(schema, dialect, steps));
}

function rewritten(schema: SchemaObject, dialect: Dialect, steps: Map<string, number>): SchemaObject {
  const copy = structuredClone(schema);
  for (const [pointer, size] of steps) (valueAt(copy, pointer) as SchemaObject)[stepKeyword] = size;
  if (dialect.knowsConst) writeChoicesAsEnums(copy, steps.keys());
  return copy;
}

function linearEngine(limit: WorkLimit): NonNullable<Options['code']>['regExp'] {
  const engine = (source: string) => {
    const pattern = linearPattern(source);
    return {
      test(text: string): boolean {
        limit.match(pattern.size, text.length);
        return pattern.test(text);
      },
      // ajv tells compiled patterns apart by this.
      toString: () => source,
    };
  };
  return Object.assign(engine, { code: 'linearPattern' }) as unknown as NonNullable<
    Options['code']
  >['regExp'];
}
