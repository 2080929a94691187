import { type System, startSystem } from '../support/system';

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
});
