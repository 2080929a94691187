import { createFormSchemas } from '../../adapters/form-schemas';
import { linearPattern } from '../../adapters/form-schemas/linear-pattern';
import { type Fault, GongmunError } from '../../domain/errors';
import type { FormDefinition } from '../../domain/form';
import { textFaults } from '../../domain/text';
import { vaForm, vaFormNames, vaFormsPresent } from '../support/va-form';

const forms = createFormSchemas();
const draft2020 = 'https://json-schema.org/draft/2020-12/schema';

function definition(schema: Record<string, unknown>, changes: Partial<FormDefinition> = {}): FormDefinition {
  return {
    id: 'test-form',
    office: 'haneul',
    title: { ko: '시험 서식', en: 'Test form' },
    description: { ko: '시험', en: 'A test' },
    legalBasis: { ko: '없음', en: 'None' },
    schema,
    uiSchema: {},
    period: { duration: 'P7D', rule: 'kr' },
    retention: { class: 'years', years: 5 },
    routing: { kind: 'fixed', office: 'haneul-civil' },
    attachments: [],
    ...changes,
  };
}

function refusalOf(candidate: unknown): Fault[] {
  try {
    forms.check(candidate);
  } catch (error) {
    if (
      error instanceof GongmunError &&
      error.code === 'form.definition_invalid' &&
      error.kind === 'unprocessable'
    )
      return error.faults;
    throw error;
  }
  return [];
}

const places = (faults: Fault[]) => faults.map(({ pointer, code }) => `${code} ${pointer}`);
const refusedSchema = (schema: Record<string, unknown>) => places(refusalOf(definition(schema)));
let keys = 0;
const faultsIn = (schema: Record<string, unknown>, answers: unknown) =>
  forms.faults(`test:${++keys}`, schema, answers);
const placesIn = (schema: Record<string, unknown>, answers: unknown) => places(faultsIn(schema, answers));

function milliseconds(act: () => void): number {
  const start = performance.now();
  act();
  return performance.now() - start;
}

(vaFormsPresent ? describe : describe.skip)('forms that nobody here wrote (absent folder: skipped)', () => {
  const broken: Record<string, string> = {
    '10-7959F-2': '/schema/properties/veteranFullName/$ref',
    '21P-534EZ': '/schema/required',
  };
  test.each(vaFormNames().filter((name) => !(name in broken)))(
    '%s can be published and its examples are valid',
    (name) => {
      const { definition: form, examples } = vaForm(name);
      expect(forms.check(form).id).toBe(form.id);
      for (const example of examples) expect(forms.faults(`${form.id}:1`, form.schema, example)).toEqual([]);
    },
  );
  test.each(Object.entries(broken))('%s is refused at %s', (name, place) => {
    expect(refusalOf(vaForm(name).definition).map(({ pointer }) => pointer)).toContain(place);
  });
});

describe('each draft means what it says', () => {
  test('draft-04: exclusiveMaximum is a boolean beside maximum', () => {
    const schema = {
      $schema: 'http://json-schema.org/draft-04/schema#',
      properties: { a: { maximum: 5, exclusiveMaximum: true } },
    };
    expect(refusedSchema(schema)).toEqual([]);
    expect(placesIn(schema, { a: 5 })).toEqual(['answer.maximum /answers/a']);
  });
  test('draft-06: exclusiveMaximum is a number, propertyNames and const are known', () => {
    const schema = {
      $schema: 'http://json-schema.org/draft-06/schema#',
      properties: { a: { exclusiveMaximum: 5 } },
      propertyNames: { maxLength: 1 },
    };
    expect(refusedSchema(schema)).toEqual([]);
    expect(placesIn(schema, { a: 5 })).toEqual(['answer.exclusive_maximum /answers/a']);
    expect(refusedSchema({ ...schema, properties: { a: { maximum: 5, exclusiveMaximum: true } } })).toEqual([
      'schema.keyword_invalid /schema/properties/a/exclusiveMaximum',
    ]);
  });
  test('draft-07: if, then and else; what stands beside $ref is ignored', () => {
    const schema = {
      $schema: 'http://json-schema.org/draft-07/schema',
      definitions: { text: { type: 'string' } },
      properties: { a: { $ref: '#/definitions/text', minLength: 9 } },
      if: { required: ['a'] },
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
      then: { required: ['b'] },
    };
    expect(refusedSchema(schema)).toEqual([]);
    expect(placesIn(schema, { a: 'short' })).toEqual(['answer.required /answers/b']);
  });
  test('2019-09: dependentRequired and unevaluatedProperties; keywords beside $ref count', () => {
    const schema = {
      $schema: 'https://json-schema.org/draft/2019-09/schema',
      $defs: { named: { properties: { name: { type: 'string' } } } },
      $ref: '#/$defs/named',
      properties: { a: {} },
      dependentRequired: { a: ['name'] },
      unevaluatedProperties: false,
    };
    expect(refusedSchema(schema)).toEqual([]);
    expect(placesIn(schema, { a: 1 })).toEqual(['answer.dependent_required /answers/name']);
    expect(placesIn(schema, { name: 'x', more: 1 })).toEqual(['answer.unevaluated_properties /answers/more']);
  });
  test('2020-12, the default: prefixItems and $dynamicRef', () => {
    const schema = {
      properties: {
        pair: { prefixItems: [{ type: 'string' }, { type: 'integer' }], items: false },
        tree: {
          $dynamicAnchor: 'node',
          type: 'object',
          properties: { children: { type: 'array', items: { $dynamicRef: '#node' } } },
        },
      },
    };
    expect(refusedSchema(schema)).toEqual([]);
    expect(placesIn(schema, { pair: ['a', 'b'] })).toEqual(['answer.type /answers/pair/1']);
    expect(placesIn(schema, { tree: { children: [{ children: [7] }] } })).toEqual([
      'answer.type /answers/tree/children/0/children/0',
    ]);
  });
  test.each(['http://json-schema.org/draft-03/schema#', 'https://example.org/meta', 7])(
    '%s is refused',
    ($schema) => {
      expect(refusedSchema({ $schema })).toEqual(['schema.dialect /schema/$schema']);
    },
  );
  test('a part cannot be in another draft than the whole', () => {
    expect(
      refusedSchema({
        $schema: draft2020,
        $defs: { a: { $id: 'a', $schema: 'http://json-schema.org/draft-07/schema#' } },
      }),
    ).toEqual(['schema.dialect /schema/$defs/a/$schema']);
  });
});

describe('references', () => {
  test.each([
    'https://example.org/address.json',
    'other.json',
    '//example.org/x#/a',
    'http://json-schema.org/draft-07/schema#',
  ])('%s leads out and is refused', ($ref) => {
    expect(refusedSchema({ properties: { a: { $ref } } })).toEqual([
      'schema.ref_remote /schema/properties/a/$ref',
    ]);
  });
  test.each(['#/$defs/absent', '#absent', '#/properties/a/$ref'])(
    '%s leads nowhere and is refused, used or not',
    ($ref) => {
      expect(refusedSchema({ $defs: { unused: { $ref } } })).toEqual([
        'schema.ref_dangling /schema/$defs/unused/$ref',
      ]);
    },
  );
  test('identifiers, anchors, escaped pointers and places under unknown keywords are found in the document', () => {
    const schema = {
      $id: 'https://example.org/form',
      $defs: {
        'a/b~c': { type: 'string' },
        inner: { $id: 'inner', $anchor: 'here', $defs: { x: { type: 'integer' } } },
      },
      'x-parts': { amount: { type: 'integer', pattern: '(a)\\1' } },
      properties: {
        a: { $ref: '#/$defs/a~1b~0c' },
        b: { $ref: 'inner#/$defs/x' },
        c: { $ref: 'https://example.org/inner#here' },
      },
    };
    expect(refusedSchema(schema)).toEqual([]);
    expect(placesIn(schema, { a: 1, b: 'x' })).toEqual(['answer.type /answers/a', 'answer.type /answers/b']);
    expect(refusedSchema({ ...schema, items: { $ref: '#/x-parts/amount' } })).toEqual([
      'schema.pattern /schema/x-parts/amount/pattern',
    ]);
  });
  test('the identifiers of one form are not visible to another', () => {
    expect(refusedSchema({ $id: 'https://example.org/one', $defs: { a: { $id: 'shared' } } })).toEqual([]);
    expect(refusedSchema({ $id: 'https://example.org/two', $ref: 'shared' })).toEqual([
      'schema.ref_remote /schema/$ref',
    ]);
    expect(refusedSchema({ $id: 'https://example.org/one', type: 'object' })).toEqual([]);
  });
  test('recursion into the answers is fine', () => {
    const schema = { type: 'object', properties: { child: { $ref: '#' } }, additionalProperties: false };
    expect(refusedSchema(schema)).toEqual([]);
    expect(placesIn(schema, { child: { child: { other: 1 } } })).toEqual([
      'answer.additional_properties /answers/child/child/other',
    ]);
  });
  test('a circle that never goes deeper is refused', () => {
    expect(refusedSchema({ $ref: '#' })).toEqual(['schema.ref_loop /schema']);
    expect(
      refusedSchema({
        $defs: { a: { allOf: [{ $ref: '#/$defs/b' }] }, b: { not: { $ref: '#/$defs/a' } } },
      })[0],
    ).toMatch(/^schema.ref_loop/);
    expect(refusedSchema({ $dynamicAnchor: 'a', allOf: [{ $dynamicRef: '#a' }] })[0]).toMatch(
      /^schema.ref_loop/,
    );
  });
  test('references that multiply do not hang, neither when published nor when answered', () => {
    const twice = (name: string) => ({ allOf: [{ $ref: `#/$defs/${name}` }, { $ref: `#/$defs/${name}` }] });
    const $defs = Object.fromEntries(
      Array.from({ length: 60 }, (_, at) => [`d${at}`, at === 59 ? { type: 'object' } : twice(`d${at + 1}`)]),
    );
    const bomb = { $defs, ...twice('d0') };
    const took = milliseconds(() => {
      expect(refusedSchema(bomb)).toEqual([]);
      expect(placesIn(bomb, {})).toEqual(['answer.too_costly /answers']);
    });
    expect(took).toBeLessThan(5_000);
  });
  test('recursion that doubles at each level is cut off', () => {
    const schema = { properties: { a: { allOf: [{ $ref: '#' }, { $ref: '#' }] } } };
    const deep = Array.from({ length: 60 }).reduce<unknown>((a) => ({ a }), 1);
    let found: string[] = [];
    expect(
      milliseconds(() => {
        found = placesIn(schema, deep);
      }),
    ).toBeLessThan(5_000);
    expect(found).toEqual(['answer.too_costly /answers']);
  });
  test('a long chain of references is refused, not a stack overflow', () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 4_000 }, (_, at) => [
        `d${at}`,
        at === 3_999 ? {} : { $ref: `#/$defs/d${at + 1}` },
      ]),
    );
    const refused = refusedSchema({ $defs, $ref: '#/$defs/d0' });
    expect(refused.every((place) => place === 'schema.not_compilable /schema')).toBe(true);
  });
});

describe('patterns', () => {
  test.each([
    ['lookahead', 'a(?=b)'],
    ['negative lookahead inside', 'x(?!y)z'],
    ['lookbehind', '(?<=a)b'],
    ['backreference', '(a)\\1'],
    ['named backreference', '(?<n>a)\\k<n>'],
    ['not a pattern', '('],
    ['repeated too often', '(?:a{1000}){1000}'],
    ['inline flags', '(?i)a'],
    ['a lookahead for one alternative only', '^(?!a)b|c'],
  ])('%s is refused with its place', (_what, pattern) => {
    expect(refusedSchema({ properties: { a: { pattern } } })).toEqual([
      'schema.pattern /schema/properties/a/pattern',
    ]);
  });
  test('the names of patternProperties are patterns, with their place', () => {
    expect(refusedSchema({ patternProperties: { 'a/(b)\\1': {} } })).toEqual([
      'schema.pattern /schema/patternProperties/a~1(b)\\1',
    ]);
  });
  test.each(['^(a+)+$', '^(a|a)*$', '^(?=(a+)+$)a', '(x+x+)+y', '^((?!b|c).)*$'])(
    '%s is fast on long hostile text',
    (pattern) => {
      const text = `${'a'.repeat(100_000)}${'x'.repeat(100_000)}!`;
      expect(milliseconds(() => faultsIn({ properties: { a: { pattern } } }, { a: text }))).toBeLessThan(
        2_000,
      );
    },
  );
  test('a large pattern on a giant text is cut off', () => {
    const schema = {
      properties: { a: { type: 'array', items: { pattern: '(?:a?){900}(?:[ab]?){900}(?:[bc]?){900}b$' } } },
    };
    const answers = { a: Array.from({ length: 90 }, () => 'a'.repeat(10_000)) };
    let found: string[] = [];
    expect(
      milliseconds(() => {
        found = placesIn(schema, answers);
      }),
    ).toBeLessThan(10_000);
    expect(found).toContain('answer.too_costly /answers');
  });

  const samples = [
    '',
    ' ',
    '0000',
    '1234',
    '123456789',
    '2020-01-02',
    'a b',
    'a  b',
    'John Smith',
    'a@b.co',
    'http://x',
    '김철수',
    '남궁 민수',
    '😀',
    '\u00a0',
    '\u2028',
    '\n',
    'a\nc',
    'a\u2028c',
    'a.c',
    'abc',
    'ABCdef123',
    'Müller',
    '\ufeff',
    '１２',
    'a-b',
    '123-4567',
    '/x',
    "O'Neil",
    'a\n',
    '\b',
    'ſ',
    'K',
    '[a]',
    '\\',
    '^',
    '-',
  ];
  test.each([
    '^\\s*[가-힣]{2,5}\\s*$',
    '[^]',
    '^\\S+@\\S+$',
    '^[\\S]+$',
    '^[^\\s]+$',
    '^\\p{Script=Hangul}+$',
    "^[\\p{L}\\p{M} .'-]+$",
    '^\\P{Lu}+$',
    '^\\p{Letter}+$',
    '^\\u{1F600}$',
    '^\\uD83D\\uDE00$',
    '^.$',
    '^a.c$',
    'c$',
    'a|b',
    '^(?<year>\\d{4})$',
    '\\/x',
    '^[\\w-]+$',
    '\\bSmith\\b',
    '^(?=.*[A-Z])(?=.*\\d).{8,}$',
    '^(?!0000)[0-9]{4}$',
    '^((?!b|Smith).)*$',
    '^(?!\\s*$).+',
    '^[\\]\\[\\\\^-]+',
    '^\\x41',
    '\\cJ',
    '^[\\b]$',
    '\\t|\\v|\\f|\\0',
    '^a*?b',
    '^[a-z&&[b]]',
    '^$',
    '^\\W$',
    '[\\D]',
    '^\\{',
    '^(?:John|a) (?:b|Smith)$',
  ])('%s means what it means in JavaScript', (pattern) => {
    let native: RegExp;
    try {
      native = new RegExp(pattern, 'u');
    } catch {
      native = new RegExp(pattern);
    }
    const linear = linearPattern(pattern);
    for (const sample of samples)
      expect([sample, linear.test(sample)]).toEqual([sample, native.test(sample)]);
  });
});

describe('formats', () => {
  const valid: Record<string, string> = {
    date: '2024-02-29',
    'date-time': '2026-11-23T10:00:00+09:00',
    time: '10:00:00Z',
    duration: 'P1M',
    email: 'Bogi.Hong+x@Example.org',
    'idn-email': '홍보기@한국.kr',
    hostname: 'Example.org',
    'idn-hostname': '한국.kr',
    ipv4: '192.0.2.1',
    ipv6: '2001:DB8::1',
    uri: 'https://example.org/a?b#c',
    'uri-reference': '../a',
    iri: 'https://한국.kr/길',
    uuid: '01890a5d-ac96-774b-bcce-b302099a8057',
    'json-pointer': '/a~1b',
    regex: '^a+$',
  };
  const invalid: Record<string, string> = {
    date: '2023-02-29',
    'date-time': '2026-11-23T10:00:00',
    time: '25:00:00Z',
    duration: 'P',
    email: 'a@b@c',
    'idn-email': '홍 보기@한국',
    hostname: '-a.org',
    'idn-hostname': '한 국',
    ipv4: '256.0.0.1',
    ipv6: ':::',
    uri: '/a',
    'uri-reference': '\\\\a',
    iri: '//a b',
    uuid: 'x',
    'json-pointer': 'a',
    regex: '(a)\\1',
  };
  test.each(Object.keys(valid))('%s is asserted', (format) => {
    const schema = { properties: { a: { format } } };
    expect(placesIn(schema, { a: valid[format] })).toEqual([]);
    expect(placesIn(schema, { a: invalid[format] })).toEqual(['answer.format /answers/a']);
  });
  test.each(Object.keys(valid))('%s is fast on long hostile text', (format) => {
    const took = milliseconds(() => {
      for (const piece of ['a', '1', 'a.', ':', '%', '-', '/~', 'P1', 'a@', '{a', '0:'])
        for (const end of ['!', '', '@'])
          faultsIn({ properties: { a: { format } } }, { a: piece.repeat(20_000) + end });
    });
    expect(took).toBeLessThan(5_000);
  });
  test('an unknown format is an annotation', () => {
    expect(placesIn({ properties: { a: { format: 'sort-code' } } }, { a: 'anything' })).toEqual([]);
  });
});

describe('bounds of a schema', () => {
  test('nesting, number and bytes are bounded, with the place', () => {
    const nested = (levels: number) =>
      Array.from({ length: levels }).reduce<Record<string, unknown>>((not) => ({ not }), {});
    expect(refusedSchema(nested(63))).toEqual([]);
    expect(refusedSchema(nested(64))[0]).toMatch(/^schema.too_deep \/schema(\/not){64}$/);
    expect(refusedSchema(nested(100_000))[0]).toMatch(/^text.too_deep/);
    expect(refusedSchema({ anyOf: Array.from({ length: 5_001 }, () => ({})) })[0]).toMatch(
      /^schema.too_many/,
    );
    expect(refusedSchema({ description: 'x'.repeat(600_000) })).toEqual(['definition.too_large ']);
  });
  test('the largest schema is published in reasonable time', () => {
    const fields = Object.fromEntries(
      Array.from({ length: 2_400 }, (_, at) => [
        `f${at}`,
        { type: 'array', items: { type: 'string', pattern: '^[0-9]{3}$' } },
      ]),
    );
    expect(milliseconds(() => expect(refusedSchema({ properties: fields })).toEqual([]))).toBeLessThan(
      20_000,
    );
  });
  test.each([
    [{ required: 'a' }, '/schema/required'],
    [{ properties: { a: { minLength: -1 } } }, '/schema/properties/a/minLength'],
    [{ type: 'text' }, '/schema/type'],
    [{ enum: 'x' }, '/schema/enum'],
    [{ multipleOf: 0 }, '/schema/multipleOf'],
    [{ $async: true }, '/schema/$async'],
    [{ properties: { a: { $async: true } } }, '/schema/properties/a/$async'],
    [{ 'gongmun:step': 1 }, '/schema/gongmun:step'],
    [{ id: 'x' }, '/schema/id'],
  ])('%j is refused with its place', (schema, place) => {
    expect(refusalOf(definition(schema)).map(({ pointer }) => pointer)).toContain(place);
  });
  test('$data and keywords of other validators are no more than annotations', () => {
    const schema = {
      properties: {
        a: { minimum: 1, 'x-order': 1, example: 3 },
        b: { transform: ['trim'], instanceof: 'Date' },
      },
    };
    expect(refusedSchema(schema)).toEqual([]);
    expect(refusedSchema({ properties: { a: { minimum: { $data: '1/b' } } } })).toEqual([
      'schema.keyword_invalid /schema/properties/a/minimum',
    ]);
  });
});

describe('names that are special to JavaScript', () => {
  const parsed = (text: string) => JSON.parse(text) as Record<string, unknown>;
  test('__proto__ is refused in a definition and in answers', () => {
    expect(refusedSchema(parsed('{"properties":{"__proto__":{"type":"string"}}}'))).toEqual([
      'definition.name_forbidden /schema/properties/__proto__',
    ]);
    expect(placesIn({ type: 'object' }, parsed('{"a":{"__proto__":{"admin":true}}}'))).toEqual([
      'answer.name_forbidden /answers/a/__proto__',
    ]);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });
  test('constructor and toString are names like any other', () => {
    const schema = {
      properties: { constructor: { type: 'string' }, toString: { type: 'integer' } },
      required: ['constructor'],
      additionalProperties: false,
    };
    expect(refusedSchema(schema)).toEqual([]);
    expect(placesIn(schema, {})).toEqual(['answer.required /answers/constructor']);
    expect(placesIn(schema, parsed('{"constructor":"a","toString":"b"}'))).toEqual([
      'answer.type /answers/toString',
    ]);
    expect(placesIn({ additionalProperties: false }, parsed('{"hasOwnProperty":1}'))).toEqual([
      'answer.additional_properties /answers/hasOwnProperty',
    ]);
  });
});

describe('answers', () => {
  const schema = {
    type: 'object',
    required: ['a'],
    properties: {
      a: { type: 'string', minLength: 2, pattern: '^[a-z]+$' },
      'b/c': { type: 'array', items: { type: 'object', required: ['n'], properties: { n: { maximum: 3 } } } },
    },
    additionalProperties: false,
  };
  test('every fault is told at its place, without the value', () => {
    const faults = faultsIn(schema, { a: 'S', 'b/c': [{ n: 1 }, {}, { n: 9 }], secret: 'S' });
    expect(places(faults).sort()).toEqual([
      'answer.additional_properties /answers/secret',
      'answer.maximum /answers/b~1c/2/n',
      'answer.min_length /answers/a',
      'answer.pattern /answers/a',
      'answer.required /answers/b~1c/1/n',
    ]);
    expect(places(faultsIn(schema, {}))).toEqual(['answer.required /answers/a']);
    for (const { detail } of faultsIn(schema, { a: 'SECRETVALUE99' })) expect(detail).not.toMatch(/SECRET/);
  });
  test.each([null, 7, 'text', true, [], undefined])('%j is not a filled form', (answers) => {
    expect(placesIn(schema, answers)).toEqual(['answer.type /answers']);
  });
  test('a large choice takes many answers, right or wrong', () => {
    const items = {
      oneOf: Array.from({ length: 4_000 }, (_, at) => ({ const: `c${at}`, title: `선택 ${at}` })),
    };
    const answers = Array.from({ length: 2_000 }, (_, at) => `c${at * 2}`);
    const took = milliseconds(() => {
      expect(placesIn({ items }, answers)).toEqual([]);
      expect(
        placesIn(
          { items },
          answers.map((answer) => `${answer}x`),
        ),
      ).toHaveLength(50);
    });
    expect(took).toBeLessThan(5_000);
  });
  test('many wrong answers to many alternatives are cut off', () => {
    const items = { anyOf: Array.from({ length: 400 }, (_, at) => ({ const: at, minimum: 0 })) };
    expect(
      placesIn(
        { items },
        Array.from({ length: 2_000 }, () => 'x'),
      ),
    ).toEqual(['answer.too_costly /answers']);
  });
  test('equal items are told apart from different ones by value', () => {
    const schema = { uniqueItems: true };
    expect(
      placesIn(schema, [
        { a: 1, b: [2] },
        { b: [2], a: 1 },
      ]),
    ).toEqual(['answer.unique_items /answers']);
    expect(placesIn(schema, [1, '1', true, 'true', null, [1], { a: 1 }, { a: '1' }])).toEqual([]);
    expect(placesIn({ uniqueItems: false }, [1, 1])).toEqual([]);
  });
  test('a choice is told once, with its options', () => {
    const choice = {
      oneOf: [
        { const: 'dong', title: '동구' },
        { const: 'seo', title: '서구' },
      ],
    };
    expect(faultsIn({ properties: { a: choice, b: { enum: [1, null] } } }, { a: 'x', b: 'y' })).toEqual([
      { pointer: '/answers/a', code: 'answer.enum', detail: 'This must be one of: "dong", "seo".' },
      { pointer: '/answers/b', code: 'answer.enum', detail: 'This must be one of: 1, null.' },
    ]);
    expect(placesIn({ anyOf: [{ const: 1 }, { properties: { a: { type: 'string' } } }] }, { a: 1 })).toEqual([
      'answer.const /answers',
      'answer.type /answers/a',
      'answer.any_of /answers',
    ]);
  });
  test('at most fifty faults are told', () => {
    expect(
      faultsIn(
        { items: { type: 'string' } },
        Array.from({ length: 1_000 }, () => 1),
      ),
    ).toHaveLength(50);
    expect(
      faultsIn(
        {},
        Array.from({ length: 1_000 }, () => '\0'),
      ),
    ).toHaveLength(50);
  });
  test('NUL and halves of surrogate pairs are refused in values and in names', () => {
    const answers = { a: 'x\0', list: ['\ud800', '😀', 'a\udc00b'], 'n\0': 1, '\udfff': {} };
    expect(placesIn({}, answers)).toEqual([
      'text.nul /answers/a',
      'text.lone_surrogate /answers/list/0',
      'text.lone_surrogate /answers/list/2',
      'text.nul /answers/n\0',
      'text.lone_surrogate /answers/\udfff',
    ]);
    expect(textFaults('한글 😀 éa', '')).toEqual([]);
  });
  test('deep and giant answers are refused quickly', () => {
    const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`) as unknown;
    const took = milliseconds(() => {
      expect(placesIn({}, deep)[0]).toMatch(/^text.too_deep \/answers(\/0)+$/);
      expect(placesIn({}, { a: Array.from({ length: 2_001 }, () => 1) })).toEqual([
        'answer.too_large /answers/a',
      ]);
      expect(placesIn({}, Object.fromEntries(Array.from({ length: 30_000 }, (_, at) => [at, at])))).toEqual([
        'answer.too_large /answers',
      ]);
      expect(placesIn({}, 'x'.repeat(1_000_001))).toEqual(['answer.too_large /answers']);
      expect(
        placesIn(
          { uniqueItems: true },
          Array.from({ length: 2_000 }, (_, at) => ({ at })),
        ),
      ).toEqual([]);
    });
    expect(took).toBeLessThan(5_000);
  });
  test('checking changes nothing in the answers', () => {
    const answers = Object.freeze({ a: '1' });
    expect(placesIn({ properties: { a: { type: 'integer' }, b: { default: 1 } } }, answers)).toEqual([
      'answer.type /answers/a',
    ]);
    expect(answers).toEqual({ a: '1' });
  });
  test('amounts with cents are multiples of a cent', () => {
    expect(placesIn({ multipleOf: 0.01 }, 19.99)).toEqual([]);
    expect(placesIn({ multipleOf: 0.01 }, 19.999)).toEqual(['answer.multiple_of /answers']);
  });
  test('compiled schemas are kept by key, the least recently used forgotten first', () => {
    const few = createFormSchemas({ kept: 2 });
    const text = { type: 'string' };
    const number = { type: 'number' };
    few.faults('a:1', text, 1);
    few.faults('b:1', text, 1);
    expect(few.faults('a:1', number, 1)).toHaveLength(1);
    few.faults('c:1', text, 1);
    expect(few.faults('a:1', number, 1)).toHaveLength(1);
    expect(few.faults('b:1', number, 1)).toHaveLength(0);
  });
});

describe('a whole definition', () => {
  const schema = {
    type: 'object',
    required: ['district'],
    properties: { district: { oneOf: [{ const: 'dong' }, { const: 'seo' }] }, note: { type: 'string' } },
  };
  const byField = (offices: Record<string, string>, more: { otherwise?: string; pointer?: string } = {}) =>
    definition(schema, { routing: { kind: 'by_field', pointer: '/district', offices, ...more } });

  test('what is not a definition is refused with its place', () => {
    for (const value of [null, 7, 'x', [], undefined]) expect(refusalOf(value)).not.toEqual([]);
    const { title: _, ...untitled } = definition({});
    expect(places(refusalOf(untitled))).toEqual(['definition.invalid_type /title']);
    expect(refusalOf({ ...definition({}), extra: 1 })).not.toEqual([]);
    expect(
      refusalOf(definition({}, { title: { ko: '제목', en: ' ' } })).map(({ pointer }) => pointer),
    ).toEqual(['/title/en']);
    expect(refusalOf(definition({}, { title: { ko: '제\0목', en: 'x' } })).map(({ code }) => code)).toEqual([
      'text.nul',
    ]);
  });
  test('the period must be readable', () => {
    for (const duration of ['P1M3D', '7D', 'P0D', 'PT100H'])
      expect(places(refusalOf(definition({}, { period: { duration, rule: 'kr' } })))).toEqual([
        'definition.period /period/duration',
      ]);
  });
  test('every value of a routing field leads to an office', () => {
    expect(refusalOf(byField({ dong: 'haneul-dong', seo: 'haneul-seo' }))).toEqual([]);
    expect(places(refusalOf(byField({ dong: 'haneul-dong' })))).toEqual([
      'definition.routing /routing/offices',
    ]);
    expect(refusalOf(byField({ dong: 'haneul-dong' }, { otherwise: 'haneul-civil' }))).toEqual([]);
    expect(places(refusalOf(byField({ dong: 'haneul-dong' }, { pointer: '/absent' })))).toEqual([
      'definition.routing /routing/pointer',
    ]);
    expect(
      refusalOf(byField({ dong: 'haneul-dong' }, { pointer: 'district' })).map(({ pointer }) => pointer),
    ).toEqual(['/routing/pointer']);
    expect(
      refusalOf(byField({ dong: 'haneul-dong' }, { pointer: '/note' })).map(({ pointer }) => pointer),
    ).toContain('/routing/otherwise');
    expect(
      refusalOf(definition({}, { routing: { kind: 'chosen', offices: [] } })).map(({ pointer }) => pointer),
    ).toEqual(['/routing/offices']);
  });
  test('what is searchable is a place that the schema names', () => {
    const schema = {
      type: 'object',
      properties: {
        name: { type: 'string' },
        never: false,
        rows: { type: 'array', items: { $ref: '#/$defs/row' } },
        pair: { type: 'array', prefixItems: [{ type: 'string' }, { properties: { a: true } }], items: false },
        open: { type: 'object', additionalProperties: { type: 'string' } },
        loose: { type: 'object' },
        'a/b': { type: 'string' },
      },
      patternProperties: { '^x-': { type: 'string' } },
      additionalProperties: false,
      allOf: [
        {
          if: { properties: { asked: true } },
          // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
          then: { properties: { later: { type: 'string' } } },
        },
      ],
      $defs: { row: { properties: { who: { type: 'string' }, next: { $ref: '#/$defs/row' } } } },
    };
    const faults = (...searchable: string[]) => places(refusalOf(definition(schema, { searchable })));
    expect(
      faults('/name', '/rows', '/rows/0/who', '/rows/7/next/next/who', '/pair/1/a', '/open/any', '/later'),
    ).toEqual([]);
    expect(faults('/a~1b', '/x-note')).toEqual([]);
    for (const nowhere of [
      '/nmae',
      '/never',
      '/rows/who',
      '/rows/0/nobody',
      '/pair/2',
      '/loose/any',
      '/asked',
    ])
      expect(faults('/name', nowhere)).toEqual(['definition.searchable /searchable/1']);
    expect(faults('name')).toEqual(['definition.custom /searchable/0']);
    expect(faults('')).toEqual(['definition.custom /searchable/0']);
    expect(faults('/name', '/name')).toEqual(['definition.custom /searchable']);
  });
  test('attachment and retention rules make sense', () => {
    const file = {
      name: 'plan',
      title: { ko: '도면', en: 'Plan' },
      required: true,
      maxCount: 1,
      maxBytes: 1,
      types: ['application/pdf'],
    };
    expect(refusalOf(definition({}, { attachments: [file] }))).toEqual([]);
    expect(refusalOf(definition({}, { attachments: [file, file] })).map(({ pointer }) => pointer)).toEqual([
      '/attachments',
    ]);
    expect(
      refusalOf(definition({}, { attachments: [{ ...file, types: ['text/html'] }] })).map(
        ({ pointer }) => pointer,
      ),
    ).toEqual(['/attachments/0/types/0']);
    expect(
      refusalOf(definition({}, { attachments: [{ ...file, maxCount: 0 }] })).map(({ pointer }) => pointer),
    ).toEqual(['/attachments/0/maxCount']);
    expect(
      refusalOf(definition({}, { retention: { class: 'years' } })).map(({ pointer }) => pointer),
    ).toEqual(['/retention/years']);
    expect(refusalOf(definition({}, { retention: { class: 'permanent' } }))).toEqual([]);
  });
  test('the example must be valid', () => {
    expect(places(refusalOf(definition(schema, { example: {} })))).toEqual([
      'answer.required /example/district',
    ]);
    expect(refusalOf(definition(schema, { example: null }))).toEqual([]);
  });
  test('the message of the refusal names the first place', () => {
    expect(() => forms.check(definition({ properties: { a: { pattern: '(' } } }))).toThrow(
      '/schema/properties/a/pattern',
    );
  });
});
