import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CompactVerifyResult, compactVerify, createLocalJWKSet } from 'jose';
import { NO_DELIVERY } from '../../usecases/deliver-command';
import { dump } from '../support/dump';
import { type KeyService, type Manner, startKeyService } from '../support/key-service';
import { type System, startSystem } from '../support/system';

const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };

// Nothing but the requests themselves writes a row.
const startWith = (env: Record<string, string>) =>
  startSystem({ worker: false, env, api: { delivery: NO_DELIVERY } });

/** The evidence key in a key service, everything else as usual. */
describe('with a key service', () => {
  let dir: string;
  let service: KeyService;
  let system: System;
  let env: Record<string, string>;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'gongmun-token-'));
    service = await startKeyService({ evidence: 'ed25519' });
    await writeFile(join(dir, 'token'), `${service.token}\n`);
    env = {
      KEY_SERVICE_URL: service.url,
      KEY_SERVICE_TOKEN_FILE: join(dir, 'token'),
      KEY_SERVICE_EVIDENCE_KEY: 'evidence',
    };
    system = await startWith(env);
  });
  afterAll(async () => {
    await system.stop();
    await service.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const submit = (to: System = system) => to.as('minji').submit(LETTER, { wait: 0 });
  async function check(jws: string): Promise<CompactVerifyResult> {
    const { body } = await system.as(null).get('/.well-known/jwks.json');
    return compactVerify(jws, createLocalJWKSet(body));
  }

  it('an acceptance is signed there and verifies by the published key', async () => {
    const { status, body } = await submit();
    expect(status).toBe(202);
    const { protectedHeader, payload } = await check(body.receipt.jws);
    expect(protectedHeader).toEqual({ alg: 'EdDSA', kid: expect.any(String), typ: 'gongmun-evidence+jws' });
    expect(JSON.parse(Buffer.from(payload).toString())).toMatchObject({ event: 'SubmissionAcceptance' });
  });

  const refused = async (): Promise<void> => {
    const before = await dump(system.db);
    const answer = await submit();
    expect(answer).toMatchObject({ status: 503, body: { code: 'evidence.signing_unavailable' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await dump(system.db)).toEqual(before);
  };

  it.each<Manner>(['forged', 'other_version', 'not_json', 'endless', 'sealed', 'moved'])(
    'that answers wrongly (%s) nothing is acknowledged and nothing is written',
    async (manner) => {
      service.behave(manner);
      await refused();
      service.behave('right');
      expect((await submit()).status).toBe(202);
    },
  );

  it('that does not answer, the refusal comes within seconds', async () => {
    service.behave('silent');
    const started = Date.now();
    await refused();
    expect(Date.now() - started).toBeLessThan(6_000);
    service.behave('right');
    expect((await submit()).status).toBe(202);
  });

  it('that is away nothing is acknowledged, reading goes on, and when it is back so is everything', async () => {
    const { body } = await submit();
    await service.stop();
    await refused();
    expect((await system.as('minji').get(`/v1/submissions/${body.submission.id}`)).status).toBe(200);
    // Keys that were read once stay published.
    await check(body.receipt.jws);
    await service.start();
    expect((await submit()).status).toBe(202);
  });

  it('that is away from the start the API starts, and publishes no half of the keys', async () => {
    await service.stop();
    const late = await startWith(env);
    try {
      expect((await submit(late)).status).toBe(503);
      expect((await late.as(null).get('/.well-known/jwks.json')).status).toBe(503);
      expect(await late.db('submissions')).toEqual([]);
      await service.start();
      expect((await submit(late)).status).toBe(202);
    } finally {
      await late.stop();
    }
  });

  it('with a new version old receipts verify by the published keys, and new ones name the new key', async () => {
    const old = (await submit()).body.receipt.jws;
    service.rotate('evidence');
    const restarted = await startWith(env);
    try {
      const fresh = (await submit(restarted)).body.receipt.jws;
      const { body } = await restarted.as(null).get('/.well-known/jwks.json');
      const keys = createLocalJWKSet(body);
      const [before, after] = [await compactVerify(old, keys), await compactVerify(fresh, keys)];
      expect(after.protectedHeader.kid).not.toBe(before.protectedHeader.kid);
      expect(body.keys.filter((key: { purpose: string }) => key.purpose === 'evidence')).toHaveLength(2);
    } finally {
      await restarted.stop();
    }
  });
});
