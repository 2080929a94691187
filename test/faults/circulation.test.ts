import { type LocalMail, startMail } from '../../local/mail';
import { checkNote, type PublicKey } from '../support/check-proof';
import { type System, startSystem } from '../support/system';
import { startTimeAuthority, type TimeAuthority } from '../support/time-authority';
import { until } from '../support/until';
import { startWitness, type WitnessServer } from '../support/witness';

const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const AUDITOR = 'auditor@demo.invalid';
const PRESS = 'press@demo.invalid';

describe('checkpoints go to those who keep them', () => {
  let mail: LocalMail;
  let near: WitnessServer;
  let far: WitnessServer;
  let authority: TimeAuthority;
  let impostor: TimeAuthority;
  let system: System;
  let keys: PublicKey[];
  let failures: string[] = [];
  /** Hours that have passed for the system beyond those of the clock on the wall. */
  let hours = 0;

  beforeAll(async () => {
    mail = await startMail();
    near = await startWitness('near.example.org/witness');
    far = await startWitness('far.example.org/witness');
    authority = await startTimeAuthority();
    impostor = await startTimeAuthority();
    system = await startSystem({
      worker: false,
      now: () => new Date(Date.now() + hours * 3_600_000),
      env: {
        SMTP_URL: mail.smtpUrl,
        NOTICES: 'off',
        WITNESSES: `${near.key} ${near.url}, ${far.key} ${far.url}`,
        CHECKPOINT_MAIL_TO: `${AUDITOR}, ${PRESS}`,
        TSA_URL: authority.url,
        TSA_CERTIFICATE: authority.certificateFile,
      },
    });
    keys = (await system.as(null).get('/.well-known/jwks.json')).body.keys;
    const logKey = keys.find(({ purpose }) => purpose === 'log');
    const origin = `${new URL(system.url).host}/log`;
    for (const one of [near, far]) one.trust(origin, Buffer.from(logKey?.x ?? '', 'base64url'));
    await startWorker();
  });
  afterAll(async () => {
    await system.stop();
    await Promise.all([mail, near, far, authority, impostor].map((part) => part.stop()));
  });
  beforeEach(() => {
    failures = [];
    for (const one of [near, far]) one.behave('right');
    authority.behave('right');
  });

  const startWorker = () => system.startWorker({ failed: (what) => void failures.push(what) });
  const send = async (): Promise<void> => {
    expect((await system.as('minji').submit(LETTER)).status).toBe(201);
  };
  const newest = async () => (await system.as(null).get('/v1/log/checkpoints?limit=1')).body.items[0];
  /** The newest checkpoint, once everything written so far is under it. */
  const sealed = async () => {
    const waiting = async () => Number((await system.db('log_queue').count('*').first())?.count);
    expect(await until(waiting, (count) => count === 0)).toBe(0);
    return newest();
  };
  const named = (note: string) => checkNote(note, system.url, keys).signatures.map(({ name }) => name);
  const cosignedBy = (one: WitnessServer) => until(newest, ({ note }) => note.includes(`— ${one.name} `));

  it('has each checkpoint cosigned by witnesses that saw it grow', async () => {
    for (let n = 0; n < 3; n += 1) {
      await send();
      const { size } = await sealed();
      const held = await until(
        async () => [near, far].map((one) => one.held()?.size ?? 0),
        (sizes) => sizes.every((one) => one >= size),
      );
      expect(Math.min(...held)).toBeGreaterThanOrEqual(size);
    }
    await cosignedBy(near);
    const { note, size } = await cosignedBy(far);
    expect(named(note)).toEqual([`${new URL(system.url).host}/log`, far.name, near.name]);
    // Nobody has to ask how far the other is: it is known from what was cosigned.
    expect(new Set(near.answers)).toEqual(new Set([200]));
    expect((await system.as(null).get(`/v1/log/checkpoints/${size}`)).body.note).toBe(note);
    expect(failures).toEqual([]);
  });

  it('waits for no witness that is silent, refuses or talks nonsense, and brings each up to date later', async () => {
    far.behave('silent');
    await send();
    await cosignedBy(near);
    far.behave('forbidden');
    await until(
      async () => failures,
      (all) => all.includes(`witness ${far.name}`),
    );
    far.behave('endless');
    await send();
    const { size } = await sealed();
    await cosignedBy(near);
    far.behave('foreign');
    await send();
    await cosignedBy(near);
    expect((await newest()).note).not.toContain(far.name);
    expect(failures).toContain(`witness ${far.name}`);
    expect(failures).not.toContain(`witness ${near.name}`);
    expect(failures).not.toContain('seal');
    far.behave('right');
    await cosignedBy(far);
    expect(far.held()?.size).toBeGreaterThanOrEqual(size);
  });

  it('follows a witness that is elsewhere than was believed', async () => {
    await send();
    await cosignedBy(near);
    // Restored from an older backup: it says so, and is brought forward from there.
    near.hold(undefined);
    await send();
    const { size } = await sealed();
    await until(
      async () => near.held()?.size ?? 0,
      (held) => held >= size,
    );
    expect(near.answers).toContain(409);
    expect((await cosignedBy(near)).note).toContain(near.name);
  });

  it('gets no cosignature from a witness that holds another tree', async () => {
    const before = near.held();
    near.hold({ size: before?.size ?? 1, root: new Uint8Array(32).fill(9) });
    near.answers.length = 0;
    await send();
    await until(
      async () => near.answers,
      (answers) => answers.includes(422),
    );
    expect(near.answers).not.toContain(200);
    near.hold(before);
    await cosignedBy(near);
  });

  it('is dated by the authority once an hour, with a token that anybody can check', async () => {
    const stamps = () => system.db('timestamps').orderBy('size').select('size', 'token');
    const [first] = await until(stamps, (rows) => rows.length > 0);
    expect(await stamps()).toHaveLength(1);
    const { body } = await system.db('checkpoints').where({ size: first.size }).first('body');
    expect(await authority.verifies(first.token, body)).toBe(true);
    expect(await authority.verifies(first.token, `${body}x`)).toBe(false);
    const shown = (await system.as(null).get(`/v1/log/checkpoints/${first.size}`)).body.timestamp;
    expect(Buffer.from(shown, 'base64').equals(first.token)).toBe(true);
    hours += 1;
    await send();
    expect(await until(stamps, (rows) => rows.length === 2)).toHaveLength(2);
    expect(failures).not.toContain('timestamp');
  });

  it('carries the token in proofs that were made after it', async () => {
    const { submission, receipt } = (await system.as('minji').submit(LETTER)).body;
    await sealed();
    const stamped = async () => (await system.db('timestamps').max('size as size').first())?.size;
    const before = await stamped();
    hours += 1;
    await send();
    await until(stamped, (size) => size > before);
    const { body } = await system
      .as('minji')
      .get(`/v1/submissions/${submission.id}/receipts/${receipt.id}/proof`);
    expect(body.proof.size).toBe(await stamped());
    const note = checkNote(body.proof.checkpoint, system.url, keys);
    expect(await authority.verifies(Buffer.from(body.proof.timestamp, 'base64'), note.body)).toBe(true);
  });

  it('keeps no token that is of something else, refused, or of an authority that nobody named', async () => {
    const count = async () => Number((await system.db('timestamps').count('*').first())?.count);
    const before = await count();
    for (const manner of ['repeats', 'refuses'] as const) {
      authority.behave(manner);
      failures = [];
      hours += 1;
      await send();
      await until(
        async () => failures,
        (all) => all.includes('timestamp'),
      );
      expect([manner, await count()]).toEqual([manner, before]);
    }
    authority.behave('right');
    await system.stopWorker();
    Object.assign(system.config.log.tsa ?? {}, { url: impostor.url });
    failures = [];
    await startWorker();
    await until(
      async () => failures,
      (all) => all.includes('timestamp'),
    );
    expect(impostor.asked()).toBeGreaterThan(0);
    expect(await count()).toBe(before);
    await system.stopWorker();
    Object.assign(system.config.log.tsa ?? {}, { url: authority.url });
    await startWorker();
    expect(await until(count, (now) => now > before)).toBe(before + 1);
  });

  it('is mailed once a day to everybody who asked for it, to the letter', async () => {
    const mailed = (to: string) => mail.messages().filter((message) => message.to.includes(to));
    await until(
      async () => [mailed(AUDITOR), mailed(PRESS)],
      (all) => all.every((one) => one.length > 0),
    );
    const before = mailed(AUDITOR).length;
    expect(mailed(PRESS)).toHaveLength(before);
    hours += 24;
    await send();
    await until(
      async () => mailed(PRESS),
      (all) => all.length > before,
    );
    const all = await until(
      async () => mailed(AUDITOR),
      (now) => now.length > before,
    );
    expect(all).toHaveLength(before + 1);
    const note = `${all.at(-1)?.text.replaceAll('\r\n', '\n').trimEnd()}\n`;
    const checkpoint = checkNote(note, system.url, keys);
    const kept = (await system.as(null).get(`/v1/log/checkpoints/${checkpoint.size}`)).body;
    expect(kept.note.startsWith(`${checkpoint.body}\n`)).toBe(true);
  });

  it('stops within seconds while nobody answers', async () => {
    near.behave('silent');
    far.behave('silent');
    await send();
    await sealed();
    const started = Date.now();
    await system.stopWorker();
    expect(Date.now() - started).toBeLessThan(8_000);
  });
});
