import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createFormSchemas } from '../../adapters/form-schemas';
import type { FormDefinition } from '../../domain/form';
import { valueAt } from '../../domain/json-pointer';
import { resolveOffice } from '../../domain/routing';

const folder = resolve(__dirname, '../../forms');
const shipped = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => ({ file, form: JSON.parse(readFileSync(join(folder, file), 'utf8')) as FormDefinition }));
const each = shipped.map(({ file, form }) => [file, form] as const);
const form = (id: string): FormDefinition => {
  const found = shipped.find(({ form }) => form.id === id)?.form;
  if (found === undefined) throw new Error(`no form ${id}`);
  return found;
};

interface Schema {
  type?: string;
  title?: unknown;
  'x-title-en'?: unknown;
  properties?: Record<string, Schema>;
  items?: Schema;
  oneOf?: (Schema & { const?: unknown })[];
  additionalProperties?: unknown;
  [keyword: string]: unknown;
}

/** Every declared place with its pointer, `*` standing for rows. */
function declared(schema: Schema, pointer = ''): [string, Schema][] {
  const inner: [string, Schema][] = Object.entries(schema.properties ?? {}).flatMap(([name, child]) =>
    declared(child, `${pointer}/${name}`),
  );
  return [
    [pointer, schema],
    ...inner,
    ...(schema.items === undefined ? [] : declared(schema.items, `${pointer}/*`)),
  ];
}

const places = (definition: FormDefinition) => declared(definition.schema as Schema);
const leaves = (definition: FormDefinition) =>
  places(definition).filter(([, schema]) => schema.type !== 'object' && schema.type !== 'array');

const schemas = createFormSchemas();
const check = (id: string, answers: unknown) =>
  schemas.faults(`${id}:1`, form(id).schema, answers).map(({ pointer, code }) => `${code} ${pointer}`);

/** The example of a form with one place set to another value, or removed. */
function changed(id: string, pointer: string, value?: unknown): unknown {
  const answers = structuredClone(form(id).example);
  const tokens = pointer.split('/').slice(1);
  const last = tokens.pop() ?? '';
  const holder = valueAt(answers, tokens.map((token) => `/${token}`).join('')) as Record<string, unknown>;
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return answers;
}

test('thirteen forms ship', () => {
  expect(shipped.map(({ form }) => form.id).sort()).toEqual([
    'administrative-determination-document',
    'car-rental-fleet-change',
    'childcare-final-accounts',
    'corporation-particulars-change',
    'environmental-report',
    'facility-use-permit',
    'general-official-letter',
    'grievance-petition',
    'information-disclosure-request',
    'resident-certificate-request',
    'restaurant-business-report',
    'small-business-support',
    'training-instructor-change',
  ]);
});

describe.each(each)('%s', (file, definition) => {
  test('can be published with its valid example', () => {
    expect(schemas.check(definition)).toEqual(definition);
    expect(definition.example).toBeDefined();
    expect(file).toBe(`${definition.id}.json`);
  });

  test('is as rich as its paper original', () => {
    expect(leaves(definition).length).toBeGreaterThanOrEqual(
      definition.id === 'resident-certificate-request' ? 15 : 30,
    );
  });

  test('names every field and option in Korean and English', () => {
    const named = places(definition).flatMap(([pointer, schema]) => [
      [pointer, schema] as const,
      ...(schema.oneOf ?? []).map((option) => [`${pointer} ${String(option.const)}`, option] as const),
    ]);
    for (const [pointer, { title, 'x-title-en': english }] of named) {
      expect([pointer, title]).toEqual([pointer, expect.stringMatching(/\S/)]);
      expect([pointer, english]).toEqual([pointer, expect.stringMatching(/[A-Za-z0-9]/)]);
      expect([pointer, /[가-힣]/.test(String(english))]).toEqual([pointer, false]);
    }
    expect(places(definition).filter(([, schema]) => schema.enum !== undefined)).toEqual([]);
    for (const { ko, en } of [
      definition.title,
      definition.description,
      definition.legalBasis,
      ...definition.attachments.map(({ title }) => title),
    ]) {
      expect(ko).toMatch(/[가-힣]/);
      expect(en).not.toMatch(/[가-힣]/);
    }
  });

  test('closes every object', () => {
    for (const [pointer, schema] of places(definition))
      if (schema.type === 'object') expect([pointer, schema.additionalProperties]).toEqual([pointer, false]);
    for (const [pointer, schema] of places(definition)) {
      const example = valueAt(definition.example, pointer);
      if (schema.type !== 'object' || pointer.includes('*') || example === undefined) continue;
      const answers =
        pointer === ''
          ? { ...(example as object), surprise: 1 }
          : changed(definition.id, `${pointer}/surprise`, 1);
      expect(check(definition.id, answers)).toEqual([
        `answer.additional_properties /answers${pointer}/surprise`,
      ]);
    }
  });

  test('asks for every required field of its example', () => {
    for (const [pointer, schema] of places(definition)) {
      if (pointer.includes('*') || valueAt(definition.example, pointer) === undefined) continue;
      for (const name of (schema.required as string[] | undefined) ?? [])
        expect(check(definition.id, changed(definition.id, `${pointer}/${name}`))).toContain(
          `answer.required /answers${pointer}/${name}`,
        );
    }
  });

  test('refuses a value of another type at its place', () => {
    for (const [pointer] of places(definition)) {
      if (pointer === '' || pointer.includes('*') || valueAt(definition.example, pointer) === undefined)
        continue;
      const places = check(definition.id, changed(definition.id, pointer, null)).map(
        (place) => place.split(' ')[1],
      );
      expect(places).toContain(`/answers${pointer}`);
    }
  });

  test('shows each field in exactly one section, and hints at fields that exist', () => {
    const { sections, fields } = definition.uiSchema as {
      sections: { title: { ko: string; en: string }; fields: string[] }[];
      fields: Record<string, { widget?: string; help?: { ko: string; en: string } }>;
    };
    const shown = sections.flatMap((section) => section.fields);
    expect([...shown].sort()).toEqual(Object.keys((definition.schema as Schema).properties ?? {}).sort());
    const known = new Set(places(definition).map(([pointer]) => pointer));
    const widgets = [
      'textarea',
      'radio',
      'select',
      'checkboxes',
      'table',
      'number',
      'tel',
      'text',
      'money',
      'date',
    ];
    for (const [pointer, { widget, help }] of Object.entries(fields)) {
      expect([pointer, known.has(pointer)]).toEqual([pointer, true]);
      expect(widgets).toContain(widget);
      if (help !== undefined)
        expect([help.ko, help.en]).toEqual([
          expect.stringMatching(/[가-힣]/),
          expect.not.stringMatching(/[가-힣]/),
        ]);
    }
  });

  test('says by which answers an office finds it, and its example has some of them', () => {
    const found = (definition.searchable ?? []).filter(
      (pointer) => valueAt(definition.example, pointer) !== undefined,
    );
    expect(found.length).toBeGreaterThan(0);
  });

  test('finds an office for its example', () => {
    const rule = definition.routing;
    const chosen = rule.kind === 'chosen' ? (rule.offices[0] ?? null) : null;
    expect(resolveOffice(rule, definition.example, chosen)).toMatch(
      /^(haneul-[a-z]+|labor-saebyeok|determination|registry-haneul)$/,
    );
  });

  test('has an example that can be nobody’s: no valid registration number, only demo telephones', () => {
    const text = JSON.stringify(definition.example);
    for (const [number] of text.matchAll(/\b\d{3}-\d{2}-\d{5}\b/g))
      expect([number, isBusinessNumber(number)]).toEqual([number, false]);
    for (const [number] of text.matchAll(/\b\d{6}-\d{7}\b/g))
      expect([number, isCorporationNumber(number)]).toEqual([number, false]);
    for (const [number] of text.matchAll(/\b01\d-\d{3,4}-\d{4}\b/g)) expect(number).toMatch(/^010-0000-/);
    for (const [address] of text.matchAll(/[\w.]+@[\w.]+/g)) expect(address).toMatch(/@example\.org$/);
  });
});

function isBusinessNumber(number: string): boolean {
  const digits = Array.from(number.replaceAll('-', ''), Number);
  const sum = [1, 3, 7, 1, 3, 7, 1, 3, 5].reduce(
    (total, weight, at) => total + weight * (digits[at] ?? 0),
    Math.floor(((digits[8] ?? 0) * 5) / 10),
  );
  return (10 - (sum % 10)) % 10 === digits[9];
}

function isCorporationNumber(number: string): boolean {
  const digits = Array.from(number.replaceAll('-', ''), Number);
  const sum = digits.slice(0, 12).reduce((total, digit, at) => total + digit * (at % 2 === 0 ? 1 : 2), 0);
  return (10 - (sum % 10)) % 10 === digits[12];
}

test.each([
  [
    'resident-certificate-request',
    '/applicant/relation',
    'proxy',
    'answer.required /answers/applicant/principalName',
  ],
  ['resident-certificate-request', '/purpose', 'other', 'answer.required /answers/purposeDetail'],
  ['resident-certificate-request', '/purposeDetail', '까닭', 'answer.not_allowed /answers/purposeDetail'],
  ['resident-certificate-request', '/copies', 11, 'answer.maximum /answers/copies'],
  [
    'resident-certificate-request',
    '/applicant/mobile',
    '02-000-0000',
    'answer.pattern /answers/applicant/mobile',
  ],
  [
    'resident-certificate-request',
    '/applicant/birthDate',
    '1990-02-30',
    'answer.format /answers/applicant/birthDate',
  ],
  ['resident-certificate-request', '/applicant/name', '홍<b>', 'answer.pattern /answers/applicant/name'],
  [
    'information-disclosure-request',
    '/applicant/kind',
    'corporation',
    'answer.required /answers/applicant/businessNumber',
  ],
  ['information-disclosure-request', '/delivery', 'fax', 'answer.required /answers/applicant/fax'],
  [
    'information-disclosure-request',
    '/request/periodTo',
    undefined,
    'answer.dependent_required /answers/request/periodTo',
  ],
  ['restaurant-business-report', '/district', 'jung', 'answer.enum /answers/district'],
  ['restaurant-business-report', '/business/type', 'cafe', 'answer.const /answers/business/alcohol'],
  [
    'restaurant-business-report',
    '/business/kind',
    'vehicle',
    'answer.required /answers/business/vehicleNumber',
  ],
  [
    'restaurant-business-report',
    '/premises/rooms/1/area',
    0,
    'answer.minimum /answers/premises/rooms/1/area',
  ],
  [
    'restaurant-business-report',
    '/declarations/facilitiesReady',
    false,
    'answer.const /answers/declarations/facilitiesReady',
  ],
  [
    'restaurant-business-report',
    '/operator/businessNumber',
    '1234567890',
    'answer.pattern /answers/operator/businessNumber',
  ],
  ['car-rental-fleet-change', '/fleet/after/total', 49, 'answer.minimum /answers/fleet/after/total'],
  ['car-rental-fleet-change', '/vehicles', undefined, 'answer.required /answers/vehicles'],
  ['childcare-final-accounts', '/subsidies/0/granted', -1, 'answer.minimum /answers/subsidies/0/granted'],
  ['childcare-final-accounts', '/year/kind', 'closing', 'answer.required /answers/year/eventDate'],
  [
    'training-instructor-change',
    '/incoming/0/teacherGrade',
    undefined,
    'answer.required /answers/incoming/0/teacherGrade',
  ],
  ['training-instructor-change', '/change/kind', 'add', undefined],
  [
    'administrative-determination-document',
    '/documentKind',
    'supplement',
    'answer.required /answers/caseNumber',
  ],
  [
    'administrative-determination-document',
    '/evidenceList/0/mark',
    '첫째',
    'answer.pattern /answers/evidenceList/0/mark',
  ],
  ['corporation-particulars-change', '/purpose', ['officers'], 'answer.not_allowed /answers/objects'],
  [
    'corporation-particulars-change',
    '/purpose',
    ['officers', 'objects', 'seat'],
    'answer.required /answers/seatChange',
  ],
  [
    'corporation-particulars-change',
    '/officers/1/road',
    undefined,
    'answer.required /answers/officers/1/road',
  ],
  ['small-business-support', '/funding/requested', 5_000_001, 'answer.maximum /answers/funding/requested'],
  [
    'small-business-support',
    '/support/kinds',
    ['sign', 'sign'],
    'answer.unique_items /answers/support/kinds',
  ],
  ['grievance-petition', '/petitioner/kind', 'group', 'answer.required /answers/petitioner/groupSize'],
  ['facility-use-permit', '/event/participants', 1_000, undefined],
  ['facility-use-permit', '/usage/0/from', '24:00', 'answer.pattern /answers/usage/0/from'],
  ['environmental-report', '/report/specifiedWorks', false, 'answer.not_allowed /answers/noise'],
  ['general-official-letter', '/sender/homepage', 'not a page', 'answer.format /answers/sender/homepage'],
] as const)('%s: %s as %j is answered by %s', (id, pointer, value, place) => {
  const found = check(id, changed(id, pointer, value));
  if (place === undefined) expect(found).toEqual([]);
  else expect(found).toContain(place);
});

test('a form is checked in the time that reading and writing its answers takes some dozen times', () => {
  const timed = (repetitions: number, act: (form: (typeof shipped)[number]['form']) => unknown) => {
    const start = performance.now();
    for (let at = 0; at < repetitions; at += 1) for (const { form } of shipped) act(form);
    return performance.now() - start;
  };
  const checking = () => timed(20, (form) => check(form.id, form.example));
  const copying = () => timed(20, (form) => JSON.parse(JSON.stringify(form.example)));
  for (let at = 0; at < 10; at += 1) [checking(), copying()];
  // Side by side and the best of several: a busy machine slows both.
  const ratios = Array.from({ length: 10 }, () => checking() / copying());
  expect(Math.min(...ratios)).toBeLessThan(20);
});

test('what goes with a request for information or a certificate is never required', () => {
  for (const id of ['information-disclosure-request', 'resident-certificate-request'])
    expect(form(id).attachments.filter(({ required }) => required)).toEqual([]);
});
