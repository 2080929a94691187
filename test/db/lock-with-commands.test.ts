import { randomUUID } from 'node:crypto';
import { insertCommand, type NewCommand } from '../../db/command-store';
import { lockToApply, lockWithPending } from '../../db/lock-with-commands';
import { lockSubmission } from '../../db/submission-store';
import { NO_DELIVERY } from '../../usecases/deliver-command';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };

describe('a submission locked with its commands', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem({ worker: false, api: { delivery: NO_DELIVERY } });
  });
  afterAll(() => system.stop());

  const accepted = async (): Promise<string> =>
    (await system.as('minji').submit(LETTER, { wait: 0 })).body.submission.id;
  const withdrawal = (submissionId: string, seq: number): NewCommand => ({
    ...{ id: randomUUID(), submissionId, seq, kind: 'withdraw', office: null, facts: {} },
    ...{ actor: 'demo-minji', capacity: 'party', acceptedAt: new Date('2026-03-02T01:00:00.000Z') },
  });

  it('has the row, and its commands with their instants', async () => {
    const id = await accepted();
    await system.db.transaction((tx) => insertCommand(tx, withdrawal(id, 2)));
    const { pending, toApply } = await system.db.transaction(async (tx) => ({
      pending: await lockWithPending(tx, id),
      toApply: await lockToApply(tx, id, 1),
    }));
    expect(pending?.row).toEqual(await system.db.transaction((tx) => lockSubmission(tx, id)));
    expect(pending?.commands.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(toApply?.commands).toMatchObject([
      { seq: 2, kind: 'withdraw', status: 'accepted', acceptedAt: new Date('2026-03-02T01:00:00.000Z') },
    ]);
    expect(toApply?.commands[0]?.appliedAt).toBeNull();
  });

  it('has the command that was written while it waited for the lock', async () => {
    const id = await accepted();
    const holding = await system.db.transaction();
    await lockSubmission(holding, id);
    const waiting = system.db.transaction((tx) => lockToApply(tx, id, 1));
    const waits = async () =>
      (
        await system.db.raw(
          "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
        )
      ).rows.length;
    expect(await until(waits, (count) => count > 0)).toBe(1);
    await insertCommand(holding, withdrawal(id, 2));
    await holding.commit();
    const locked = await waiting;
    expect(locked?.row.lastSeq).toBe(2);
    expect(locked?.commands.map(({ seq }) => seq)).toEqual([2]);
  });

  it('is undefined of what does not exist', async () => {
    expect(await system.db.transaction((tx) => lockWithPending(tx, randomUUID()))).toBeUndefined();
  });
});
