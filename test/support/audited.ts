import { createKeyRing } from '../../adapters/keys';
import { type CheckDeps, type CheckScope, checkRecords } from '../../usecases/check-records';
import { type System, startSystem } from './system';
import { until } from './until';

/** Everything must be in its place by now. */
const SETTLED: CheckScope['settledAfterMs'] = { log: 0, archive: 0, engine: 0 };

interface Found {
  check: string;
  table: string;
  row: string;
  what: string;
}

/** What the auditor's check finds, and how much it looked at. */
export async function findFaults(
  deps: CheckDeps,
  scope: Partial<CheckScope> = {},
): Promise<{ found: Found[]; looked: Record<string, number> }> {
  const found: Found[] = [];
  const looked: Record<string, number> = {};
  const checks = checkRecords(
    deps,
    { submissions: null, settledAfterMs: SETTLED, ...scope },
    (check, fault) => found.push({ check, ...fault }),
  );
  for await (const checked of checks) looked[checked.check] = checked.looked;
  return { found, looked };
}

export async function checkDepsOf(system: System): Promise<CheckDeps> {
  const keys = await createKeyRing(system.config.keys, async () => false);
  return {
    db: system.db,
    issuer: system.config.publicUrl,
    published: await keys.published(),
    cipher: system.cipher,
    files: system.files,
    now: () => new Date(),
  };
}

/** Waits until the log and the archive have taken what there is. */
async function settle(system: System): Promise<void> {
  const left = async () => [
    ...(await system.db('archive_queue')),
    ...(await system.db('log_queue')),
    ...(await system.db('outbox')),
  ];
  const waiting = await until(left, (rows) => rows.length === 0, 30_000);
  if (waiting.length > 0) throw new Error('Log and archive did not come to rest.');
}

const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };

export interface Audited {
  system: System;
  /** A closed procedure with attachments, a supplement, a refusal with reasons, a printed receipt. */
  whole: string;
  /** Closed; transferred on its way. */
  moved: string;
  /** In process at its office. */
  open: string;
  /** Not sent, with an upload. */
  draft: { id: string; upload: string };
}

/** A system with procedures of many kinds at rest, its worker stopped. */
export async function auditedSystem(): Promise<Audited> {
  const system = await startSystem({ worker: false });
  await system.startWorker({
    archiver: { everyMs: 100, againAfterMs: 100, walkEveryMs: 100 },
  });
  const [party, registrar, handler, auditor] = [
    system.as('minji'),
    system.as('registrar'),
    system.as('handler1'),
    system.as('auditor'),
  ];
  const accepted = ({ status, body }: Awaited<ReturnType<typeof party.post>>) => {
    if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
    return body;
  };
  const upload = async (name: string, text: string) => accepted(await party.upload(name, text)).id as string;
  const submit = async (more: object = {}) =>
    accepted(await party.submit({ ...LETTER, ...more })).submission.id as string;

  const attachments = [
    { upload: await upload('one.txt', 'The first attachment, in plain words.') },
    { upload: await upload('two.txt', 'The second attachment, in other words.') },
  ];
  const whole = await submit({ attachments });
  accepted(await registrar.act(whole, 'assignments', { handler: 'demo-handler1' }));
  accepted(await handler.act(whole, 'openings', {}));
  accepted(await handler.post(`/v1/submissions/${whole}/notes`, { body: '전화로 문의함.' }));
  accepted(
    await handler.act(whole, 'supplement-requests', {
      fields: ['/body'],
      days: 5,
      words: '사유를 적어 주십시오.',
    }),
  );
  accepted(await party.act(whole, 'supplement-extensions', { words: '시간이 더 필요합니다.' }));
  accepted(
    await party.act(whole, 'supplements', {
      letter: { title: '질의', body: '사유를 적었습니다.' },
      attachments: [{ upload: await upload('three.txt', 'The third, sent later.') }],
    }),
  );
  accepted(await handler.act(whole, 'suspensions', { reason: 'inquiry', words: '조회 중입니다.' }));
  accepted(await handler.act(whole, 'resumptions', { words: '조회가 끝났습니다.' }));
  accepted(await handler.act(whole, 'extensions', { period: 'P1D', words: '더 살펴보아야 합니다.' }));
  accepted(
    await handler.act(whole, 'decisions', {
      outcome: 'refused',
      reasons: '요건에 맞지 않습니다.',
      remedy: '30일 안에 이의를 신청할 수 있습니다.',
      reply: { title: '답변', body: '거부합니다.' },
    }),
  );
  accepted(await party.act(whole, 'acknowledgements', {}));
  const receipts = accepted(await party.get(`/v1/submissions/${whole}/receipts`)).items;
  accepted(await party.get(`/v1/submissions/${whole}/receipts/${receipts[0].evidence.id}/pdf?language=ko`));

  await settle(system);
  // A receipt's proof is made once it is sealed.
  accepted(await party.get(`/v1/submissions/${whole}/receipts/${receipts[0].evidence.id}/proof`));

  const moved = await submit();
  accepted(await registrar.act(moved, 'transfers', { office: 'haneul-food', words: '소관이 아닙니다.' }));
  accepted(
    await system.as('handler-food').act(moved, 'decisions', {
      outcome: 'noted',
      reply: { title: '답변', body: '확인했습니다.' },
    }),
  );

  const open = await submit();
  accepted(await registrar.act(open, 'assignments', { handler: 'demo-handler1' }));
  await system.as('junho').act(open, 'withdrawals', {}, { etag: '"1"' });
  accepted(await auditor.get(`/v1/submissions/${open}/accesses`));
  const waiting = await upload('four.txt', 'The fourth, not sent.');
  const draft = { letter: { title: '초안' }, attachments: [{ upload: waiting }] };
  const kept = accepted(await party.post('/v1/drafts', draft)).id as string;
  await settle(system);
  await system.stopWorker();
  return { system, whole, moved, open, draft: { id: kept, upload: waiting } };
}
