import { checkDepsOf, findFaults } from '../support/audited';
import { type System, startSystem } from '../support/system';
import { tamper } from '../support/tamper';
import { until } from '../support/until';

const ID = 'street-lamp-report';
/** Neither by name nor by length: as its author wants it asked. */
const ASKED = ['where', 'zone', 'a', 'since_when'];

describe('a form that some offices take first', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  const words = (ko: string, en: string) => ({ ko, en });
  const definition = {
    id: ID,
    office: 'haneul',
    title: words('가로등 신고', 'Street lamp report'),
    description: words('꺼진 가로등을 알립니다.', 'Tell of a lamp that is out.'),
    legalBasis: words('조례', 'By-law'),
    schema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: Object.fromEntries(ASKED.map((name) => [name, { type: 'string', title: `${name} 가` }])),
      required: ['since_when'],
    },
    uiSchema: {},
    period: { duration: 'P7D', rule: 'kr' },
    retention: { class: 'years', years: 3 },
    routing: { kind: 'chosen', offices: ['haneul-civil', 'haneul-food'] },
    attachments: [],
    example: { since_when: '어제' },
  };
  const path = `/v1/forms/${ID}`;
  const send = (office: string) =>
    system.as('minji').post('/v1/submissions', { form: { id: ID }, answers: definition.example, office });
  const open = (who: string, offices: string[] | null) =>
    system.as(who).post(`${path}/openings`, { offices });

  it('is published for them, with its questions in the order of its author', async () => {
    const publish = (query: string, key?: string) =>
      system.as('admin').post(`${path}/versions${query}`, definition, {
        etag: '"0"',
        ...(key === undefined ? {} : { key }),
      });
    expect(await publish('?openFor=nowhere')).toMatchObject({
      status: 422,
      body: { code: 'form.office_unknown', faults: [{ pointer: '/offices/0' }] },
    });
    expect(await publish('?openFor=haneul-civil,haneul')).toMatchObject({
      status: 422,
      body: { faults: [{ pointer: '/offices/1', code: 'office.not_reached' }] },
    });
    const many = Array.from({ length: 501 }, (_, n) => `office-${n}`).join(',');
    for (const offices of [many, 'haneul-civil,haneul-civil', ''])
      expect(await publish(`?openFor=${offices}`)).toMatchObject({
        status: 400,
        body: { code: 'request.invalid', faults: [{ pointer: '#/query/openFor' }] },
      });
    expect((await system.as(null).get(path)).status).toBe(404);
    const key = 'published-for-one';
    expect((await publish('?openFor=haneul-civil', key)).status).toBe(201);
    expect((await publish('?openFor=haneul-civil', key)).status).toBe(201);
    // Another query is another request.
    for (const query of ['?openFor=haneul-food', ''])
      expect(await publish(query, key)).toMatchObject({
        status: 422,
        body: { code: 'idempotency.key_reused' },
      });
    for (const address of [path, `${path}/versions/1`]) {
      const { body } = await system.as(null).get(address);
      expect(Object.keys(body.definition.schema.properties)).toEqual(ASKED);
      expect(body.openFor).toEqual(['haneul-civil']);
    }
  });

  it('is taken there and nowhere else, until it is opened further', async () => {
    expect((await send('haneul-civil')).status).toBe(201);
    expect(await send('haneul-food')).toMatchObject({
      status: 400,
      body: { code: 'form.not_open_there', faults: [{ pointer: '/office' }] },
    });
    expect((await open('handler1', null)).status).toBe(403);
    expect(await open('admin', ['haneul-civil', 'nowhere'])).toMatchObject({
      status: 422,
      body: { code: 'form.office_unknown', faults: [{ pointer: '/offices/1' }] },
    });
    expect(await open('admin', ['haneul'])).toMatchObject({
      status: 422,
      body: { faults: [{ pointer: '/offices/0', code: 'office.not_reached' }] },
    });
    expect((await open('admin', ['haneul-civil', 'haneul-civil'])).status).toBe(400);
    expect((await open('admin', null)).body.openFor).toBeNull();
    // Whether it is open is asked anew every second.
    const taken = await until(
      () => send('haneul-food'),
      ({ status }) => status === 201,
    );
    expect(taken.status).toBe(201);
  });

  it('stays as it is when a further version is published', async () => {
    await open('admin', ['haneul-food']);
    const { etag } = await system.as(null).get(path);
    const next = { ...definition, description: words('고침', 'Changed') };
    expect((await system.as('admin').post(`${path}/versions`, next, { etag })).status).toBe(201);
    expect((await system.as(null).get(path)).body).toMatchObject({ version: 2, openFor: ['haneul-food'] });
  });

  it('is shown as its digest proves it, and a text that is another is named by the audit', async () => {
    const texts = () => system.db('form_texts').where({ form: ID, version: 1 });
    const { written } = await texts().first();
    await expect(texts().update({ written: '{}' })).rejects.toThrow(/form_texts/);
    await expect(texts().delete()).rejects.toThrow(/form_texts/);
    const other = written.replace('Street lamp report', 'Another report');
    expect(other).not.toBe(written);
    for (const forged of [other, 'no JSON']) {
      await tamper(system.db, (tx) =>
        tx('form_texts').where({ form: ID, version: 1 }).update({ written: forged }),
      );
      const { body } = await system.as(null).get(`${path}/versions/1`);
      expect(body.definition).toEqual(definition);
      const { found } = await findFaults(await checkDepsOf(system));
      expect(found.filter(({ check }) => check === 'forms')).toEqual([
        expect.objectContaining({ table: 'form_texts', row: `${ID}:1` }),
      ]);
    }
    await tamper(system.db, (tx) => tx('form_texts').where({ form: ID, version: 1 }).update({ written }));
  });
});
