import { commandsExist, workflowIdOf } from '../../workflows/messages';
import { startDatabaseProxy } from '../support/database-proxy';
import { parts } from '../support/parts';
import { startSystem } from '../support/system';
import { until } from '../support/until';

/** One minute in `npm test`; `npm run faults:database` takes the ten minutes of design §3. */
const AWAY_SECONDS = Number(process.env.GONGMUN_AWAY_SECONDS ?? 60);
const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const DECISION = { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } };

describe('PostgreSQL away', () => {
  it(
    'adds at most ten events to a waiting submission, and everything goes on afterwards',
    async () => {
      const proxy = await startDatabaseProxy(parts().postgresUrl);
      const system = await startSystem({ through: proxy.through });
      try {
        const minji = system.as('minji');
        const { id } = (await minji.submit(LETTER)).body.submission;
        const run = system.temporal.workflow.getHandle(workflowIdOf(id));
        const events = async () => (await run.fetchHistory()).events?.length ?? 0;
        // A deadline that falls due in the outage: the workflow learns of it when it is told to look at its rows.
        const due = new Date(Date.now() + 5_000);
        await system.db('submissions').where({ id }).update({ due_at: due, next_due_at: due });
        await run.signal(commandsExist, 1_000);
        const timer = async () => (await run.query<{ nextTimer: string | null }>('procedure')).nextTimer;
        expect(await until(timer, (at) => at === due.toISOString())).toBe(due.toISOString());

        const before = await events();
        const outage = proxy.away(AWAY_SECONDS * 1_000);
        await run.signal(commandsExist, 1_001);
        const refused = await minji.submit(LETTER, { wait: 0 });
        expect(refused.status).toBe(503);
        expect(refused.headers.get('retry-after')).not.toBeNull();
        await outage;
        const after = await events();
        process.stderr.write(
          `PostgreSQL away for ${AWAY_SECONDS} s: ${before} events before, ${after} after\n`,
        );
        expect(after - before).toBeLessThanOrEqual(10);

        const passed = async () =>
          (await system.db('evidences').where({ submission_id: id, event: 'DeadlinePassed' })).length;
        expect(await until(passed, (count) => count === 1, 60_000)).toBe(1);
        const decided = await system.as('handler1').act(id, 'decisions', DECISION);
        expect(decided).toMatchObject({ status: 200, body: { submission: { state: 'closed' } } });
        expect((await minji.submit(LETTER)).body.submission.state).toBe('registered');
        const numbers = await system.db('registrations').orderBy('seq').select('seq');
        expect(numbers).toEqual([{ seq: 1 }, { seq: 2 }]);
      } finally {
        await system.stop();
        await proxy.stop();
      }
    },
    (AWAY_SECONDS + 120) * 1_000,
  );
});
