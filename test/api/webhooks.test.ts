import { signedHeaders } from '../../adapters/webhooks/sign';
import { type LocalMail, startMail } from '../../local/mail';
import { documentsOf } from '../support/documents';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';
import { startReceiver, type WebhookReceiver } from '../support/webhook-receiver';

const COMPANY = '000-00-00017';
const LETTER = { letter: { title: '웹훅표지어', body: '문의드립니다.' }, office: 'haneul-civil' };
const DECISION = { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } };
const DAY = 86_400_000;

describe('webhooks', () => {
  let mail: LocalMail;
  let system: System;
  let receiver: WebhookReceiver;
  let clock: Date;
  beforeAll(async () => {
    clock = new Date();
    mail = await startMail();
    receiver = await startReceiver();
    const env = { WEBHOOK_TARGETS: 'any', SMTP_URL: mail.smtpUrl };
    const relay = { inspectEveryMs: 100, stuckAfterMs: 600_000, missedDeadlineAfterMs: 30 * DAY };
    system = await startSystem({ env, relay, now: () => clock });
    await system.db('office_members').insert({
      ...{ office: 'haneul-civil', person: 'demo-admin', roles: ['office_admin'] },
    });
  });
  beforeEach(() => {
    receiver.received.length = 0;
    receiver.answer((res) => res.writeHead(204).end());
  });
  afterEach(async () => {
    await system.db('webhooks').update({ status: 'removed', sealed: null });
  });
  afterAll(async () => {
    await system.stop();
    await receiver.stop();
    await mail.stop();
  });

  const hookAt = (path: string) => `http://127.0.0.1:${receiver.port}${path}`;
  const register = (who: string, body: object) => system.as(who).post('/v1/webhooks', body);
  const forCompany = async (path = '/company') =>
    (await register('sora', { organisation: COMPANY, url: hookAt(path) })).body;
  const send = async (who = 'sora', organisation: string | null = COMPANY) =>
    (await system.as(who).submit({ ...LETTER, ...(organisation === null ? {} : { organisation }) })).body
      .submission.id;
  const arrived = (count: number) =>
    until(
      async () => receiver.received,
      (all) => all.length >= count,
    );
  const log = (id: string, who = 'sora') => system.as(who).get(`/v1/webhooks/${id}/deliveries`);
  const settled = async (id: string, status: string, count = 1, who = 'sora') =>
    (
      await until(
        () => log(id, who),
        ({ body }) => body.items.filter((one: { status: string }) => one.status === status).length >= count,
      )
    ).body.items;

  it('tell an organisation and an office what happens, in ids and states, each message signed', async () => {
    const company = await forCompany();
    const office = (await register('admin', { office: 'haneul-civil', url: hookAt('/office') })).body;
    expect(company).toMatchObject({ status: 'active', secret: expect.stringMatching(/^whsec_/) });
    const id = await send();
    const all = await arrived(3);
    const at = (path: string) => all.filter((one) => one.path === path).map(({ body }) => JSON.parse(body));
    const evidences = await system.db('evidences').where({ submission_id: id }).orderBy('sequence');
    const told = (type: string, state: string, index: number) => ({
      type: `submission.${type}`,
      timestamp: evidences[index].at.toISOString(),
      data: { submission: id, evidence: evidences[index].id, state, organisation: COMPANY },
    });
    const registered = told('consignment_acceptance', 'registered', 1);
    const expected = [told('submission_acceptance', 'accepted', 0), registered];
    const order = (list: { type: string }[]) => [...list].sort((a, b) => (a.type > b.type ? -1 : 1));
    expect(order(at('/company'))).toEqual(order(expected));
    const { organisation: _, ...data } = registered.data;
    expect(at('/office')).toEqual([{ ...registered, data: { ...data, office: 'haneul-civil' } }]);
    for (const { path, headers, body } of all) {
      const { secret } = path === '/office' ? office : company;
      const message = {
        ...{ id: String(headers['webhook-id']), body },
        at: new Date(Number(headers['webhook-timestamp']) * 1_000),
      };
      expect(headers).toMatchObject(signedHeaders(secret, message));
    }
    expect(new Set(all.map(({ headers }) => headers['webhook-id'])).size).toBe(3);
    expect(JSON.stringify(all)).not.toContain('웹훅표지어');
    await settled(company.id, 'delivered', 2);
    await send('minji', null);
    await arrived(4);
    expect(receiver.received.slice(3).map(({ path }) => path)).toEqual(['/office']);
  });

  it('tell of a decision the state that it led to, though its delivery is written with it', async () => {
    await forCompany();
    const id = await send();
    await system.as('handler1').act(id, 'decisions', DECISION);
    const told = () =>
      receiver.received
        .map(({ body }) => JSON.parse(body))
        .filter(({ data }) => data.submission === id)
        .map(({ type, data }) => `${type} ${data.state}`);
    const all = await until(
      async () => told(),
      (lines) => lines.length >= 5,
      30_000,
    );
    expect(all.sort()).toEqual([
      'submission.closed closed',
      'submission.consignment_acceptance registered',
      'submission.content_consignment closed',
      'submission.decision_recorded decided',
      'submission.submission_acceptance accepted',
    ]);
  });

  it('tell of official documents: who receives them of their arrival, who sends them of what becomes of them', async () => {
    const company = await forCompany();
    const office = (await register('admin', { office: 'haneul-civil', url: hookAt('/office') })).body;
    const food = { office: 'haneul-food', person: 'demo-admin', roles: ['office_admin'] };
    await system.db('office_members').insert(food);
    await register('admin', { office: 'haneul-food', url: hookAt('/food') });
    await system.db('office_members').where({ office: 'haneul-food', person: 'demo-admin' }).delete();
    const documents = documentsOf(system);
    const id = await documents.dispatched({
      recipients: [
        { kind: 'organisation', id: COMPANY },
        { kind: 'office', id: 'haneul-food' },
      ],
    });
    const [mail, atOffice] = await system.db('deliveries').where({ document_id: id }).orderBy('position');
    const written = () => system.db('submissions').where({ id: atOffice.submission_id });
    expect(await until(written, (rows) => rows.length > 0, 30_000)).toHaveLength(1);
    // The relay tells the engine of what has waited for some seconds.
    clock = new Date(clock.getTime() + 10_000);
    await system.as('sora').post(`/v1/mailbox/${mail.id}/openings`, {});
    await system.as('sora').post(`/v1/mailbox/${mail.id}/acknowledgements`, {});
    const told = () => {
      const lines = receiver.received.map(({ path, body }) => {
        const { type, data } = JSON.parse(body);
        return `${path} ${type} ${data.state} ${data.delivery ?? data.document ?? data.submission}`;
      });
      // A message may come twice: whoever receives it knows it by its id.
      return [...new Set(lines.filter((line) => !line.includes('consignment_notification')))].sort();
    };
    const toCompany = [
      `/company official_document.content_consignment consigned ${mail.id}`,
      `/company official_document.content_handover opened ${mail.id}`,
      `/company official_document.document_acknowledged acknowledged ${mail.id}`,
    ];
    const expected = [
      ...toCompany,
      ...toCompany.map((line) => line.replace('/company', '/office')),
      `/office official_document.document_registered registered ${id}`,
      `/office official_document.document_dispatched dispatched ${id}`,
      `/office official_document.content_consignment consigned ${atOffice.id}`,
      ...['/office', '/food'].map(
        (path) => `${path} submission.consignment_acceptance registered ${atOffice.submission_id}`,
      ),
      `/office submission.submission_acceptance accepted ${atOffice.submission_id}`,
    ].sort();
    const all = await until(
      async () => told(),
      (lines) => expected.every((line) => lines.includes(line)),
      30_000,
    );
    expect(all).toEqual(expected);
    const [first] = receiver.received
      .filter(({ path }) => path === '/company')
      .map(({ body }) => JSON.parse(body));
    expect(Object.keys(first.data).sort()).toEqual([
      'delivery',
      'document',
      'evidence',
      'organisation',
      'state',
    ]);
    const items = await settled(office.id, 'delivered', 8, 'admin');
    expect(items.filter((one: { delivery: string }) => one.delivery === mail.id).length).toBeGreaterThan(2);
    expect((await log(company.id)).body.items).toContainEqual(
      expect.objectContaining({ submission: null, document: id, delivery: mail.id }),
    );
    const [looked] = await system.db('audit_entries').where({ action: 'read_deliveries' });
    expect(looked).toMatchObject({ actor: 'demo-admin', office: 'haneul-civil', subjects: [id] });
  }, 60_000);

  it('keep secret and address sealed, show the secret once, and only managers keep them', async () => {
    const hook = await forCompany('/sealed');
    const { rows } = await system.db.raw('SELECT CAST(w AS text) AS line FROM webhooks w WHERE id = ?', [
      hook.id,
    ]);
    expect(rows[0].line).not.toContain('/sealed');
    expect(rows[0].line).not.toContain(Buffer.from('/sealed').toString('hex'));
    const { items } = (await system.as('sora').get('/v1/webhooks')).body;
    const { secret: _, ...shown } = hook;
    expect(items).toEqual([shown]);
    expect((await system.as('minji').get('/v1/webhooks')).body.items).toEqual([]);
    expect((await register('minji', { organisation: COMPANY, url: hookAt('/') })).status).toBe(404);
    expect((await register('registrar', { office: 'haneul-civil', url: hookAt('/') })).status).toBe(403);
    expect((await register('admin', { office: 'haneul-food', url: hookAt('/') })).status).toBe(404);
    expect((await log(hook.id, 'admin')).status).toBe(404);
  });

  it('record that an office looked at what becomes of documents', async () => {
    const hook = (await register('admin', { office: 'haneul-civil', url: hookAt('/office') })).body;
    const id = await send('minji', null);
    await settled(hook.id, 'delivered', 1, 'admin');
    const readers = (await system.as('minji').get(`/v1/submissions/${id}/readers`)).body.items;
    expect(readers).toContainEqual(
      expect.objectContaining({ action: 'list', capacity: 'official', office: expect.anything() }),
    );
  });

  it('are tried again under the same id until they arrive, and sent again on request', async () => {
    let refusals = 1;
    receiver.answer((res) => res.writeHead(refusals-- > 0 ? 503 : 200).end());
    const hook = await forCompany('/again');
    await send();
    const items = await settled(hook.id, 'delivered', 2);
    const retried = items.find(({ attempts }: { attempts: number }) => attempts === 2);
    expect(retried).toMatchObject({ status: 'delivered', response: '200' });
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect([ids.length, new Set(ids).size]).toEqual([3, 2]);
    const path = `/v1/webhooks/${hook.id}/deliveries/${retried.id}/resends`;
    const again = await system.as('sora').post(path, {}, { key: 'again' });
    expect(again).toMatchObject({ status: 201, body: { resendOf: retried.id } });
    expect((await system.as('sora').post(path, {}, { key: 'again' })).body.id).toBe(again.body.id);
    await arrived(4);
    expect(receiver.received[3]).toMatchObject({
      ...{ headers: { 'webhook-id': retried.id } },
      body: receiver.received.find(({ headers }) => headers['webhook-id'] === retried.id)?.body,
    });
  });

  it('that fail for days are switched off, which is recorded and told by mail, and can be switched on again', async () => {
    receiver.answer((res) => res.writeHead(500).end());
    const hook = await forCompany('/down');
    await send();
    await send();
    await settled(hook.id, 'deferred', 4);
    const now = clock;
    clock = new Date(now.getTime() + 4 * DAY);
    const disabled = await until(
      () => system.db('webhooks').where({ id: hook.id }).first('status', 'failures'),
      ({ status }) => status === 'disabled',
    );
    clock = now;
    expect(disabled).toMatchObject({ status: 'disabled' });
    expect(await system.db('audit_entries').where({ action: 'disable_webhook' })).toHaveLength(1);
    const told = await until(
      async () => mail.messages().filter(({ subject }) => /웹훅/.test(subject)),
      (found) => found.length > 0,
    );
    expect(told).toMatchObject([{ to: 'sora@demo.invalid' }]);
    await send();
    expect((await log(hook.id)).body.items).toHaveLength(4);
    const items = (await log(hook.id)).body.items;
    const resend = `/v1/webhooks/${hook.id}/deliveries/${items[0].id}/resends`;
    expect((await system.as('sora').post(resend, {})).body.code).toBe('webhook.disabled');
    const activate = `/v1/webhooks/${hook.id}/activations`;
    expect((await system.as('sora').post(activate, {})).body).toMatchObject({
      status: 'active',
      failures: 0,
    });
    expect((await system.as('sora').post(activate, {})).body.code).toBe('webhook.active');
  });

  it('to a receiver that says it is gone for good end at once', async () => {
    receiver.answer((res) => res.writeHead(410).end());
    const hook = await forCompany('/gone');
    await send();
    const row = await until(
      () => system.db('webhooks').where({ id: hook.id }).first('status'),
      ({ status }) => status === 'disabled',
    );
    expect(row.status).toBe('disabled');
  });

  it('end when they are removed', async () => {
    const hook = await forCompany('/removed');
    expect((await system.as('sora').post(`/v1/webhooks/${hook.id}/removals`, {})).status).toBe(200);
    await send();
    expect((await log(hook.id)).status).toBe(404);
    expect(await system.db('webhook_deliveries').where({ webhook: hook.id })).toEqual([]);
  });

  it('of which one cannot be kept twice for one event, whoever writes it', async () => {
    const hook = await forCompany('/once');
    await send();
    const [row] = await settled(hook.id, 'delivered', 2);
    const insert = system.db.raw(
      `INSERT INTO webhook_deliveries (id, webhook, evidence_id, submission_id, event, state, at, status, written_at)
       SELECT gen_random_uuid(), webhook, evidence_id, submission_id, event, state, at, 'written', written_at
       FROM webhook_deliveries WHERE id = ?`,
      [row.id],
    );
    await expect(insert).rejects.toMatchObject({ constraint: 'webhook_deliveries_once' });
  });

  it('of a system for the public go to public https addresses only', async () => {
    const open = await startSystem({
      worker: false,
      api: {
        lookup: async (name) =>
          name === 'inside.example'
            ? [{ address: '10.0.0.1', family: 4 }]
            : [{ address: '8.8.8.8', family: 4 }],
      },
    });
    const post = async (url: string) =>
      (await open.as('sora').post('/v1/webhooks', { organisation: COMPANY, url })).body;
    expect((await post(hookAt('/'))).code).toBe('webhook.url_not_https');
    expect((await post('https://169.254.169.254/latest')).code).toBe('webhook.address_refused');
    expect((await post('https://inside.example/')).code).toBe('webhook.address_refused');
    expect((await post('https://outside.example/')).status).toBe('active');
    for (let n = 1; n < 10; n += 1) await post('https://outside.example/');
    expect((await post('https://outside.example/')).code).toBe('webhook.too_many');
    await open.stop();
  });
});
