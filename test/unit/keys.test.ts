import { execFileSync, spawnSync } from 'node:child_process';
import { createPublicKey, generateKeyPairSync, type KeyObject, verify, X509Certificate } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { calculateJwkThumbprint, compactVerify, createLocalJWKSet, type JWK } from 'jose';
import { addKey, createKeyRing, type KeySettings, PURPOSES, type PublishedKey } from '../../adapters/keys';
import { issueCertificate } from '../../adapters/keys/certificate';
import { lowS } from '../../adapters/keys/low-s';
import type { Purpose } from '../../adapters/keys/signing-key';
import { createSigner } from '../../adapters/signer';
import { readConfig } from '../../config';
import { type KeyService, startKeyService } from '../support/key-service';
import { parts } from '../support/parts';
import { until } from '../support/until';

const ISSUER = 'https://gongmun.example';
const DATA = Buffer.from('what is signed');
const yes = async () => true;
const no = async () => false;

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'gongmun-keys-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const settings = (own: Partial<KeySettings> = {}): KeySettings => ({
  dir: join(dir, 'keys'),
  files: {},
  passphraseFile: undefined,
  service: undefined,
  issuer: ISSUER,
  ...own,
});
/** With a seal from before, which would take a second to make. */
function folder(): string {
  const keys = join(dir, 'keys');
  cpSync(parts().sealDir, keys, { recursive: true });
  return keys;
}
const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const openssl = (...args: string[]): string =>
  execFileSync('openssl', args, { cwd: dir, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
const keysOf = (jwks: PublishedKey[], purpose: Purpose): PublishedKey[] =>
  jwks.filter((key) => key.purpose === purpose);

/** Whether a signature is right, by nothing but the published key. */
const verifies = (jwk: JWK, data: Uint8Array, signature: Uint8Array): boolean =>
  verify(
    jwk.kty === 'OKP' ? null : 'sha256',
    data,
    createPublicKey({ key: { ...jwk }, format: 'jwk' }),
    signature,
  );

describe('keys in a folder', () => {
  it('are made at the first start: one of each purpose, published by its thumbprint, its private half for the owner only', async () => {
    const ring = await createKeyRing(settings(), yes);
    const published = await ring.published();
    expect(published.map(({ purpose }) => purpose)).toEqual([...PURPOSES]);
    for (const jwk of published) {
      expect(jwk.kid).toBe(await calculateJwkThumbprint(jwk));
      expect(jwk).not.toHaveProperty('d');
      const key = await ring.current(jwk.purpose);
      expect(key).toMatchObject({ kid: jwk.kid, purpose: jwk.purpose });
      expect(verifies(jwk, DATA, await key.sign(DATA))).toBe(true);
    }
    for (const path of ['0001.pem', 'log/0001.pem', 'seal/0001.pem', 'ca/0001.pem'])
      expect(statSync(join(dir, 'keys', path)).mode & 0o777).toBe(0o600);
  });

  it('the seal has an RSA key of 3072 bits and a certificate that openssl accepts for the address people see', async () => {
    const ring = await createKeyRing(settings(), yes);
    const { certificates, publicJwk } = await ring.current('seal');
    expect(
      createPublicKey({ key: { ...publicJwk }, format: 'jwk' }).asymmetricKeyDetails?.modulusLength,
    ).toBe(3072);
    expect(publicJwk.x5c).toEqual(certificates.map((one) => one.toString('base64')));
    for (const [n, der] of certificates.entries())
      writeFileSync(join(dir, `${n}.crt`), new X509Certificate(der).toString());
    expect(openssl('verify', '-x509_strict', '-purpose', 'any', '-CAfile', '1.crt', '0.crt')).toContain('OK');
    const shown = openssl('x509', '-in', '0.crt', '-noout', '-text');
    expect(shown).toContain('CN = Electronic seal of gongmun.example');
    expect(shown).toContain('Digital Signature, Non Repudiation');
    expect(shown).toContain('CA:FALSE');
    expect(openssl('x509', '-in', '1.crt', '-noout', '-text')).toContain('CA:TRUE');
  });

  it('of processes that start at once one makes the keys, and all have the same', async () => {
    folder();
    const rings = await Promise.all(Array.from({ length: 6 }, () => createKeyRing(settings(), yes)));
    const sets = await Promise.all(rings.map((ring) => ring.published()));
    for (const set of sets) expect(set).toEqual(sets[0]);
    for (const purpose of PURPOSES) {
      const ids = await Promise.all(rings.map(async (ring) => (await ring.current(purpose)).kid));
      expect(new Set(ids).size).toBe(1);
    }
    expect(readdirSync(join(dir, 'keys')).sort()).toEqual(['0001.pem', 'ca', 'log', 'seal']);
    expect(readdirSync(join(dir, 'keys', 'log'))).toEqual(['0001.pem']);
  });

  it('of an installation from before there were others sign on, and the others are added', async () => {
    const keys = join(dir, 'keys');
    mkdirSync(keys);
    const old = generateKeyPairSync('ed25519');
    writeFileSync(join(keys, '0001.pem'), pemOf(old.privateKey));
    const ring = await createKeyRing(settings(), no);
    const { x } = old.publicKey.export({ format: 'jwk' });
    expect((await ring.current('evidence')).publicJwk.x).toBe(x);
    expect(await ring.published()).toHaveLength(3);
  });

  it('that are gone while there is evidence are not replaced unasked', async () => {
    await expect(createKeyRing(settings(), no)).rejects.toThrow(/holds no key, but evidence exists/);
    expect(() => readdirSync(join(dir, 'keys'))).toThrow();
  });

  it('rotate by one more file: it signs, the old ones stay published, and old receipts verify', async () => {
    folder();
    const before = createSigner(await createKeyRing(settings(), yes), ISSUER);
    const old = await before.signJws('gongmun-proof+jws', '{}');
    for (const purpose of PURPOSES) await addKey(join(dir, 'keys'), purpose, ISSUER);
    const ring = await createKeyRing(settings(), no);
    const after = createSigner(ring, ISSUER);
    const fresh = await after.signJws('gongmun-manifest+jws', '{}');
    const jwks = await after.publicKeys();
    for (const purpose of PURPOSES) {
      expect(keysOf(jwks, purpose)).toHaveLength(2);
      expect((await ring.current(purpose)).kid).toBe(keysOf(jwks, purpose)[1]?.kid);
    }
    const set = createLocalJWKSet({ keys: jwks });
    const [first, second] = [await compactVerify(old, set), await compactVerify(fresh, set)];
    expect(first.protectedHeader).toEqual({
      alg: 'EdDSA',
      kid: keysOf(jwks, 'evidence')[0]?.kid,
      typ: 'gongmun-proof+jws',
    });
    expect(second.protectedHeader.kid).toBe(keysOf(jwks, 'evidence')[1]?.kid);
  });

  it('of which only the public half is left stay published and do not sign', async () => {
    const keys = folder();
    const retired = generateKeyPairSync('ed25519').publicKey;
    const path = await addKey(keys, 'evidence', ISSUER);
    writeFileSync(join(keys, '9000.pem'), retired.export({ type: 'spki', format: 'pem' }));
    const ring = await createKeyRing(settings(), no);
    const own = createPublicKey(readFileSync(path)).export({ format: 'jwk' }).x;
    expect((await ring.current('evidence')).publicJwk.x).toBe(own);
    const published = keysOf(await ring.published(), 'evidence').map(({ x }) => x);
    expect(published).toEqual([own, retired.export({ format: 'jwk' }).x]);
  });

  it.each<[Purpose, string, () => KeyObject]>([
    ['evidence', 'must be Ed25519', () => generateKeyPairSync('x25519').privateKey],
    ['log', 'must be Ed25519', () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey],
    [
      'seal',
      'RSA of at least 2048 bits',
      () => generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey,
    ],
    [
      'seal',
      'RSA of at least 2048 bits',
      () => generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey,
    ],
    ['seal', 'needs its certificate', () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey],
  ])(
    'of a kind that %s cannot use are refused at start (%s), and the file is named',
    async (purpose, why, make) => {
      const keys = folder();
      await addKey(keys, 'evidence', ISSUER);
      const path = join(keys, purpose === 'evidence' ? '' : purpose, '0009.pem');
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(path, pemOf(make()));
      await expect(createKeyRing(settings(), no)).rejects.toThrow(`The key file ${path} cannot be used`);
      await expect(createKeyRing(settings(), no)).rejects.toThrow(why);
    },
  );

  it('one key for two purposes is refused: what it signs would mean either', async () => {
    const keys = folder();
    const path = await addKey(keys, 'evidence', ISSUER);
    mkdirSync(join(keys, 'log'));
    cpSync(path, join(keys, 'log', '0001.pem'));
    await expect(createKeyRing(settings(), no)).rejects.toThrow(/is there for evidence and for log/);
  });

  it('a seal whose certificate has ended does not seal', async () => {
    const keys = folder();
    await addKey(keys, 'evidence', ISSUER);
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const ended = issueCertificate({
      subject: { publicKey, name: 'ended', organisation: 'ended' },
      issuer: { privateKey },
      serial: Buffer.from([1]),
      from: new Date('2020-01-01'),
      days: 30,
    });
    writeFileSync(join(keys, 'seal', '0002.pem'), `${pemOf(privateKey)}${ended}`);
    const ring = await createKeyRing(settings(), no);
    await expect(ring.current('seal')).rejects.toMatchObject({
      code: 'evidence.signing_unavailable',
      retryAfter: 30,
    });
  });
});

describe('keys in files of their own', () => {
  const KINDS = {
    rsa: ['RSA', 'rsa_keygen_bits:2048'],
    ec: ['EC', 'ec_paramgen_curve:P-256'],
    ed25519: ['ED25519'],
  } as const;
  type Kind = keyof typeof KINDS;

  /** A key with a certificate, made by openssl and by nothing of ours. */
  function make(kind: Kind, passphrase: string): void {
    const [algorithm, option] = KINDS[kind];
    openssl(
      'genpkey',
      '-algorithm',
      algorithm,
      ...(option === undefined ? [] : ['-pkeyopt', option]),
      '-out',
      'key.pem',
    );
    openssl('req', '-x509', '-key', 'key.pem', '-subj', '/CN=A seal', '-days', '30', '-out', 'key.crt');
    openssl(
      'pkcs12',
      '-export',
      '-inkey',
      'key.pem',
      '-in',
      'key.crt',
      '-out',
      'key.p12',
      '-passout',
      `pass:${passphrase}`,
    );
    openssl('pkcs8', '-topk8', '-in', 'key.pem', '-out', 'sealed.pem', '-passout', `pass:${passphrase}`);
    writeFileSync(join(dir, 'sealed.pem'), readFileSync(join(dir, 'key.crt')), { flag: 'a' });
    writeFileSync(join(dir, 'pass'), `${passphrase}\n`);
  }
  const from = (purpose: Purpose, file: string) =>
    settings({ files: { [purpose]: join(dir, file) }, passphraseFile: join(dir, 'pass') });

  it.each<[Kind, Purpose, string]>([
    ['rsa', 'seal', 'key.p12'],
    ['ec', 'seal', 'key.p12'],
    ['ed25519', 'evidence', 'key.p12'],
    ['ed25519', 'log', 'key.p12'],
    ['rsa', 'seal', 'sealed.pem'],
    ['ec', 'seal', 'sealed.pem'],
    ['ed25519', 'evidence', 'sealed.pem'],
  ])('%s, as openssl writes it, signs for %s (%s)', async (kind, purpose, file) => {
    folder();
    make(kind, '비밀 pässword');
    const ring = await createKeyRing(from(purpose, file), yes);
    const key = await ring.current(purpose);
    const own = createPublicKey(readFileSync(join(dir, 'key.pem')));
    expect(createPublicKey({ key: { ...key.publicJwk }, format: 'jwk' }).equals(own)).toBe(true);
    expect(verifies(key.publicJwk, DATA, await key.sign(DATA))).toBe(true);
    expect(key.certificates[0]).toEqual(new X509Certificate(readFileSync(join(dir, 'key.crt'))).raw);
    // What the folder has of the same purpose is published on.
    expect((await ring.published()).map(({ kid }) => kid)).toContain(key.kid);
    if (purpose === 'seal') expect(keysOf(await ring.published(), 'seal')).toHaveLength(2);
  });

  it('with its issuers in any order the chain begins with its own certificate', async () => {
    folder();
    const chain =
      readFileSync(join(dir, 'keys', 'seal', '0001.pem'), 'utf8').match(
        /-----BEGIN [^-]+-----[^-]+-----END [^-]+-----\n/g,
      ) ?? [];
    expect(chain).toHaveLength(3);
    writeFileSync(join(dir, 'mixed.pem'), chain.toReversed().join(''));
    const ring = await createKeyRing(settings({ files: { seal: join(dir, 'mixed.pem') } }), yes);
    const names = (await ring.current('seal')).certificates.map((one) => new X509Certificate(one).subject);
    expect(names).toEqual([
      expect.stringContaining('Electronic seal'),
      expect.stringContaining('Local authority'),
    ]);
  });

  it.each(['key.p12', 'sealed.pem'])(
    'a wrong passphrase is refused at start, and not told (%s)',
    async (file) => {
      folder();
      make('ec', 'right');
      writeFileSync(join(dir, 'pass'), 'wrong-passphrase');
      const refused = createKeyRing(from('seal', file), yes);
      await expect(refused).rejects.toThrow(`The key file ${join(dir, file)} cannot be used`);
      await expect(refused).rejects.not.toThrow(/wrong-passphrase/);
    },
  );

  it('a file that is no key, or one that is cut short, is refused', async () => {
    folder();
    make('rsa', 'p');
    const whole = readFileSync(join(dir, 'key.p12'));
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('-----BEGIN NOTHING-----'),
      whole.subarray(0, 900),
      Buffer.from('zip'),
    ]) {
      writeFileSync(join(dir, 'broken'), bytes);
      await expect(createKeyRing(from('seal', 'broken'), yes)).rejects.toThrow(/cannot be used/);
    }
  });
});

describe('keys in a service', () => {
  let service: KeyService;
  beforeEach(async () => {
    service = await startKeyService({
      evidence: 'ed25519',
      log: 'ed25519',
      rsa: 'rsa-2048',
      ec: 'ecdsa-p256',
    });
    writeFileSync(join(dir, 'token'), service.token);
    writeFileSync(join(dir, 'certificates.pem'), '');
  });
  afterEach(() => service.stop());

  const from = (seal: string): KeySettings =>
    settings({
      dir: undefined,
      service: {
        url: service.url,
        tokenFile: join(dir, 'token'),
        mount: 'transit',
        keys: { evidence: 'evidence', log: 'log', seal },
        certificatesFile: join(dir, 'certificates.pem'),
      },
    });
  /** Certificates for every version that the service has of a key now, from one authority. */
  function certifyAll(name: string): void {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const common = { serial: Buffer.from([7]), from: new Date(), days: 30 };
    const authority = issueCertificate({
      ...common,
      subject: { publicKey, name: 'A', organisation: 'A' },
      issuer: { privateKey },
    });
    const own = service.publicKeys(name).map((key) =>
      issueCertificate({
        ...common,
        subject: { publicKey: key, name: 'S', organisation: 'S' },
        issuer: { privateKey, certificate: authority },
      }),
    );
    writeFileSync(join(dir, 'certificates.pem'), [authority, ...own].join(''));
  }

  it.each(['rsa', 'ec'])('sign for every purpose without a folder, the seal by %s', async (name) => {
    certifyAll(name);
    const ring = await createKeyRing(from(name), no);
    const published = await ring.published();
    expect(published.map(({ purpose }) => purpose)).toEqual([...PURPOSES]);
    for (const jwk of published)
      expect(verifies(jwk, DATA, await (await ring.current(jwk.purpose)).sign(DATA))).toBe(true);
    expect((await ring.current('seal')).certificates).toHaveLength(2);
  });

  it('a new version seals only when its certificate is there; until then the one before does', async () => {
    certifyAll('ec');
    const old = (await (await createKeyRing(from('ec'), no)).current('seal')).kid;
    service.rotate('ec');
    const between = await createKeyRing(from('ec'), no);
    expect((await between.current('seal')).kid).toBe(old);
    expect(keysOf(await between.published(), 'seal')).toHaveLength(2);
    certifyAll('ec');
    expect((await (await createKeyRing(from('ec'), no)).current('seal')).kid).not.toBe(old);
  });

  it('a new version signs and is published within a minute, without a restart', async () => {
    const ring = await createKeyRing(from('rsa'), no);
    const old = (await ring.current('evidence')).kid;
    service.rotate('evidence');
    expect((await ring.current('evidence')).kid).toBe(old);
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 61_000);
    try {
      const newest = await until(
        async () => (await ring.current('evidence')).kid,
        (kid) => kid !== old,
      );
      expect(newest).not.toBe(old);
    } finally {
      clock.mockRestore();
    }
    expect(keysOf(await ring.published(), 'evidence').map(({ kid }) => kid)).toEqual([
      old,
      expect.any(String),
    ]);
  });

  it('a token that the service does not take is a service that cannot sign, and is told to nobody', async () => {
    const ring = await createKeyRing(from('rsa'), no);
    writeFileSync(join(dir, 'token'), 's.secret-but-wrong');
    const failure = await ring.current('evidence').then(
      () => undefined,
      (error: Error) => error,
    );
    expect(failure).toMatchObject({ code: 'evidence.signing_unavailable', retryAfter: 30 });
    expect(inspect(failure, { depth: 9 })).not.toContain('s.secret');
  });

  it('a token that was renewed in its file is used at the next call', async () => {
    writeFileSync(join(dir, 'token'), 's.old');
    const ring = await createKeyRing(from('rsa'), no);
    await expect(ring.current('log')).rejects.toMatchObject({ kind: 'unavailable' });
    writeFileSync(join(dir, 'token'), `${service.token}\n`);
    expect(await (await ring.current('log')).sign(DATA)).toHaveLength(64);
  });
});

describe('a signature of P-256', () => {
  it('has its s in the lower half, in the shortest DER, and still verifies', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const path = join(dir, 'key.pem');
    const certificate = issueCertificate({
      subject: { publicKey, name: 'S', organisation: 'S' },
      issuer: { privateKey },
      serial: Buffer.from([1]),
      from: new Date(),
      days: 1,
    });
    writeFileSync(path, `${pemOf(privateKey)}${certificate}`);
    folder();
    const key = await (await createKeyRing(settings({ files: { seal: path } }), yes)).current('seal');
    for (let n = 0; n < 40; n += 1) {
      const signature = Buffer.from(await key.sign(Buffer.from([n])));
      expect(verifies(key.publicJwk, Buffer.from([n]), signature)).toBe(true);
      const length = signature[3] ?? 0;
      const s = signature.subarray(4 + length + 2);
      expect(s.length).toBeLessThanOrEqual(32);
      expect(s[0]).toBeLessThan(0x80);
    }
  });

  it('is made of r and s whatever zeros they begin with', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), fc.nat(31), (bytes, zeros) => {
        bytes.fill(0, 0, zeros);
        const der = lowS(bytes);
        expect(der[0]).toBe(0x30);
        expect(der[1]).toBe(der.length - 2);
        const r = der.subarray(4, 4 + (der[3] ?? 0));
        expect(BigInt(`0x${r.toString('hex')}`)).toBe(
          BigInt(`0x${Buffer.from(bytes.subarray(0, 32)).toString('hex')}`),
        );
        if ((r[0] ?? 0) === 0) expect(r.length === 1 || (r[1] ?? 0) >= 0x80).toBe(true);
      }),
    );
  });
});

describe('the settings of keys', () => {
  const REQUIRED = {
    MODE: 'embedded',
    DATABASE_URL: 'postgres://localhost/x',
    TEMPORAL_ADDRESS: 'localhost:7233',
    OIDC_ISSUER: 'http://localhost:8080',
    SMTP_URL: 'smtp://localhost:25',
    FILES_DIR: '/files',
  };
  const SERVICE = { KEY_SERVICE_URL: 'https://vault.example:8200', KEY_SERVICE_TOKEN_FILE: '/token' };

  it('need a home for each purpose', () => {
    expect(() => readConfig(REQUIRED)).toThrow(/Keys have no home/);
    expect(() => readConfig({ ...REQUIRED, EVIDENCE_KEY_FILE: 'a', LOG_KEY_FILE: 'b' })).toThrow(
      /Keys have no home/,
    );
    const all = { ...REQUIRED, EVIDENCE_KEY_FILE: 'a', LOG_KEY_FILE: 'b', SEAL_KEY_FILE: 'c' };
    expect(readConfig(all).keys).toMatchObject({
      dir: undefined,
      files: { evidence: 'a', log: 'b', seal: 'c' },
    });
    const mixed = {
      ...REQUIRED,
      ...SERVICE,
      KEY_SERVICE_EVIDENCE_KEY: 'e',
      LOG_KEY_FILE: 'b',
      SEAL_KEY_FILE: 'c',
    };
    expect(readConfig(mixed).keys).toMatchObject({ service: { mount: 'transit', keys: { evidence: 'e' } } });
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['without its address', { KEY_SERVICE_LOG_KEY: 'l' }, /KEY_SERVICE_URL and KEY_SERVICE_TOKEN_FILE/],
    ['in the clear', { ...SERVICE, KEY_SERVICE_URL: 'http://vault.example:8200' }, /must be https/],
    ['that seals without certificates', { ...SERVICE, KEY_SERVICE_SEAL_KEY: 's' }, /SEAL_CERTIFICATES_FILE/],
    [
      'of one key for two purposes',
      { ...SERVICE, KEY_SERVICE_LOG_KEY: 'k', KEY_SERVICE_EVIDENCE_KEY: 'k' },
      /each purpose/,
    ],
    ['at a mount that leads elsewhere', { ...SERVICE, KEY_SERVICE_MOUNT: '../sys' }, /KEY_SERVICE_MOUNT/],
  ])('refuse a service %s', (_what, env, why) => {
    expect(() => readConfig({ ...REQUIRED, KEYS_DIR: '/keys', ...env })).toThrow(why);
  });

  it('`add-key` adds one for a purpose and says where; a slip of the pen adds none', () => {
    const run = (...args: string[]) =>
      spawnSync(process.execPath, ['--import', 'tsx', 'api/add-key.ts', ...args], {
        cwd: join(__dirname, '../..'),
        env: { PATH: process.env.PATH, ...REQUIRED, KEYS_DIR: join(dir, 'keys') },
        encoding: 'utf8',
      });
    expect(run('log')).toMatchObject({ status: 0, stdout: `${join(dir, 'keys', 'log', '0001.pem')}\n` });
    expect(run('log').stdout).toBe(`${join(dir, 'keys', 'log', '0002.pem')}\n`);
    expect(run('logs')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('Say for which purpose'),
    });
  });
});
