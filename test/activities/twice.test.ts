import { MockActivityEnvironment } from '@temporalio/testing';
import { type Activities, createActivities, createNoticeActivities } from '../../activities';
import type { Deps } from '../../activities/deps';
import { createMailer } from '../../adapters/mail';
import { type LocalMail, startMail } from '../../local/mail';
import { NO_DELIVERY } from '../../usecases/deliver-command';
import { activityDeps } from '../support/activity-deps';
import { dump } from '../support/dump';
import { type System, startSystem } from '../support/system';

const OFFICE = 'haneul-civil';
const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: OFFICE };
const DECISION = { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } };
const HOUR = 3_600_000;

/**
 * A worker may die between a step's commit and the engine's hearing of it; then the step is asked for again. Nobody
 * carries the commands out here but the test.
 */
describe('an activity that is asked for twice leaves the same rows and gives the same result', () => {
  let system: System;
  let mail: LocalMail;
  let deps: Deps;
  let act: Activities;
  beforeAll(async () => {
    mail = await startMail();
    system = await startSystem({ worker: false, api: { delivery: NO_DELIVERY } });
    deps = await activityDeps(system, {
      mailer: createMailer({ smtpUrl: mail.smtpUrl, from: system.config.mail.from }),
    });
    act = createActivities(deps);
  });
  afterAll(async () => {
    deps.mailer.close();
    await system.stop();
    await mail.stop();
  });

  const accept = async (): Promise<string> =>
    (await system.as('minji').submit(LETTER, { wait: 0 })).body.submission.id;
  const now = () => new Date().toISOString();
  const register = async (): Promise<string> => {
    const submissionId = await accept();
    await act.registerRecord({ submissionId, office: OFFICE, at: now() });
    return submissionId;
  };
  const accepts = async (id: string, what: string, body: unknown): Promise<void> => {
    const who = what === 'decisions' ? 'handler1' : 'registrar';
    expect((await system.as(who).act(id, what, body, { wait: 0 })).status).toBe(202);
  };

  /** @returns what both gave */
  async function twice<R>(step: () => Promise<R>): Promise<R> {
    const before = await dump(system.db);
    const first = await step();
    const after = await dump(system.db);
    const second = await step();
    expect(second).toEqual(first);
    expect(await dump(system.db)).toEqual(after);
    changed = after.length - before.length;
    return first;
  }
  /** How many rows the step added. */
  let changed = 0;

  it('validateSubmission', async () => {
    const submissionId = await accept();
    const result = await twice(() => act.validateSubmission({ submissionId }));
    expect(result).toMatchObject({ state: 'accepted', problems: [] });
    expect(changed).toBe(0);
  });

  it('validateSubmission with the instant of registering, also a later one: one number', async () => {
    const submissionId = await accept();
    const first = await act.validateSubmission({ submissionId, at: now() });
    expect(first).toMatchObject({
      state: 'registered',
      office: OFFICE,
      problems: [],
      done: [{ step: 'registered', seq: 2 }],
    });
    const again = await twice(() => act.validateSubmission({ submissionId, at: now() }));
    expect(again).toMatchObject({ state: 'registered', lastAppliedSeq: 2, office: null, done: first.done });
    expect(changed).toBe(0);
    expect(await system.db('registrations').where({ submission_id: submissionId })).toHaveLength(1);
  });

  it('applyCommand of a decision with the instant of delivering: it is decided and delivered once', async () => {
    const submissionId = await register();
    await accepts(submissionId, 'decisions', DECISION);
    const result = await twice(() => act.applyCommand({ submissionId, after: 2, at: now() }));
    expect(result).toMatchObject({
      state: 'closed',
      pending: false,
      done: [
        { step: 'decide', seq: 3 },
        { step: 'closed', seq: 4 },
      ],
    });
  });

  it('applyCommand of a decision that was delivered, when others have acted since: both are told', async () => {
    const submissionId = await register();
    await accepts(submissionId, 'decisions', DECISION);
    const first = await act.applyCommand({ submissionId, after: 2, at: now() });
    await system.as('minji').act(submissionId, 'acknowledgements', {}, { wait: 0 });
    const again = await twice(() => act.applyCommand({ submissionId, after: 2, at: now() }));
    expect(again).toMatchObject({ state: 'closed', pending: true, done: first.done });
    expect(first.done).toHaveLength(2);
  });

  it('applyCommand of a decision that was carried out before and not delivered: it is delivered', async () => {
    const submissionId = await register();
    await accepts(submissionId, 'decisions', DECISION);
    expect(await act.applyCommand({ submissionId, after: 2 })).toMatchObject({ state: 'decided' });
    const result = await twice(() => act.applyCommand({ submissionId, after: 2, at: now() }));
    expect(result).toMatchObject({ state: 'closed', done: [{ step: 'decide' }, { step: 'closed' }] });
  });

  it('applyCommand of a decision behind which a command waits: that one has its turn first', async () => {
    const submissionId = await register();
    await accepts(submissionId, 'decisions', DECISION);
    const hold = { reason: 'audit', words: '감사 중입니다.' };
    const { status } = await system.as('registrar').act(submissionId, 'holds', hold, { wait: 0 });
    expect(status).toBe(202);
    const decided = await twice(() => act.applyCommand({ submissionId, after: 2, at: now() }));
    expect(decided).toMatchObject({ state: 'decided', pending: true, done: [{ step: 'decide', seq: 3 }] });
    const next = await twice(() => act.applyCommand({ submissionId, after: 3, at: now() }));
    expect(next).toMatchObject({ state: 'decided', pending: false, done: [{ step: 'hold', seq: 4 }] });
    const delivered = await twice(() => act.deliverReply({ submissionId, at: now() }));
    expect(delivered).toMatchObject({ state: 'closed', done: [{ step: 'closed', seq: 5 }] });
  });

  it('routeSubmission', async () => {
    const submissionId = await accept();
    expect(await twice(() => act.routeSubmission({ submissionId }))).toEqual({
      office: OFFICE,
      problems: [],
    });
    expect(changed).toBe(0);
  });

  it('registerRecord, also when it is asked for at a later instant: one number', async () => {
    const submissionId = await accept();
    const result = await twice(() => act.registerRecord({ submissionId, office: OFFICE, at: now() }));
    expect(result).toMatchObject({ state: 'registered', done: [{ step: 'registered', seq: 2 }] });
    expect(await system.db('registrations').where({ submission_id: submissionId })).toHaveLength(1);
  });

  it('rejectSubmission', async () => {
    const submissionId = await accept();
    const problems = ['form.not_in_force'];
    const result = await twice(() => act.rejectSubmission({ submissionId, problems, at: now() }));
    expect(result).toMatchObject({ state: 'rejected', done: [{ step: 'rejected' }] });
  });

  it('applyCommand, while the next command waits: it keeps its turn', async () => {
    const submissionId = await register();
    await accepts(submissionId, 'openings', {});
    await accepts(submissionId, 'assignments', { handler: 'demo-handler1' });
    const opened = await twice(() => act.applyCommand({ submissionId, after: 2 }));
    expect(opened).toMatchObject({ state: 'registered', pending: true, lastAppliedSeq: 3 });
    expect(opened.done).toMatchObject([{ step: 'open', seq: 3 }]);
    const assigned = await twice(() => act.applyCommand({ submissionId, after: 3 }));
    expect(assigned).toMatchObject({ state: 'assigned', pending: false, lastAppliedSeq: 4 });
    expect(await twice(() => act.applyCommand({ submissionId, after: 4 }))).toMatchObject({ done: [] });
    expect(changed).toBe(0);
  });

  it('applyCommand of what is no longer possible', async () => {
    const submissionId = await accept();
    await system.as('minji').act(submissionId, 'withdrawals', {}, { wait: 0 });
    await act.rejectSubmission({ submissionId, problems: ['office.not_in_force'], at: now() });
    const result = await twice(() => act.applyCommand({ submissionId, after: 1 }));
    expect(result).toMatchObject({
      state: 'rejected',
      pending: false,
      done: [{ step: 'overtaken', seq: 2 }],
    });
  });

  it('deliverReply', async () => {
    const submissionId = await register();
    await accepts(submissionId, 'decisions', DECISION);
    await act.applyCommand({ submissionId, after: 2 });
    const result = await twice(() => act.deliverReply({ submissionId, at: now() }));
    expect(result).toMatchObject({ state: 'closed', done: [{ step: 'closed' }] });
  });

  const withoutLadder = () =>
    system
      .db('offices')
      .where({ code: OFFICE })
      .update({ ladder: JSON.stringify({ never_opened: [], never_assigned: [], still_overdue: [] }) });
  const withLadder = () => system.db('offices').where({ code: OFFICE }).update({ ladder: null });

  describe('passDeadline', () => {
    const datesOf = (id: string) =>
      system.db('submissions').where({ id }).first('due_at', 'next_due_at', 'progress_at');
    const pass = (submissionId: string, at: string, after: number) =>
      twice(() => act.passDeadline({ submissionId, rungFor: at, at, after }));
    beforeAll(withoutLadder);
    afterAll(withLadder);

    it('does nothing before its time, then the reminder, then the deadline', async () => {
      const submissionId = await register();
      const row = await datesOf(submissionId);
      const [reminder, due] = [row.next_due_at.toISOString(), row.due_at.toISOString()];
      const early = new Date(row.next_due_at.getTime() - HOUR).toISOString();
      expect(await pass(submissionId, early, 2)).toMatchObject({ done: [], nextDueAt: reminder });
      expect(changed).toBe(0);
      expect(await pass(submissionId, reminder, 2)).toMatchObject({
        done: [{ step: 'deadline_approaching', seq: 3 }],
        nextDueAt: due,
      });
      expect(await pass(submissionId, due, 3)).toMatchObject({
        done: [{ step: 'deadline_passed', seq: 4 }],
        nextDueAt: row.progress_at.toISOString(),
      });
      // Asked for once more, each tells what it did and not what was done later.
      expect(await pass(submissionId, reminder, 2)).toMatchObject({
        done: [{ step: 'deadline_approaching' }],
      });
      expect(changed).toBe(0);
    });

    it('passes the deadline alone when nobody was there at the reminder’s instant', async () => {
      const submissionId = await register();
      const { due_at } = await datesOf(submissionId);
      const late = new Date(due_at.getTime() + HOUR).toISOString();
      expect(await pass(submissionId, late, 2)).toMatchObject({ done: [{ step: 'deadline_passed' }] });
    });

    it('waits for what was done in time, however late its turn is', async () => {
      const submissionId = await register();
      const { due_at } = await datesOf(submissionId);
      await accepts(submissionId, 'decisions', DECISION);
      const late = new Date(due_at.getTime() + HOUR).toISOString();
      expect(await pass(submissionId, late, 2)).toMatchObject({
        done: [],
        pending: true,
        lastAppliedSeq: 2,
      });
      expect(changed).toBe(0);
      await act.applyCommand({ submissionId, after: 2 });
      const events = await system.db('evidences').where({ submission_id: submissionId }).pluck('event');
      expect(events).not.toContain('DeadlinePassed');
    });

    it('reminds of the same instant again when a holiday was declared and withdrawn after the first time', async () => {
      const submissionId = await register();
      const { due_at, next_due_at } = await datesOf(submissionId);
      const reminder = next_due_at.toISOString();
      await act.passDeadline({ submissionId, rungFor: reminder, at: reminder, after: 2 });
      const date = new Date(due_at.getTime() - 9 * HOUR).toISOString().slice(0, 10);
      for (const effect of ['declared', 'withdrawn']) {
        const name = { ko: '임시 휴무', en: 'Closed' };
        const said = await system.as('admin').post('/v1/holidays', { date, effect, name });
        await act.recalculateBatch({ recalculationId: said.body.recalculation });
      }
      const row = await system.db('submissions').where({ id: submissionId }).first();
      expect(row).toMatchObject({ due_at, clock: 'running' });
      expect(await pass(submissionId, reminder, row.last_seq)).toMatchObject({
        done: [{ step: 'deadline_approaching', seq: row.last_seq + 1 }],
      });
    });

    it('finds a step that was scheduled before it was told the last command', async () => {
      const submissionId = await register();
      const rungFor = (await datesOf(submissionId)).next_due_at.toISOString();
      const result = await twice(() => act.passDeadline({ submissionId, rungFor, at: rungFor }));
      expect(result).toMatchObject({ done: [{ step: 'deadline_approaching' }] });
    });

    it('tells what falls on one instant one after the other', async () => {
      await withLadder();
      const submissionId = await register();
      const at = (await datesOf(submissionId)).next_due_at.toISOString();
      expect(await pass(submissionId, at, 2)).toMatchObject({ done: [{ step: 'never_opened', seq: 3 }] });
      expect(await pass(submissionId, at, 3)).toMatchObject({ done: [{ step: 'never_assigned', seq: 4 }] });
      expect(await pass(submissionId, at, 4)).toMatchObject({ done: [] });
      await withoutLadder();
    });
  });

  it('recalculateBatch and wakeMoved, after a holiday: one evidence, one move, and everybody is told again', async () => {
    await withoutLadder();
    const submissionId = await register();
    const { due_at } = await system.db('submissions').where({ id: submissionId }).first('due_at');
    const date = new Date(due_at.getTime() - 9 * HOUR).toISOString().slice(0, 10);
    const declare = async (effect: string): Promise<string> => {
      const name = { ko: '임시 휴무', en: 'Closed' };
      const answer = await system.as('admin').post('/v1/holidays', { date, effect, name });
      expect(answer.status).toBe(201);
      return answer.body.recalculation;
    };
    await act.recalculateBatch({ recalculationId: await declare('declared') });
    const recalculationId = await declare('withdrawn');
    const again = () =>
      system
        .db('recalculations')
        .where({ id: recalculationId })
        .update({ finished_at: null, last_submission: null });
    await act.recalculateBatch({ recalculationId });
    const before = (await dump(system.db)).filter((line) => !line.includes(recalculationId));
    // The answer was lost: the batch is counted once more from its beginning.
    await again();
    await act.recalculateBatch({ recalculationId });
    expect((await dump(system.db)).filter((line) => !line.includes(recalculationId))).toEqual(before);
    const told: string[] = [];
    const waking = createActivities({ ...deps, wake: async (id) => void told.push(id) });
    await waking.wakeMoved({ recalculationId, after: null });
    await waking.wakeMoved({ recalculationId, after: null });
    expect(told.filter((id) => id === submissionId)).toHaveLength(2);
    await withLadder();
  });

  describe('sendNotice', () => {
    const noticeOf = async (submissionId: string): Promise<string> =>
      (
        await system
          .db('notices')
          .where({ submission_id: submissionId, kind: 'registered_party' })
          .first('id')
      ).id;
    const statusOf = async (id: string) => (await system.db('notices').where({ id }).first('status')).status;
    const send = (noticeId: string) =>
      twice(() => new MockActivityEnvironment().run(createNoticeActivities(deps).sendNotice, { noticeId }));

    it('taken by the mail server: one mail', async () => {
      const noticeId = await noticeOf(await register());
      const before = mail.messages().length;
      await send(noticeId);
      expect(mail.messages()).toHaveLength(before + 1);
      expect(await statusOf(noticeId)).toBe('sent');
    });

    it('refused by the mail server: one command, and so one evidence', async () => {
      const submissionId = await register();
      mail.behaviour(() => 'refuse');
      const noticeId = await noticeOf(submissionId);
      await send(noticeId);
      expect(await statusOf(noticeId)).toBe('refused');
      mail.behaviour(() => 'accept');
      const failures = system.db('commands').where({ submission_id: submissionId, kind: 'notice_failed' });
      expect(await failures).toHaveLength(1);
      const result = await twice(() => act.applyCommand({ submissionId, after: 2 }));
      expect(result.done).toMatchObject([{ step: 'notice_failed', seq: 3 }]);
    });
  });

  it('asked for what does not exist it fails for good', async () => {
    const submissionId = '00000000-0000-4000-8000-000000000000';
    await expect(act.applyCommand({ submissionId, after: 0 })).rejects.toMatchObject({ nonRetryable: true });
  });
});
