import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fieldAt, fillForm } from '../support/fill-form';
import { DESKTOP, describeInBrowser, type Portal, startPortal } from '../support/portal';

const FORM = 'resident-certificate-request';
const MOST_BYTES = 200 * 1024;

describeInBrowser('the pages', () => {
  let portal: Portal;
  beforeAll(async () => {
    portal = await startPortal();
  });
  afterAll(() => portal.stop());

  const definitionOf = async (form: string) =>
    (await portal.as('sora').get(`/v1/forms/${form}`)).body.definition;

  it('arrive whole in at most 200 KB, under a policy that runs nothing but files of this origin', async () => {
    const { page, complaints } = await portal.open({ language: 'ko' });
    const sizes: Promise<number>[] = [];
    page.on('requestfinished', (request) => {
      sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
    });
    const answer = await page.goto(portal.url);
    await page.getByRole('link', { name: /주민등록표/ }).waitFor();
    await page.waitForLoadState('networkidle');
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(MOST_BYTES);
    const headers = answer?.headers() ?? {};
    expect(headers['cache-control']).toBe('no-store');
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe');
    const assets = readdirSync(join(__dirname, '../../portal/dist/assets'));
    const worker = assets.find((name) => /^pdf-reader-.*\.js$/.test(name)) ?? '';
    const served = await fetch(`${portal.url}/assets/${worker}`);
    // A worker has the policy that it came with: this one may load and fetch nothing.
    expect([served.status, served.headers.get('content-security-policy')]).toEqual([
      200,
      "default-src 'none'; frame-ancestors 'none'",
    ]);
    expect(complaints).toEqual([]);
  });

  it('leave the addresses of the API to the API', async () => {
    const asBrowser = { headers: { accept: 'text/html,*/*' } };
    const page = await fetch(`${portal.url}/documents/whatever`, asBrowser);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    for (const path of ['/v1/nothing', '/.well-known/nothing', '/assets/nothing.js']) {
      const refused = await fetch(portal.url + path, asBrowser);
      expect([path, refused.status, ((await refused.json()) as { code: string }).code]).toEqual([
        path,
        404,
        'route.unknown',
      ]);
    }
    expect((await fetch(`${portal.url}/documents/whatever`)).status).toBe(404);
    expect((await fetch(`${portal.url}/healthz`, asBrowser)).headers.get('content-type')).toMatch(/json/);
    expect(await (await fetch(`${portal.url}/v1/docs/`, asBrowser)).text()).toContain('swagger');
  });

  it('a form is filled in and sent by the keyboard alone', async () => {
    const { page, signIn } = await portal.open({ language: 'en', viewport: DESKTOP });
    await page.goto(`${portal.url}/forms/${FORM}/fill`);
    await signIn('sora');
    const { schema, example } = await definitionOf(FORM);
    const tabTo = async (wanted: () => Promise<boolean>) => {
      for (let presses = 0; presses < 80; presses += 1) {
        if (await wanted()) return;
        await page.keyboard.press('Tab');
      }
      throw new Error('The keyboard does not come there.');
    };
    const focused = async () => String(await page.evaluate('document.activeElement.id'));
    const answerAt = async (pointer: string, value: unknown, options: { const: unknown }[] | undefined) => {
      const id = `answers${pointer}`;
      await tabTo(async () => (await focused()) === id || (await focused()).startsWith(`${id}-`));
      const place = options?.findIndex((option) => option.const === value) ?? (value === true ? 0 : 1);
      const isSelect = (await page.evaluate('document.activeElement.tagName')) === 'SELECT';
      if ((await focused()) !== id) {
        await page.keyboard.press('Space');
        for (let step = 0; step < place; step += 1) await page.keyboard.press('ArrowDown');
      } else if (isSelect)
        for (let step = 0; step <= place; step += 1) await page.keyboard.press('ArrowDown');
      else if (/^\d{4}-\d\d-\d\d$/.test(String(value)))
        // A date is typed part by part, in the order of the browser's language.
        await page.keyboard.type(String(value).replace(/(\d+)-(\d+)-(\d+)/, '$2$3$1'));
      else await page.keyboard.type(String(value));
    };
    const answerAll = async (node: typeof schema, answers: object, at = ''): Promise<void> => {
      for (const name of Object.keys(node.properties).filter((one) => one in answers)) {
        const value = (answers as Record<string, unknown>)[name];
        const child = node.properties[name];
        if (typeof value === 'object' && value !== null) await answerAll(child, value, `${at}/${name}`);
        else await answerAt(`${at}/${name}`, value, child.oneOf);
      }
    };
    await page.getByRole('button', { name: 'Next: check your answers' }).waitFor();
    await answerAll(schema, example);
    await tabTo(async () => (await page.evaluate('document.activeElement.type')) === 'submit');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Check your answers' }).waitFor();
    await tabTo(async () => (await page.evaluate('document.activeElement.textContent')) === 'Submit');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'It has been received' }).waitFor();
    const [{ id }] = (await portal.as('sora').get('/v1/submissions')).body.items;
    expect((await portal.as('sora').get(`/v1/submissions/${id}/content`)).body.answers).toEqual(example);
  });

  it('an answer that was lost and a sign-in that ran out lose nothing and send nothing twice', async () => {
    const { page, context, signIn, axe } = await portal.open({ language: 'ko' });
    await page.goto(`${portal.url}/forms/${FORM}/fill`);
    await signIn('minji');
    const { schema, example } = await definitionOf(FORM);
    await fillForm(page, schema, example);
    await page.getByRole('button', { name: '다음: 확인하기' }).click();
    const send = page.getByRole('button', { name: '제출' });
    await send.waitFor();

    await context.setOffline(true);
    await page.getByText('인터넷 연결이 끊겼습니다').waitFor();
    await send.click();
    await page.getByText('인터넷 연결을 확인하고').waitFor();
    expect(await axe()).toEqual([]);
    await context.setOffline(false);

    const expired = { type: 'about:blank', title: '', status: 401, detail: '', code: 'token.invalid' };
    await page.route('**/v1/submissions', (route) =>
      route.fulfill({ status: 401, contentType: 'application/problem+json', body: JSON.stringify(expired) }),
    );
    await send.click();
    await page.getByRole('button', { name: '다시 로그인' }).waitFor();
    expect(await axe()).toEqual([]);
    await page.unroute('**/v1/submissions');
    await page.getByRole('button', { name: '다시 로그인' }).click();
    await page.locator('header .who').waitFor();
    await page.getByText(example.applicant.name).waitFor();

    // It is received, and the answer never arrives.
    await page.route('**/v1/submissions', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await send.click();
    await page.getByText('인터넷 연결을 확인하고').waitFor();
    await page.unroute('**/v1/submissions');
    await send.click();
    await page.getByRole('heading', { name: '접수되었습니다' }).waitFor();
    expect((await portal.as('minji').get('/v1/submissions')).body.items).toHaveLength(1);
  });

  it('what the API refuses is told at its field; an upload goes on after a lost connection', async () => {
    const { page, context, signIn, axe } = await portal.open({ language: 'en' });
    await page.goto(`${portal.url}/`);
    await page.getByLabel('Search forms and offices').fill('food');
    await page.getByRole('link', { name: /Haneul Food Safety/ }).click();
    await signIn('junho');
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.getByRole('alert').filter({ hasText: 'There are 2 things to correct' }).waitFor();
    expect(await axe()).toEqual([]);
    await page.getByLabel('Subject').fill('A question');
    await page.getByLabel('Text').fill('When is the inspection?');
    await context.setOffline(true);
    const file = page.locator('#attachments input[type=file]');
    await file.setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a note\n') });
    await page.getByRole('button', { name: 'Upload again: a.txt' }).waitFor();
    expect(await axe()).toEqual([]);
    await context.setOffline(false);
    await page.getByRole('button', { name: 'Upload again: a.txt' }).click();
    await page.getByText('Type and structure checked only').waitFor();
    await file.setInputFiles({ name: 'b.bin', mimeType: 'text/plain', buffer: Buffer.from([0, 1, 2, 255]) });
    await page.getByText('This kind of file is not accepted.').waitFor();
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.getByRole('heading', { name: 'It has been received' }).waitFor();
    await page.getByRole('link', { name: 'Follow it' }).click();
    await page.locator('summary', { hasText: 'Take it back' }).click();
    expect(await axe()).toEqual([]);
    await page.getByRole('button', { name: 'Yes, take it back' }).click();
    await page.locator('[data-state=withdrawn]').waitFor();
    expect(await axe()).toEqual([]);

    await page.goto(`${portal.url}/forms/${FORM}/fill`);
    await page.locator('header .who').waitFor();
    const { schema, example } = await definitionOf(FORM);
    await fillForm(page, schema, example);
    await page.getByRole('button', { name: 'Next: check your answers' }).click();
    const fault = { pointer: '/answers/applicant/mobile', code: 'answer.pattern', detail: '' };
    const refusal = {
      type: '',
      title: '',
      status: 400,
      detail: '',
      code: 'answers.invalid',
      faults: [fault],
    };
    await page.route('**/v1/submissions', (route) =>
      route.fulfill({ status: 400, contentType: 'application/problem+json', body: JSON.stringify(refusal) }),
    );
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.getByRole('alert').filter({ hasText: 'There is 1 thing to correct' }).waitFor();
    const described = await fieldAt(page, '/applicant/mobile').getAttribute('aria-describedby');
    expect(described).toContain('answers/applicant/mobile-error');
    expect(await axe()).toEqual([]);
  });

  it('a receipt is checked in the browser, and nothing of it is sent', async () => {
    const sent = await portal
      .as('junho')
      .submit({ letter: { title: 'A', body: 'B' }, office: 'haneul-food' });
    const { id } = sent.body.submission;
    const path = `/v1/submissions/${id}/receipts/${sent.body.receipt.id}`;
    const token = await portal.tokenOf('junho');
    const text = await (
      await fetch(portal.url + path, { headers: { authorization: `Bearer ${token}` } })
    ).text();
    const { page, axe } = await portal.open({ language: 'ko' });
    await page.goto(`${portal.url}/verify`);
    await page.getByLabel('증명서 파일').waitFor();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(`${request.method()} ${new URL(request.url()).pathname}`));
    const check = async (body: string, verdict: string) => {
      const buffer = Buffer.from(body);
      await page
        .getByLabel('증명서 파일')
        .setInputFiles({ name: 'receipt.json', mimeType: 'application/json', buffer });
      await page.locator(`[data-verdict=${verdict}]`).waitFor();
      expect(await axe()).toEqual([]);
    };
    await check(text, 'genuine');
    await check(text.replace('SubmissionAcceptance', 'ConsignmentAcceptance'), 'not_genuine');
    await check('{}', 'cannot_tell');
    const { jws, ...rest } = JSON.parse(text);
    const [head, body, signature] = jws.split('.');
    const forged = `${head}.${body}.${[...signature].reverse().join('')}`;
    await check(text.replace(jws, forged), 'not_genuine');
    expect(rest.format).toBe('gongmun-receipt/1');
    expect([...new Set(requests)]).toEqual(['GET /.well-known/jwks.json']);
  });

  it('the code on a printed receipt leads to what was issued, and says so of what was not', async () => {
    const sent = await portal
      .as('junho')
      .submit({ letter: { title: 'A', body: 'B' }, office: 'haneul-food' });
    const { digest } = sent.body.receipt;
    const { page, axe } = await portal.open({ language: 'ko' });
    await page.goto(`${portal.url}/receipts/${digest}`);
    await page.locator('[data-verdict=known]').waitFor();
    expect(await axe()).toEqual([]);
    await page.goto(`${portal.url}/receipts/${digest.slice(1)}A?language=en`);
    await page.locator('[data-verdict=unknown]').waitFor();
    expect(await axe()).toEqual([]);
    // The language of a mail's reader, until another is chosen.
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
    expect(page.url()).not.toContain('language');
    await page.locator('header .top-tools button').first().click();
    await page.locator('html[lang=ko]').waitFor({ state: 'attached' });
    await page.reload();
    await page.locator('html[lang=ko]').waitFor({ state: 'attached' });
  });

  it('a document is read anew when the API says that it changed, and now and then where it cannot say so', async () => {
    const sent = await portal
      .as('sora')
      .submit({ letter: { title: 'A', body: 'B' }, office: 'haneul-civil' });
    const { id } = sent.body.submission;
    const { page, signIn, complaints } = await portal.open({ language: 'en' });
    const reads: string[] = [];
    page.on('request', (request) => {
      if (new URL(request.url()).pathname === `/v1/submissions/${id}`) reads.push(request.method());
    });
    const followed = () =>
      page.waitForResponse((answer) => answer.url().endsWith(`/submissions/${id}/events`));
    await page.goto(portal.url);
    await signIn('sora');
    await page.clock.install();
    const stream = followed();
    await page.goto(`${portal.url}/documents/${id}`);
    expect((await stream).status()).toBe(200);
    await page.locator('[data-state=registered]').waitFor();
    const before = reads.length;
    await page.clock.fastForward(20_000);
    expect(reads.length).toBe(before);
    await portal.as('registrar').act(id, 'assignments', { handler: 'demo-handler1' });
    await page.locator('[data-state=assigned]').waitFor();

    await page.route('**/events', (route) => route.abort());
    const failed = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/events'));
    await page.reload();
    await failed;
    await page.locator('[data-state=assigned]').waitFor();
    const again = page.waitForRequest((request) => request.url().endsWith(`/v1/submissions/${id}`));
    await page.clock.fastForward(5_000);
    await again;
    expect(complaints).toEqual([]);
  });

  it('a large file whose connection breaks goes on by itself where it was', async () => {
    const { page, context, signIn, complaints } = await portal.open({ language: 'en' });
    await page.goto(`${portal.url}/offices/haneul-food/letter`);
    await signIn('sora');
    const isPart = (request: { method(): string }) => request.method() === 'PATCH';
    const offsets: number[] = [];
    page.on('request', (request) => {
      if (isPart(request)) offsets.push(Number(request.headers()['upload-offset']));
    });
    const first = page.waitForResponse((answer) => isPart(answer.request()));
    const failed = page.waitForEvent('requestfailed');
    const buffer = Buffer.from('a line of a long note\n'.repeat(850_000));
    await page
      .locator('#attachments input[type=file]')
      .setInputFiles({ name: 'long.txt', mimeType: 'text/plain', buffer });
    await first;
    await context.setOffline(true);
    await failed;
    await context.setOffline(false);
    await page.getByText('Type and structure checked only').waitFor({ timeout: 30_000 });
    // More than there are parts, since one was sent twice, and nothing from the beginning again.
    expect(offsets.length).toBeGreaterThan(Math.ceil(buffer.length / (4 * 1024 * 1024)));
    expect(offsets.filter((offset) => offset === 0)).toHaveLength(1);
    const [kept] = await portal.system.db('files').where({ owner: 'demo-sora', bytes: buffer.length });
    expect(kept.sha256).toBe(createHash('sha256').update(buffer).digest('hex'));
    expect(complaints).toEqual([]);
  });

  it.each(['/', `/forms/${FORM}`, '/documents', '/mailbox', '/settings'])(
    '%s is whole at 200 % zoom, in forced colours and without motion, and nothing in it jumps',
    async (path) => {
      // A screen of 1280 × 720 at 200 %.
      const { page, signIn, axe } = await portal.open({
        language: 'en',
        viewport: { width: 640, height: 360 },
      });
      await page.goto(portal.url);
      await signIn('sora');
      await page.goto(portal.url + path);
      await page.locator('h1').waitFor();
      await page.locator('[aria-busy=true], .loading').waitFor({ state: 'detached' });
      const jumps = await page.evaluate(`new Promise((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
        }).observe({ type: 'layout-shift', buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
      })`);
      expect(jumps).toBeLessThan(0.1);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(640);
      expect(await page.evaluate('document.getAnimations().length')).toBe(0);
      await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
      expect(await axe()).toEqual([]);
      const marks: string[] = [];
      for (let presses = 0; presses < 8; presses += 1) {
        await page.keyboard.press('Tab');
        marks.push(String(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')));
      }
      expect(marks).not.toContain('none');
    },
  );

  it('whoever holds a tracking code sees how it stands, without signing in', async () => {
    const sent = await portal.as('sora').submit({ letter: { title: 'A', body: 'B' }, office: 'haneul-food' });
    const { page, axe } = await portal.open({ language: 'ko' });
    await page.goto(portal.url);
    await page.getByRole('link', { name: '조회 번호로 확인' }).click();
    await page.getByLabel('조회 번호').fill('00000-00000-00000-00000');
    await page.getByRole('button', { name: '조회' }).click();
    await page.getByRole('alert').waitFor();
    expect(await axe()).toEqual([]);
    await page.getByLabel('조회 번호').fill(sent.body.submission.trackingCode);
    await page.getByRole('button', { name: '조회' }).click();
    await page.locator('[data-state=registered]').waitFor();
    expect(await axe()).toEqual([]);
    expect(page.url()).not.toContain(sent.body.submission.trackingCode);
  });

  it.each([
    '/',
    '/verify',
    '/track',
    `/forms/${FORM}`,
    '/documents',
    '/desk',
    '/nothing-here',
    '/forms/nothing',
  ])('%s fits a narrow screen, speaks both languages and has no violation', async (path) => {
    const { page, axe } = await portal.open({ language: 'ko', viewport: { width: 320, height: 640 } });
    await page.goto(portal.url + path);
    await page.locator('h1').waitFor();
    await page.waitForLoadState('networkidle');
    for (const language of ['en', 'ko']) {
      await page.locator('header .top-tools button').first().click();
      await page.locator(`html[lang=${language}]`).waitFor({ state: 'attached' });
      expect(await axe()).toEqual([]);
      const text = await page.locator('main h1').textContent();
      expect(/[가-힣]/.test(text ?? '')).toBe(language === 'ko');
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
    }
  });
});
