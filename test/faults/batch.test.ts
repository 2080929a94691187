import { randomUUID } from 'node:crypto';
import { freePort } from '../../local/free-port';
import { environmentOf, type Program, startProgram } from '../support/program';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

/** `npm run faults:batch` sends 10,000. */
const LINES = Number(process.env.GONGMUN_BATCH_LINES ?? 60);
const WITHIN_MS = Math.max(120_000, LINES * 120);
/** Every so many lines one is wrong. */
const WRONG = 20;

describe('a batch whose worker is killed in the middle', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem({ worker: false });
  });
  afterAll(() => system.stop());

  const startWorker = async (): Promise<Program> =>
    startProgram('worker/main.ts', environmentOf(system.config, { METRICS_PORT: String(await freePort()) }));

  it(
    `of ${LINES} lines, sent twice, has one effect for each line`,
    async () => {
      const document = (line: number) => ({
        letter: { title: `줄 ${line}`, body: '일괄 제출입니다.' },
        office: line % WRONG === 0 ? 'no-such-office' : 'haneul-civil',
      });
      const lines = Array.from({ length: LINES }, (_, index) => document(index + 1));
      const key = randomUUID();
      const began = Date.now();
      const sent = await system.as('minji').batch(lines, { key });
      const received = Date.now();
      expect([sent.status, sent.body.lines]).toEqual([202, LINES]);
      const { id } = sent.body;
      const progress = async () => (await system.as('minji').get(`/v1/batches/${id}`)).body;
      const doomed = await startWorker();
      const inTheMiddle = await until(progress, ({ accepted }) => accepted > LINES / 10, WITHIN_MS);
      doomed.signal('SIGKILL');
      await doomed.ended;
      expect(inTheMiddle.waiting).toBeGreaterThan(0);
      const again = await system.as('minji').batch(lines, { key });
      expect([again.status, again.body.id]).toEqual([202, id]);

      const worker = await startWorker();
      try {
        const end = await until(progress, ({ status }) => status === 'done', WITHIN_MS);
        const finished = Date.now();
        const wrong = Math.floor(LINES / WRONG);
        expect(end).toMatchObject({ status: 'done', accepted: LINES - wrong, refused: wrong, waiting: 0 });
        const registered = () => system.db('submissions').where({ state: 'registered' }).count().first();
        await until(registered, (row) => Number(row?.count) === LINES - wrong, WITHIN_MS);
        if (LINES > 1_000)
          process.stderr.write(
            `${LINES} lines: received in ${received - began} ms, submitted ${finished - received} ms after that, ` +
              `registered ${Date.now() - received} ms after that, a killed worker among it\n`,
          );
      } finally {
        worker.signal('SIGTERM');
        await worker.ended;
      }
      const { rows } = await system.db.raw(
        `SELECT count(*) AS submissions, count(DISTINCT b.line) AS lines,
           (SELECT count(*) FROM registrations) AS registrations,
           (SELECT count(*) FROM evidences WHERE event = 'SubmissionAcceptance') AS receipts
         FROM submissions s JOIN batch_lines b ON b.submission_id = s.id`,
      );
      const taken = LINES - Math.floor(LINES / WRONG);
      expect(rows).toEqual([{ submissions: taken, lines: taken, registrations: taken, receipts: taken }]);
      expect(await system.db('submissions').count()).toEqual([{ count: taken }]);
      const third = await system.as('minji').batch(lines, { key });
      expect(third.body).toMatchObject({ id, status: 'done', accepted: taken });
    },
    WITHIN_MS * 2 + 60_000,
  );
});
