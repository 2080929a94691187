import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalMail, startMail } from '../../local/mail';
import { dispatchWorkflowIdOf } from '../../workflows/messages';
import { checkDepsOf, findFaults } from '../support/audited';
import { documentsOf, OFFICE } from '../support/documents';
import { runVerifier } from '../support/run-verifier';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const ORGANISATION = '000-00-00017';

describe('what an office dispatches', () => {
  let mail: LocalMail;
  let system: System;
  let documents: ReturnType<typeof documentsOf>;
  beforeAll(async () => {
    mail = await startMail();
    system = await startSystem({ env: { SMTP_URL: mail.smtpUrl }, relay: { noticesWaitMs: 20 } });
    documents = documentsOf(system);
  });
  afterAll(async () => {
    await system.stop();
    await mail.stop();
  });

  const box = (who: string, query = '') => system.as(who).get(`/v1/mailbox${query}`);
  const mailOf = async (who: string, document: string): Promise<string> => {
    const { id } = await system
      .db('deliveries')
      .where({ document_id: document })
      .whereIn('person', [`demo-${who}`])
      .first('id');
    return id;
  };
  const events = async (who: string, id: string): Promise<string[]> => {
    const { body } = await system.as(who).get(`/v1/mailbox/${id}/receipts`);
    return body.items.map(({ evidence }: { evidence: { event: string } }) => evidence.event);
  };
  const stateOf = async (document: string, id: string) =>
    (await documents.deliveries(document)).find((one: { id: string }) => one.id === id);
  /** As if the dispatch had been so many days ago; the relay starts what has become due. */
  async function pass(document: string, days: number): Promise<void> {
    await system.temporal.workflow.getHandle(dispatchWorkflowIdOf(document)).terminate('time passes');
    await system.db.raw(
      `UPDATE dispatches SET never_read_at = never_read_at - :by * interval '1 day',
         warn_at = warn_at - :by * interval '1 day', remove_at = remove_at - :by * interval '1 day',
         next_due_at = next_due_at - :by * interval '1 day' WHERE document_id = :document`,
      { by: days, document },
    );
  }

  it('arrives in the mailbox, with a mail; shows its envelope, and its content once it is opened', async () => {
    const upload = (await system.as('handler1').upload('안내.txt', '제설 요령')).body.id;
    const id = await documents.dispatched({ attachments: [{ upload }] });
    const list = await box('minji');
    expect(list.body).toMatchObject({ unread: 1 });
    const [line] = list.body.items;
    expect(line).toMatchObject({ office: OFFICE, title: expect.stringContaining('제설'), openedAt: null });
    const told = await until(
      () => stateOf(id, line.id),
      ({ state }) => state === 'notified',
    );
    expect(told.state).toBe('notified');

    const minji = system.as('minji');
    const path = `/v1/mailbox/${line.id}`;
    expect((await minji.get(path)).body.document).toBeNull();
    expect((await minji.get(`${path}/pdf`)).body.code).toBe('mailbox.not_opened');
    expect((await minji.post(`${path}/acknowledgements`, {})).body.code).toBe('mailbox.not_opened');
    const opened = await minji.post(`${path}/openings`, {});
    expect(opened.body).toMatchObject({ state: 'opened', document: { body: expect.any(Array) } });
    expect(opened.body.document.body[2]).toMatchObject({ sign: '가.' });
    expect((await minji.post(`${path}/openings`, {})).status).toBe(200);
    const acknowledged = await minji.post(`${path}/acknowledgements`, {});
    expect(acknowledged.body.state).toBe('acknowledged');
    expect(await events('minji', line.id)).toEqual([
      ...['ContentConsignment', 'ConsignmentNotification', 'ContentHandover', 'DocumentAcknowledged'],
    ]);
    expect((await box('minji')).body.unread).toBe(0);
    expect((await box('minji', '?unread=true')).body.items).toEqual([]);

    const pdf = await minji.get(`${path}/pdf`);
    const own = await system.as('handler1').get(documents.path(id, '/pdf'));
    expect(pdf.body.equals(own.body)).toBe(true);
    expect((await minji.get(`${path}/attachments/${upload}`)).body.toString()).toBe('제설 요령');
    const downloads = await system.db('audit_entries').where({ action: 'download_mail' }).orderBy('id');
    expect(downloads.map(({ subjects }: { subjects: string[] }) => subjects)).toEqual([
      [line.id],
      [line.id, upload],
    ]);
    for (const what of ['', '/receipts', '/pdf'])
      expect((await system.as('junho').get(path + what)).status).toBe(404);
    expect((await system.as('junho').post(`${path}/openings`, {})).status).toBe(404);
  });

  it('prints each receipt of the delivery, sealed, the same bytes for ever, for whoever received it alone', async () => {
    const id = await documents.dispatched();
    const mailId = await mailOf('minji', id);
    const minji = system.as('minji');
    // Whoever opens before being told is not told any more: there would be one receipt less.
    const told = await until(
      () => stateOf(id, mailId),
      ({ state }) => state === 'notified',
    );
    expect(told.state).toBe('notified');
    await minji.post(`/v1/mailbox/${mailId}/openings`, {});
    await minji.post(`/v1/mailbox/${mailId}/acknowledgements`, {});
    const { items } = (await minji.get(`/v1/mailbox/${mailId}/receipts`)).body;
    expect(items).toHaveLength(4);
    const dir = mkdtempSync(join(tmpdir(), 'gongmun-mailbox-'));
    try {
      const keys = join(dir, 'keys.json');
      writeFileSync(keys, JSON.stringify((await system.as(null).get('/.well-known/jwks.json')).body));
      for (const { evidence } of items) {
        const path = `/v1/mailbox/${mailId}/receipts/${evidence.id}/pdf`;
        const printed = await minji.get(`${path}?language=en`);
        expect([printed.status, printed.headers.get('content-type')]).toEqual([200, 'application/pdf']);
        expect((await minji.get(`${path}?language=en`)).body.equals(printed.body)).toBe(true);
        expect((await minji.get(path)).body.equals(printed.body)).toBe(false);
        expect((await system.as('junho').get(path)).status).toBe(404);
        if (evidence.event === 'ContentHandover')
          expect(printed.body.toString()).toContain('Receipt: Opened by the recipient');
        const file = join(dir, `${evidence.event}.pdf`);
        writeFileSync(file, printed.body);
        const run = await runVerifier([file, '--keys', keys]);
        expect([run.status, run.out]).toEqual([0, expect.stringContaining(`(${evidence.event})`)]);
      }
    } finally {
      rmSync(dir, { recursive: true });
    }
    expect((await findFaults(await checkDepsOf(system))).found).toEqual([]);
  });

  it('is answered by a submission that is linked to it', async () => {
    const id = await documents.dispatched({ recipients: [{ kind: 'organisation', id: ORGANISATION }] });
    const { body } = await box('sora');
    expect(body.items[0]).toMatchObject({ organisation: ORGANISATION });
    const path = `/v1/mailbox/${body.items[0].id}`;
    const reply = { letter: { title: '회신', body: '협조하겠습니다.' } };
    expect((await system.as('sora').post(`${path}/replies`, reply)).body.code).toBe('mailbox.not_opened');
    await system.as('sora').post(`${path}/openings`, {});
    // A member who only reads sees it, and says nothing in the organisation's name.
    const reader = { organisation: ORGANISATION, person: 'demo-junho', roles: ['read'] };
    await system.db('organisation_members').insert(reader);
    expect((await system.as('junho').get(path)).status).toBe(200);
    for (const [what, body] of [['acknowledgements', {}] as const, ['replies', reply] as const])
      expect(await system.as('junho').post(`${path}/${what}`, body)).toMatchObject({
        status: 403,
        body: { code: 'organisation.not_a_member' },
      });
    const sent = await system.as('sora').post(`${path}/replies`, reply, { key: 'reply-1' });
    expect(sent).toMatchObject({
      status: 201,
      body: { submission: { state: 'registered', office: OFFICE } },
    });
    const again = await system.as('sora').post(`${path}/replies`, reply, { key: 'reply-1' });
    expect(again.body.submission.id).toBe(sent.body.submission.id);
    const links = await system.as('handler1').get(`/v1/submissions/${sent.body.submission.id}/links`);
    expect(links.body.items).toEqual([expect.objectContaining({ kind: 'reply_to', other: id })]);
    const row = await system.db('submissions').where({ id: sent.body.submission.id }).first();
    expect(row.party_organisation).toBe(ORGANISATION);
  });

  it('is recalled from those who have not opened it, and from nobody else', async () => {
    const recipients = ['demo-minji', 'demo-junho', 'demo-sora'].map((id) => ({ kind: 'person', id }));
    const id = await documents.dispatched({ recipients });
    const [minji, junho, sora] = [
      await mailOf('minji', id),
      await mailOf('junho', id),
      await mailOf('sora', id),
    ];
    await system.as('minji').post(`/v1/mailbox/${minji}/openings`, {});
    const one = await documents.act(id, 'recalls', 'handler1', { deliveries: [junho] });
    expect(one.status).toBe(200);
    expect((await system.as('junho').get(`/v1/mailbox/${junho}`)).status).toBe(404);
    expect((await system.as('sora').get(`/v1/mailbox/${sora}`)).status).toBe(200);
    expect((await documents.act(id, 'recalls', 'handler1')).status).toBe(200);
    const states = (await documents.deliveries(id)).map(({ state }: { state: string }) => state);
    expect(states).toEqual(['opened', 'recalled', 'recalled']);
    expect((await documents.act(id, 'recalls', 'handler1')).body.code).toBe('document.opened_by_all');
    expect((await system.as('minji').get(`/v1/mailbox/${minji}`)).status).toBe(200);
  });

  it('is either opened or recalled where both come at once', async () => {
    const outcomes = await Promise.all(
      [1, 2, 3, 4].map(async () => {
        const id = await documents.dispatched();
        const mine = await mailOf('minji', id);
        const { etag } = await documents.read(id);
        const [opened, recalled] = await Promise.all([
          system.as('minji').post(`/v1/mailbox/${mine}/openings`, {}),
          documents.act(id, 'recalls', 'handler1', {}, { etag }),
        ]);
        return [opened.status, recalled.status].join();
      }),
    );
    expect(outcomes.filter((one) => !['200,409', '404,200'].includes(one))).toEqual([]);
  });

  it('to an office arrives on its desk, is registered there, and can be taken back until it is opened', async () => {
    const upload = (await system.as('handler1').upload('안내.txt', '제설 요령')).body.id;
    const offices = ['haneul-food', 'haneul-dong'].map((id) => ({ kind: 'office', id }));
    const id = await documents.dispatched({ recipients: offices, attachments: [{ upload }] });
    const incoming = await until(
      () => documents.deliveries(id),
      (all) =>
        all.every((one: { incoming: { state: string } | null }) => one.incoming?.state === 'registered'),
    );
    const [food, dong] = incoming;
    expect(food.incoming.registrationNumber).toMatch(/^haneul-food-\d{4}-\d+$/);
    const there = `/v1/submissions/${food.incoming.submission}`;
    const desk = await system.as('handler-food').get('/v1/desk?text=제설');
    expect(desk.body.items.map((one: { id: string }) => one.id)).toContain(food.incoming.submission);
    await system.as('handler-food').act(food.incoming.submission, 'openings', {});
    const { body } = await system.as('handler-food').get(`${there}/content`);
    expect(body.letter.body).toContain('가. 기간');
    const pdf = body.attachments.find((file: { mediaType: string }) => file.mediaType === 'application/pdf');
    const copied = await system.as('handler-food').get(`${there}/attachments/${pdf.id}`);
    const own = await system.as('handler1').get(documents.path(id, '/pdf'));
    expect(copied.body.equals(own.body)).toBe(true);
    expect(body.attachments).toHaveLength(2);
    // The sending office is its party: its officials follow it, others do not.
    expect((await system.as('handler2').get(there)).body.state).toBe('registered');
    expect((await system.as('minji').get(there)).status).toBe(404);

    expect((await documents.act(id, 'recalls', 'handler1')).status).toBe(200);
    const after = await until(
      () => documents.deliveries(id),
      (all) => all[1].incoming.state === 'withdrawn',
    );
    expect(
      after.map((one: { state: string; incoming: { state: string } }) => [one.state, one.incoming.state]),
    ).toEqual([
      ['opened', 'registered'],
      ['recalled', 'withdrawn'],
    ]);
    expect(dong.incoming.submission).not.toBe(food.incoming.submission);
  });

  it('is never read after its time, warned of before it is removed, and removed', async () => {
    const recipients = ['demo-minji', 'demo-junho'].map((id) => ({ kind: 'person', id }));
    const id = await documents.dispatched({ recipients });
    const [minji, junho] = [await mailOf('minji', id), await mailOf('junho', id)];
    const told = await until(
      () => stateOf(id, junho),
      ({ state }) => state === 'notified',
    );
    expect(told.state).toBe('notified');
    await system.as('minji').post(`/v1/mailbox/${minji}/openings`, {});
    await pass(id, 8);
    const silent = await until(
      () => stateOf(id, junho),
      ({ state }) => state === 'never_read',
    );
    expect(silent.state).toBe('never_read');
    expect((await stateOf(id, minji)).state).toBe('opened');
    // Late is not too late.
    expect((await system.as('junho').post(`/v1/mailbox/${junho}/openings`, {})).body.state).toBe('opened');

    const { keptDays, warnedDays } = system.config.mailbox;
    await pass(id, keptDays - warnedDays - 8 + 1);
    const warned = await until(
      () => system.db('notices').where({ delivery_id: minji, kind: 'document_removal_near' }),
      (rows) => rows[0]?.status === 'sent',
    );
    expect(warned).toMatchObject([{ status: 'sent', recipient_person: 'demo-minji' }]);
    expect((await system.as('minji').get(`/v1/mailbox/${minji}`)).status).toBe(200);
    await pass(id, warnedDays);
    const gone = await until(
      () => system.as('minji').get(`/v1/mailbox/${minji}`),
      ({ status }) => status === 410,
    );
    expect(gone).toMatchObject({ status: 410, body: { code: 'mailbox.removed' } });
    expect((await box('minji')).body.items.map((line: { id: string }) => line.id)).not.toContain(minji);
    const { rows } = await system.db.raw(
      'SELECT event FROM evidences WHERE delivery_id = ? ORDER BY sequence',
      [junho],
    );
    expect(rows.map(({ event }: { event: string }) => event)).toEqual([
      ...['ContentConsignment', 'ConsignmentNotification', 'DocumentNeverRead', 'ContentHandover'],
      ...['RemovalAnnounced', 'DocumentRemoved'],
    ]);
    const dispatch = await until(
      () => system.db('dispatches').where({ document_id: id }).first(),
      ({ next_due_at, remove_at }) => next_due_at > remove_at,
    );
    // Nothing of it is due for years; the sweep, not a sleeping workflow, waits for the end of its retention.
    const kept = await system.db('official_documents').where({ id }).first('dispose_at');
    expect(dispatch.next_due_at).toEqual(kept.dispose_at);
    const run = await until(
      () => system.temporal.workflow.getHandle(dispatchWorkflowIdOf(id)).describe(),
      ({ status }) => status.name === 'COMPLETED',
    );
    expect(run.status.name).toBe('COMPLETED');
  });

  it('of whose arrival nobody can be told says so, and lies there all the same', async () => {
    await system.db('people').insert({ id: 'no-mail', name: '우편 없음', language: 'ko' });
    const id = await documents.dispatched({ recipients: [{ kind: 'person', id: 'no-mail' }] });
    const failed = await until(
      () =>
        system.db('evidences').where({ event: 'ConsignmentNotificationFailure' }).whereNotNull('delivery_id'),
      (rows) => rows.length > 0,
    );
    expect(failed).toHaveLength(1);
    expect((await documents.deliveries(id))[0].state).toBe('consigned');
  });

  it('leaves records without fault', async () => {
    const { found } = await findFaults(await checkDepsOf(system));
    expect(found.filter(({ check }) => !['unsealed', 'submissions'].includes(check))).toEqual([]);
    const about = found.filter(({ check, what }) => check === 'submissions' && !/archive/.test(what));
    expect(about).toEqual([]);
  });
});
