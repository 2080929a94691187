import { type Activities, createActivities } from '../../activities';
import type { Deps } from '../../activities/deps';
import { NO_DELIVERY } from '../../usecases/deliver-command';
import { activityDeps } from '../support/activity-deps';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const WORDS = { words: '사유를 적습니다.' };
const NAME = { ko: '임시 휴무', en: 'Closed' };
/** Monday, ten in the morning in Seoul; no holiday before Children's Day. */
const NOW = new Date('2027-03-08T01:00:00Z');
/** Six in the evening in Seoul of a day of that March. */
const evening = (day: number): Date => new Date(`2027-03-${String(day).padStart(2, '0')}T09:00:00Z`);

interface Step {
  what: string;
  /** Takes what comes before, up to the command whose turn it is. */
  prepare: () => Promise<string>;
  take: (act: Activities, submissionId: string) => Promise<unknown>;
  /** Where the holiday is declared, and which day of March it is. */
  holiday: { office: string | null; day: number };
  /** The last day, counted by hand: without the holiday and with it. */
  column: 'due_at' | 'supplement_due_at';
  ends: { without: number; with: number };
}

/**
 * A step has read the calendar and not committed when a holiday is declared, so the recalculation does not see it. Nobody
 * carries anything out here but the test: the step is held where it seals its evidence.
 */
describe('a holiday that is declared while a step counts by the calendar as it was', () => {
  let system: System;
  let deps: Deps;
  let act: Activities;
  beforeAll(async () => {
    const now = () => NOW;
    system = await startSystem({ worker: false, now, api: { delivery: NO_DELIVERY } });
    deps = await activityDeps(system, { now });
    act = createActivities(deps);
  });
  afterAll(async () => {
    deps.mailer.close();
    await system.stop();
  });

  const rowOf = (id: string) => system.db('submissions').where({ id }).first();
  async function recalculationsOf(id: string): Promise<Record<string, unknown>[]> {
    const told = { submission_id: id, event: 'DeadlineRecalculated' };
    const payloads = await system.db('evidences').where(told).orderBy('sequence').pluck('payload');
    return payloads.map((payload) => JSON.parse(payload).facts);
  }
  const accept = async (): Promise<string> =>
    (await system.as('minji').submit(LETTER, { wait: 0 })).body.submission.id;
  const register = (by: Activities, submissionId: string) =>
    by.validateSubmission({ submissionId, at: NOW.toISOString() });
  const apply = async (by: Activities, submissionId: string) =>
    by.applyCommand({ submissionId, after: (await rowOf(submissionId)).last_seq - 1 });
  async function accepts(id: string, who: string, what: string, body: unknown): Promise<void> {
    const answer = await system.as(who).act(id, what, body, { wait: 0 });
    expect([what, answer.status, answer.body.code]).toEqual([what, 202, undefined]);
  }
  async function registered(): Promise<string> {
    const id = await accept();
    await register(act, id);
    return id;
  }
  async function inProcess(): Promise<string> {
    const id = await registered();
    await accepts(id, 'registrar', 'assignments', { handler: 'demo-handler1' });
    await apply(act, id);
    await accepts(id, 'handler1', 'openings', {});
    await apply(act, id);
    return id;
  }
  const ASKED = { fields: ['/body'], days: 6, ...WORDS };
  async function asked(): Promise<string> {
    const id = await inProcess();
    await accepts(id, 'handler1', 'supplement-requests', ASKED);
    await apply(act, id);
    return id;
  }
  const waitsWith =
    (before: () => Promise<string>, who: string, what: string, body: unknown) =>
    async (): Promise<string> => {
      const id = await before();
      await accepts(id, who, what, body);
      return id;
    };

  async function declare(holiday: Step['holiday'], effect: 'declared' | 'withdrawn'): Promise<string> {
    const { office, day } = holiday;
    const path = office === null ? '/v1/holidays' : `/v1/offices/${office}/holidays`;
    const date = evening(day).toISOString().slice(0, 10);
    const answer = await system.as('admin').post(path, { date, effect, name: NAME });
    expect(answer.status).toBe(201);
    return answer.body.recalculation;
  }
  const somebodyWaits = async (): Promise<boolean> => {
    const { rows } = await system.db.raw(
      `SELECT 1 FROM pg_locks l JOIN pg_stat_activity a USING (pid)
       WHERE NOT l.granted AND a.datname = current_database()`,
    );
    return rows.length > 0;
  };

  /** Activities that have counted and are held before they write. */
  function held() {
    let reached = () => {};
    let open = () => {};
    const counted = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    const { signer } = deps;
    const seal: typeof signer.seal = async (evidence) => {
      reached();
      await opened;
      return signer.seal(evidence);
    };
    return { by: createActivities({ ...deps, signer: { ...signer, seal } }), counted, open };
  }

  const STEPS: Step[] = [
    {
      what: 'a registration',
      prepare: accept,
      take: register,
      holiday: { office: null, day: 10 },
      column: 'due_at',
      ends: { without: 16, with: 17 },
    },
    {
      what: 'a resumption',
      prepare: waitsWith(
        async () => {
          const id = await inProcess();
          await accepts(id, 'handler1', 'suspensions', { reason: 'inquiry', ...WORDS });
          await apply(act, id);
          return id;
        },
        'handler1',
        'resumptions',
        WORDS,
      ),
      take: apply,
      holiday: { office: null, day: 10 },
      column: 'due_at',
      ends: { without: 16, with: 17 },
    },
    {
      // The day lies beyond the due date that the recalculation can read.
      what: 'an extension',
      prepare: waitsWith(inProcess, 'handler1', 'extensions', { period: 'P3D', ...WORDS }),
      take: apply,
      holiday: { office: null, day: 19 },
      column: 'due_at',
      ends: { without: 19, with: 22 },
    },
    {
      what: 'a transfer to the office that declares it',
      prepare: waitsWith(inProcess, 'handler1', 'transfers', { office: 'determination', ...WORDS }),
      take: apply,
      holiday: { office: 'determination', day: 10 },
      column: 'due_at',
      ends: { without: 16, with: 17 },
    },
    {
      what: 'a supplement',
      prepare: waitsWith(asked, 'minji', 'supplements', { letter: { title: '질의', body: '보완' } }),
      take: apply,
      holiday: { office: null, day: 10 },
      column: 'due_at',
      ends: { without: 16, with: 17 },
    },
    {
      what: 'a request for a supplement',
      prepare: waitsWith(inProcess, 'handler1', 'supplement-requests', ASKED),
      take: apply,
      holiday: { office: null, day: 10 },
      column: 'supplement_due_at',
      ends: { without: 15, with: 16 },
    },
    {
      what: 'more time for a supplement',
      prepare: waitsWith(asked, 'minji', 'supplement-extensions', WORDS),
      take: apply,
      holiday: { office: null, day: 22 },
      column: 'supplement_due_at',
      ends: { without: 23, with: 24 },
    },
  ];

  it('comes before the end of a supplement’s time that it moves, though nobody has counted yet', async () => {
    const id = await asked();
    const holiday = { office: null, day: 10 };
    const recalculationId = await declare(holiday, 'declared');
    const { last_seq: after } = await rowOf(id);
    const at = evening(15).toISOString();
    const passed = await act.passDeadline({ submissionId: id, rungFor: at, at, after });
    expect(passed).toMatchObject({ state: 'supplement_requested', done: [] });
    const row = await rowOf(id);
    expect(row).toMatchObject({ supplement_due_at: evening(16), supplement_round: 1, last_seq: after + 1 });
    expect(passed.nextDueAt).toBe(row.next_due_at.toISOString());
    await act.recalculateBatch({ recalculationId });
    expect(await recalculationsOf(id)).toHaveLength(1);
    await act.recalculateBatch({ recalculationId: await declare(holiday, 'withdrawn') });
    expect(await rowOf(id)).toMatchObject({ supplement_due_at: evening(15) });
  });

  it.each(STEPS)('moves the date of $what', async ({ prepare, take, holiday, column, ends }) => {
    const id = await prepare();
    const { by, counted, open } = held();
    const step = take(by, id);
    await counted;
    try {
      const recalculationId = await declare(holiday, 'declared');
      const recalculated = act.recalculateBatch({ recalculationId });
      // It is at its end, or it waits for the step.
      await Promise.race([recalculated, until(somebodyWaits, Boolean)]);
      open();
      await Promise.all([step, recalculated]);
    } finally {
      open();
    }
    const end = (await rowOf(id))[column];
    const told = await recalculationsOf(id);
    await act.recalculateBatch({ recalculationId: await declare(holiday, 'withdrawn') });

    expect(end).toEqual(evening(ends.with));
    const [named, period] = column === 'due_at' ? ['dueAt', 'statutory'] : ['supplementDueAt', 'supplement'];
    const date = evening(holiday.day).toISOString().slice(0, 10);
    const dueBefore = evening(ends.without).toISOString();
    expect(told).toEqual([{ period, dueBefore, [named]: evening(ends.with).toISOString(), date }]);
    expect((await rowOf(id))[column]).toEqual(evening(ends.without));
  });
});
