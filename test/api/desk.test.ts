import type { Answer } from '../support/api-client';
import { type System, startSystem } from '../support/system';

const TITLES = [
  '도로 파손 신고',
  '가로등 고장 신고',
  'Street light broken',
  '100% 환불 요청',
  '주차 단속 문의',
  '소음 피해 신고',
  '쓰레기 수거 요청',
  '어린이집 입소 문의',
];
const HOUR = 3_600_000;

interface Line {
  id: string;
  state: string;
  allowed: string[];
  office: string;
  receivedAt: string;
  registeredAt: string | null;
  dueAt: string | null;
}

describe('the desk', () => {
  let system: System;
  let sent: { id: string; trackingCode: string; registrationNumber: string }[];
  let fromOrganisation: string;
  let onForm: string;
  let elsewhere: string;

  const registrar = () => system.as('registrar');
  const desk = (query: string, who = 'registrar'): Promise<Answer> => system.as(who).get(`/v1/desk?${query}`);
  const idsOf = ({ body }: Answer): string[] => body.items.map((line: Line) => line.id);
  const found = async (text: string, more = ''): Promise<string[]> => {
    const answer = await desk(`text=${encodeURIComponent(text)}&limit=100${more}`);
    expect(answer.status).toBe(200);
    return idsOf(answer).sort();
  };
  const letter = async (title: string, office: string, who = 'minji', organisation?: string) => {
    const document = { letter: { title, body: '문의드립니다.' }, office, organisation };
    const answer = await system.as(who).submit(document);
    expect(answer.status).toBe(201);
    return answer.body.submission;
  };
  const idAt = (index: number): string => sent[index]?.id ?? '';

  beforeAll(async () => {
    system = await startSystem();
    sent = [];
    for (const title of TITLES) sent.push(await letter(title, 'haneul-civil'));
    fromOrganisation = (await letter('보조금 정산', 'haneul-civil', 'sora', '000-00-00017')).id;
    const form = (await system.as(null).get('/v1/forms/information-disclosure-request')).body.definition;
    const answers = {
      ...form.example,
      request: { ...form.example.request, subject: '한빛천 수질 측정 결과', details: '비공개로 적은 사연' },
    };
    const onTheForm = { form: { id: form.id }, answers, office: 'haneul-civil' };
    onForm = (await system.as('minji').submit(onTheForm)).body.submission.id;
    elsewhere = (await letter('도로 파손 신고', 'haneul-food')).id;
    await registrar().act(idAt(0), 'assignments', { handler: 'demo-handler1' });
    await registrar().act(idAt(1), 'assignments', { handler: 'demo-handler2' });
    await system.as('handler1').act(idAt(0), 'openings', {});
    await registrar().act(idAt(2), 'returns', { reason: 'not_legible', words: '읽을 수 없습니다.' });
    const decision = { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } };
    await system.as('handler1').act(idAt(3), 'decisions', decision);
    const past = new Date(Date.now() - HOUR);
    await system
      .db('submissions')
      .whereIn('id', [idAt(0), idAt(2), idAt(4)])
      .update({ due_at: past });
    await system
      .db('submissions')
      .whereIn('id', [idAt(5), idAt(6)])
      .update({ due_at: null });
  });
  afterAll(() => system.stop());

  it('filters by office, form, state, handler, due date and what is overdue', async () => {
    const ours = [...sent.map(({ id }) => id), fromOrganisation, onForm];
    expect(idsOf(await desk('office=haneul-civil&limit=100')).sort()).toEqual(ours.sort());
    expect(idsOf(await desk('form=information-disclosure-request'))).toEqual([onForm]);
    expect(idsOf(await desk('state=in_process'))).toEqual([idAt(0)]);
    expect(idsOf(await desk('state=assigned,returned')).sort()).toEqual([idAt(1), idAt(2)].sort());
    expect(idsOf(await desk('handler=demo-handler2'))).toEqual([idAt(1)]);
    expect(idsOf(await desk('handler=me', 'handler1'))).toEqual([idAt(0)]);
    expect(idsOf(await desk('handler=me'))).toEqual([]);
    expect(idsOf(await desk('overdue=true')).sort()).toEqual([idAt(0), idAt(4)].sort());
    const now = encodeURIComponent(new Date().toISOString());
    expect(idsOf(await desk(`dueUntil=${now}`)).sort()).toEqual([idAt(0), idAt(2), idAt(4)].sort());
    expect(idsOf(await desk(`dueFrom=${now}&limit=100`))).toHaveLength(ours.length - 5);
    const offset = encodeURIComponent('2000-01-01T00:00:00+09:00');
    expect(idsOf(await desk(`dueUntil=${offset}`))).toEqual([]);
    expect(idsOf(await desk('dueUntil=0001-01-01T00:00:00Z'))).toEqual([]);
    expect(idsOf(await desk('dueFrom=9999-12-31T23:59:59Z'))).toEqual([]);
  });

  it('takes `none` and `me` for work to do, unless states are asked for', async () => {
    const waiting = idsOf(await desk('handler=none&limit=100'));
    expect(waiting).not.toContain(idAt(2));
    expect(waiting).toContain(idAt(4));
    expect(idsOf(await desk('handler=none&state=returned'))).toEqual([idAt(2)]);
  });

  for (const sort of ['received', '-received', 'due', '-due', 'registered', '-registered']) {
    it(`sorted by ${sort}, goes through its pages with no line lost or twice`, async () => {
      const pages = [await desk(`sort=${sort}&limit=3`)];
      for (let last = pages[0]; last?.body.nextCursor !== undefined; last = pages.at(-1))
        pages.push(await desk(`sort=${sort}&limit=3&cursor=${last.body.nextCursor}`));
      const lines: Line[] = pages.flatMap(({ body }) => body.items);
      expect(lines).toHaveLength(10);
      expect(new Set(lines.map(({ id }) => id)).size).toBe(10);
      const name = `${sort.replace('-', '')}At` as 'receivedAt' | 'dueAt' | 'registeredAt';
      const sign = sort.startsWith('-') ? -1 : 1;
      const compare = (a: Line, b: Line): number => {
        const [left, right] = [a[name], b[name]];
        if (left === right) return sign * (a.id < b.id ? -1 : 1);
        if (left === null) return 1;
        if (right === null) return -1;
        return sign * (left < right ? -1 : 1);
      };
      expect(lines.map(({ id }) => id)).toEqual([...lines].sort(compare).map(({ id }) => id));
      if (name === 'dueAt') expect(lines.slice(-2).map(({ dueAt }) => dueAt)).toEqual([null, null]);
    });
  }

  it('goes through the pages of a search in the same way', async () => {
    const text = encodeURIComponent('민지');
    const query = `text=${text}&sort=-due&limit=2`;
    const lines: string[] = [];
    for (let answer = await desk(query); ; answer = await desk(`${query}&cursor=${answer.body.nextCursor}`)) {
      lines.push(...idsOf(answer));
      if (answer.body.nextCursor === undefined) break;
    }
    expect(lines.sort()).toEqual([...sent.map(({ id }) => id), onForm].sort());
  });

  it('refuses the cursor of another sort, and what is no cursor', async () => {
    const { nextCursor } = (await desk('sort=due&limit=2')).body;
    expect(await desk(`sort=-due&limit=2&cursor=${nextCursor}`)).toMatchObject({
      status: 400,
      body: { code: 'cursor.other_sort', faults: [{ pointer: '#/query/cursor' }] },
    });
    const forged = (at: unknown, id: unknown = idAt(0)) =>
      Buffer.from(JSON.stringify({ sort: '-received', at, id })).toString('base64url');
    for (const cursor of [
      'nonsense',
      forged('2026-02-30T00:00:00.000000Z'),
      forged('now'),
      forged(null, 'x'),
    ])
      expect((await desk(`cursor=${cursor}`)).body.code).toBe('cursor.invalid');
    expect((await desk(`cursor=${forged(null)}`)).status).toBe(200);
  });

  it('refuses filters that it does not know', async () => {
    for (const query of [
      'state=nonsense',
      'state=assigned,',
      'overdue=false',
      'dueFrom=tomorrow',
      'sort=title',
      'text=',
      `text=${'가'.repeat(101)}`,
      'nonsense=1',
    ])
      expect([query, (await desk(query)).status]).toEqual([query, 400]);
  });

  it('finds Korean by two syllables anywhere, by one at the beginning of a word', async () => {
    expect(await found('로등')).toEqual([idAt(1)]);
    expect(await found('파손')).toEqual([idAt(0)]);
    expect(await found('단')).toEqual([idAt(4)]);
    expect(await found('차')).toEqual([]);
    expect(await found('파손'.normalize('NFD'))).toEqual([idAt(0)]);
    // A syllable is a letter: 가 is not the beginning of 각.
    expect(await found('가론')).toEqual([]);
  });

  it('finds English whatever the case, and every word of a question in any order', async () => {
    expect(await found('LIGHT')).toEqual([idAt(2)]);
    expect(await found('broken stre')).toEqual([idAt(2)]);
    expect(await found('신고 도로')).toEqual([idAt(0)]);
    expect(await found('신고 요청')).toEqual([]);
    expect(await found('100%')).toEqual([idAt(3)]);
    expect(await found('%')).toEqual([]);
    expect(await found('_')).toEqual([]);
    expect(await found('\u0001')).toEqual([]);
  });

  it('finds by who sent it, by the title of the form in both languages and by the answers that it marks', async () => {
    expect(await found('박소라')).toEqual([fromOrganisation]);
    expect(await found('하늘어린이집')).toEqual([fromOrganisation]);
    expect(await found('childcare centre')).toEqual([fromOrganisation]);
    expect(await found('정보공개')).toEqual([onForm]);
    expect(await found('disclosure of information')).toEqual([onForm]);
    expect(await found('수질 한빛')).toEqual([onForm]);
    expect(await found('사연')).toEqual([]);
  });

  it('finds by the registration number, in full or without the office', async () => {
    const { id, registrationNumber } = sent[4] ?? { id: '', registrationNumber: '' };
    expect(await found(registrationNumber)).toEqual([id]);
    expect(await found(registrationNumber.toUpperCase())).toEqual([id]);
    expect(await found(registrationNumber.replace('haneul-civil-', ''))).toEqual([id]);
    expect(await found(`${registrationNumber}9`)).toEqual([]);
  });

  it('finds by the tracking code however it is typed, and keeps it readable nowhere but with the content', async () => {
    const { id, trackingCode } = sent[5] ?? { id: '', trackingCode: '' };
    expect(await found(trackingCode)).toEqual([id]);
    expect(await found(trackingCode.toLowerCase().replaceAll('-', ' '))).toEqual([id]);
    expect(await found(trackingCode.replaceAll('1', 'l').replaceAll('0', 'O'))).toEqual([id]);
    expect(await found(trackingCode.slice(0, 17))).toEqual([]);
    const { rows } = await system.db.raw('SELECT text FROM search_terms WHERE strpos(text, ?) > 0', [
      trackingCode.toLowerCase(),
    ]);
    expect(rows).toEqual([]);
  });

  it('searches within the other filters', async () => {
    expect(await found('신고', '&handler=none')).toEqual([idAt(5)]);
    expect(await found('민지', '&state=returned,closed')).toEqual([idAt(2), idAt(3)].sort());
  });

  it('counts what the tabs show, by office, form and text alone', async () => {
    const { counts } = (await desk('office=haneul-civil&state=closed&handler=none&overdue=true')).body;
    expect(counts).toEqual({
      states: { registered: 6, assigned: 1, in_process: 1, returned: 1, closed: 1 },
      overdue: 2,
      unassigned: 6,
      mine: 0,
      upTo: 1_000,
    });
    expect((await desk('', 'handler1')).body.counts).toMatchObject({ mine: 1 });
    expect((await desk('form=information-disclosure-request')).body.counts).toMatchObject({
      states: { registered: 1 },
      overdue: 0,
      unassigned: 1,
    });
    const searched = (await desk(`text=${encodeURIComponent('신고')}&state=closed`, 'handler1')).body.counts;
    expect(searched).toMatchObject({
      states: { registered: 1, assigned: 1, in_process: 1 },
      overdue: 1,
      unassigned: 1,
      mine: 1,
    });
    for (const [tab, query] of Object.entries({
      overdue: 'overdue=true',
      unassigned: 'handler=none',
      mine: 'handler=me',
    })) {
      const { body } = await desk(`${query}&limit=100`, 'handler1');
      expect([tab, body.counts[tab]]).toEqual([tab, body.items.length]);
    }
  });

  it('says of each line what this reader may do now, what is pending included', async () => {
    const allowed = async (who: string, id: string): Promise<string[]> => {
      const { items } = (await desk('limit=100', who)).body;
      return items.find((line: Line) => line.id === id).allowed.sort();
    };
    expect(await allowed('registrar', idAt(4))).toEqual([
      ...['assign', 'hold', 'involve', 'open', 'return_to_sender', 'transfer'],
    ]);
    expect(await allowed('handler1', idAt(4))).toEqual([
      ...['decide', 'extend', 'involve', 'open', 'return_to_sender', 'transfer'],
    ]);
    // What is at its end is a record: it can be held.
    expect(await allowed('registrar', idAt(2))).toEqual(['hold']);
    expect(await allowed('registrar', idAt(3))).toEqual(['hold', 'open']);
    for (const id of [idAt(0), idAt(4)]) {
      const { body } = await registrar().get(`/v1/submissions/${id}`);
      expect(await allowed('registrar', id)).toEqual(body.allowed.sort());
    }
    const open = await letter('대기', 'haneul-civil');
    await system.stopWorker();
    const returned = { reason: 'wrong_office', words: '관할이 아닙니다.' };
    expect((await registrar().act(open.id, 'returns', returned, { wait: 0 })).status).toBe(202);
    expect(await allowed('registrar', open.id)).toEqual(['hold']);
    await system.startWorker();
  });

  it("never shows another office's documents, whatever is asked", async () => {
    const foreign = await system.db('submissions').where({ id: elsewhere }).first();
    for (const query of [
      'limit=100',
      `text=${encodeURIComponent('도로')}`,
      `text=${foreign.registration_number}`,
      'handler=none&limit=100',
      'sort=due&limit=100',
    ])
      expect([query, idsOf(await desk(query))]).toEqual([query, expect.not.arrayContaining([elsewhere])]);
    expect(await desk('office=haneul-food')).toMatchObject({
      status: 404,
      body: { code: 'desk.not_yours' },
    });
    expect(idsOf(await desk('limit=100', 'handler-food'))).toEqual([elsewhere]);
    expect((await desk('', 'minji')).status).toBe(403);
  });

  it('records a page as one access with the ids that it showed', async () => {
    const entries = () => system.db('audit_entries').where({ actor: 'demo-approver', action: 'list' });
    const shown = idsOf(await desk(`text=${encodeURIComponent('신고')}&limit=2`, 'approver'));
    expect(shown).toHaveLength(2);
    expect(await entries()).toEqual([
      expect.objectContaining({ capacity: 'official', subjects: shown, on_behalf_of: null }),
    ]);
  });

  it('finds what is common and what is rare alike when more fit than a search picks out', async () => {
    const crowd = 1_200;
    await system.db.raw(
      `INSERT INTO submissions (id, kind, tracking_hash, party_person, requested_office, office, state, received_at,
         registered_at, registration_number, due_at, content_digest, last_seq, evidence_count, last_evidence_digest)
       SELECT gen_random_uuid(), 'letter', 'crowd' || n, 'demo-minji', 'haneul-dong', 'haneul-dong',
         CASE WHEN n % 10 = 0 THEN 'registered' ELSE 'closed' END, '2020-01-01'::timestamptz + n * interval '1 hour',
         '2020-01-01'::timestamptz + n * interval '1 hour', 'haneul-dong-2020-' || n,
         '2020-02-01'::timestamptz + n * interval '1 hour', 'x', 2, 2, 'x' FROM generate_series(1, ?) AS n`,
      [crowd],
    );
    const sample = await system.db('search_terms').where({ submission_id: elsewhere }).first();
    await system.db.raw(
      `INSERT INTO search_terms (submission_id, office, text, grams)
       SELECT id, office, ?, ? FROM submissions WHERE office = 'haneul-dong'`,
      [sample.text, sample.grams],
    );
    const text = encodeURIComponent('도로 파손');
    const { body } = await desk(`text=${text}&limit=100&sort=-due`, 'handler-dong');
    expect(body.items).toHaveLength(100);
    // Too many to count them by reading each; without the text the desk counts again.
    expect(body.counts).toBeNull();
    expect((await desk('limit=1', 'handler-dong')).body.counts).toMatchObject({
      states: { registered: 120, closed: 1_000 },
    });
    const lines: string[] = [];
    const query = `text=${text}&state=registered&sort=due&limit=100`;
    for (
      let answer = await desk(query, 'handler-dong');
      ;
      answer = await desk(`${query}&cursor=${answer.body.nextCursor}`, 'handler-dong')
    ) {
      lines.push(...idsOf(answer));
      if (answer.body.nextCursor === undefined) break;
    }
    expect(new Set(lines).size).toBe(120);
    expect(lines).toHaveLength(120);
  });
});

describe('the views of the desk', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem({ worker: false });
  });
  afterAll(() => system.stop());

  const view = {
    name: '기한 지난 것',
    query: { state: 'assigned,in_process', overdue: 'true', sort: 'due' },
  };

  it('are kept by their person and given to nobody else', async () => {
    const kept = await system.as('registrar').post('/v1/desk-views', view);
    expect(kept).toMatchObject({ status: 201, body: view });
    expect((await system.as('registrar').get('/v1/desk-views')).body.items).toEqual([kept.body]);
    expect((await system.as('handler1').get('/v1/desk-views')).body.items).toEqual([]);
    const address = new URLSearchParams(kept.body.query);
    expect((await system.as('registrar').get(`/v1/desk?${address}`)).status).toBe(200);
    const path = `/v1/desk-views/${kept.body.id}/removals`;
    expect((await system.as('handler1').post(path, {})).status).toBe(404);
    expect(await system.as('registrar').post(path, {})).toMatchObject({
      status: 200,
      body: { id: kept.body.id },
    });
    expect((await system.as('registrar').post(path, {})).status).toBe(404);
    expect((await system.as('registrar').get('/v1/desk-views')).body.items).toEqual([]);
  });

  it('have each name once for each person', async () => {
    const key = 'the-same-request';
    const first = await system.as('registrar').post('/v1/desk-views', view, { key });
    expect((await system.as('registrar').post('/v1/desk-views', view, { key })).body).toEqual(first.body);
    expect(await system.as('registrar').post('/v1/desk-views', view)).toMatchObject({
      status: 409,
      body: { code: 'desk_view.name_taken', faults: [{ pointer: '/name' }] },
    });
    const decomposed = { ...view, name: view.name.normalize('NFD') };
    expect((await system.as('registrar').post('/v1/desk-views', decomposed)).status).toBe(409);
    expect((await system.as('handler1').post('/v1/desk-views', view)).status).toBe(201);
  });

  it('hold only what the desk takes', async () => {
    for (const query of [{ nonsense: '1' }, { state: 'nonsense' }, { cursor: 'x' }, { limit: '5' }])
      expect([
        query,
        (await system.as('registrar').post('/v1/desk-views', { name: 'x', query })).status,
      ]).toEqual([query, 400]);
    expect((await system.as('minji').post('/v1/desk-views', view)).status).toBe(403);
  });

  it('are at most fifty, asked for at once too', async () => {
    const answers = await Promise.all(
      Array.from({ length: 53 }, (_, index) =>
        system.as('approver').post('/v1/desk-views', { name: `${index}`, query: {} }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(50);
    expect(answers.filter(({ body }) => body.code === 'desk_view.too_many')).toHaveLength(3);
  });
});
