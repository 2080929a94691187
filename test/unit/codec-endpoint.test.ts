import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultPayloadConverter } from '@temporalio/common';
import { createDataConverter, decodeJson, type EngineConverter } from '../../adapters/payload-codec';
import { readConfig } from '../../config';
import { type CodecAccess, createCodecEndpoint } from '../../worker/codec-endpoint';
import { type Operations, serveOperations } from '../../worker/operations';

const UI = 'http://127.0.0.1:8233';
const TOKEN = 'a-token-of-24-characters';
const base64 = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('base64');

describe('the codec endpoint', () => {
  let dir: string;
  let converter: EngineConverter;
  let operations: Operations | undefined;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'gongmun-codec-'));
    converter = await createDataConverter(dir);
  });
  afterEach(() => operations?.stop());
  afterAll(() => rm(dir, { recursive: true }));

  async function serve(access: CodecAccess): Promise<string> {
    operations = await serveOperations(
      {
        readiness: { check: async () => ({}) },
        metrics: { contentType: 'text/plain', text: async () => '' },
        decode: createCodecEndpoint(access, (json) => decodeJson(converter.payloadCodecs, json)),
      },
      { host: '127.0.0.1', port: 0 },
    );
    return `http://127.0.0.1:${operations.port}/codec/decode`;
  }

  const plain = defaultPayloadConverter.toPayload({ step: 'waiting' });
  const json = ({ metadata, data }: typeof plain) => ({
    metadata: Object.fromEntries(
      Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)]),
    ),
    data: base64(data),
  });
  async function request(): Promise<string> {
    const [payload] = (await converter.payloadCodecs[0]?.encode([plain])) ?? [];
    if (payload === undefined) throw new Error('No payload came back.');
    return JSON.stringify({ payloads: [json(payload), json(plain)] });
  }
  const post = (url: string, body: string | Uint8Array, headers: Record<string, string> = {}) =>
    fetch(url, {
      method: 'POST',
      body: Buffer.from(body as string),
      headers: { 'content-type': 'application/json', 'x-namespace': 'default', ...headers },
    });

  it('decodes for pages of the origin it was told of, after their preflight', async () => {
    const url = await serve({ token: undefined, origins: [UI] });
    const asked = await fetch(url, { method: 'OPTIONS', headers: { origin: UI } });
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe(UI);
    expect(asked.headers.get('access-control-allow-headers')).toContain('x-namespace');
    const answer = await post(url, await request(), { origin: UI });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(UI);
    expect(await answer.json()).toEqual({ payloads: [json(plain), json(plain)] });
  });

  it.each(['http://evil.example', 'http://127.0.0.1:8234', 'null'])('refuses pages of %s', async (origin) => {
    const url = await serve({ token: undefined, origins: [UI] });
    for (const method of ['OPTIONS', 'POST']) {
      const answer = await fetch(url, { method, headers: { origin } });
      expect(answer.status).toBe(403);
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('asks for the token where there is one, of pages too', async () => {
    const url = await serve({ token: TOKEN, origins: [UI] });
    const body = await request();
    for (const headers of [{}, { authorization: 'Bearer x' }, { authorization: TOKEN }, { origin: UI }])
      expect((await post(url, body, headers as Record<string, string>)).status).toBe(401);
    expect((await post(url, body, { authorization: `Bearer ${TOKEN}`, origin: UI })).status).toBe(200);
  });

  it('is not there when nobody was named', async () => {
    const url = await serve({ token: undefined, origins: [] });
    expect((await post(url, await request())).status).toBe(404);
  });

  it('answers 400 to what is no codec request, however large or deep, and 405 to other methods', async () => {
    const url = await serve({ token: undefined, origins: [UI] });
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    const bad = ['', 'x', '[]', '{}', '{"payloads":1}', '{"payloads":[{"data":1}]}', deep];
    for (const body of [...bad, `{"payloads":${deep}}`, Buffer.alloc(9 * 1024 * 1024, 32)])
      expect((await post(url, body)).status).toBe(400);
    expect((await fetch(url)).status).toBe(405);
    expect((await post(url, '{"payloads":[]}')).status).toBe(200);
  });

  it('is off in production without a token, and says so when only an origin is named', () => {
    const production = {
      PUBLIC_URL: 'https://gongmun.example.org',
      DATABASE_URL: 'postgres://db/gongmun',
      KEYSTORE_URL: 'postgres://keys/gongmun_keys',
      TEMPORAL_ADDRESS: 'temporal:7233',
      OIDC_ISSUER: 'https://id.example.org',
      SMTP_URL: 'smtp://mail',
      FILES_DIR: '/files',
      KEYS_DIR: '/keys',
    };
    const keysDir = '/keys/codec';
    expect(readConfig(production).codec).toEqual({ keysDir, token: undefined, origins: [] });
    expect(() => readConfig({ ...production, CODEC_ORIGINS: UI })).toThrow(/CODEC_TOKEN/);
    expect(() => readConfig({ ...production, CODEC_TOKEN: TOKEN, CODEC_ORIGINS: `${UI}/x` })).toThrow(
      /origin/,
    );
    const both = { ...production, CODEC_TOKEN: TOKEN, CODEC_ORIGINS: `${UI},https://ui.example.org` };
    expect(readConfig(both).codec).toEqual({
      keysDir,
      token: TOKEN,
      origins: [UI, 'https://ui.example.org'],
    });
  });
});
