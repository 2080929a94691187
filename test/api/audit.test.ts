import { insertAuditRun } from '../../db/audit-run-store';
import { type System, startSystem } from '../support/system';
import { tamper } from '../support/tamper';
import { until } from '../support/until';

const LETTER = { letter: { title: '비밀 질의', body: '비밀 본문' }, office: 'haneul-civil' };
const DECISION = { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } };

describe('what an auditor searches', () => {
  let system: System;
  let first: { id: string; trackingCode: string };
  let second: string;
  let ofOther: string;
  beforeAll(async () => {
    system = await startSystem();
    const [minji, junho] = [system.as('minji'), system.as('junho')];
    first = (await minji.submit(LETTER)).body.submission;
    second = (await minji.submit(LETTER)).body.submission.id;
    ofOther = (await junho.submit(LETTER)).body.submission.id;
    await system.as('registrar').act(first.id, 'transfers', { office: 'haneul-food', words: '소관 아님' });
  });
  afterAll(() => system.stop());

  const search = (query: Record<string, string>) =>
    system.as('auditor').get(`/v1/audit/submissions?${new URLSearchParams(query)}`);
  const idsOf = async (query: Record<string, string>): Promise<string[]> => {
    const { status, body } = await search(query);
    expect([query, status]).toEqual([query, 200]);
    return body.items.map(({ id }: { id: string }) => id);
  };
  const nameOf = async (person: string) =>
    (await system.db('people').where({ id: person }).first('name')).name;

  it('is found by each of its registration numbers, its tracking code and its id', async () => {
    const numbers: string[] = await system
      .db('registrations')
      .where({ submission_id: first.id })
      .pluck('number');
    expect(numbers).toHaveLength(2);
    for (const number of [...numbers, first.trackingCode, first.trackingCode.toLowerCase(), first.id])
      expect([number, await idsOf({ number })]).toEqual([number, [first.id]]);
    expect(await idsOf({ number: 'haneul-civil-1999-1' })).toEqual([]);
  });

  it('is found by its party: by id, by the beginning of a name in any case, by an organisation', async () => {
    expect(await idsOf({ party: 'demo-minji' })).toEqual([second, first.id]);
    const name = await nameOf('demo-junho');
    expect(await idsOf({ party: name.slice(0, 2) })).toEqual([ofOther]);
    expect(await idsOf({ party: `${name}x` })).toEqual([]);
    // What a pattern would match is no wildcard.
    expect(await idsOf({ party: '%' })).toEqual([]);
    expect(await idsOf({ party: '_' })).toEqual([]);
    const organisation = '000-00-00017';
    await system.db('submissions').where({ id: second }).update({ party_organisation: organisation });
    expect(await idsOf({ party: organisation })).toEqual([second]);
    await system.db('submissions').where({ id: second }).update({ party_organisation: null });
    expect(await idsOf({ party: 'demo-minji', number: ofOther })).toEqual([]);
  });

  it('is found by its period, and page by page without a gap', async () => {
    const { received_at: at } = await system.db('submissions').where({ id: second }).first('received_at');
    expect(await idsOf({ from: at.toISOString() })).toEqual([ofOther, second]);
    expect(await idsOf({ before: at.toISOString() })).toEqual([first.id]);
    for (const party of [{}, { party: 'demo-minji' }] as Record<string, string>[]) {
      const whole = await idsOf(party);
      const pages: string[] = [];
      for (let cursor: string | undefined; ; ) {
        const { body } = await search({ ...party, limit: '1', ...(cursor === undefined ? {} : { cursor }) });
        pages.push(...body.items.map(({ id }: { id: string }) => id));
        cursor = body.nextCursor;
        if (cursor === undefined) break;
      }
      expect(pages).toEqual(whole);
    }
  });

  it('shows no content, and what was shown is recorded with its ids', async () => {
    const answer = await search({ party: 'demo-minji' });
    expect(JSON.stringify(answer.body)).not.toContain('비밀');
    const request_id = answer.headers.get('x-request-id');
    expect(await system.db('audit_entries').where({ request_id })).toEqual([
      expect.objectContaining({
        ...{ actor: 'demo-auditor', capacity: 'auditor', action: 'list', subjects: [second, first.id] },
      }),
    ]);
    expect((await system.as('handler1').get('/v1/audit/submissions')).status).toBe(403);
  });

  it('in what the audits found is recorded with the run and the ids that it names', async () => {
    const run = '01a20a3e-2587-736a-b773-51037f01b83f';
    const at = new Date();
    const replayed = { id: run, kind: 'replay' as const, submissionId: first.id, startedAt: at };
    await insertAuditRun(
      system.db,
      { ...replayed, finishedAt: at, outcome: 'faulty', faults: 2, parts: [] },
      [
        { part: 'submissions', place: `submissions ${second}`, what: 'has another state' },
        { part: 'commands', place: 'commands 7', what: `is of ${ofOther}` },
      ],
    );
    for (const [path, subjects] of [
      ['', [run, first.id]],
      [`/${run}?limit=1`, [run, first.id, second]],
      [`/${run}`, [run, first.id, second, ofOther]],
    ] as const) {
      const { status, headers } = await system.as('auditor').get(`/v1/audit/runs${path}`);
      expect([path, status]).toEqual([path, 200]);
      const request_id = headers.get('x-request-id');
      const entry = { actor: 'demo-auditor', capacity: 'auditor', action: 'read_audit', subjects };
      expect(await system.db('audit_entries').where({ request_id })).toEqual([
        expect.objectContaining(entry),
      ]);
    }
    const readers = (await system.as('minji').get(`/v1/submissions/${second}/readers`)).body.items;
    expect(readers.filter(({ capacity }: { capacity: string }) => capacity === 'auditor')).not.toEqual([]);
  });

  it('is refused where more parties than can be searched are called so', async () => {
    await system.db.raw(
      `INSERT INTO people (id, name, language) SELECT 'many-' || n, 'Namesake ' || n, 'en' FROM generate_series(1, 60) n`,
    );
    const { status, body } = await search({ party: 'namesake' });
    expect([status, body.code, body.faults[0].pointer]).toEqual([400, 'party.too_many', '#/query/party']);
    expect(await idsOf({ party: 'Namesake 7' })).toEqual([]);
  });
});

describe('the trail of a submission', () => {
  let system: System;
  let id: string;
  beforeAll(async () => {
    system = await startSystem();
    id = (await system.as('minji').submit(LETTER)).body.submission.id;
    await system.as('handler1').act(id, 'openings', {});
    // Refused: nobody but a handler may decide.
    expect((await system.as('registrar').act(id, 'decisions', DECISION)).status).toBe(403);
    await system.as('handler1').act(id, 'decisions', DECISION);
    const waiting = () => system.db('log_queue');
    expect(await until(waiting, (rows) => rows.length === 0)).toEqual([]);
  });
  afterAll(() => system.stop());

  interface Entry {
    sort: string;
    id: string;
    at: string;
    name: string;
    actor: string;
    status: string | null;
    proof: { state: string; index: number | null; differs: string | null };
  }
  const trail = async (query = ''): Promise<{ items: Entry[]; nextCursor?: string }> =>
    (await system.as('auditor').get(`/v1/submissions/${id}/trail${query}`)).body;

  it('tells of evidence, commands, refusals and readings in order, each verified against the log', async () => {
    const { items } = await trail();
    const sorts = new Set(items.map(({ sort }) => sort));
    expect(sorts).toEqual(new Set(['evidence', 'command', 'refusal', 'access']));
    const instants = items.map(({ at }) => at);
    expect(instants).toEqual([...instants].sort());
    const refused = items.find(({ sort }) => sort === 'refusal');
    expect(refused).toMatchObject({ name: 'decide', actor: 'demo-registrar', status: 'permission.denied' });
    expect(items.filter(({ sort }) => sort === 'evidence').map(({ name }) => name)).toContain(
      'DecisionRecorded',
    );
    for (const { sort, name, proof } of items)
      expect([sort, name, proof.state, proof.differs]).toEqual([sort, name, 'verified', null]);
  });

  it('comes page by page, the same', async () => {
    const paged: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await trail(`?limit=5${cursor === undefined ? '' : `&cursor=${cursor}`}`);
      paged.push(...page.items.map((one) => one.id));
      cursor = page.nextCursor;
      // Each page is itself a reading that a later one shows.
      if (cursor === undefined || paged.length > 60) break;
    }
    const { items } = await trail();
    expect(items.slice(0, paged.length).map((one) => one.id)).toEqual(paged);
  });

  it('says that a reading of just now waits for the log', async () => {
    await system.as('auditor').get(`/v1/submissions/${id}/commands`);
    const last = (await trail()).items.at(-1);
    expect(last).toMatchObject({ sort: 'access', name: 'read_audit' });
    expect(['waiting', 'verified']).toContain(last?.proof.state);
    const now = await until(trail, ({ items }) =>
      items.some((one) => one.id === last?.id && one.proof.state === 'verified'),
    );
    expect(now.items.find((one) => one.id === last?.id)?.proof.state).toBe('verified');
  });

  it('names an entry whose row is not what was sealed', async () => {
    const { items } = await trail();
    const [refusal, command] = [
      items.find(({ sort }) => sort === 'refusal'),
      items.find(({ sort, name }) => sort === 'command' && name === 'decide'),
    ];
    const evidence = items.find(({ name }) => name === 'DecisionRecorded');
    const stateOf = async (entry: Entry | undefined) => {
      const found = (await trail()).items.find((one) => one.id === entry?.id);
      return [found?.proof.state, found?.proof.differs];
    };
    const { code } = await system.db('refusals').where({ id: refusal?.id }).first('code');
    await tamper(system.db, (tx) => tx('refusals').where({ id: refusal?.id }).update({ code: 'another' }));
    expect(await stateOf(refusal)).toEqual(['differs', 'sealed_otherwise']);
    await tamper(system.db, (tx) => tx('refusals').where({ id: refusal?.id }).update({ code }));
    expect(await stateOf(refusal)).toEqual(['verified', null]);
    const { payload, jws } = await system.db('evidences').where({ id: evidence?.id }).first();
    const forged = payload.replace('granted', 'refused');
    expect(forged).not.toBe(payload);
    await tamper(system.db, (tx) => tx('evidences').where({ id: evidence?.id }).update({ payload: forged }));
    expect(await stateOf(evidence)).toEqual(['differs', 'signature']);
    expect(await stateOf(command)).toEqual(['differs', 'signature']);
    await tamper(system.db, (tx) =>
      tx('evidences')
        .where({ id: evidence?.id })
        .update({ payload, jws: `${jws.slice(0, -4)}AAAA` }),
    );
    expect(await stateOf(evidence)).toEqual(['differs', 'signature']);
    await tamper(system.db, (tx) => tx('evidences').where({ id: evidence?.id }).update({ payload, jws }));
    expect(await stateOf(command)).toEqual(['verified', null]);
  });

  it('lists the registers, and a number that is missing', async () => {
    const year = new Date().getFullYear();
    const registers = async () => (await system.as('auditor').get('/v1/registers')).body.items;
    const sound = { office: 'haneul-civil', year, lastSeq: 1, entries: 1, missing: 0, misnamed: 0 };
    expect(await registers()).toEqual([sound]);
    await system.db('registration_series').where({ office: 'haneul-civil' }).update({ last_seq: 3 });
    expect(await registers()).toEqual([{ ...sound, lastSeq: 3, missing: 2 }]);
    await system.db('registration_series').where({ office: 'haneul-civil' }).update({ last_seq: 1 });
  });
});
