import { MockActivityEnvironment } from '@temporalio/testing';
import { createActivities } from '../../activities';
import type { Deps } from '../../activities/deps';
import { type LocalMail, startMail } from '../../local/mail';
import { noticeActivityIdOf, workflowIdOf } from '../../workflows/messages';
import { historyOf } from '../support/history';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

/** Stands in everything that a person writes or is called; nothing else in the system says it. */
const CANARY = '카나리아';

describe('what a person writes or is called', () => {
  let mail: LocalMail;
  let system: System;
  const log: string[] = [];
  beforeAll(async () => {
    mail = await startMail();
    system = await startSystem({
      env: { SMTP_URL: mail.smtpUrl },
      relay: { noticesWaitMs: 20 },
      logTo: { write: (line) => log.push(line) },
    });
    await system.db('people').where({ id: 'demo-minji' }).update({ name: CANARY });
  });
  afterAll(async () => {
    await system.stop();
    await mail.stop();
  });

  /** With every payload decoded, so that nothing hides in base64. */
  const readable = (json: string): string =>
    json.replace(/"data": ?"([A-Za-z0-9+/=]+)"/g, (_, data: string) =>
      Buffer.from(data, 'base64').toString(),
    );

  async function submitted(): Promise<string> {
    const party = system.as('minji');
    const upload = await party.upload(`${CANARY}.txt`, `${CANARY} 자료`);
    const sent = await party.submit({
      letter: { title: `${CANARY} 제목`, body: `${CANARY} 본문` },
      office: 'haneul-civil',
      attachments: [{ upload: upload.body.id }],
    });
    expect(sent.status).toBe(201);
    return sent.body.submission.id;
  }

  async function leftInTheEngine(id: string): Promise<string> {
    await until(
      () => system.db('notices').where({ submission_id: id }).whereNot({ status: 'sent' }),
      (rows) => rows.length === 0,
    );
    const carriers = await system.db('notices').where({ submission_id: id }).distinct('carrier');
    const activities = carriers.map(({ carrier }) =>
      system.temporal.activity.getHandle(noticeActivityIdOf(carrier)).describe(),
    );
    expect(activities.length).toBeGreaterThan(0);
    const history = await historyOf(system.temporal, workflowIdOf(id));
    expect(history).toContain('EVENT_TYPE_MARKER_RECORDED');
    return readable(history) + readable(JSON.stringify(await Promise.all(activities)));
  }

  it('is in no history, no activity and no log line of a decision', async () => {
    const id = await submitted();
    await system.as('registrar').act(id, 'openings', {});
    await system.as('registrar').act(id, 'assignments', { handler: 'demo-handler1' });
    const decided = await system.as('handler1').act(id, 'decisions', {
      outcome: 'refused',
      reasons: `${CANARY} 사유`,
      remedy: `${CANARY} 불복`,
      reply: { title: `${CANARY} 회신`, body: `${CANARY} 회신 본문` },
    });
    expect(decided.body).toMatchObject({ submission: { state: 'closed', outcome: 'refused' } });
    const left = await leftInTheEngine(id);
    expect(left).toContain(id);
    expect(left).not.toContain(CANARY);
    const lines = log.filter((line) => line.includes(id));
    expect(lines.length).toBeGreaterThan(3);
    expect(log.join('')).not.toContain(CANARY);
    expect(log.join('')).not.toContain(encodeURIComponent(CANARY));
  });

  it('is in no history, no activity and no log line of a return', async () => {
    const id = await submitted();
    const returned = await system
      .as('registrar')
      .act(id, 'returns', { reason: 'wrong_office', words: `${CANARY} 반려 사유` });
    expect(returned.body).toMatchObject({ submission: { state: 'returned' } });
    expect(await leftInTheEngine(id)).not.toContain(CANARY);
    expect(log.join('')).not.toContain(CANARY);
  });

  it('does not cross into the engine with an error either', async () => {
    const db = {
      transaction: () => Promise.reject(new Error(`Key (name)=(${CANARY}) exists`, { cause: CANARY })),
    };
    const act = createActivities({ db } as unknown as Deps);
    const failure = await new MockActivityEnvironment()
      .run(act.applyCommand, { submissionId: '00000000-0000-4000-8000-000000000000', after: 0 })
      .catch((error: Error) => error);
    expect(failure).toMatchObject({ message: 'the step could not be taken now' });
    expect(`${failure} ${(failure as Error).stack} ${JSON.stringify(failure)}`).not.toContain(CANARY);
    expect((failure as Error).cause).toBeUndefined();
  });
});
