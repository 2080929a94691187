import { type System, startSystem } from '../support/system';
import { vaForm, vaFormNames, vaFormsPresent } from '../support/va-form';

const describeWhere = vaFormsPresent ? describe : describe.skip;

/** Definitions that are broken in themselves, and the place that the refusal names. */
const BROKEN: Record<string, string> = {
  '10-7959F-2': '/schema/properties/veteranFullName/$ref',
  '21P-534EZ': '/schema/required',
};

describeWhere('forms that somebody else wrote', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  // The demo's form_admin publishes for an office it administers.
  const publish = (name: string, etag = '"0"') => {
    const definition = { ...vaForm(name).definition, office: 'haneul' };
    return system.as('admin').post(`/v1/forms/${definition.id}/versions`, definition, { etag });
  };

  for (const name of vaFormNames()) {
    const place = BROKEN[name];
    if (place !== undefined) {
      it(`${name} is refused at ${place}`, async () => {
        const refused = await publish(name);
        expect(refused).toMatchObject({ status: 422, body: { code: 'form.definition_invalid' } });
        expect(refused.body.faults.map((fault: { pointer: string }) => fault.pointer)).toContain(place);
      });
      continue;
    }
    it(`${name} is published, and its examples are submitted and decided`, async () => {
      expect(await publish(name)).toMatchObject({ status: 201, body: { version: 1 } });
      const { definition, examples } = vaForm(name);
      for (const answers of examples) {
        const sent = await system.as('minji').submit({ form: { id: definition.id, version: 1 }, answers });
        expect(sent).toMatchObject({ status: 201, body: { submission: { state: 'registered' } } });
        const { id } = sent.body.submission;
        const decided = await system.as('handler1').act(id, 'decisions', {
          outcome: 'granted',
          reply: { title: 'Decision', body: 'Granted as asked.' },
        });
        expect(decided).toMatchObject({
          status: 200,
          body: { submission: { state: 'closed', outcome: 'granted' } },
        });
      }
    });
  }

  it('publishes a further version upon the one that was read, and keeps the first', async () => {
    const { definition } = vaForm('21-0779');
    const path = `/v1/forms/${definition.id}`;
    const anybody = system.as(null);
    expect((await anybody.get(path)).etag).toBe('"1"');
    const changed = { ...definition, office: 'haneul', period: { duration: 'P14D', rule: 'kr' } };
    const admin = system.as('admin');
    expect(await admin.post(`${path}/versions`, changed, { etag: '"0"' })).toMatchObject({
      status: 412,
      body: { code: 'form.changed', version: 1 },
    });
    expect((await system.as('handler1').post(`${path}/versions`, changed, { etag: '"1"' })).status).toBe(403);
    expect((await admin.post(`${path}/versions`, changed, { etag: '"1"' })).body.version).toBe(2);
    expect((await anybody.get(path)).body).toMatchObject({
      version: 2,
      definition: { period: { duration: 'P14D' } },
    });
    expect((await anybody.get(`${path}/versions/1`)).body.definition.period.duration).toBe('P7D');
    const pinned = await system
      .as('minji')
      .submit({ form: { id: definition.id, version: 1 }, answers: vaForm('21-0779').examples[0] });
    expect(pinned.body.submission.form).toEqual({ id: definition.id, version: 1 });
  });
});
