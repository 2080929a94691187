import { randomBytes } from 'node:crypto';
import { NO_DELIVERY } from '../../usecases/deliver-command';
import { queues, SUBMISSION_WORKFLOW, workflowIdOf } from '../../workflows/messages';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const DECISION = { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } };
const TABLES = ['submissions', 'commands', 'evidences', 'registrations', 'outbox', 'notices', 'openings'];

const json = (value: unknown) => payload('json/plain', JSON.stringify(value));
const payload = (encoding: string, data: string | Uint8Array, keyId?: string | Uint8Array) => ({
  metadata: {
    encoding: Buffer.from(encoding),
    ...(keyId === undefined ? {} : { 'encryption-key-id': Buffer.from(keyId as string) }),
  },
  data: Buffer.from(data as string),
});
const encrypted = (data: Uint8Array, keyId?: string | Uint8Array) => payload('binary/encrypted', data, keyId);

describe('what is sent straight to the engine', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem({
      relay: { undeliveredAfterMs: 500, stuckAfterMs: 1_500, inspectEveryMs: 500 },
    });
  });
  afterAll(() => system.stop());

  const register = async (): Promise<string> => (await system.as('minji').submit(LETTER)).body.submission.id;
  const signal = (id: string, name: string, payloads: ReturnType<typeof payload>[]) =>
    system.temporal.workflowService.signalWorkflowExecution({
      namespace: 'default',
      workflowExecution: { workflowId: workflowIdOf(id) },
      signalName: name,
      input: { payloads },
    });
  /** Everything that the rows say of a submission. The mails' own fate goes its way meanwhile and is left out. */
  const rowsOf = async (id: string): Promise<string> => {
    const dumps = await Promise.all(
      TABLES.map(async (table) => {
        const rows = await system.db(table).where(table === 'submissions' ? { id } : { submission_id: id });
        // How far a mail has come is the mail server's affair.
        return rows.map(({ status, attempts, settled_at, response, carrier, ...row }) =>
          JSON.stringify(table === 'notices' ? row : { ...row, status }),
        );
      }),
    );
    return JSON.stringify(dumps.map((rows) => rows.sort()));
  };
  const decide = async (id: string): Promise<string> => {
    const answer = await system.as('handler1').act(id, 'decisions', DECISION);
    expect([200, 202]).toContain(answer.status);
    const state = async () => (await system.as('minji').get(`/v1/submissions/${id}`)).body.state;
    return until(state, (now) => now === 'closed', 40_000);
  };

  const FORGED: [string, string, ReturnType<typeof payload>[]][] = [
    ['a word for a number', 'commandsExist', [json('decide')]],
    ['an object', 'commandsExist', [json({ kind: 'decide', outcome: 'granted' })]],
    ['nothing', 'commandsExist', []],
    ['null', 'commandsExist', [json(null)]],
    ['2^53', 'commandsExist', [json(2 ** 53)]],
    ['a large number', 'commandsExist', [json(2 ** 53 - 1)]],
    ['a negative number', 'commandsExist', [json(-1)]],
    ['a fraction', 'commandsExist', [json(1.5)]],
    [
      'bytes that are not JSON',
      'commandsExist',
      [payload('json/plain', Buffer.from([0xff, 0xfe, 0x00, 0x80]))],
    ],
    ['an encoding nobody knows', 'commandsExist', [payload('binary/unheard-of', 'x')]],
    ['a protobuf that is none', 'commandsExist', [payload('binary/protobuf', 'x')]],
    ['a message of another name', 'decide', [json({ outcome: 'granted' })]],
    ['an encrypted payload without a key id', 'commandsExist', [encrypted(randomBytes(60))]],
    ['an encrypted payload under a key that is not ours', 'commandsExist', [encrypted(randomBytes(60), 'x')]],
    [
      'an encrypted payload under a key id of 100 KB',
      'commandsExist',
      [encrypted(randomBytes(60), randomBytes(100_000))],
    ],
    ['an encrypted payload of no bytes', 'commandsExist', [encrypted(Buffer.alloc(0), 'x')]],
  ];
  it.each(FORGED)('changes no row: %s', async (_what, name, payloads) => {
    const id = await register();
    const before = await rowsOf(id);
    await signal(id, name, payloads);
    // The answer to a query comes after the message was taken.
    expect(await system.temporal.workflow.getHandle(workflowIdOf(id)).query('procedure')).toMatchObject({
      state: 'registered',
    });
    expect(await rowsOf(id)).toBe(before);
    expect(await decide(id)).toBe('closed');
  });

  it('changes no row: what names our key and was not made with it, small and of 1.9 MB', async () => {
    const id = await register();
    const before = await rowsOf(id);
    const [codec] = system.temporal.options.loadedDataConverter.payloadCodecs;
    const [genuine] = (await codec?.encode([json(2)])) ?? [];
    const keyId = genuine?.metadata?.['encryption-key-id'] ?? Buffer.alloc(0);
    const flipped = Buffer.from(genuine?.data ?? []);
    flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1;
    for (const data of [flipped, randomBytes(28), randomBytes(1_900_000)])
      await signal(id, 'commandsExist', [encrypted(data, keyId)]);
    expect(await system.temporal.workflow.getHandle(workflowIdOf(id)).query('procedure')).toMatchObject({
      state: 'registered',
    });
    expect(await rowsOf(id)).toBe(before);
    expect(await decide(id)).toBe('closed');
  });

  it('changes no row: another submission’s command number, an update, a second start, a stranger’s workflow', async () => {
    const [id, other] = [await register(), await register()];
    const before = await rowsOf(id);
    const names = queues(system.config.temporal.queuePrefix);
    await signal(id, 'commandsExist', [json(7)]);
    await signal(other, 'commandsExist', [json(2)]);
    const handle = system.temporal.workflow.getHandle(workflowIdOf(id));
    await expect(handle.executeUpdate('decide', { args: [DECISION] })).rejects.toThrow();
    await expect(
      system.temporal.workflow.start(SUBMISSION_WORKFLOW, {
        workflowId: workflowIdOf(id),
        taskQueue: names.submissions,
      }),
    ).rejects.toThrow();
    const strangers = [
      'submission:not-a-uuid',
      'anything',
      workflowIdOf('00000000-0000-4000-8000-000000000000'),
    ];
    for (const workflowId of strangers) {
      const run = await system.temporal.workflow.start(SUBMISSION_WORKFLOW, {
        workflowId,
        taskQueue: names.submissions,
        args: [{ submissionId: id }],
      });
      await expect(run.result()).rejects.toThrow();
    }
    expect(await rowsOf(id)).toBe(before);
    expect(await decide(id)).toBe('closed');
  });

  it('replaces a run that a message with a reserved name keeps failing', async () => {
    const id = await register();
    const before = await rowsOf(id);
    await signal(id, '__temporal_anything', [json(1)]);
    expect(await rowsOf(id)).toBe(before);
    expect(await decide(id)).toBe('closed');
    expect(await system.db('registrations').where({ submission_id: id })).toHaveLength(1);
  });

  it('leaves a submission decidable under 3,000 messages, some of them near 2 MB', async () => {
    const id = await register();
    const before = await rowsOf(id);
    const large = json('x'.repeat(1_900_000));
    let next = 0;
    let taken = 0;
    const lane = async () => {
      for (let index = next++; index < 3_000; index = next++) {
        const name = index % 7 === 0 ? 'anotherSignal' : 'commandsExist';
        const sent = signal(id, name, [index % 100 === 0 ? large : json(index)]);
        await sent.then(
          () => {
            taken += 1;
          },
          () => {},
        );
      }
    };
    await Promise.all(Array.from({ length: 20 }, lane));
    process.stderr.write(`  the engine took ${taken} of 3,000 messages\n`);
    expect(taken).toBeGreaterThan(2_000);
    expect(await rowsOf(id)).toBe(before);
    expect(await decide(id)).toBe('closed');
    const events = await system
      .db('evidences')
      .where({ submission_id: id })
      .orderBy('sequence')
      .pluck('event');
    expect(events).toEqual([
      'SubmissionAcceptance',
      'ConsignmentAcceptance',
      'DecisionRecorded',
      'ContentConsignment',
      'Closed',
    ]);
  }, 180_000);
});

describe('a stranger who is first', () => {
  it.each(['elsewhere', 'on our queue'])('is replaced when it runs %s under our id', async (where) => {
    const system = await startSystem({
      worker: false,
      api: { delivery: NO_DELIVERY },
      relay: { undeliveredAfterMs: 100, stuckAfterMs: 1_000, inspectEveryMs: 300 },
    });
    try {
      const { id } = (await system.as('minji').submit(LETTER, { wait: 0 })).body.submission;
      const ours = queues(system.config.temporal.queuePrefix).submissions;
      const taskQueue = where === 'elsewhere' ? 'nobody-listens-here' : ours;
      await system.temporal.workflow.start('somethingElse', { workflowId: workflowIdOf(id), taskQueue });
      await system.startWorker();
      const state = async () => (await system.as('minji').get(`/v1/submissions/${id}`)).body.state;
      expect(await until(state, (now) => now === 'registered', 40_000)).toBe('registered');
      expect(await system.db('registrations').where({ submission_id: id })).toHaveLength(1);
    } finally {
      await system.stop();
    }
  });
});
