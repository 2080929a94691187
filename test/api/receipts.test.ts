import { createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueCertificate } from '../../adapters/keys/certificate';
import { canonicalJson } from '../../domain/digest';
import { type KeyService, startKeyService } from '../support/key-service';
import { findPdfsig } from '../support/pdfsig';
import { takeApart } from '../support/sealed-pdf';
import { type System, startSystem } from '../support/system';

const LETTER = {
  letter: { title: '/ByteRange [0 1 2 3] 질의', body: '문의드립니다.' },
  office: 'haneul-civil',
};
const DECISION = { outcome: 'noted', reply: { title: '/Type /EmbeddedFile', body: '처리했습니다.' } };

/** The bytes as they came, which a client that parses them never sees. */
async function bytes(system: System, path: string): Promise<{ type: string; body: Buffer }> {
  const answer = await fetch(`${system.url}${path}`, {
    headers: { authorization: `Bearer ${await system.issuer.token('demo-minji')}` },
  });
  expect(answer.status).toBe(200);
  return { type: answer.headers.get('content-type') ?? '', body: Buffer.from(await answer.arrayBuffer()) };
}

describe('receipts', () => {
  let system: System;
  let id: string;
  let receipts: { evidence: { id: string; event: string }; digest: string; jws: string }[];
  beforeAll(async () => {
    system = await startSystem();
    id = (await system.as('minji').submit(LETTER)).body.submission.id;
    expect((await system.as('handler1').act(id, 'decisions', DECISION)).status).toBe(200);
    receipts = (await system.as('minji').get(`/v1/submissions/${id}/receipts`)).body.items;
  });
  afterAll(() => system.stop());

  it('as JSON are canonical, of exactly four members, and the same bytes each time', async () => {
    expect(receipts.map(({ evidence }) => evidence.event)).toContain('DecisionRecorded');
    for (const { evidence, digest, jws } of receipts) {
      const path = `/v1/submissions/${id}/receipts/${evidence.id}`;
      const { type, body } = await bytes(system, path);
      expect(type).toMatch(/^application\/json\b/);
      expect(body.toString()).toBe(canonicalJson({ format: 'gongmun-receipt/1', evidence, digest, jws }));
      expect((await bytes(system, path)).body).toEqual(body);
    }
  });

  it.each(['ko', 'en'])(
    'as PDF (%s) hold the same bytes and are sealed by a published key',
    async (language) => {
      const jwks = (await system.as(null).get('/.well-known/jwks.json')).body.keys;
      const [seal] = jwks.filter((key: { purpose: string }) => key.purpose === 'seal');
      const certificate = new X509Certificate(Buffer.from(seal.x5c[0], 'base64'));
      expect(createPublicKey({ key: seal, format: 'jwk' }).equals(certificate.publicKey)).toBe(true);
      for (const { evidence } of receipts) {
        const path = `/v1/submissions/${id}/receipts/${evidence.id}`;
        const { cms, receipt } = takeApart((await bytes(system, `${path}/pdf?language=${language}`)).body);
        expect(receipt).toEqual((await bytes(system, path)).body);
        expect(cms.includes(certificate.raw)).toBe(true);
      }
    },
  );

  it('as PDF are one file for ever, of however many that ask at once', async () => {
    const path = `/v1/submissions/${id}/receipts/${receipts[1]?.evidence.id}/pdf?language=en`;
    const asked = await Promise.all(Array.from({ length: 6 }, () => bytes(system, path)));
    for (const { body } of asked) expect(body).toEqual(asked[0]?.body);
  });

  const pdfsig = findPdfsig();
  (pdfsig === undefined ? it.skip : it)('as PDF are valid to a reader that knows nothing of us', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'gongmun-pdfsig-'));
    const path = `/v1/submissions/${id}/receipts/${receipts[0]?.evidence.id}/pdf`;
    expect(pdfsig?.((await bytes(system, path)).body, dir)).toContain('Signature is Valid.');
    await rm(dir, { recursive: true, force: true });
  });
});

describe('with the seal in a key service', () => {
  let dir: string;
  let service: KeyService;
  let system: System;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'gongmun-token-'));
    service = await startKeyService({ seal: 'ecdsa-p256' });
    const [publicKey] = service.publicKeys('seal');
    const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const common = { serial: Buffer.from([1]), from: new Date(), days: 1 };
    const root = issueCertificate({
      ...common,
      subject: { publicKey: authority.publicKey, name: 'R', organisation: 'R' },
      issuer: { privateKey: authority.privateKey },
    });
    const own = issueCertificate({
      ...common,
      subject: { publicKey: publicKey ?? authority.publicKey, name: 'S', organisation: 'S' },
      issuer: { privateKey: authority.privateKey, certificate: root },
    });
    await writeFile(join(dir, 'token'), service.token);
    await writeFile(join(dir, 'certificates.pem'), `${root}${own}`);
    system = await startSystem({
      worker: false,
      env: {
        KEY_SERVICE_URL: service.url,
        KEY_SERVICE_TOKEN_FILE: join(dir, 'token'),
        KEY_SERVICE_SEAL_KEY: 'seal',
        SEAL_CERTIFICATES_FILE: join(dir, 'certificates.pem'),
      },
    });
  });
  afterAll(async () => {
    await system.stop();
    await service.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it('that is away no page is given out unsealed, submitting and reading go on, and later it is sealed', async () => {
    const minji = system.as('minji');
    const { submission } = (await minji.submit(LETTER, { wait: 0 })).body;
    const [receipt] = (await minji.get(`/v1/submissions/${submission.id}/receipts`)).body.items;
    const path = `/v1/submissions/${submission.id}/receipts/${receipt.evidence.id}`;
    for (const manner of ['sealed', 'forged'] as const) {
      service.behave(manner);
      const refused = await minji.get(`${path}/pdf`);
      expect(refused).toMatchObject({ status: 503, body: { code: 'evidence.signing_unavailable' } });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await system.db('printed_documents')).toEqual([]);
      expect((await minji.get(path)).status).toBe(200);
      expect((await minji.submit(LETTER, { wait: 0 })).status).toBe(202);
    }
    service.behave('right');
    const { body } = await bytes(system, `${path}/pdf`);
    expect(takeApart(body).receipt).toEqual((await bytes(system, path)).body);
    // What was printed once needs no key any more.
    service.behave('sealed');
    expect((await bytes(system, `${path}/pdf`)).body).toEqual(body);
  });
});
