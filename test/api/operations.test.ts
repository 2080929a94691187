import { failedDelivery, failedNotice } from '../support/contract-operations';
import { documentsOf } from '../support/documents';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const LETTER = { letter: { title: '비밀', body: '비밀' }, office: 'haneul-civil' };

describe('what an operator sees and has sent again', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem({
      env: { WEBHOOK_TARGETS: 'any', TEMPORAL_UI_URL: 'http://127.0.0.1:8233' },
    });
    await system.as('minji').submit(LETTER);
  });
  afterAll(() => system.stop());

  const operator = () => system.as('operator');
  const health = async () => (await operator().get('/v1/operations/health')).body;
  const partsOf = ({ parts }: { parts: { name: string; ready: boolean }[] }) =>
    Object.fromEntries(parts.map(({ name, ready }) => [name, ready]));

  it('is the state of each part, who works, what waits and since when', async () => {
    const sealed = await until(health, ({ log }) => log.depth === 0);
    expect(partsOf(sealed)).toEqual({
      ...{ database: true, keys: true, engine: true, worker: true, files: true, identity: true },
      // No mail server listens in this test.
      ...{ signer: true, sealer: true, mail: false },
    });
    expect(sealed.outbox).toEqual({ depth: 0, undelivered: 0, oldest: null });
    expect(sealed.log).toMatchObject({ faults: 0, oldest: null, sealedAt: expect.any(String) });
    expect(sealed.log.size).toBeGreaterThan(0);
    expect(sealed.engineUi).toBe('http://127.0.0.1:8233');
    for (const { queue, workers } of sealed.queues) expect([queue, workers.length]).not.toEqual([queue, 0]);
    await system.stopWorker();
    await system.as('minji').submit(LETTER);
    const waiting = await health();
    expect(waiting.outbox).toMatchObject({ depth: 1, oldest: expect.any(String) });
    await system.startWorker();
    expect((await until(health, ({ outbox }) => outbox.depth === 0)).outbox.depth).toBe(0);
  });

  it.each([
    ['mails', failedNotice, 'notices', 'resend_notice'],
    ['webhook-deliveries', failedDelivery, 'webhook_deliveries', 'resend_delivery'],
  ] as const)(
    'is of failed %s no name and no document, and each is sent again once',
    async (path, fail, table, action) => {
      const id = await fail(system);
      const listed = await operator().get(`/v1/operations/${path}`);
      expect(listed.body.items.map((one: { id: string }) => one.id)).toEqual([id]);
      const submissions: string[] = await system.db('submissions').pluck('id');
      const people: string[] = await system.db('people').pluck('id');
      for (const told of [...submissions, ...people, 'demo-', '127.0.0.1:9'])
        expect([told, JSON.stringify(listed.body).includes(told)]).toEqual([told, false]);

      const resends = `/v1/operations/${path}/${id}/resends`;
      const key = `again-${path}`;
      const sent = await operator().post(resends, {}, { key });
      expect(sent.status).toBe(201);
      expect((await operator().post(resends, {}, { key })).body.id).toBe(sent.body.id);
      expect((await system.db(table).where({ id: sent.body.id }).first()).resend_of).toBe(id);
      expect((await operator().get(`/v1/operations/${path}`)).body.items).toEqual([]);
      const entries = await system.db('audit_entries').where({ action });
      expect(entries).toEqual([expect.objectContaining({ actor: 'demo-operator', capacity: 'operator' })]);
      expect(entries[0].subjects).toEqual(expect.arrayContaining([id, sent.body.id]));
      const tried = () => system.db(table).where({ id: sent.body.id }).first();
      expect((await until(tried, ({ attempts }) => attempts > 0)).attempts).toBeGreaterThan(0);
    },
  );

  it('sends nothing again that has not failed or was sent again', async () => {
    const id = await failedNotice(system);
    const resends = `/v1/operations/mails/${id}/resends`;
    const first = await operator().post(resends, {});
    expect([first.status, (await operator().post(resends, {})).body.code]).toEqual([201, 'resend.done']);
    const again = await operator().post(`/v1/operations/mails/${first.body.id}/resends`, {});
    expect([again.status, again.body.code]).toEqual([409, 'resend.not_failed']);
    const delivery = await failedDelivery(system);
    const { webhook } = await system.db('webhook_deliveries').where({ id: delivery }).first();
    await system.db('webhooks').where({ id: webhook }).update({ status: 'disabled' });
    const refused = await operator().post(`/v1/operations/webhook-deliveries/${delivery}/resends`, {});
    expect([refused.status, refused.body.code]).toEqual([409, 'webhook.disabled']);
  });

  it.each([
    ['mails', failedNotice, 'notices'],
    ['webhook-deliveries', failedDelivery, 'webhook_deliveries'],
  ] as const)('sends failed %s again once where two operators ask at once', async (path, fail, table) => {
    const id = await fail(system);
    const locking = await system.db.transaction();
    await locking(table).where({ id }).forUpdate();
    if (table === 'webhook_deliveries')
      await locking('webhooks').whereIn('id', locking(table).where({ id }).select('webhook')).forUpdate();
    const asked = [1, 2].map(() => operator().post(`/v1/operations/${path}/${id}/resends`, {}));
    const waiting = async () =>
      (
        await system.db.raw(
          "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
        )
      ).rows.length;
    expect(await until(waiting, (count) => count >= 2)).toBe(2);
    await locking.rollback();
    const answers = (await Promise.all(asked)).sort((a, b) => a.status - b.status);
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [201, undefined],
      [409, 'resend.done'],
    ]);
    expect(await system.db(table).where({ resend_of: id })).toHaveLength(1);
    // As from a page that was opened before.
    const stale = await operator().post(`/v1/operations/${path}/${id}/resends`, {});
    expect([stale.status, stale.body.code]).toEqual([409, 'resend.done']);
  });

  it('tells nobody again of an official document who may not know of it any more', async () => {
    const organisation = '000-00-00017';
    const documents = documentsOf(system);
    const reader = { organisation, person: 'demo-junho' };
    await system.db('organisation_members').insert({ ...reader, roles: ['read'] });
    const recipients = [
      ...['demo-minji', 'demo-sora'].map((id) => ({ kind: 'person', id })),
      { kind: 'organisation', id: organisation },
    ];
    const id = await documents.dispatched({ recipients });
    const [recalled = '', removed = '', shared = ''] = (
      await system.db('deliveries').where({ document_id: id }).orderBy('position')
    ).map((row: { id: string }) => row.id);
    const ofDocument = system.db('notices').whereIn('delivery_id', [recalled, removed, shared]);
    await ofDocument.update({ status: 'refused', response: '550', settled_at: new Date() });
    expect((await documents.act(id, 'recalls', 'handler1', { deliveries: [recalled] })).status).toBe(200);
    await system.db('deliveries').where({ id: removed }).update({ removed_at: new Date() });
    await system.db('organisation_members').where(reader).delete();
    for (const [delivery_id, recipient_person, expected] of [
      [recalled, 'demo-minji', 'unaddressed'],
      [removed, 'demo-sora', 'unaddressed'],
      [shared, 'demo-junho', 'unaddressed'],
      // Tried, as far as it can be without a mail server.
      [shared, 'demo-sora', 'deferred'],
    ] as const) {
      const kind = 'document_received';
      const notice = await system.db('notices').where({ delivery_id, recipient_person, kind }).first();
      const resent = await operator().post(`/v1/operations/mails/${notice.id}/resends`, {});
      expect(resent.status).toBe(201);
      const row = await until(
        () => system.db('notices').where({ id: resent.body.id }).first(),
        ({ status }) => status === expected,
      );
      expect([delivery_id, recipient_person, row.status]).toEqual([delivery_id, recipient_person, expected]);
    }
  });

  it('is nobody else’s', async () => {
    for (const who of ['minji', 'registrar', 'auditor'])
      for (const path of ['health', 'mails', 'webhook-deliveries'])
        expect([who, path, (await system.as(who).get(`/v1/operations/${path}`)).status]).toEqual([
          who,
          path,
          403,
        ]);
  });
});
