import { readConfig } from '../../config';

const PRODUCTION = {
  MODE: 'production',
  PUBLIC_URL: 'https://gongmun.example.org',
  DATABASE_URL: 'postgres://gongmun:secret-word@db.example.org/gongmun',
  KEYSTORE_URL: 'postgres://keys:secret-word@keys.example.org/keys',
  TEMPORAL_ADDRESS: 'temporal:7233',
  OIDC_ISSUER: 'https://id.example.org',
  SMTP_URL: 'smtp://mail:25',
  FILES_DIR: '/files',
  KEYS_DIR: '/keys',
};

describe('the settings of the key store', () => {
  it('are asked for in production', () => {
    const { KEYSTORE_URL, ...without } = PRODUCTION;
    expect(() => readConfig(without)).toThrow(/KEYSTORE_URL/);
    expect(readConfig(PRODUCTION).keyStore).toEqual({
      url: KEYSTORE_URL,
      ownerUrl: KEYSTORE_URL,
      mastersDir: '/keys/master',
    });
    const apart = { ...PRODUCTION, MASTER_KEYS_DIR: '/masters' };
    expect(readConfig(apart).keyStore.mastersDir).toBe('/masters');
  });

  it.each([
    PRODUCTION.DATABASE_URL,
    'postgres://somebody-else:secret-word@db.example.org:5432/gongmun',
    'postgresql://keys:secret-word@DB.example.org/gongmun?sslmode=require',
  ])('are refused where they name the database of the content: %s', (KEYSTORE_URL) => {
    const refusal = () => readConfig({ ...PRODUCTION, KEYSTORE_URL });
    expect(refusal).toThrow(/KEYSTORE_URL is the database of DATABASE_URL/);
    expect(refusal).not.toThrow(/secret-word/);
  });

  it('name a database of its own beside the other in the embedded default', () => {
    const { KEYSTORE_URL: _, ...embedded } = { ...PRODUCTION, MODE: 'embedded' };
    expect(readConfig(embedded).keyStore.url).toBe(
      'postgres://gongmun:secret-word@db.example.org/gongmun_keys',
    );
  });
});

describe('the settings of the engine', () => {
  const TLS = { ...PRODUCTION, TEMPORAL_TLS: 'true' };
  it('keep a key and certificates for TLS', () => {
    const files = { TEMPORAL_TLS_CERT_FILE: '/our.pem', TEMPORAL_TLS_KEY_FILE: '/our.key' };
    const given = { TEMPORAL_TLS_CA_FILE: '/ca.pem', ...files, TEMPORAL_API_KEY: 'secret-word' };
    expect(readConfig({ ...TLS, ...given }).temporal).toMatchObject({
      tls: true,
      caFile: '/ca.pem',
      certificate: { file: '/our.pem', keyFile: '/our.key' },
      apiKey: 'secret-word',
    });
    for (const [name, value] of Object.entries(given)) {
      const both = name.includes('CERT') || name.includes('KEY_FILE') ? files : { [name]: value };
      const refusal = () => readConfig({ ...PRODUCTION, ...both });
      expect(refusal).toThrow(/TEMPORAL_TLS must be true/);
      expect(refusal).not.toThrow(/secret-word/);
    }
    expect(() => readConfig({ ...TLS, TEMPORAL_TLS_CERT_FILE: '/our.pem' })).toThrow(/belong together/);
    expect(() => readConfig({ ...TLS, TEMPORAL_TLS_KEY_FILE: '/our.key' })).toThrow(/belong together/);
  });
});
