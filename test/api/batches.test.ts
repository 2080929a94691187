import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import type { Answer } from '../support/api-client';
import { found } from '../support/occurrences';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const MARK = '일괄표지어';
const COMPANY = '000-00-00017';

describe('a batch', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  const progress = async (id: string, who = 'minji') => (await system.as(who).get(`/v1/batches/${id}`)).body;
  const done = (id: string, who = 'minji') =>
    until(
      () => progress(id, who),
      ({ status }) => status === 'done',
      60_000,
    );
  const linesOf = ({ body }: Answer) =>
    String(body)
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  const results = async (id: string, query = '', who = 'minji') =>
    linesOf(await system.as(who).get(`/v1/batches/${id}/results${query}`));

  it('is a submission for each line; a wrong one is refused alone, with its number, a code and the places', async () => {
    const body = [
      JSON.stringify(LETTER),
      '',
      '{"letter":',
      JSON.stringify({ ...LETTER, letter: { title: 'x' } }),
      JSON.stringify({ ...LETTER, office: 'no-such-office' }),
      JSON.stringify({ ...LETTER, organisation: COMPANY }),
      JSON.stringify({ ...LETTER, letter: { title: 'x', body: 'y'.repeat(1_100_000) } }),
      '\r',
      JSON.stringify({ ...LETTER, letter: { title: 'x', body: 'a\u0000b' } }),
      JSON.stringify({ form: { id: 'resident-certificate-request' }, answers: { nonsense: true } }),
      JSON.stringify(LETTER),
    ].join('\n');
    const sent = await system.as('minji').batch(body);
    expect(sent).toMatchObject({ status: 202, body: { lines: 9, refused: 4 } });
    expect(sent.headers.get('location')).toBe(`/v1/batches/${sent.body.id}`);
    expect(await done(sent.body.id)).toMatchObject({ lines: 9, accepted: 2, refused: 7, waiting: 0 });
    const told = await results(sent.body.id);
    expect(told.map(({ line, status, code }) => [line, status, code])).toEqual([
      [1, 'accepted', undefined],
      [3, 'refused', 'line.not_json'],
      [4, 'refused', 'request.invalid'],
      [5, 'refused', 'office.not_possible'],
      [6, 'refused', 'organisation.not_a_member'],
      [7, 'refused', 'line.too_long'],
      [9, 'refused', 'request.invalid'],
      [10, 'refused', 'answers.invalid'],
      [11, 'accepted', undefined],
    ]);
    expect(told[2].faults).toEqual([expect.objectContaining({ pointer: '/letter/body' })]);
    expect(told[3].faults).toEqual([expect.objectContaining({ pointer: '/office' })]);
    expect(told[7].faults.length).toBeGreaterThan(0);
    for (const { submission } of [told[0], told[8]]) {
      const row = await until(
        () => system.as('minji').get(`/v1/submissions/${submission}`),
        (answer) => answer.body.state === 'registered',
      );
      expect(row.body.registrationNumber).toMatch(/^haneul-civil-/);
    }
    expect(await results(sent.body.id, '?after=9')).toEqual(told.slice(-2));
  });

  it('sent twice under one key is one batch; another body under it is refused', async () => {
    const key = randomUUID();
    const lines = Array.from({ length: 20 }, () => LETTER);
    const minji = system.as('minji');
    const first = await minji.batch(lines, { key });
    const again = await minji.batch(lines, { key });
    expect([first.status, again.status, again.body.id]).toEqual([202, 202, first.body.id]);
    expect((await minji.batch([LETTER], { key })).body.code).toBe('idempotency.key_reused');
    await done(first.body.id);
    expect((await minji.batch(lines, { key })).body).toMatchObject({ status: 'done', accepted: 20 });
    expect(await system.db('batch_lines').where({ batch: first.body.id })).toHaveLength(20);
    expect(await system.db('batches').where({ status: 'receiving' })).toEqual([]);

    const twin = randomUUID();
    const both = await Promise.all([minji.batch(lines, { key: twin }), minji.batch(lines, { key: twin })]);
    const taken = both.filter(({ status }) => status === 202);
    expect(new Set(taken.map(({ body }) => body.id)).size).toBe(1);
    for (const { status, body } of both.filter((one) => one.status !== 202))
      expect([status, body.code]).toEqual([409, 'idempotency.in_flight']);
    expect(await done(taken[0]?.body.id)).toMatchObject({ accepted: 20, refused: 0 });
  });

  it('that broke off leaves nothing, and goes through when it is sent again', async () => {
    const key = randomUUID();
    const before = await system.db('submissions').count();
    const token = await system.issuer.token('demo-minji');
    const broken = request(`${system.url}/v1/batches`, {
      method: 'POST',
      headers: {
        ...{ authorization: `Bearer ${token}`, 'idempotency-key': key },
        'content-type': 'application/x-ndjson',
      },
    });
    const failed = new Promise((resolve) => broken.once('error', resolve));
    for (let n = 0; n < 150; n += 1) broken.write(`${JSON.stringify(LETTER)}\n`);
    const kept = await until(
      () => system.db('batch_lines').join('batches', 'id', 'batch').where('batches.status', 'receiving'),
      (rows) => rows.length > 0,
    );
    expect(kept.length).toBeGreaterThan(0);
    broken.destroy(new Error('The line is cut.'));
    await failed;
    const left = await until(
      () => system.db('batches').where({ status: 'receiving' }),
      (rows) => rows.length === 0,
    );
    expect(left).toEqual([]);
    expect(await system.db('submissions').count()).toEqual(before);
    const sent = await system.as('minji').batch([LETTER], { key });
    expect(await done(sent.body.id)).toMatchObject({ lines: 1, accepted: 1 });
  });

  it('of an organisation is for its members, and each line is sent for it and for no other', async () => {
    const other = { ...LETTER, organisation: '999-99-99999' };
    const sent = await system.as('sora').batch([LETTER, other], { query: `?organisation=${COMPANY}` });
    await done(sent.body.id, 'sora');
    const [first, second] = await results(sent.body.id, '', 'sora');
    expect(second).toMatchObject({ status: 'refused', code: 'batch.other_organisation' });
    const row = await system.db('submissions').where({ id: first.submission }).first();
    expect(row).toMatchObject({ party_organisation: COMPANY, party_person: 'demo-sora' });
    await system.db('organisation_members').insert({
      ...{ organisation: COMPANY, person: 'demo-junho', roles: ['read'] },
    });
    expect(await progress(sent.body.id, 'junho')).toMatchObject({ organisation: COMPANY, accepted: 1 });
    expect((await system.as('minji').get(`/v1/batches/${sent.body.id}`)).status).toBe(404);
    expect((await system.as('junho').batch([LETTER], { query: `?organisation=${COMPANY}` })).body.code).toBe(
      'organisation.not_a_member',
    );
  });

  it('asks at each line whether whoever sent it may still do so', async () => {
    await system.stopWorker();
    const sent = await system.as('sora').batch([LETTER], { query: `?organisation=${COMPANY}` });
    const member = system.db('organisation_members').where({ organisation: COMPANY, person: 'demo-sora' });
    await member.clone().update({ roles: ['read'] });
    await system.startWorker();
    await done(sent.body.id, 'sora');
    expect(await results(sent.body.id, '', 'sora')).toMatchObject([{ code: 'organisation.not_a_member' }]);
    await member.clone().update({ roles: ['submit', 'read', 'manage'] });
  });

  it('keeps nothing of its content in the clear, neither while it waits nor after', async () => {
    await system.stopWorker();
    const marked = { letter: { title: `${MARK} 제목`, body: `${MARK} 본문` }, office: 'haneul-civil' };
    const wrong = { ...marked, office: 'no-such-office' };
    const sent = await system.as('minji').batch([marked, wrong]);
    const dump = async () => {
      const { rows } = await system.db.raw('SELECT CAST(l AS text) AS line FROM batch_lines l');
      return found([MARK], Buffer.from(rows.map(({ line }: { line: string }) => line).join('\n')));
    };
    expect(await dump()).toEqual([]);
    await system.startWorker();
    await done(sent.body.id);
    const rows = await system.db('batch_lines').where({ batch: sent.body.id }).orderBy('line');
    expect(rows.map(({ sealed }) => sealed === null)).toEqual([true, false]);
    expect(await dump()).toEqual([]);
    const handle = system.temporal.workflow.getHandle(`batch:${sent.body.id}`);
    expect(JSON.stringify(await handle.fetchHistory())).not.toContain(MARK);
  });

  it('has at most 10,000 lines', async () => {
    expect(await system.as('minji').batch('1\n'.repeat(10_001))).toMatchObject({
      ...{ status: 413, body: { code: 'batch.too_many_lines' } },
    });
    expect((await system.as('minji').batch('\n \n')).body.code).toBe('batch.empty');
    expect(await system.db('batches').where({ status: 'receiving' })).toEqual([]);
  });
});
