import { randomUUID } from 'node:crypto';
import { koreanHolidays } from '../../domain/korean-holidays';
import { type LocalMail, startMail } from '../../local/mail';
import { workflowIdOf } from '../../workflows/messages';
import type { Answer, PostOptions } from '../support/api-client';
import { historyOf } from '../support/history';
import { smallPdf } from '../support/pdf-file';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const DAY = 24 * 3_600_000;
const OFFICE = 'haneul-civil';
const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: OFFICE };
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();
const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);
/** A Saturday long past, by days since 1970, with no holiday in the week and a half that follow. */
function plainSaturday(): number {
  let day = Math.floor(Date.now() / DAY) - 30;
  const rests = (date: string) => koreanHolidays(Number(date.slice(0, 4))).some((one) => one.date === date);
  while ((day + 4) % 7 !== 6 || Array.from({ length: 11 }, (_, at) => dateOf(day + at)).some(rests)) day -= 1;
  return day;
}
/** A PDF whose bytes no other has. */
const scan = (): string => smallPdf(randomUUID());

describe('what comes over the counter', () => {
  let mail: LocalMail;
  let system: System;
  const log: string[] = [];
  beforeAll(async () => {
    mail = await startMail();
    system = await startSystem({
      env: { SMTP_URL: mail.smtpUrl },
      relay: { noticesWaitMs: 20 },
      logTo: { write: (line) => log.push(line) },
    });
  });
  afterAll(async () => {
    await system.stop();
    await mail.stop();
  });

  const upload = async (content = scan(), who = 'registrar'): Promise<string> =>
    (await system.as(who).upload('scan.pdf', content)).body.id;
  /** A letter in person from somebody whom nobody else is called like. */
  const inPerson = (own: object = {}) => ({
    channel: 'in_person',
    receivedAt: ago(60_000),
    sender: { name: `방문자 ${randomUUID()}` },
    letter: { title: `구술 ${randomUUID()}`, body: '말씀하신 대로 적었습니다.' },
    ...own,
  });
  const post = (body: unknown, options?: PostOptions, who = 'registrar', office = OFFICE): Promise<Answer> =>
    system.as(who).post(`/v1/offices/${office}/intakes`, body, options);
  async function takenIn(body: object = inPerson(), options?: PostOptions) {
    const answer = await post(body, options);
    expect([answer.status, answer.body.code]).toEqual([201, undefined]);
    return answer.body;
  }
  /** How many wait for a lock; the sweep of a worker that has just started, which seals what is plain, is none of them. */
  const waiting = async (): Promise<number> => {
    const { rows } = await system.db.raw(
      `SELECT count(DISTINCT pid) AS count FROM pg_locks l JOIN pg_stat_activity a USING (pid)
       WHERE NOT l.granted AND a.datname = current_database() AND a.query NOT LIKE 'UPDATE counter_senders t SET sealed%'`,
    );
    return rows[0].count;
  };
  const entryOf = (id: string) => system.db('registrations').where({ submission_id: id }).first();
  const evidences = (id: string) =>
    system.db('evidences').where({ submission_id: id }).orderBy('sequence').select('event', 'payload');

  it('is registered in one series with what comes online, without a gap', async () => {
    const year = new Date().getFullYear();
    const before = await system.db('registrations').where({ office: OFFICE, year }).max('seq as seq').first();
    const sent: Answer[] = [];
    for (const channel of ['paper', 'fax', 'in_person']) {
      sent.push(await post(inPerson({ channel, attachments: [{ upload: await upload() }] })));
      sent.push(await system.as('minji').submit(LETTER));
    }
    const atOnce = [post(inPerson()), system.as('minji').submit(LETTER), post(inPerson())];
    sent.push(...(await Promise.all(atOnce)));
    expect(sent.map(({ status }) => status)).toEqual(sent.map(() => 201));
    const channels = sent.map(({ body }) => body.submission.channel);
    expect(channels).toEqual([
      ...['paper', 'online', 'fax', 'online', 'in_person', 'online'],
      ...['in_person', 'online', 'in_person'],
    ]);
    const entries = await Promise.all(sent.map(({ body }) => entryOf(body.submission.id)));
    const first = (before?.seq ?? 0) + 1;
    expect(entries.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(sent.map((_, at) => first + at));
    const register = await system.as('auditor').get(`/v1/registers/${OFFICE}/${year}`);
    expect(register.body.gaps).toEqual([]);
  });

  it('says in signed evidence when it was taken in and by whom, when it had come and how', async () => {
    const receivedAt = ago(3 * DAY);
    const attachments = [{ upload: await upload() }];
    const { submission, receipt, command } = await takenIn(
      inPerson({ channel: 'fax', receivedAt, attachments }),
    );
    expect(submission).toMatchObject({ channel: 'fax', receivedAt, state: 'registered', organisation: null });
    expect(submission.trackingCode).toMatch(/^[0-9A-Z]{5}(-[0-9A-Z]{5}){3}$/);
    expect(receipt.event).toBe('SubmissionAcceptance');
    const [acceptance, registered] = (await evidences(submission.id)).map(({ payload }) =>
      JSON.parse(payload),
    );
    expect(acceptance).toMatchObject({
      actor: { id: 'demo-registrar', capacity: 'official', office: OFFICE },
      facts: { channel: 'fax', receivedAt, office: OFFICE, attachments: 1 },
    });
    expect(Date.parse(acceptance.at)).toBeGreaterThan(Date.parse(receivedAt) + 2 * DAY);
    expect(command.acceptedAt).toBe(acceptance.at);
    expect(registered).toMatchObject({
      event: 'ConsignmentAcceptance',
      facts: { receivedAt, number: submission.registrationNumber },
    });
    const trail = (await system.as('auditor').get(`/v1/submissions/${submission.id}/commands`)).body.commands;
    expect(trail[0]).toMatchObject({
      ...{ kind: 'submit', actor: 'demo-registrar', capacity: 'official', office: OFFICE },
      facts: { channel: 'fax', receivedAt },
    });
    const printed = await system
      .as('registrar')
      .get(`/v1/submissions/${submission.id}/receipts/${receipt.id}/pdf`);
    expect(printed.status).toBe(200);
  });

  it('has its clock and its year from the receipt that was given, a weekend included', async () => {
    const saturday = plainSaturday();
    const weekend = await takenIn(inPerson({ receivedAt: `${dateOf(saturday)}T15:00:00+09:00` }));
    // The first of 7 working days is the Monday, the last one Tuesday of the week after, 18:00 in Seoul.
    expect(weekend.submission).toMatchObject({
      receivedAt: `${dateOf(saturday)}T06:00:00.000Z`,
      dueAt: `${dateOf(saturday + 10)}T09:00:00.000Z`,
    });
    const year = new Date().getFullYear() - 3;
    const earlier = await takenIn(inPerson({ receivedAt: `${year}-12-31T23:30:00+09:00` }));
    expect(await entryOf(earlier.submission.id)).toMatchObject({ year, seq: 1 });
    // In Seoul the next year has begun, in Greenwich it has not.
    const newYear = await takenIn(inPerson({ receivedAt: `${year}-12-31T15:00:01Z` }));
    expect(await entryOf(newYear.submission.id)).toMatchObject({ year: year + 1, seq: 1 });
    const told = await until(
      () => evidences(weekend.submission.id),
      (all) => all.some(({ event }) => event === 'DeadlinePassed'),
    );
    expect(told.map(({ event }) => event)).toContain('DeadlinePassed');
  });

  it('is handled like any other, and its reply is printed', async () => {
    const { submission } = await takenIn(
      inPerson({ sender: { name: '이순자', address: '하늘시 은행로 1' }, note: '귀가 어두우심' }),
    );
    const { id } = submission;
    expect((await system.as('registrar').get(`/v1/submissions/${id}/content`)).status).toBe(403);
    await system.as('registrar').act(id, 'openings', {});
    const content = await system.as('registrar').get(`/v1/submissions/${id}/content`);
    expect(content.body).toMatchObject({
      sender: { name: '이순자', address: '하늘시 은행로 1', email: null, organisation: null },
      letter: { body: '말씀하신 대로 적었습니다.' },
    });
    const notes = await system.as('handler1').get(`/v1/submissions/${id}/notes`);
    expect(notes.body.items).toMatchObject([{ author: 'demo-registrar', body: '귀가 어두우심' }]);
    const found = await system.as('registrar').get(`/v1/desk?text=${encodeURIComponent('이순자')}`);
    expect(found.body.items.map((line: { id: string }) => line.id)).toContain(id);
    const decided = await system
      .as('handler1')
      .act(id, 'decisions', { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } });
    expect(decided.body.submission.state).toBe('closed');
    const { evidence } = (await system.as('handler1').get(`/v1/submissions/${id}/decision`)).body;
    const printed = await system.as('handler1').get(`/v1/submissions/${id}/receipts/${evidence}/pdf`);
    expect([printed.status, printed.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  });

  it('may be a form whose answers stand in the scan alone, and is registered where it came', async () => {
    // Its rule sends it to the office of a district, and wants two files attached.
    const form = 'restaurant-business-report';
    const { definition } = (await system.as(null).get(`/v1/forms/${form}`)).body;
    const asForm = { letter: undefined, channel: 'paper', form: { id: form } };
    const scanned = await takenIn(inPerson({ ...asForm, attachments: [{ upload: await upload() }] }));
    expect(scanned.submission).toMatchObject({ kind: 'form', office: OFFICE, form: { id: form } });
    const typed = await takenIn(
      inPerson({ ...asForm, answers: definition.example, attachments: [{ upload: await upload() }] }),
    );
    expect(typed.submission).toMatchObject({ kind: 'form', office: OFFICE });
    const wrong = await post(
      inPerson({ ...asForm, answers: { nonsense: 1 }, attachments: [{ upload: await upload() }] }),
    );
    expect(wrong).toMatchObject({ status: 400, body: { code: 'answers.invalid' } });
  });

  it('is transferred where it belongs, with a number in both series', async () => {
    const { submission } = await takenIn();
    const moved = await system
      .as('registrar')
      .act(submission.id, 'transfers', { office: 'haneul-food', words: '위생과 소관' });
    expect(moved.status).toBe(200);
    const entries = await system.db('registrations').where({ submission_id: submission.id }).orderBy('leg');
    expect(entries.map(({ office }) => office)).toEqual([OFFICE, 'haneul-food']);
    const shown = await system.as('handler-food').get(`/v1/submissions/${submission.id}`);
    expect(shown.body).toMatchObject({ office: 'haneul-food', channel: 'in_person' });
  });

  it('tells the sender by mail where there is an address, and fails nothing where there is none', async () => {
    const settled = (id: string) =>
      until(
        () => system.db('notices').where({ submission_id: id, kind: 'registered_party' }).select('status'),
        (rows) => rows.length > 0 && rows.every(({ status }) => !['written', 'started'].includes(status)),
      );
    const email = 'sender@demo.invalid';
    const reached = await takenIn(inPerson({ sender: { name: '메일 있는 분', email } }));
    expect(await settled(reached.submission.id)).toEqual([{ status: 'sent' }]);
    expect(mail.messages().filter(({ to }) => to.includes(email))).toHaveLength(1);
    const silent = await takenIn();
    expect(await settled(silent.submission.id)).toEqual([{ status: 'unaddressed' }]);
    const shown = await system.as('auditor').get(`/v1/submissions/${silent.submission.id}/notices`);
    expect(shown.body.items).toContainEqual(
      expect.objectContaining({ kind: 'registered_party', status: 'unaddressed' }),
    );
    expect((await evidences(silent.submission.id)).map(({ event }) => event)).toEqual([
      'SubmissionAcceptance',
      'ConsignmentAcceptance',
    ]);
  });

  it('is supplemented and withdrawn by its sender on paper, which an official writes down', async () => {
    const name = `이순자 ${randomUUID()}`;
    const { submission } = await takenIn(inPerson({ sender: { name } }));
    const { id } = submission;
    const act = (who: string, what: string, body: object) => system.as(who).act(id, what, body);
    await act('registrar', 'assignments', { handler: 'demo-handler1' });
    await act('handler1', 'openings', {});
    const asked = { fields: ['/body'], days: 5, words: '보완해 주십시오.' };
    expect((await act('handler1', 'supplement-requests', asked)).status).toBe(200);
    const letter = { title: '보완', body: '보완합니다.' };
    const untold = await act('registrar', 'supplements', { letter });
    expect(untold).toMatchObject({ status: 400, body: { code: 'channel.missing' } });
    const attachments = [{ upload: await upload() }];
    const received = await act('registrar', 'supplements', { letter, attachments, channel: 'fax' });
    expect(received).toMatchObject({ status: 200, body: { submission: { state: 'in_process' } } });
    const found = await system.as('registrar').get(`/v1/desk?text=${encodeURIComponent(name)}`);
    expect(found.body.items.map((line: { id: string }) => line.id)).toEqual([id]);
    const withdrawn = await act('handler1', 'withdrawals', { channel: 'in_person' });
    expect(withdrawn).toMatchObject({ status: 200, body: { submission: { state: 'withdrawn' } } });
    const said = (await evidences(id)).map(({ payload }) => JSON.parse(payload));
    const official = { capacity: 'official', office: OFFICE };
    expect(said.find(({ event }) => event === 'SupplementReceived')).toMatchObject({
      actor: { id: 'demo-registrar', ...official },
      facts: { channel: 'fax', version: 2 },
    });
    expect(said.find(({ event }) => event === 'Withdrawn')).toMatchObject({
      actor: { id: 'demo-handler1', ...official },
      facts: { channel: 'in_person' },
    });
    const online = (await system.as('minji').submit(LETTER)).body.submission.id;
    const wrong = await system.as('minji').act(online, 'withdrawals', { channel: 'fax' });
    expect(wrong).toMatchObject({ status: 400, body: { code: 'channel.not_yours' } });
    expect((await system.as('registrar').act(online, 'withdrawals', {})).status).toBe(403);
  });

  it('leaves the name of who sent it in no evidence, no history and no log line', async () => {
    const canary = '카나리아';
    const sender = { name: `${canary} 이름`, address: `${canary} 주소`, organisation: `${canary} 단체` };
    const { submission } = await takenIn(
      inPerson({ sender, letter: { title: `${canary} 제목`, body: canary }, note: canary }),
    );
    const { id } = submission;
    const history = await historyOf(system.temporal, workflowIdOf(id));
    const readable = history.replace(/"data": ?"([A-Za-z0-9+/=]+)"/g, (_, data: string) =>
      Buffer.from(data, 'base64').toString(),
    );
    expect(readable).toContain(id);
    const rows = await Promise.all(
      ['evidences', 'commands', 'audit_entries', 'registrations', 'submissions', 'idempotency_records'].map(
        (table) => system.db(table),
      ),
    );
    expect(readable + JSON.stringify(rows)).not.toContain(canary);
    await system.as('registrar').get(`/v1/submissions/${id}`);
    expect(log.join('')).toContain(id);
    expect(log.join('')).not.toContain(canary);
    const { party_person: party } = await system.db('submissions').where({ id }).first('party_person');
    expect(party).toMatch(/^counter:/);
    expect(await system.db('people').where({ id: party }).first()).toMatchObject({ name: '', email: null });
  });

  it('is nobody who could sign in', async () => {
    const { submission } = await takenIn();
    const { party_person: party } = await system.db('submissions').where({ id: submission.id }).first();
    const token = await system.issuer.token(party);
    const answer = await fetch(`${system.url}/v1/submissions/${submission.id}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([401, 'token.invalid']);
  });

  describe('that may have come before', () => {
    it('is accepted and linked: by the sender, a file, the title; not what is of another office or long ago', async () => {
      const name = `한빛 ${randomUUID()}`;
      const title = `가로등 ${randomUUID()}`;
      const page = scan();
      const online = await system.as('minji').submit({
        ...LETTER,
        letter: { title, body: '고장' },
        attachments: [{ upload: await upload(page, 'minji') }],
      });
      const byName = await takenIn(inPerson({ sender: { name: name.toUpperCase() } }));
      const longAgo = await takenIn(inPerson({ sender: { name }, receivedAt: ago(91 * DAY) }));
      const letter = { title: title.toUpperCase(), body: '고장' };
      const again = await takenIn(
        inPerson({
          channel: 'paper',
          sender: { name: ` ${name}` },
          letter,
          attachments: [{ upload: await upload(page) }],
        }),
      );
      expect(again.submission.state).toBe('registered');
      const links = again.links.map(({ other, kind, reasons, by }: Record<string, unknown>) => ({
        ...{ other, kind, reasons, by },
      }));
      expect(links).toHaveLength(2);
      const suspected = { kind: 'suspected_duplicate', by: 'system' };
      expect(links).toEqual(
        expect.arrayContaining([
          { ...suspected, other: online.body.submission.id, reasons: ['attachment', 'title'] },
          { ...suspected, other: byName.submission.id, reasons: ['sender'] },
        ]),
      );
      expect(links.map(({ other }: { other: string }) => other)).not.toContain(longAgo.submission.id);
      const shown = await system.as('registrar').get(`/v1/submissions/${online.body.submission.id}/links`);
      expect(shown.body.items).toMatchObject([{ submission: again.submission.id, ...suspected }]);
      expect(
        (await system.as('minji').get(`/v1/submissions/${online.body.submission.id}/links`)).status,
      ).toBe(403);
    });

    it('is found while the first still waits for its number', async () => {
      await system.stopWorker();
      const body = inPerson();
      const first = await post(body, { wait: 0 });
      const second = await post({ ...body, receivedAt: ago(1_000) }, { wait: 0 });
      await system.startWorker();
      expect([first.status, second.status]).toEqual([202, 202]);
      expect(second.body.links).toMatchObject([
        { other: first.body.submission.id, reasons: ['sender', 'title'] },
      ]);
    });

    it.each(['sender', 'title', 'attachment'])(
      'is found by its %s where both came at the same instant',
      async (alike) => {
        const same = inPerson();
        const page = scan();
        const documents = await Promise.all(
          [1, 2].map(async () => ({
            ...inPerson(alike === 'sender' ? { sender: same.sender } : {}),
            ...(alike === 'title' ? { letter: same.letter } : {}),
            attachments: [{ upload: await upload(alike === 'attachment' ? page : scan()) }],
          })),
        );
        // Nobody can write a sender: both have looked for what is alike, or one of them waits for the other.
        const senders = await system.db.transaction();
        await senders.raw('LOCK TABLE counter_senders IN SHARE MODE');
        const answers = documents.map((document) => post(document));
        try {
          expect(await until(waiting, (count) => count === 2)).toBe(2);
        } finally {
          await senders.commit();
        }
        const bodies = (await Promise.all(answers)).map(({ body }) => body);
        const [first, second] = bodies.sort((a, b) => a.links.length - b.links.length);
        expect([first.links, second.links]).toMatchObject([
          [],
          [{ other: first.submission.id, kind: 'suspected_duplicate', reasons: [alike] }],
        ]);
      },
    );

    it('is linked by hand to another of the office, once', async () => {
      const [one, two] = [await takenIn(), await takenIn()].map(({ submission }) => submission.id as string);
      const link = (body: object, who = 'registrar', id = one) =>
        system.as(who).post(`/v1/submissions/${id}/links`, body);
      const made = await link({ other: two, kind: 'duplicate_of' });
      expect(made).toMatchObject({
        status: 201,
        body: { submission: one, other: two, kind: 'duplicate_of', reasons: [], by: 'demo-registrar' },
      });
      expect((await system.as('handler1').get(`/v1/submissions/${two}/links`)).body.items).toEqual([
        made.body,
      ]);
      expect(await link({ other: two, kind: 'duplicate_of' })).toMatchObject({
        status: 409,
        body: { code: 'link.there_already' },
      });
      expect((await link({ other: two, kind: 'related' }, 'handler1')).status).toBe(201);
      const elsewhere = await post(inPerson(), {}, 'handler-food', 'haneul-food');
      for (const other of [one, elsewhere.body.submission.id, randomUUID()])
        expect(await link({ other, kind: 'related' })).toMatchObject({
          status: 422,
          body: { code: 'link.unknown_other', faults: [{ pointer: '/other' }] },
        });
      expect((await link({ other: two, kind: 'related' }, 'handler-food')).status).toBe(404);
      expect((await link({ other: two, kind: 'suspected_duplicate' })).status).toBe(400);
    });
  });

  it('is taken in by a registrar of the office alone', async () => {
    const body = inPerson();
    const before = await system.db('submissions').count('* as count').first();
    expect((await post(body, {}, 'minji')).status).toBe(403);
    expect((await post(body, {}, 'handler1')).status).toBe(403);
    expect((await post(body, {}, 'admin', 'haneul')).status).toBe(403);
    expect((await post(body, {}, 'handler-food')).status).toBe(403);
    expect((await post(body, {}, 'registrar', 'no-such-office')).status).toBe(404);
    expect(await system.db('submissions').count('* as count').first()).toEqual(before);
  });

  it.each([
    ['came tomorrow', { receivedAt: ago(-DAY) }, '/receivedAt'],
    ['came six years ago', { receivedAt: ago(6 * 366 * DAY) }, '/receivedAt'],
    ['came by pigeon', { channel: 'online' }, '/channel'],
    ['is paper without a scan', { channel: 'paper' }, '/attachments'],
    ['is a fax without a scan', { channel: 'fax' }, '/attachments'],
    ['says nothing', { letter: { title: '제목' } }, '/attachments'],
    ['is from nobody', { sender: { name: ' ' } }, '/sender/name'],
    ['is neither form nor letter', { letter: undefined }, '/form'],
    ['has a scan that nobody uploaded', { attachments: [{ upload: randomUUID() }] }, '/attachments/0/upload'],
  ])('is refused with the place named where it %s', async (_, own, pointer) => {
    const answer = await post(inPerson(own));
    expect(answer.status).toBe(400);
    expect(answer.body.faults.map((fault: { pointer: string }) => fault.pointer)).toContain(pointer);
  });

  it('sent twice under one key is one, with one number and one answer', async () => {
    const key = randomUUID();
    const body = inPerson({ note: '한 번만' });
    const [first, second] = [await takenIn(body, { key }), await takenIn(body, { key })];
    expect(second.submission.id).toBe(first.submission.id);
    expect(second.receipt).toEqual(first.receipt);
    expect(second.links).toEqual(first.links);
    const { id } = first.submission;
    expect(await system.db('registrations').where({ submission_id: id })).toHaveLength(1);
    expect(await system.db('notes').where({ submission_id: id })).toHaveLength(1);
    const other = await post({ ...body, note: '다른' }, { key });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency.key_reused' } });
  });

  it('names the colleague whose role it was, where that was lent', async () => {
    const lend = { office: OFFICE, to: 'demo-handler1', from: ago(60_000), until: ago(-DAY) };
    expect((await system.as('registrar').post('/v1/delegations', lend)).status).toBe(201);
    const answer = await post(inPerson(), {}, 'handler1');
    expect(answer.status).toBe(201);
    const [acceptance] = await evidences(answer.body.submission.id);
    expect(JSON.parse(acceptance?.payload ?? '{}').actor).toEqual({
      ...{ id: 'demo-handler1', capacity: 'official', office: OFFICE, for: 'demo-registrar' },
    });
  });
});
