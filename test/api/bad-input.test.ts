import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { SignJWT } from 'jose';
import { type Answer, createApiClient } from '../support/api-client';
import { createRecorder, DOCUMENT } from '../support/contract';
import { smallPdf } from '../support/pdf-file';
import { type System, startSystem } from '../support/system';

const PDF = smallPdf();
const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };

describe('bad input', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  /** A refusal that tells the client and nobody else anything. */
  const refused = (answer: Answer, status: number) => {
    expect(answer).toMatchObject({
      status,
      body: { code: expect.any(String), instance: expect.stringMatching(/^urn:uuid:/) },
    });
    expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\.ts:|\bat \w+ \(|\/home\/|SELECT /);
  };
  const submit = (body: unknown, options = {}) =>
    system.as('minji').post('/v1/submissions', body, { wait: 0, ...options });
  const deep = (levels: number) => `${'['.repeat(levels)}1${']'.repeat(levels)}`;

  const BODIES: [string, string, number][] = [
    ['broken JSON', '{"letter":', 400],
    ['an empty body', '', 400],
    ['a number', '7', 400],
    ['null', 'null', 400],
    ['a list', '[]', 400],
    ['a word', '"letter"', 400],
    ['an unknown field', JSON.stringify({ ...LETTER, colour: 'red' }), 400],
    [
      'an unknown inner field',
      JSON.stringify({ ...LETTER, letter: { ...LETTER.letter, colour: 'red' } }),
      400,
    ],
    ['__proto__ as a field', `{"__proto__":{"isAdmin":true},${JSON.stringify(LETTER).slice(1)}`, 400],
    ['constructor as a field', `{"constructor":{"prototype":{}},${JSON.stringify(LETTER).slice(1)}`, 400],
    ['a title of another type', JSON.stringify({ ...LETTER, letter: { title: 7, body: [] } }), 400],
    ['an empty title', JSON.stringify({ ...LETTER, letter: { title: '   ', body: 'x' } }), 400],
    ['NUL in a text', JSON.stringify({ ...LETTER, letter: { title: 'a\u0000b', body: 'x' } }), 400],
    ['half of a surrogate pair', '{"letter":{"title":"\\ud800","body":"x"},"office":"haneul-civil"}', 400],
    ['an office of 4 KB', JSON.stringify({ ...LETTER, office: 'a'.repeat(4096) }), 400],
    ['an office with a path', JSON.stringify({ ...LETTER, office: '../../etc' }), 400],
    ['an office that is not', JSON.stringify({ ...LETTER, office: 'no-such-office' }), 400],
    ['form and letter at once', JSON.stringify({ ...LETTER, form: { id: 'a-form' }, answers: {} }), 400],
    ['neither', JSON.stringify({ office: 'haneul-civil' }), 400],
    ['a form that is not', JSON.stringify({ form: { id: 'no-such-form' }, answers: {} }), 400],
    [
      'a huge version',
      JSON.stringify({ form: { id: 'resident-certificate-request', version: 1e308 }, answers: {} }),
      400,
    ],
    [
      'answers of another shape',
      JSON.stringify({ form: { id: 'resident-certificate-request' }, answers: [[[]]] }),
      400,
    ],
    [
      'answers of __proto__',
      '{"form":{"id":"resident-certificate-request"},"answers":{"__proto__":{"a":1}}}',
      400,
    ],
    ['nesting without end', `{"form":{"id":"resident-certificate-request"},"answers":${deep(50_000)}}`, 400],
    [
      'an upload that is nobody’s',
      JSON.stringify({ ...LETTER, attachments: [{ upload: '00000000-0000-4000-8000-000000000000' }] }),
      400,
    ],
    [
      'an upload that is no id',
      JSON.stringify({ ...LETTER, attachments: [{ upload: "'; DROP TABLE files; --" }] }),
      400,
    ],
    [
      'more than a megabyte',
      JSON.stringify({ ...LETTER, letter: { title: 'x', body: 'y'.repeat(1_100_000) } }),
      413,
    ],
  ];
  it.each(BODIES)('refuses %s', async (_what, body, status) => refused(await submit(body), status));

  const HEADERS: [string, Record<string, string>, number][] = [
    ['another content type', { 'content-type': 'text/xml' }, 415],
    ['another charset', { 'content-type': 'application/json; charset=utf-7' }, 415],
    ['an encoding nobody knows', { 'content-encoding': 'snappy' }, 415],
    ['a compressed body', { 'content-encoding': 'gzip' }, 415],
    ['a key of 4 KB', { 'idempotency-key': 'k'.repeat(4096) }, 400],
    ['a key with a space', { 'idempotency-key': 'a b' }, 400],
    ['an empty key', { 'idempotency-key': '' }, 400],
  ];
  it.each(HEADERS)('refuses %s', async (_what, headers, status) =>
    refused(await submit(LETTER, { headers }), status),
  );

  const QUERIES = [
    'limit=0',
    'limit=1e9',
    'limit=-1',
    'limit=ten',
    'cursor=rubbish',
    'cursor=eyJhIjoxfQ',
    'state=nowhere',
    'nonsense=1',
    'limit=1&limit=2',
    'form=%00',
    '__proto__=1',
    'state[$ne]=closed',
    'cursor=%F0%28%8C%28',
  ];
  it.each(QUERIES)('refuses the query %s', async (query) =>
    refused(await system.as('minji').get(`/v1/submissions?${query}`), 400),
  );

  it('refuses versions that it did not give', async () => {
    const { id } = (await system.as('minji').submit(LETTER)).body.submission;
    for (const etag of ['3', '*', 'W/"2"', '"2", "3"', '"-1"', '"2147483648000"', '"x"']) {
      refused(await system.as('minji').post(`/v1/submissions/${id}/withdrawals`, {}, { etag }), 400);
    }
    refused(await system.as('minji').post(`/v1/submissions/${id}/withdrawals`, {}, { etag: '"1"' }), 412);
    refused(await system.as('minji').get('/v1/submissions/not-a-uuid'), 400);
    refused(await system.as('minji').get(`/v1/submissions/${id}/commands/0`), 400);
    refused(await system.as('minji').get('/v1/nothing/here'), 404);
    refused(await system.as('minji').get('/v1/offices/%E0%A4%A'), 400);
  });

  describe('whoever reads answers elsewhere', () => {
    const PATHS = [
      '/v1/offices',
      '/v1/me',
      '/v1/nothing',
      '/healthz',
      '/',
      '/v1/docs/',
      '/.well-known/jwks.json',
    ];
    it.each(PATHS)('tells browsers what to do with what they get: %s', async (path) => {
      const { headers } = await fetch(system.url + path);
      expect(headers.get('strict-transport-security')).toMatch(/^max-age=31536000/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('x-powered-by')).toBeNull();
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy.replace("style-src 'self' 'unsafe-inline'", '')).not.toMatch(
        /unsafe|\*|https?:\/\/(?!127)/,
      );
      if (/^\/v1\/(offices|me|nothing)/.test(path)) expect(headers.get('cache-control')).toBe('no-store');
    });

    it('lets no page of another origin read an answer', async () => {
      const token = await system.issuer.token('demo-minji');
      const origin = 'https://elsewhere.example';
      for (const method of ['GET', 'POST', 'OPTIONS']) {
        const headers = { origin, authorization: `Bearer ${token}`, 'access-control-request-method': 'POST' };
        const answer = await fetch(`${system.url}/v1/submissions`, { method, headers });
        const told = [...answer.headers.keys()].filter((name) => name.startsWith('access-control-'));
        expect(told).toEqual([]);
      }
      // No cookie signs anybody in, so that no page can act in the name of who looks at it.
      const cookie = await fetch(`${system.url}/v1/me`, { headers: { cookie: `token=${token}` } });
      expect([cookie.status, cookie.headers.get('set-cookie')]).toEqual([401, null]);
    });

    const PLACES = [
      '/assets/',
      '/assets/..%2f..%2fpackage.json',
      '/.git/config',
      '/package.json',
      '/v1/docs/../../.env',
    ];
    it.each(PLACES)('lists no folder and serves no file beside those meant: %s', async (path) => {
      const answer = await fetch(system.url + path);
      expect([400, 404]).toContain(answer.status);
    });
  });

  it.each([
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 6'],
    ['a length and chunks', 'Content-Length: 5\r\nTransfer-Encoding: chunked'],
    ['a length with a sign', 'Content-Length: +5'],
    ['an encoding nobody knows', 'Transfer-Encoding: chunked, identity'],
    ['a header broken over lines', 'X-A: b\r\n c\r\nContent-Length : 5'],
  ])('refuses messages whose end is not clear: %s', async (_what, headers) => {
    const url = new URL(system.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(url.port), url.hostname, () =>
        socket.write(
          `POST /v1/submissions HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n`,
        ),
      );
      let said = '';
      socket.on('data', (part) => {
        said += part;
      });
      socket.on('error', reject);
      socket.on('close', () => resolve(said));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).not.toContain('alive');
  });

  it('reads no more of a body without end than it has to', async () => {
    const url = new URL(system.url);
    const sent = await new Promise<{ said: string; bytes: number }>((resolve) => {
      let said = '';
      const socket = connect(Number(url.port), url.hostname, () => {
        socket.write('POST /v1/submissions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n');
        socket.write('Content-Length: 1000000000\r\n\r\n');
        const block = Buffer.alloc(65_536, 'x');
        const more = () => {
          while (socket.writable && socket.write(block));
        };
        socket.on('drain', more);
        more();
      });
      socket.on('data', (part) => {
        said += part;
      });
      socket.on('error', () => {});
      socket.on('close', () => resolve({ said, bytes: socket.bytesWritten }));
    });
    expect(sent.bytes).toBeLessThan(100_000_000);
    if (sent.said !== '') expect(sent.said).toMatch(/^HTTP\/1\.1 413 /);
    expect((await system.as(null).get('/healthz')).status).toBe(200);
  });

  describe('whoever asks too much', () => {
    let limited: System;
    beforeAll(async () => {
      limited = await startSystem({
        worker: false,
        env: {
          // A sixth of each may come at once.
          PERSON_LIMIT_PER_MINUTE: '240',
          ORGANISATION_LIMIT_PER_MINUTE: '18',
          OFFICE_LIMIT_PER_MINUTE: '30',
        },
      });
    });
    afterAll(() => limited.stop());
    const statuses = async (times: number, ask: () => Promise<Answer>): Promise<number[]> =>
      (await Promise.all(Array.from({ length: times }, ask))).map(({ status }) => status);

    it('has as many batches under way as are allowed, also when they are sent at once', async () => {
      const sent = await statuses(30, () => limited.as('minji').batch([LETTER]));
      expect(sent.filter((status) => status === 202)).toHaveLength(20);
      expect(sent.filter((status) => status === 429)).toHaveLength(10);
      expect((await limited.as('junho').batch([LETTER])).status).toBe(202);
    });

    it('is told to wait, by name of what was used up, and nobody else is', async () => {
      await statuses(120, () => limited.as('minji').get('/v1/me'));
      const person = await limited.as('minji').get('/v1/me');
      expect(createRecorder().check('readMe', person)).toEqual([]);
      expect(person).toMatchObject({ status: 429, body: { code: 'rate.limited', limit: 'person' } });
      expect(Number(person.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await limited.as('junho').get('/v1/me')).status).toBe(200);

      const company = () => limited.as('sora').get('/v1/organisations/000-00-00017');
      expect((await statuses(6, () => limited.as('junho').get('/v1/organisations/000-00-00017')))[5]).toBe(
        404,
      );
      expect(await statuses(3, company)).toEqual([200, 200, 200]);
      expect(await company()).toMatchObject({ status: 429, body: { limit: 'organisation' } });
      expect((await limited.as('sora').get('/v1/me')).status).toBe(200);

      const desk = (who: string) => limited.as(who).get('/v1/desk?office=haneul-civil');
      const asked = await Promise.all(
        Array.from({ length: 20 }, (_, n) => desk(n % 2 ? 'registrar' : 'handler1')),
      );
      const served = asked.filter(({ status }) => status === 200).length;
      expect([served >= 5, served <= 10]).toEqual([true, true]);
      for (const { status, body } of asked)
        if (status !== 200) expect([status, body.limit]).toEqual([429, 'office']);
      expect((await limited.as('handler-food').get('/v1/desk?office=haneul-food')).status).toBe(200);
    });
  });

  it('says in its log what happened and nothing of what people sent', async () => {
    const lines: string[] = [];
    const logged = await startSystem({ worker: false, logTo: { write: (line) => lines.push(line) } });
    const token = await logged.issuer.token('demo-minji');
    const mark = 'jeomgeom-7431';
    const headers = {
      ...{ authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': mark },
      ...{ 'x-request-id': `${mark}\t{"level":60}`, cookie: mark, 'user-agent': mark },
    };
    const body = JSON.stringify({ ...LETTER, letter: { title: mark, body: `${mark}\n{"level":60}` } });
    for (const path of [`/v1/submissions?${mark}`, `/v1/${mark}`, `/v1/track/${mark}`])
      await fetch(logged.url + path, { headers });
    expect((await fetch(`${logged.url}/v1/submissions`, { method: 'POST', headers, body })).status).toBe(202);
    await logged.loseDatabase();
    expect((await fetch(`${logged.url}/v1/submissions`, { headers })).status).toBe(503);
    await logged.stop();
    const said = lines.join('');
    expect(said.match(/"msg":"request"/g)?.length).toBeGreaterThanOrEqual(5);
    expect(said).toContain('"msg":"unavailable"');
    for (const secret of [mark, token, token.split('.')[2] ?? '', '"level":60'])
      expect(said).not.toContain(secret);
    for (const line of said.trim().split('\n'))
      expect(JSON.parse(line)).toMatchObject({ time: expect.any(Number) });
  });

  it('tells any other method which ones an address takes', async () => {
    const ask = async (method: string, path: string) => {
      const answer = await fetch(system.url + path, { method });
      return { status: answer.status, allow: answer.headers.get('allow'), body: await answer.text() };
    };
    expect(await ask('DELETE', '/v1/submissions')).toMatchObject({
      ...{ status: 405, allow: 'POST, GET, HEAD, OPTIONS', body: expect.stringContaining('"route.method"') },
    });
    expect(await ask('PUT', '/v1/offices/haneul')).toMatchObject({
      status: 405,
      allow: 'GET, HEAD, OPTIONS',
    });
    expect(await ask('OPTIONS', '/v1/offices')).toEqual({
      status: 204,
      allow: 'GET, HEAD, OPTIONS',
      body: '',
    });
    expect(await ask('PATCH', '/v1/nothing')).toMatchObject({ status: 404, allow: null });
    expect((await ask('HEAD', '/v1/offices')).status).toBe(200);
  });

  it('counts months back as far as it is asked to, and holidays as far as dates go', async () => {
    const counted = await system.as(null).get('/v1/statistics?until=1900-01');
    expect(createRecorder().check('readStatistics', counted)).toEqual([]);
    const calendar = (year: number) => system.as(null).get(`/v1/offices/haneul/calendar?year=${year}`);
    expect(createRecorder().check('readCalendar', await calendar(2199))).toEqual([]);
    refused(await calendar(2200), 400);
  });

  it('documents patterns that other programs can use too', () => {
    const patterns = JSON.stringify(DOCUMENT).match(/"pattern":"(?:[^"\\]|\\.)*"/g) ?? [];
    expect(patterns.length).toBeGreaterThan(20);
    // JSON Schema has no flags: what stands behind the end of a pattern fits no text at all.
    expect(patterns.filter((one) => /\$\/[a-z]+"$/.test(one))).toEqual([]);
  });

  it('keeps names visibly equal and harmless', async () => {
    const minji = system.as('minji');
    const named = async (name: string) => (await minji.upload(name, PDF)).body.name;
    expect(await named('한글 문서.pdf'.normalize('NFD'))).toBe('한글 문서.pdf');
    expect(await named('../../etc/passwd')).toBe('passwd');
    expect(await named('보고서\u202Efdp.exe')).not.toContain('\u202E');
    expect(Buffer.byteLength(await named(`${'가'.repeat(1_400)}.pdf`))).toBeLessThanOrEqual(255);
    const { id, name } = (await minji.upload('a\r\nSet-Cookie: x=1\r\n.pdf', PDF)).body;
    expect(name).not.toMatch(/[\r\n]/);
    const sent = await minji.submit({ ...LETTER, attachments: [{ upload: id }] });
    const download = await minji.get(`/v1/submissions/${sent.body.submission.id}/attachments/${id}`);
    expect(download.status).toBe(200);
    expect(download.headers.get('set-cookie')).toBeNull();
  });

  it('tells a file by its content, whatever its name says', async () => {
    const minji = system.as('minji');
    refused(await minji.upload('empty.pdf', ''), 400);
    refused(await minji.upload('page.pdf', '<!doctype html><html><script>alert(1)</script></html>'), 415);
    refused(await minji.upload('a.exe', Buffer.from('4d5a90000300000004000000ffff0000b8', 'hex')), 415);
  });

  const CUT = [
    ['no boundary', 'multipart/form-data', 'x'],
    ['no file', 'multipart/form-data; boundary=b', '--b--\r\n'],
    [
      'a cut-off file',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.4',
    ],
    [
      'two files',
      'multipart/form-data; boundary=b',
      `${['a', 'b']
        .map(
          (name) =>
            `--b\r\nContent-Disposition: form-data; name="${name}"; filename="${name}.pdf"\r\n\r\n${PDF}\r\n`,
        )
        .join('')}--b--\r\n`,
    ],
  ] as const;
  it.each(CUT)('refuses an upload with %s', async (_what, type, body) => {
    const token = await system.issuer.token('demo-minji');
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': type,
      'idempotency-key': crypto.randomUUID(),
    };
    const response = await fetch(`${system.url}/v1/uploads`, { method: 'POST', headers, body });
    expect(response.status).toBe(400);
  });

  it('survives a client that leaves in the middle', async () => {
    const token = await system.issuer.token('demo-minji');
    const url = new URL(system.url);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(url.port), url.hostname, () => {
        socket.write(
          `POST /v1/uploads HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nIdempotency-Key: k\r\n` +
            'Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n--b\r\n' +
            'Content-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.4',
          () => socket.destroy(),
        );
      });
      socket.on('close', () => resolve());
    });
    expect((await system.as(null).get('/healthz')).status).toBe(200);
  });

  describe('tokens', () => {
    const now = () => Math.floor(Date.now() / 1000);
    const b64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const foreign = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const good = () => system.issuer.token('demo-minji');
    const claims = () => ({
      iss: system.issuer.url,
      aud: 'gongmun',
      sub: 'demo-minji',
      iat: now(),
      exp: now() + 600,
    });
    const forged = (header: unknown, payload: unknown, signature = '') =>
      `${b64(header)}.${b64(payload)}.${signature}`;
    const BAD: [string, () => string | Promise<string>][] = [
      ['nothing', () => ''],
      ['a word', () => 'Bearer'],
      ['another scheme', async () => `Basic ${await good()}`],
      ['rubbish', () => 'Bearer rubbish'],
      ['dots', () => 'Bearer ..'],
      ['two parts', async () => `Bearer ${(await good()).split('.').slice(0, 2).join('.')}`],
      ['four parts', async () => `Bearer ${await good()}.x`],
      ['no signature', async () => `Bearer ${(await good()).split('.').slice(0, 2).join('.')}.`],
      ['a changed signature', async () => `Bearer ${(await good()).slice(0, -4)}AAAA`],
      [
        'a changed payload',
        async () =>
          `Bearer ${(await good()).replace(/\.[^.]+\./, `.${b64({ ...claims(), sub: 'demo-admin' })}.`)}`,
      ],
      [
        'a changed header',
        async () => `Bearer ${(await good()).replace(/^[^.]+/, b64({ alg: 'ES256', kid: 'other' }))}`,
      ],
      ['alg none', () => `Bearer ${forged({ alg: 'none' }, claims())}`],
      ['alg None', () => `Bearer ${forged({ alg: 'None', kid: 'test' }, claims())}`],
      ['alg NONE with a signature', () => `Bearer ${forged({ alg: 'NONE' }, claims(), 'AAAA')}`],
      ['no alg', () => `Bearer ${forged({ kid: 'test' }, claims(), 'AAAA')}`],
      ['alg null', () => `Bearer ${forged({ alg: null, kid: 'test' }, claims(), 'AAAA')}`],
      [
        'HS256 with a guess',
        () => {
          const head = `${b64({ alg: 'HS256', kid: 'test' })}.${b64(claims())}`;
          return `Bearer ${head}.${createHmac('sha256', 'secret').update(head).digest('base64url')}`;
        },
      ],
      [
        'HS256 with an empty key',
        () => {
          const head = `${b64({ alg: 'HS256', kid: 'test' })}.${b64(claims())}`;
          return `Bearer ${head}.${createHmac('sha256', '').update(head).digest('base64url')}`;
        },
      ],
      [
        'a foreign key under our kid',
        async () =>
          `Bearer ${await new SignJWT(claims()).setProtectedHeader({ alg: 'ES256', kid: 'test' }).sign(foreign.privateKey)}`,
      ],
      [
        'a foreign key under its own kid',
        async () =>
          `Bearer ${await new SignJWT(claims()).setProtectedHeader({ alg: 'ES256', kid: 'mine' }).sign(foreign.privateKey)}`,
      ],
      [
        'a key sent along',
        async () =>
          `Bearer ${await new SignJWT(claims()).setProtectedHeader({ alg: 'ES256', jwk: foreign.publicKey.export({ format: 'jwk' }) as never }).sign(foreign.privateKey)}`,
      ],
      [
        'a key address sent along',
        async () =>
          `Bearer ${await new SignJWT(claims()).setProtectedHeader({ alg: 'ES256', jku: 'http://127.0.0.1:1/keys' }).sign(foreign.privateKey)}`,
      ],
      [
        'an unknown critical header',
        async () => `Bearer ${forged({ alg: 'ES256', kid: 'test', crit: ['x'], x: 1 }, claims(), 'AAAA')}`,
      ],
      ['expired', async () => `Bearer ${await system.issuer.token('demo-minji', { exp: now() - 120 })}`],
      ['expired long ago', async () => `Bearer ${await system.issuer.token('demo-minji', { exp: 1 })}`],
      [
        'no expiry',
        async () => `Bearer ${await system.issuer.token('demo-minji', { exp: undefined } as never)}`,
      ],
      [
        'an expiry in words',
        async () => `Bearer ${await system.issuer.token('demo-minji', { exp: 'never' } as never)}`,
      ],
      [
        'not yet valid',
        async () => `Bearer ${await system.issuer.token('demo-minji', { nbf: now() + 600 })}`,
      ],
      [
        'no time of issue',
        async () => `Bearer ${await system.issuer.token('demo-minji', { iat: undefined } as never)}`,
      ],
      [
        'another issuer',
        async () => `Bearer ${await system.issuer.token('demo-minji', { iss: 'http://127.0.0.1:1' })}`,
      ],
      [
        'no issuer',
        async () => `Bearer ${await system.issuer.token('demo-minji', { iss: undefined } as never)}`,
      ],
      [
        'our issuer with a slash',
        async () => `Bearer ${await system.issuer.token('demo-minji', { iss: `${system.issuer.url}/` })}`,
      ],
      [
        'another audience',
        async () => `Bearer ${await system.issuer.token('demo-minji', { aud: 'another' })}`,
      ],
      [
        'no audience',
        async () => `Bearer ${await system.issuer.token('demo-minji', { aud: undefined } as never)}`,
      ],
      [
        'an empty list of audiences',
        async () => `Bearer ${await system.issuer.token('demo-minji', { aud: [] })}`,
      ],
      [
        'no subject',
        async () => `Bearer ${await system.issuer.token('demo-minji', { sub: undefined } as never)}`,
      ],
      ['an empty subject', async () => `Bearer ${await system.issuer.token('demo-minji', { sub: '' })}`],
      [
        'a subject that is a number',
        async () => `Bearer ${await system.issuer.token('demo-minji', { sub: 7 } as never)}`,
      ],
      [
        'a subject of 4 KB',
        async () => `Bearer ${await system.issuer.token('demo-minji', { sub: 'x'.repeat(4096) })}`,
      ],
      [
        'the name of the system itself',
        async () => `Bearer ${await system.issuer.token('demo-minji', { sub: 'system' })}`,
      ],
      ['a token twice', async () => `Bearer ${await good()}, Bearer ${await good()}`],
      ['a token in quotes', async () => `Bearer "${await good()}"`],
    ];
    it.each(BAD)('refuses %s', async (_what, make) => {
      const headers = { authorization: await make() };
      const response = await fetch(`${system.url}/v1/me`, { headers });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
    });

    it('takes the good one that they were made of', async () => {
      expect(
        (await fetch(`${system.url}/v1/me`, { headers: { authorization: `Bearer ${await good()}` } })).status,
      ).toBe(200);
      expect(BAD.length).toBeGreaterThanOrEqual(40);
    });
  });
});

describe('a sign-in that is not enough for an act', () => {
  let system: System;
  let clock: Date;
  beforeAll(async () => {
    clock = new Date();
    const env = { STEP_UP_ACR: 'gold,silver', STEP_UP_MAX_AGE: 'PT10M' };
    system = await startSystem({ worker: false, now: () => clock, env });
  });
  afterAll(() => system.stop());

  const signedIn = (claims: object) => {
    const token = () => system.issuer.token('demo-handler1', claims as never);
    return createApiClient(system.url, token);
  };
  const justNow = () => Math.floor(clock.getTime() / 1_000);
  const DECISION = { outcome: 'granted', reply: { title: '회신', body: '처리하였습니다.' } };
  const decide = (claims: object) =>
    signedIn(claims).post(`/v1/submissions/${randomUUID()}/decisions`, DECISION, { etag: '"1"' });

  it('is answered with what it takes (RFC 9470), and the same act goes on with that', async () => {
    for (const claims of [
      {},
      { acr: 'bronze', auth_time: justNow() },
      { acr: 'gold' },
      { acr: 'gold', auth_time: justNow() - 700 },
      { acr: ['gold'], auth_time: justNow() },
      { acr: 'gold', auth_time: 'now' },
    ]) {
      const refused = await decide(claims);
      expect(refused).toMatchObject({
        status: 401,
        body: { code: 'token.step_up', acr_values: 'gold silver', max_age: 600 },
      });
      expect(refused.headers.get('www-authenticate')).toBe(
        'Bearer error="insufficient_user_authentication", error_description="Sign in again for this act", ' +
          'acr_values="gold silver", max_age="600"',
      );
    }
    for (const acr of ['gold', 'silver'])
      expect(await decide({ acr, auth_time: justNow() - 500 })).toMatchObject({ status: 404 });
  });

  it('is enough to read, and for the acts that bind nobody', async () => {
    expect((await signedIn({}).get('/v1/desk?office=haneul-civil')).status).toBe(200);
    expect((await signedIn({}).upload('a.txt', '자료')).status).toBe(201);
  });
});
