import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
/** How many open submissions: the campaign takes 10,000, `npm test` a short form. */
const OPEN = Number(process.env.GONGMUN_OPEN_SUBMISSIONS ?? 300);
const WITHIN_MS = Number(process.env.GONGMUN_WITHIN_MS ?? 60_000);
const DAY = 24 * 3_600_000;

/** A working day between receipt and due date of a letter that is sent now: a Wednesday or later in the same week. */
function workingDayAhead(due: Date): string {
  for (let at = due.getTime() - DAY; at > Date.now(); at -= DAY) {
    const local = new Date(at + 9 * 3_600_000);
    if (![0, 6].includes(local.getUTCDay())) return local.toISOString().slice(0, 10);
  }
  throw new Error('There is no working day between now and the due date.');
}

describe('a holiday declared or withdrawn', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem();
    // What comes next is then the due date's own reminder.
    const none = { never_opened: [], never_assigned: [] };
    await system.db('offices').update({ ladder: JSON.stringify(none) });
  });
  afterAll(() => system.stop());

  const name = { ko: '임시 휴무', en: 'Closed' };
  const finished = (id: string) =>
    until(
      () => system.db('recalculations').where({ id }).first(),
      (row) => row?.finished_at != null,
      WITHIN_MS,
    );
  const rowOf = (id: string) => system.db('submissions').where({ id }).first();

  it('moves every running due date once, with evidence of both dates, one mail to each party, and back', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 20; n += 1)
      ids.push((await system.as(n % 2 ? 'minji' : 'junho').submit(LETTER)).body.submission.id);
    const [first = ''] = ids;
    const before = await rowOf(first);
    // The others as rows alone: what is measured is the counting, and no workflow of theirs is woken.
    await multiply(system, first, OPEN - ids.length);
    const date = workingDayAhead(before.due_at);
    const started = Date.now();
    const declared = await system
      .as('admin')
      .post('/v1/holidays', { date, effect: 'declared', name }, { key: 'declare-1' });
    expect(declared.status).toBe(201);
    const done = await finished(declared.body.recalculation);
    process.stderr.write(
      `  ${OPEN} due dates recalculated in ${((Date.now() - started) / 1000).toFixed(1)} s\n`,
    );
    expect(done.finished_at).not.toBeNull();
    expect(done.moved).toBe(OPEN);

    const after = await rowOf(first);
    expect(after.due_at.getTime()).toBeGreaterThan(before.due_at.getTime());
    const { rows } = await system.db.raw(
      `SELECT submission_id, count(*) AS count, min(payload) AS payload FROM evidences
       WHERE event = 'DeadlineRecalculated' GROUP BY submission_id`,
    );
    expect(rows).toHaveLength(OPEN);
    expect(rows.every(({ count }: { count: number }) => count === 1)).toBe(true);
    const own = rows.find(({ submission_id }: { submission_id: string }) => submission_id === first);
    expect(JSON.parse(own.payload).facts).toEqual({
      period: 'statutory',
      dueBefore: before.due_at.toISOString(),
      dueAt: after.due_at.toISOString(),
      date,
    });
    const mails = await system.db('notices').where({ kind: 'recalculated_party' }).select('recipient_person');
    expect(mails.map(({ recipient_person }) => recipient_person).sort()).toEqual([
      'demo-junho',
      'demo-minji',
    ]);

    const again = await system
      .as('admin')
      .post('/v1/holidays', { date, effect: 'declared', name }, { key: 'declare-2' });
    expect(again).toMatchObject({ status: 409, body: { code: 'holiday.recorded_already' } });
    // The date moved later: nobody was woken.
    const waiting = await system.as('auditor').get(`/v1/submissions/${first}/procedure`);
    expect(waiting.body.workflow.lastAppliedSeq).toBe(2);

    const withdrawn = await system.as('admin').post('/v1/holidays', { date, effect: 'withdrawn', name });
    expect((await finished(withdrawn.body.recalculation)).moved).toBe(OPEN);
    expect((await rowOf(first)).due_at).toEqual(before.due_at);
    // It moved earlier: the workflow was told, and waits for the right instant.
    const told = await until(
      () => system.as('auditor').get(`/v1/submissions/${first}/procedure`),
      ({ body }) => body.differences.length === 0 && body.workflow.lastAppliedSeq === 4,
    );
    expect(told.body).toMatchObject({ workflow: { lastAppliedSeq: 4 }, differences: [] });
  }, 600_000);

  it('of one office moves that office’s alone, and only its admin may say so', async () => {
    const here = (await system.as('minji').submit({ ...LETTER, office: 'determination' })).body.submission.id;
    const there = (await system.as('minji').submit(LETTER)).body.submission.id;
    const [a, b] = [await rowOf(here), await rowOf(there)];
    const date = workingDayAhead(a.due_at);
    const holiday = { date, effect: 'declared', name };
    expect((await system.as('handler1').post('/v1/offices/determination/holidays', holiday)).status).toBe(
      403,
    );
    const declared = await system.as('admin').post('/v1/offices/determination/holidays', holiday);
    await finished(declared.body.recalculation);
    expect((await rowOf(here)).due_at.getTime()).toBeGreaterThan(a.due_at.getTime());
    expect((await rowOf(there)).due_at).toEqual(b.due_at);
    const calendar = await system.as(null).get(`/v1/offices/determination/calendar?year=${date.slice(0, 4)}`);
    expect(calendar.body.days).toContainEqual({ date, name, source: 'declared' });
    expect(calendar.body.days).toContainEqual(
      expect.objectContaining({ date: `${date.slice(0, 4)}-12-25`, source: 'law' }),
    );
  });
});

/** Further registered submissions with the same dates, their acceptance evidence and their number. */
async function multiply(system: System, like: string, count: number): Promise<void> {
  await system.db.raw(
    `WITH source AS (SELECT * FROM submissions WHERE id = :like),
     fresh AS (SELECT gen_random_uuid() AS id, n FROM generate_series(1, :count) n)
     INSERT INTO submissions (id, kind, tracking_hash, party_person, office, leg, state, clock, received_at,
       registered_at, registration_number, due_at, next_due_at, clock_from, remind_at, progress_at, content_digest,
       last_seq, evidence_count, last_evidence_digest)
     SELECT f.id, s.kind, f.id::text, CASE WHEN n % 2 = 0 THEN 'demo-minji' ELSE 'demo-junho' END, s.office, 1,
       'registered', 'running', s.received_at, s.registered_at, 'filled-' || n, s.due_at, s.due_at, s.clock_from,
       s.remind_at, s.progress_at, s.content_digest, 2, 2, s.last_evidence_digest
     FROM source s, fresh f`,
    { like, count },
  );
}
