import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../config';

const PRODUCTION = {
  MODE: 'production',
  PUBLIC_URL: 'https://gongmun.example.org',
  DATABASE_URL: 'postgres://gongmun:tanpopo-91-umi@db.example.org/gongmun',
  KEYSTORE_URL: 'postgres://keys:kaede-38-yama@keys.example.org/keys',
  TEMPORAL_ADDRESS: 'temporal:7233',
  OIDC_ISSUER: 'https://id.example.org',
  SMTP_URL: 'smtp://mail:25',
  FILES_DIR: '/files',
  KEYS_DIR: '/keys',
};
const S3 = { S3_BUCKET: 'b', S3_ACCESS_KEY_ID: 'AKIA7Q', S3_SECRET_ACCESS_KEY: 'nami-52-kaze' };

describe('secrets', () => {
  it('come from files', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gongmun-secrets-'));
    const file = join(folder, 'url');
    writeFileSync(file, `${PRODUCTION.DATABASE_URL}\n`);
    const { DATABASE_URL, ...without } = PRODUCTION;
    expect(readConfig({ ...without, DATABASE_URL_FILE: file }).database.url).toBe(DATABASE_URL);
    expect(() => readConfig({ ...PRODUCTION, DATABASE_URL_FILE: file })).toThrow(/both set/);
    const nowhere = () => readConfig({ ...without, DATABASE_URL_FILE: join(folder, 'none') });
    expect(nowhere).toThrow('DATABASE_URL_FILE names a file that cannot be read.');
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['DATABASE_URL', 'postgres://gongmun:gongmun@db.example.org/gongmun'],
    ['DATABASE_URL', 'postgres://app:postgres@db.example.org/gongmun'],
    ['MIGRATION_DATABASE_URL', 'postgres://postgres:p%61ssword@db.example.org/gongmun'],
    ['KEYSTORE_URL', 'postgres://keys:aaaaaa@keys.example.org/keys'],
    ['SMTP_URL', 'smtps://mailer:changeme@mail.example.org:465'],
    ['S3_SECRET_ACCESS_KEY', 'minioadmin'],
    ['S3_ACCESS_KEY_ID', 'minioadmin'],
    ['CODEC_TOKEN', '0'.repeat(32)],
    ['TEMPORAL_API_KEY', '12345678'],
  ])('refuses in production the default in %s: %s', (name, value) => {
    const settings = { ...PRODUCTION, ...S3, TEMPORAL_TLS: 'true', [name]: value };
    expect(() => readConfig(settings)).toThrow(`the default secret in ${name}`);
    const embedded = { ...settings, MODE: 'embedded', OIDC_ISSUER: 'http://127.0.0.1:1' };
    expect(readConfig(embedded).mode).toBe('embedded');
  });

  it('of one’s own are taken, and none is asked for where a certificate or the network proves who one is', () => {
    expect(readConfig({ ...PRODUCTION, ...S3 }).mode).toBe('production');
    const certificate = 'postgres://gongmun@db.example.org/gongmun?sslmode=verify-full';
    expect(readConfig({ ...PRODUCTION, DATABASE_URL: certificate }).database.url).toBe(certificate);
  });
});

describe('the code', () => {
  const sources = [
    'activities',
    'adapters',
    'api',
    'db',
    'domain',
    'usecases',
    'worker',
    'workflows',
  ].flatMap((folder) =>
    readdirSync(join(__dirname, '../..', folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => ({
        name: `${folder}/${name}`,
        text: readFileSync(join(__dirname, '../..', folder, name), 'utf8'),
      })),
  );

  it('switches off no check of a certificate', () => {
    const off = /rejectUnauthorized:\s*false|NODE_TLS_REJECT_UNAUTHORIZED|checkServerIdentity/;
    expect(sources.filter(({ text }) => off.test(text)).map(({ name }) => name)).toEqual([]);
  });

  it('compares no secret by a way that takes as long as it agrees', () => {
    const compared =
      /(token|secret|signature|mac|hmac|password)\w*\s*[!=]==?\s*(?!undefined|null|true|false|'|"|typeof)[\w.]/i;
    const lines = sources.flatMap(({ name, text }) =>
      text.split('\n').flatMap((line) => (compared.test(line) ? [`${name}: ${line.trim()}`] : [])),
    );
    expect(lines).toEqual([]);
  });
});
