import { type Db, openDatabase } from '../../db/knex';
import { withinReach } from '../../db/within-reach';
import { EVERYTHING, NOTHING } from '../../domain/reach';
import { STATISTIC_DIMENSIONS } from '../../domain/statistics';
import { foldStatistics } from '../../usecases/fold-statistics';
import { random } from '../campaign/random';
import { naiveStatistics } from '../support/naive-statistics';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const OFFICE = 'haneul-civil';
const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: OFFICE };
const HOUR = 3_600_000;

/** Rows as the procedure leaves them, so that medians can be counted by hand. */
describe('statistics', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem({
      env: { STATISTICS_MINIMUM: '5', SAVED_VISITS: '2', SAVED_HOURS_EACH_VISIT: '1.5', SAVED_SHEETS: '6' },
    });
    await system.as('minji').submit(LETTER);
  });
  afterAll(() => system.stop());

  /** @param hours from receipt to decision */
  async function have(
    month: string,
    count: number,
    given: { office?: string; hours?: number[]; organisation?: string | null; channel?: string } = {},
  ): Promise<void> {
    const { office = OFFICE, hours = [], organisation = null, channel = 'online' } = given;
    const at = new Date(`${month}-10T03:00:00Z`);
    for (let n = 0; n < count; n += 1) {
      const after = hours[n];
      const decided = after === undefined ? null : new Date(at.getTime() + after * HOUR);
      await system.db('submissions').insert({
        id: system.db.raw('gen_random_uuid()'),
        ...{
          kind: 'letter',
          tracking_hash: `${month}-${office}-${channel}-${organisation}-${n}-${Math.random()}`,
        },
        ...{ party_person: 'demo-minji', party_organisation: organisation, office, channel },
        ...{ state: decided === null ? 'registered' : 'closed', received_at: at, registration_number: 'x' },
        ...{ registered_at: new Date(at.getTime() + HOUR / 2), decided_at: decided, closed_at: decided },
        ...{ outcome: decided === null ? null : 'granted', due_at: new Date(at.getTime() + 48 * HOUR) },
        ...{ content_digest: 'x', last_seq: 1, evidence_count: 1, last_evidence_digest: 'x' },
      });
    }
  }
  const ask = (query: string) => system.as(null).get(`/v1/statistics?${query}`);
  const shown = ({ body }: Awaited<ReturnType<typeof ask>>) =>
    Object.fromEntries(
      body.items.map(({ value, submissions }: { value: string; submissions: number }) => [
        value,
        submissions,
      ]),
    );

  it('counts by month, with medians, shares and what it saved by assumptions that it tells', async () => {
    await have('2020-01', 10, { hours: [10, 20, 30, 40, 50, 60, 70, 80, 90, 100] });
    await have('2020-02', 6);
    const { status, body } = await ask('by=month&from=2020-01&until=2020-02');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ by: 'month', from: '2020-01', until: '2020-02', minimum: 5 },
      assumptions: { visits: 2, hoursEachVisit: 1.5, sheets: 6 },
    });
    expect(body.items).toEqual([
      {
        value: '2020-01',
        submissions: 10,
        hoursToRegistration: { median: 0.5, p90: 0.5 },
        hoursToDecision: { median: 55, p90: 91 },
        // Due after 48 hours: six came later.
        overdue: 0.6,
        bothWays: 1,
        saved: { visits: 20, hours: 30, sheets: 60 },
        satisfaction: { mean: null, answers: null },
      },
      expect.objectContaining({
        ...{ value: '2020-02', submissions: 6, overdue: 1, bothWays: null },
        hoursToDecision: { median: null, p90: null },
      }),
    ]);
    expect(body.total).toMatchObject({ submissions: 16, saved: { visits: 32, hours: 48, sheets: 96 } });
  });

  it('counts by office, form, sector and outcome', async () => {
    await have('2021-05', 7, { organisation: '000-00-00017', hours: Array(7).fill(1) });
    await have('2021-05', 8, { office: 'haneul-food' });
    await have('2021-05', 9, { channel: 'paper' });
    const of = async (by: string) => shown(await ask(`by=${by}&from=2021-05&until=2021-05`));
    expect(await of('office')).toEqual({ [OFFICE]: 16, 'haneul-food': 8 });
    expect(await of('sector')).toEqual({ organisation: 7, person: 8, counter: 9 });
    expect(await of('form')).toEqual({ letter: 24 });
    expect(await of('outcome')).toEqual({ granted: 7, open: 17 });
  });

  it('tells of nobody who could be made out, nor by what is left over', async () => {
    await have('2022-01', 4, { office: 'haneul-food' });
    await have('2022-01', 8, { office: 'haneul-economy' });
    await have('2022-01', 30);
    // The four are the difference to all of the month: so the eight are left out with them.
    const month = await ask('by=office&from=2022-01&until=2022-01');
    expect(shown(month)).toEqual({ [OFFICE]: 30 });
    expect(month.body.total.submissions).toBe(30);
    expect(shown(await ask('by=month&from=2022-01&until=2022-01'))).toEqual({ '2022-01': 42 });
    // A longer period shows no more of that month than the month did.
    await have('2022-02', 20, { office: 'haneul-food' });
    await have('2022-02', 20);
    expect(shown(await ask('by=office&from=2022-01&until=2022-02'))).toEqual({
      [OFFICE]: 50,
      'haneul-food': 20,
    });
    await have('2022-03', 4);
    expect((await ask('by=month&from=2022-03&until=2022-03')).body).toMatchObject({
      items: [],
      total: { submissions: 0 },
    });
  });

  it('shows the mean of what parties said at the end', async () => {
    await have('2023-01', 6, { hours: Array(6).fill(5) });
    const { rows } = await system.db.raw(
      `INSERT INTO survey_answers (submission_id, office, rating, answered_at)
       SELECT id, office, 1 + row_number() OVER () % 5, received_at FROM submissions
       WHERE received_at >= '2023-01-01' AND received_at < '2023-02-01' RETURNING rating`,
    );
    const mean = rows.reduce((sum: number, { rating }: { rating: number }) => sum + rating, 0) / 6;
    const { body } = await ask('by=month&from=2023-01&until=2023-01');
    expect(body.total.satisfaction).toEqual({ mean: Math.round(mean * 1000) / 1000, answers: 6 });
  });

  it('comes as CSV too, by whoever asks, signed in or not', async () => {
    const answer = await system.as(null).get('/v1/statistics.csv?by=month&from=2020-01&until=2020-02');
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toContain('statistics-by-month.csv');
    const lines = answer.body.toString().trimEnd().split('\r\n');
    expect(lines.map((line: string) => line.split(',').slice(0, 2).join())).toEqual([
      'month,submissions',
      '2020-01,10',
      '2020-02,6',
      'total,16',
    ]);
  });

  it('says what is wrong with a period', async () => {
    expect(await ask('from=2022-03&until=2022-01')).toMatchObject({
      status: 400,
      body: { code: 'statistics.period_invalid', faults: [{ pointer: '#/query/until' }] },
    });
    for (const query of ['from=2022', 'by=party', 'from=1000-01', 'until=2022-13'])
      expect((await ask(query)).status).toBe(400);
    expect((await ask('')).body.items).toEqual([]);
  });

  describe('of rows of all kinds, partly summed up', () => {
    const MINIMUM = 5;
    /** As the worker connects. */
    let db: Db;
    beforeAll(async () => {
      db = openDatabase({ ...system.config.database, pool: 2 });
      await system.db('offices').insert({
        ...{ code: 'statistics-west', name: '{"ko": "서쪽", "en": "West"}', country: 'KR' },
        ...{ time_zone: 'America/New_York', email: 'west@demo.invalid', accepts_letters: true },
      });
      await haveAtRandom(400);
    });
    afterAll(() => db.destroy());

    /** Received around the edges of months, in time zones that are a day apart, in every state, with or without anything. */
    async function haveAtRandom(count: number): Promise<void> {
      const pick = random(2024);
      const among = <T>(...all: T[]): T => all[Math.floor(pick() * all.length)] as T;
      /** Whole seconds of three digits, which are kept as they are. */
      const lasting = (decades: number) =>
        1_000 * Math.floor(100 + pick() * 900) * 10 ** Math.floor(pick() * decades);
      const rows = Array.from({ length: count }, (_, n) => {
        const edge = Date.parse(
          among('2024-02-01T00:00:00Z', '2024-03-01T00:00:00Z', '2024-04-01T00:00:00Z'),
        );
        const received = edge + Math.round((pick() - 0.5) * among(40 * HOUR, 600 * HOUR));
        const state = among(
          ...(['accepted', 'registered', 'in_process', 'suspended', 'decided', 'closed', 'closed'] as const),
          ...(['closed', 'closed', 'withdrawn', 'returned', 'expired', 'rejected'] as const),
        );
        const later = (ms: number) => new Date(received + ms);
        const registered = state !== 'accepted' && state !== 'rejected';
        const isDecided = state === 'decided' || (state === 'closed' && pick() < 0.9);
        const decision = lasting(5);
        const ended = ['closed', 'withdrawn', 'returned', 'expired', 'rejected'].includes(state);
        const office = among(...[OFFICE, OFFICE, 'statistics-west', 'haneul-food', 'haneul-dong', null]);
        return {
          ...{ kind: 'letter', tracking_hash: `random-${n}`, party_person: 'demo-minji', state },
          ...{
            party_organisation: among(null, null, '000-00-00017'),
            channel: among('online', 'online', 'fax'),
          },
          ...{ office: registered ? (office ?? OFFICE) : null, requested_office: office },
          ...{ received_at: later(0), registered_at: registered ? later(lasting(2)) : null },
          ...{ registration_number: registered ? `x-${n}` : null },
          ...{ decided_at: isDecided ? later(decision) : null },
          ...{ outcome: isDecided ? among('granted', 'refused', 'noted') : null },
          ...{ closed_at: ended ? later(decision + among(0, HOUR)) : null },
          ...{ stopped_at: state === 'suspended' ? later(lasting(4)) : null },
          ...{ due_at: registered && pick() < 0.9 ? later(lasting(5)) : null },
          ...{ content_digest: 'x', last_seq: 1, evidence_count: 1, last_evidence_digest: 'x' },
        };
      });
      const [form] = await system.db('form_versions').limit(1);
      for (const row of rows.slice(0, count / 3))
        Object.assign(row, { kind: 'form', form: form.form, form_version: form.version });
      await system.db('submissions').insert(
        rows.map((row) => ({
          id: system.db.raw('gen_random_uuid()'),
          form: null,
          form_version: null,
          ...row,
        })),
      );
      await system.db.raw(
        `INSERT INTO survey_answers (submission_id, office, rating, answered_at)
         SELECT id, office, 1 + abs(hashtext(tracking_hash)) % 5, closed_at + interval '40 days' FROM submissions
         WHERE tracking_hash LIKE 'random-%' AND closed_at IS NOT NULL AND office IS NOT NULL
           AND abs(hashtext(tracking_hash)) % 3 = 0`,
      );
    }

    /** The months before those with rows change nothing but that the answer is not one kept from the last time. */
    let asked = 0;
    async function expectNaive(): Promise<void> {
      asked += 1;
      const from = `2023-${String(asked + 1).padStart(2, '0')}`;
      for (const by of STATISTIC_DIMENSIONS) {
        const { body } = await ask(`by=${by}&from=${from}&until=2024-04`);
        const each = { visits: 2, hours: 3, sheets: 6 };
        const { total, items } = await naiveStatistics(system.db, {
          ...{ by, from, until: '2024-04', minimum: MINIMUM, each },
        });
        expect({ by, total: body.total, items: body.items }).toEqual({ by, total, items });
        expect(body.total.submissions).toBeGreaterThan(300);
      }
    }
    const fold = (how?: Parameters<typeof foldStatistics>[1]) =>
      foldStatistics({ db, now: () => new Date() }, how);
    const once = () => {
      let pieces = 1;
      return () => pieces-- > 0;
    };
    const cells = () => system.db('statistics_cells').orderBy(['dimension', 'month', 'value']);
    const waiting = async () => (await system.db('statistics_queue')).length;

    it('are the same before a fold, half-way and after it; two at once count once and another adds nothing', async () => {
      await expectNaive();
      const before = await waiting();
      expect(before).toBeGreaterThan(250);
      await fold({ piece: 150, going: once() });
      expect(await waiting()).toBe(before - 150);
      expect((await cells()).length).toBeGreaterThan(20);
      await expectNaive();
      await Promise.all([fold({ piece: 40 }), fold({ piece: 40 })]);
      expect(await waiting()).toBe(0);
      await expectNaive();
      const folded = await cells();
      await fold();
      expect(await cells()).toEqual(folded);
    });

    it('are counted once of what ends and is answered after the rest was summed up, however old its instants', async () => {
      await fold();
      const ends = system
        .db('submissions')
        .whereNull('closed_at')
        .andWhere('tracking_hash', 'like', 'random-%');
      await ends.update({
        state: 'withdrawn',
        closed_at: system.db.raw("received_at + interval '1 minute'"),
      });
      const answered = await system.db.raw(
        `INSERT INTO survey_answers (submission_id, office, rating, answered_at)
         SELECT id, office, 5, closed_at FROM submissions
         WHERE tracking_hash LIKE 'random-%' AND office IS NOT NULL ON CONFLICT DO NOTHING`,
      );
      expect(answered.rowCount).toBeGreaterThan(100);
      expect(await waiting()).toBeGreaterThan(200);
      await expectNaive();
      await fold({ piece: 100, going: once() });
      await expectNaive();
      await fold();
      await expectNaive();
      const { rows } = await system.db.raw(
        `SELECT dimension, CAST(sum(submissions) AS integer) AS submissions, CAST(sum(ratings) AS integer) AS ratings
         FROM statistics_cells GROUP BY 1`,
      );
      const [ended] = await system.db('submissions').whereNotNull('closed_at').count('* as n');
      const [given] = await system.db('survey_answers').count('* as n');
      expect(rows).toHaveLength(STATISTIC_DIMENSIONS.length);
      for (const row of rows) expect(row).toMatchObject({ submissions: ended?.n, ratings: given?.n });
    });

    it('are summed up by the worker when it starts', async () => {
      await have('2024-06', 6, { hours: Array(6).fill(1) });
      expect(await waiting()).toBe(6);
      await system.stopWorker();
      await system.startWorker();
      expect(await until(waiting, (left) => left === 0)).toBe(0);
      expect(shown(await ask('by=month&from=2024-06&until=2024-06'))).toEqual({ '2024-06': 6 });
    });

    it('show nobody their sums, of which those below the minimum are part, but the count itself', async () => {
      const seen = async (reach: typeof EVERYTHING) =>
        (await withinReach(db, reach).raw('SELECT FROM statistics_cells', [])).rowCount;
      expect(await seen(EVERYTHING)).toBeGreaterThan(20);
      const related = { ...NOTHING, level: 'related' as const, offices: [OFFICE], people: ['demo-minji'] };
      for (const reach of [NOTHING, related, { ...EVERYTHING, level: 'audit' as const }])
        expect(await seen(reach)).toBe(0);
      await expect(db('statistics_queue').insert({ fact: 'end' })).rejects.toMatchObject({ code: '42501' });
    });
  });
});
