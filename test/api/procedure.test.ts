import type { Answer } from '../support/api-client';
import { smallPdf } from '../support/pdf-file';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const DECISION = { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } };
const TEXT = '보완 자료';
const PDF = smallPdf();

describe("the office's procedure", () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  const as = (who: string) => system.as(who);
  const act = (who: string, id: string, what: string, body: unknown = {}): Promise<Answer> =>
    as(who).act(id, what, body);
  async function done(who: string, id: string, what: string, body: unknown = {}): Promise<Answer> {
    const answer = await act(who, id, what, body);
    expect([what, answer.status, answer.body.code]).toEqual([what, 200, undefined]);
    return answer;
  }
  const newLetter = async (): Promise<string> => (await as('minji').submit(LETTER)).body.submission.id;
  /** A letter in the hands of handler1. */
  async function inProcess(id?: string): Promise<string> {
    const given = id ?? (await newLetter());
    await done('registrar', given, 'assignments', { handler: 'demo-handler1' });
    await done('handler1', given, 'openings');
    return given;
  }
  const read = async (who: string, id: string) => (await as(who).get(`/v1/submissions/${id}`)).body;
  const events = async (id: string): Promise<string[]> =>
    (await as('auditor').get(`/v1/submissions/${id}/receipts`)).body.items.map(
      (one: { evidence: { event: string } }) => one.evidence.event,
    );
  const evidenceOf = async (id: string, event: string) =>
    (await as('auditor').get(`/v1/submissions/${id}/receipts`)).body.items.findLast(
      (one: { evidence: { event: string } }) => one.evidence.event === event,
    )?.evidence;
  const rowOf = (id: string) => system.db('submissions').where({ id }).first();
  const notices = (id: string): Promise<string[]> =>
    system.db('notices').where({ submission_id: id }).orderBy('written_at').pluck('kind');

  describe('a supplement', () => {
    it('stops the clock, is answered by a new version beside the first, and gives the time back', async () => {
      const form = (await as('minji').get('/v1/forms/information-disclosure-request')).body;
      const answers = form.definition.example;
      const sent = await as('minji').submit({
        form: { id: form.form },
        answers,
        office: 'haneul-civil',
      });
      const id = await inProcess(sent.body.submission.id);
      const rule = 'reference';
      const asked = await done('handler1', id, 'supplement-requests', {
        fields: ['/request/details'],
        attachments: [rule],
        days: 7,
        words: '빠진 내용을 보완해 주십시오.',
      });
      expect(asked.body.submission).toMatchObject({ state: 'supplement_requested', clock: 'stopped' });
      expect(Date.parse(asked.body.submission.supplementDueAt)).toBeGreaterThan(Date.now());
      const before = await read('minji', id);
      expect(before.allowed).toEqual(
        expect.arrayContaining([
          'supplement',
          'request_supplement_extension',
          'withdraw',
          'request_progress',
        ]),
      );
      expect(await notices(id)).toContain('supplement_requested_party');
      const told = (await as('minji').get(`/v1/submissions/${id}/timeline`)).body.items;
      expect(told.at(-1)).toMatchObject({
        kind: 'request_supplement',
        words: { words: '빠진 내용을 보완해 주십시오.', fields: ['/request/details'] },
        events: [{ event: 'SupplementRequested' }, { event: 'ClockSuspended' }],
      });
      expect(told.at(-1).by.person).toBeUndefined();

      const later = await done('minji', id, 'supplement-extensions', { words: '시간이 더 필요합니다.' });
      expect(Date.parse(later.body.submission.supplementDueAt)).toBeGreaterThan(
        Date.parse(before.supplementDueAt),
      );
      await done('minji', id, 'supplement-extensions', { words: '한 번 더 부탁드립니다.' });
      expect(await act('minji', id, 'supplement-extensions', { words: '또' })).toMatchObject({
        status: 409,
        body: { code: 'command.not_allowed_in_state', state: 'supplement_requested' },
      });

      const wrong = await act('minji', id, 'supplements', { answers: { nonsense: true } });
      expect(wrong).toMatchObject({ status: 400, body: { code: 'answers.invalid' } });
      const details = `${answers.request.details} (보완)`;
      const changed = { ...answers, request: { ...answers.request, details } };
      const upload = await as('minji').upload('보완.pdf', PDF);
      const supplied = await done('minji', id, 'supplements', {
        answers: changed,
        attachments: [{ upload: upload.body.id, name: rule }],
      });
      expect(supplied.body.submission).toMatchObject({
        state: 'in_process',
        clock: 'running',
        supplementDueAt: null,
      });

      const content = await as('handler1').get(`/v1/submissions/${id}/content`);
      expect(content.body).toMatchObject({ version: 2, answers: changed });
      const first = await as('handler1').get(`/v1/submissions/${id}/content?version=1`);
      expect(first.body).toMatchObject({ version: 1, answers });
      expect((await as('handler1').get(`/v1/submissions/${id}/content?version=3`)).status).toBe(404);
      const versions = (await as('handler1').get(`/v1/submissions/${id}/versions`)).body.items;
      expect(versions[1].differences).toEqual([
        { pointer: '/request/details', before: answers.request.details, after: details },
      ]);
      expect(versions.map(({ digest }: { digest: string }) => digest)).toEqual([
        (await evidenceOf(id, 'SubmissionAcceptance')).content,
        (await evidenceOf(id, 'SupplementReceived')).content,
      ]);
      const { facts } = await evidenceOf(id, 'ClockResumed');
      expect(facts.dueBefore).toBe(before.dueAt);
      expect(Date.parse(facts.dueAt)).toBeGreaterThanOrEqual(Date.parse(facts.dueBefore));
      expect(await notices(id)).toContain('supplemented_office');
    });

    it('changes what the desk finds the document by', async () => {
      const id = await inProcess();
      await done('handler1', id, 'supplement-requests', { fields: ['/title'], days: 5, words: '제목' });
      await done('minji', id, 'supplements', { letter: { title: '느티나무 가지치기', body: '보완' } });
      const found = await as('registrar').get(`/v1/desk?text=${encodeURIComponent('느티나무')}`);
      expect(found.body.items.map((line: { id: string }) => line.id)).toEqual([id]);
    });

    it('names only what the document has', async () => {
      const id = await inProcess();
      const refused = await act('handler1', id, 'supplement-requests', {
        fields: ['/title', '/nonsense'],
        attachments: ['nothing'],
        days: 5,
        words: '보완',
      });
      expect(refused).toMatchObject({
        status: 422,
        body: {
          code: 'supplement.unknown_part',
          faults: [{ pointer: '/fields/1' }, { pointer: '/attachments/0' }],
        },
      });
      expect((await read('handler1', id)).state).toBe('in_process');
      const trail = await as('auditor').get(`/v1/submissions/${id}/commands`);
      expect(trail.body.refusals).toContainEqual(
        expect.objectContaining({ kind: 'request_supplement', code: 'supplement.unknown_part' }),
      );
    });

    it('can be of files that cannot be opened', async () => {
      const upload = await as('minji').upload('a.txt', TEXT);
      const sent = await as('minji').submit({ ...LETTER, attachments: [{ upload: upload.body.id }] });
      const id = await inProcess(sent.body.submission.id);
      const other = '00000000-0000-4000-8000-000000000000';
      expect(
        await act('handler1', id, 'resend-requests', { files: [other], days: 3, words: '재송신' }),
      ).toMatchObject({
        status: 422,
        body: { code: 'attachment.unknown' },
      });
      await done('handler1', id, 'resend-requests', { files: [upload.body.id], days: 3, words: '재송신' });
      expect(await evidenceOf(id, 'SupplementRequested')).toMatchObject({
        reasons: [{ code: 'attachment.unreadable' }],
      });
      const again = await as('minji').upload('b.txt', `${TEXT} 2`);
      await done('minji', id, 'supplements', { attachments: [{ upload: again.body.id }] });
      const content = await as('handler1').get(`/v1/submissions/${id}/content`);
      expect(content.body.letter).toEqual(LETTER.letter);
      expect(content.body.attachments.map(({ id: file }: { id: string }) => file).sort()).toEqual(
        [upload.body.id, again.body.id].sort(),
      );
    });

    it('is not the affair of anybody else', async () => {
      const id = await inProcess();
      const asked = { fields: ['/body'], days: 5, words: '보완' };
      expect((await act('registrar', id, 'supplement-requests', asked)).status).toBe(403);
      expect((await act('minji', id, 'supplement-requests', asked)).status).toBe(403);
      await done('handler1', id, 'supplement-requests', asked);
      expect((await act('handler1', id, 'supplements', { letter: LETTER.letter })).status).toBe(403);
      expect((await as('junho').post(`/v1/submissions/${id}/supplements`, {}, { etag: '"9"' })).status).toBe(
        404,
      );
    });
  });

  it('stops and resumes the clock with reasons that the party reads', async () => {
    const id = await inProcess();
    const stopped = await done('handler1', id, 'suspensions', {
      reason: 'consultation',
      words: '협의 중입니다.',
    });
    expect(stopped.body.submission).toMatchObject({ state: 'suspended', clock: 'stopped' });
    expect((await act('handler1', id, 'decisions', DECISION)).status).toBe(409);
    await done('handler1', id, 'resumptions', { words: '협의가 끝났습니다.' });
    expect(await read('minji', id)).toMatchObject({ state: 'in_process', clock: 'running' });
    expect((await evidenceOf(id, 'ClockSuspended')).reasons[0].code).toBe('consultation');
    const told = (await as('minji').get(`/v1/submissions/${id}/timeline`)).body.items;
    expect(told.map((entry: { words: { words?: string } | null }) => entry.words?.words)).toEqual(
      expect.arrayContaining(['협의 중입니다.', '협의가 끝났습니다.']),
    );
  });

  it('extends the period once, in its own unit and at most by its own length', async () => {
    const id = await newLetter();
    const { dueAt } = await read('minji', id);
    for (const period of ['P8D', 'P1M', 'PT8H', 'nonsense'])
      expect(await act('handler1', id, 'extensions', { period, words: '연장' })).toMatchObject({
        status: 422,
        body: { code: 'extension.not_possible' },
      });
    const extended = await done('handler1', id, 'extensions', {
      period: 'P7D',
      words: '자료 조회가 필요합니다.',
    });
    const { facts, reasons } = await evidenceOf(id, 'DeadlineExtended');
    expect(facts).toMatchObject({ dueBefore: dueAt, dueAt: extended.body.submission.dueAt, period: 'P7D' });
    expect(Date.parse(facts.dueAt)).toBeGreaterThan(Date.parse(dueAt));
    expect(reasons[0]).toMatchObject({ code: 'extended', text: expect.any(String) });
    expect((await act('handler1', id, 'extensions', { period: 'P1D', words: '다시' })).status).toBe(409);
    expect(await notices(id)).toContain('extended_party');
  });

  it('tells the party how things stand when it asks', async () => {
    const id = await newLetter();
    await done('minji', id, 'progress-requests');
    const { dueAt } = await read('minji', id);
    expect((await evidenceOf(id, 'ProgressNotified')).facts).toEqual({ state: 'registered', dueAt });
    expect(await notices(id)).toContain('progress_party');
  });

  it('transfers: a number of its own there, the old entry kept, the clock anew, the old office out', async () => {
    const id = await inProcess();
    const before = await read('handler1', id);
    for (const office of ['haneul-civil', 'nowhere'])
      expect(await act('handler1', id, 'transfers', { office, words: '이송' })).toMatchObject({
        status: 422,
        body: { code: 'transfer.not_possible' },
      });
    const { etag } = await as('handler1').get(`/v1/submissions/${id}`);
    await as('handler1').post(
      `/v1/submissions/${id}/transfers`,
      { office: 'determination', words: '소관이 아닙니다.' },
      { etag },
    );
    const after = await until(
      () => read('minji', id),
      ({ office }) => office === 'determination',
    );
    expect(after).toMatchObject({ state: 'registered', office: 'determination', leg: 2, handler: null });
    expect(after.registrationNumber).toMatch(/^determination-/);
    const entries = await system.db('registrations').where({ submission_id: id }).orderBy('leg');
    expect(entries.map(({ number }) => number)).toEqual([
      before.registrationNumber,
      after.registrationNumber,
    ]);
    expect((await as('handler1').get(`/v1/submissions/${id}`)).status).toBe(404);
    const there = await read('handler-determination', id);
    expect(there.allowed).toEqual(expect.arrayContaining(['open', 'assign', 'decide', 'transfer']));
    expect(Date.parse(there.transferWithinBy)).toBeLessThan(Date.parse(there.transferBetweenBy));
    expect((await as('handler-determination').get(`/v1/submissions/${id}/content`)).body.code).toBe(
      'content.not_opened',
    );
    expect((await evidenceOf(id, 'RelayAcceptance')).facts).toMatchObject({
      from: 'haneul-civil',
      number: before.registrationNumber,
      office: 'determination',
      usedMinutes: expect.any(Number),
    });
    const year = new Date().getFullYear();
    const old = await as('auditor').get(`/v1/registers/haneul-civil/${year}?limit=1000`);
    expect(old.body.gaps).toEqual([]);
    expect(
      old.body.entries.find(({ submissionId }: { submissionId: string }) => submissionId === id),
    ).toMatchObject({
      number: before.registrationNumber,
      continuedAs: after.registrationNumber,
    });
    expect(await notices(id)).toEqual(expect.arrayContaining(['transferred_party', 'received_office']));
    // Back again: a third number.
    await as('handler-determination').act(id, 'transfers', { office: 'haneul-civil', words: '다시 이송' });
    await until(
      () => read('minji', id),
      ({ leg }) => leg === 3,
    );
    expect(await system.db('registrations').where({ submission_id: id })).toHaveLength(3);
  });

  it('leaves the old office no act once the transfer was taken, carried out or not', async () => {
    const id = await inProcess();
    await system.stopWorker();
    const transfer = { office: 'determination', words: '이송' };
    expect((await as('handler1').act(id, 'transfers', transfer, { wait: 0 })).status).toBe(202);
    const { etag } = await as('approver').get(`/v1/submissions/${id}`);
    expect((await read('approver', id)).allowed).toEqual([]);
    const path = `/v1/submissions/${id}/decisions`;
    expect((await as('approver').post(path, DECISION, { etag, wait: 0 })).status).toBe(404);
    await system.startWorker();
    await until(
      () => read('minji', id),
      ({ office }) => office === 'determination',
    );
    expect(await rowOf(id)).toMatchObject({ state: 'registered', opened: false, outcome: null });
  });

  it('lets a unit that was asked read and contribute, and shows the party nothing of it', async () => {
    const id = await inProcess();
    const unit = 'handler-food';
    expect((await as(unit).get(`/v1/submissions/${id}`)).status).toBe(404);
    await done('handler1', id, 'involvements', { office: 'haneul-food', words: '위생 의견을 부탁드립니다.' });
    expect((await read('handler1', id)).involved).toEqual(['haneul-food']);
    await done('handler1', id, 'involvements', { office: 'haneul-dong', words: '현장 확인을 부탁드립니다.' });
    expect((await read('minji', id)).involved).toEqual([]);
    expect((await act('handler1', id, 'involvements', { office: 'haneul-food', words: '또' })).status).toBe(
      409,
    );
    expect((await read(unit, id)).allowed).toEqual(expect.arrayContaining(['open', 'contribute']));
    await done(unit, id, 'openings');
    expect((await as(unit).get(`/v1/submissions/${id}/content`)).body.letter).toEqual(LETTER.letter);
    expect((await act(unit, id, 'decisions', DECISION)).status).toBe(403);
    expect(await act(unit, id, 'contributions', { office: 'haneul-dong', words: '의견' })).toMatchObject({
      status: 422,
      body: { code: 'contribution.not_asked' },
    });
    const { etag } = await as(unit).get(`/v1/submissions/${id}`);
    await as(unit).post(
      `/v1/submissions/${id}/contributions`,
      { office: 'haneul-food', words: '이상 없습니다.' },
      { etag },
    );
    await until(
      () => read('handler1', id),
      ({ involved }) => involved.length === 1,
    );
    const told = (await as('handler1').get(`/v1/submissions/${id}/timeline`)).body.items;
    expect(told.at(-1)).toMatchObject({
      kind: 'contribute',
      by: { office: 'haneul-food' },
      words: { words: '이상 없습니다.' },
    });
    const shown = JSON.stringify((await as('minji').get(`/v1/submissions/${id}/timeline`)).body);
    expect(shown).not.toContain('이상 없습니다.');
    expect((await as(unit).get(`/v1/submissions/${id}`)).status).toBe(404);
  });

  it('is not the unit’s to take over: what it looks at the office has not opened', async () => {
    const id = await newLetter();
    await done('handler1', id, 'involvements', { office: 'haneul-food', words: '의견' });
    await done('handler-food', id, 'openings');
    expect(await rowOf(id)).toMatchObject({ state: 'registered', opened: false });
    expect(await evidenceOf(id, 'ContentAccessTracking')).toMatchObject({
      actor: { id: 'demo-handler-food', office: 'haneul-food' },
    });
    await done('registrar', id, 'openings');
    expect(await evidenceOf(id, 'ContentHandover')).toMatchObject({ actor: { office: 'haneul-civil' } });
    const { items } = (await as('auditor').get(`/v1/submissions/${id}/accesses`)).body;
    const looked = items.find((one: { actor: string }) => one.actor === 'demo-handler-food');
    expect(looked?.capacity ?? 'official').toBe('official');
  });

  it('shows words to whom content is shown: not to auditors, and not before opening', async () => {
    const id = await inProcess();
    await done('handler1', id, 'supplement-requests', { fields: ['/body'], days: 5, words: '보완 사유' });
    await done('minji', id, 'supplement-extensions', { words: '사정이 있습니다.' });
    const shown = async (who: string) =>
      JSON.stringify((await as(who).get(`/v1/submissions/${id}/timeline`)).body);
    expect(await shown('handler1')).toMatch(/보완 사유.*사정이 있습니다/);
    expect(await shown('approver')).toContain('보완 사유');
    expect(await shown('approver')).not.toContain('사정이 있습니다');
    expect(await shown('auditor')).not.toMatch(/보완 사유|사정이 있습니다/);
  });

  it('keeps notes from the party and out of the version', async () => {
    const id = await newLetter();
    const { etag } = await as('registrar').get(`/v1/submissions/${id}`);
    const path = `/v1/submissions/${id}/notes`;
    const key = 'note-1';
    const written = await as('registrar').post(path, { body: '내부 메모' }, { key });
    expect(written).toMatchObject({ status: 201, body: { body: '내부 메모', author: 'demo-registrar' } });
    expect((await as('registrar').post(path, { body: '내부 메모' }, { key })).body.id).toBe(written.body.id);
    expect((await as('auditor').get(path)).body.items).toHaveLength(1);
    expect((await as('minji').get(path)).status).toBe(403);
    expect((await as('minji').post(path, { body: 'x' })).status).toBe(403);
    expect((await as('junho').get(path)).status).toBe(404);
    expect((await as('registrar').get(`/v1/submissions/${id}`)).etag).toBe(etag);
  });

  describe('a decision', () => {
    it('of two officials at once is one; the other learns the state', async () => {
      const id = await inProcess();
      const { etag } = await as('handler1').get(`/v1/submissions/${id}`);
      const both = await Promise.all(
        ['handler1', 'approver'].map((who) =>
          as(who).post(`/v1/submissions/${id}/decisions`, DECISION, { etag }),
        ),
      );
      expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
      const loser = both.find(({ status }) => status === 412);
      expect(loser?.body).toMatchObject({ code: 'submission.changed', state: expect.any(String) });
      expect((await events(id)).filter((event) => event === 'DecisionRecorded')).toHaveLength(1);
    });

    it('waits for its line, can be sent back, and is the party’s only when all agreed', async () => {
      const id = await inProcess();
      const line = ['demo-handler2', 'demo-approver'];
      for (const wrong of [
        ['demo-handler2'],
        ['demo-handler1', 'demo-approver'],
        ['demo-approver', 'demo-approver'],
        ['demo-minji', 'demo-approver'],
      ])
        expect(await act('handler1', id, 'decisions', { ...DECISION, line: wrong })).toMatchObject({
          status: 422,
          body: { code: 'approval.line_invalid' },
        });
      const drafted = await done('handler1', id, 'decisions', { ...DECISION, line });
      expect(drafted.body.submission).toMatchObject({ state: 'in_process', outcome: null, approvals: 2 });
      expect((await as('minji').get(`/v1/submissions/${id}/decision`)).status).toBe(404);
      expect(await act('approver', id, 'approvals')).toMatchObject({
        status: 403,
        body: { code: 'approval.not_your_turn' },
      });
      expect((await act('handler1', id, 'transfers', { office: 'haneul', words: 'x' })).status).toBe(409);
      await done('handler2', id, 'send-backs', { words: '근거를 보완해 주십시오.' });
      expect((await act('handler2', id, 'approvals')).status).toBe(409);

      await done('handler1', id, 'decisions', { ...DECISION, line });
      await done('handler2', id, 'approvals');
      const shown = JSON.stringify([
        (await as('minji').get(`/v1/submissions/${id}/timeline`)).body,
        (await as('minji').get(`/v1/submissions/${id}/receipts`)).body,
        await read('minji', id),
      ]);
      expect(shown).not.toMatch(/회신합니다|근거를 보완|granted/);
      const approved = await done('approver', id, 'approvals');
      expect(approved.body.submission).toMatchObject({ state: 'closed', outcome: 'granted' });
      const decision = (await as('minji').get(`/v1/submissions/${id}/decision`)).body;
      expect(decision).toMatchObject({ outcome: 'granted', reply: DECISION.reply, corrections: [] });
      const receipt = await as('minji').get(`/v1/submissions/${id}/receipts/${decision.evidence}`);
      expect(receipt.body.evidence).toMatchObject({
        event: 'DecisionRecorded',
        facts: { outcome: 'granted' },
      });
      expect((await as('minji').get(`/v1/submissions/${id}/receipts/${decision.evidence}/pdf`)).status).toBe(
        200,
      );
      expect((await events(id)).slice(-5)).toEqual([
        'DecisionApproved',
        'DecisionApproved',
        'DecisionRecorded',
        'ContentConsignment',
        'Closed',
      ]);
      expect(await notices(id)).toEqual(expect.arrayContaining(['approval_official', 'sent_back_official']));
    });

    it('is agreed to by a colleague to whom the roles were given, and taken back by its drafter', async () => {
      const id = await inProcess();
      await done('handler1', id, 'decisions', { ...DECISION, line: ['demo-approver'] });
      await done('handler1', id, 'send-backs', { words: '다시 씁니다.' });
      await done('handler1', id, 'decisions', { ...DECISION, line: ['demo-approver'] });
      expect((await act('handler2', id, 'approvals')).body.code).toBe('approval.not_your_turn');
      const given = await as('approver').post('/v1/delegations', {
        office: 'haneul-civil',
        to: 'demo-handler2',
        from: new Date(Date.now() - 60_000).toISOString(),
        until: new Date(Date.now() + 3_600_000).toISOString(),
      });
      expect(given.status).toBe(201);
      await done('handler2', id, 'approvals');
      expect(await evidenceOf(id, 'DecisionApproved')).toMatchObject({
        actor: { id: 'demo-handler2' },
        facts: { standsFor: 'demo-approver' },
      });
      await as('approver').post(`/v1/delegations/${given.body.id}/revocations`, {});
    });

    it('is corrected by a further document that overwrites nothing', async () => {
      const id = await inProcess();
      expect((await act('handler1', id, 'corrections', { words: 'x', reply: DECISION.reply })).status).toBe(
        409,
      );
      await done('handler1', id, 'decisions', DECISION);
      await done('minji', id, 'acknowledgements');
      const reply = { title: '정정', body: '날짜를 바로잡습니다.' };
      const corrected = await done('handler1', id, 'corrections', { words: '오기 정정', reply });
      expect(corrected.body.submission).toMatchObject({
        state: 'closed',
        outcome: 'granted',
        replyRead: false,
      });
      const decision = (await as('minji').get(`/v1/submissions/${id}/decision`)).body;
      expect(decision).toMatchObject({ reply: DECISION.reply, corrections: [{ words: '오기 정정', reply }] });
      await done('minji', id, 'acknowledgements');
      expect((await events(id)).slice(-4)).toEqual([
        'ReplyRead',
        'DecisionCorrected',
        'ContentConsignment',
        'ReplyRead',
      ]);
    });
  });

  it('refuses an act that the state does not allow, changes nothing, and records it', async () => {
    const id = await newLetter();
    const before = await system.db('evidences').where({ submission_id: id });
    const refused = await act('handler1', id, 'resumptions', { words: 'x' });
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: 'command.not_allowed_in_state',
        state: 'registered',
        allowed: expect.arrayContaining(['extend']),
      },
    });
    expect(await system.db('evidences').where({ submission_id: id })).toEqual(before);
    const trail = await as('auditor').get(`/v1/submissions/${id}/commands`);
    expect(trail.body.refusals).toContainEqual(
      expect.objectContaining({
        kind: 'resume',
        code: 'command.not_allowed_in_state',
        actor: 'demo-handler1',
      }),
    );
  });
});
