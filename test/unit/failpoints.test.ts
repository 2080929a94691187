import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../../config';
import { FAILPOINTS, failpoint } from '../../domain/failpoints';

const ROOT = join(__dirname, '../..');
const FOLDERS = ['activities', 'adapters', 'api', 'db', 'domain', 'usecases', 'worker', 'workflows'];
const ENV = {
  MODE: 'embedded',
  DATABASE_URL: 'postgres://gongmun@127.0.0.1/gongmun',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  OIDC_ISSUER: 'https://id.example.org',
  SMTP_URL: 'smtp://127.0.0.1:25',
  FILES_DIR: '/files',
  KEYS_DIR: '/keys',
  PUBLIC_URL: 'https://gongmun.example.org',
};

describe('the places at which a process may be made to fail', () => {
  it('are those in the code, each once', () => {
    const code = FOLDERS.flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.ts'))
        .map((path) => readFileSync(join(ROOT, folder, path), 'utf8')),
    ).join('\n');
    const named = [...code.matchAll(/await failpoint\('([\w.]+)'\)/g)].map(([, name]) => name);
    expect(named.sort()).toEqual([...FAILPOINTS].sort());
  });

  it('do nothing where nothing was set', () => {
    expect(FAILPOINTS.map((name) => failpoint(name)).every((done) => done === undefined)).toBe(true);
  });

  it('are set by name, never in production', () => {
    const FAILPOINTS = 'mail.sent=exit,log.grown=hang';
    expect(readConfig({ ...ENV, FAILPOINTS }).failpoints).toEqual({
      'mail.sent': 'exit',
      'log.grown': 'hang',
    });
    for (const wrong of ['mail.sent', 'mail.sent=sleep', 'nowhere=exit'])
      expect(() => readConfig({ ...ENV, FAILPOINTS: wrong })).toThrow(/FAILPOINTS/);
    const production = { ...ENV, MODE: 'production', KEYSTORE_URL: 'postgres://keys.example.org/keys' };
    expect(readConfig(production).failpoints).toEqual({});
    expect(() => readConfig({ ...production, FAILPOINTS })).toThrow(/leave FAILPOINTS out/);
  });
});
