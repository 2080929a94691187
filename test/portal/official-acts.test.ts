import { DESKTOP, describeInBrowser, type Portal, startPortal } from '../support/portal';
import { pdfSaying, picture } from '../support/small-files';
import { until } from '../support/until';

const LETTER = { title: '가로등 수리', body: '구름로 17 앞의 가로등이 꺼져 있습니다.' };
const WORDS = { words: '한 번 더 적어 주십시오.' };

describeInBrowser('an official at work on one submission', () => {
  let portal: Portal;
  beforeAll(async () => {
    portal = await startPortal();
  });
  afterAll(() => portal.stop());

  /** A letter of minji's with files, at the civil affairs division. */
  async function letter(files: [name: string, bytes: Buffer][] = []): Promise<string> {
    const minji = portal.as('minji');
    const attachments = [];
    for (const [name, bytes] of files)
      attachments.push({ upload: (await minji.upload(name, bytes)).body.id });
    const sent = await minji.submit({ letter: LETTER, office: 'haneul-civil', attachments });
    return sent.body.submission.id;
  }
  const as = (person: string) => portal.as(person);
  async function opened(id: string): Promise<void> {
    await as('registrar').act(id, 'assignments', { handler: 'demo-handler1' });
    await as('handler1').act(id, 'openings', {});
  }
  const kinds = async (id: string): Promise<string[]> =>
    (await as('auditor').get(`/v1/submissions/${id}/commands`)).body.commands.map(
      ({ kind }: { kind: string }) => kind,
    );

  it('a registrar chooses who is in charge by name, and sees who stands in', async () => {
    const id = await letter();
    const from = new Date().toISOString();
    const until = new Date(Date.now() + 86_400_000).toISOString();
    const away = { office: 'haneul-civil', to: 'demo-handler1', from, until };
    expect((await as('handler2').post('/v1/delegations', away)).status).toBe(201);
    const { page, signIn, axe, complaints } = await portal.open({ language: 'en', viewport: DESKTOP });
    await page.goto(`${portal.url}/desk`);
    await signIn('registrar');
    await page.goto(`${portal.url}/desk/${id}`);
    await page.locator('summary', { hasText: 'Put somebody in charge' }).click();
    const choice = page.getByLabel('In charge');
    await choice.getByRole('option', { name: '강담당 (시연) (away, 정처리 (시연) stands in)' }).waitFor({
      state: 'attached',
    });
    await choice.selectOption({ label: '정처리 (시연)' });
    await page.getByRole('button', { name: 'Put somebody in charge' }).click();
    await page.locator('[data-state=assigned]').getByText('정처리 (시연)').waitFor();
    expect(await axe()).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('files are seen without being run, changes side by side, and a decision before it goes out', async () => {
    const id = await letter([
      ['plan.pdf', pdfSaying('Street lamps')],
      ['lamp.png', picture(40, 30)],
    ]);
    await opened(id);
    await as('handler1').act(id, 'supplement-requests', { fields: ['/body'], days: 5, ...WORDS });
    const supplement = { letter: { ...LETTER, body: '구름로 19 앞의 가로등이 꺼져 있습니다.' } };
    expect((await as('minji').act(id, 'supplements', supplement)).status).toBe(200);
    const { page, signIn, axe, complaints } = await portal.open({ language: 'ko', viewport: DESKTOP });
    page.on('dialog', (dialog) => complaints.push(dialog.message()));
    await page.goto(`${portal.url}/desk`);
    await signIn('handler1');
    await page.goto(`${portal.url}/desk/${id}`);
    await page.getByRole('table', { name: '보완으로 바뀐 내용' }).locator('del', { hasText: '17' }).waitFor();
    expect(await page.locator('ins').allTextContents()).toEqual(['19 ']);

    await page.getByRole('button', { name: '미리 보기: plan.pdf' }).click();
    await page.locator('[data-drawn=true]').getByText('Street lamps').waitFor({ state: 'attached' });
    const dark = await page.evaluate(`(() => {
      const canvas = document.querySelector('.pdf-page canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return data.filter((value, at) => at % 4 === 0 && value < 128).length;
    })()`);
    expect(dark).toBeGreaterThan(100);
    await page.getByRole('button', { name: '미리 보기: lamp.png' }).click();
    await page.getByRole('img', { name: 'lamp.png' }).waitFor();
    expect(await page.evaluate(`document.querySelector('img.picture').naturalWidth`)).toBe(40);
    expect(await axe()).toEqual([]);

    await page.locator('summary', { hasText: '결정하기' }).click();
    await page.getByLabel('결과').selectOption({ label: '받아들임' });
    await page.getByLabel('답변 제목').fill('가로등을 고쳤습니다');
    await page.getByLabel('답변 내용').fill('어제 고쳤습니다.');
    await page.getByRole('button', { name: 'PDF로 미리 보기' }).click();
    await page.locator('[data-drawn=true]').getByText('어제 고쳤습니다.').waitFor({ state: 'attached' });
    expect(await axe()).toEqual([]);
    expect(await kinds(id)).not.toContain('decide');
    await page.getByLabel('답변 내용').fill('오늘 고쳤습니다.');
    await page.locator('[data-drawn=true]').getByText('어제 고쳤습니다.').waitFor({ state: 'detached' });

    await page.locator('summary', { hasText: '열리지 않는 파일 다시 받기' }).click();
    await page.getByRole('checkbox', { name: 'lamp.png' }).check();
    await page.getByLabel('무엇이 열리지 않는지').fill('그림이 열리지 않습니다.');
    await page.getByRole('button', { name: '파일 다시 받기 요청' }).click();
    await page.locator('[data-state=supplement_requested]').waitFor();
    expect(complaints).toEqual([]);
  });

  it('another unit is asked and answers, and a document goes to the office that was searched for', async () => {
    const id = await letter();
    await opened(id);
    const { page, signIn, axe, complaints } = await portal.open({ language: 'en', viewport: DESKTOP });
    await page.goto(`${portal.url}/desk`);
    await signIn('handler1');
    await page.goto(`${portal.url}/desk/${id}`);
    const involve = page.locator('details', {
      has: page.locator('summary', { hasText: 'Ask another unit' }),
    });
    await involve.locator('summary').click();
    await involve.getByRole('button', { name: 'Ask another unit' }).click();
    await involve.getByRole('alert').getByRole('link', { name: 'Unit' }).waitFor();
    await involve.getByRole('searchbox').fill('Food');
    await involve.getByRole('radio', { name: /Childcare/ }).waitFor({ state: 'detached' });
    await involve.getByRole('radio', { name: 'Haneul Food Safety Division (demo)' }).check();
    await involve.getByLabel('What to ask').fill('Is it yours?');
    expect(await axe()).toEqual([]);
    await involve.getByRole('button', { name: 'Ask another unit' }).click();
    await page.getByText('Units asked: Haneul Food Safety Division (demo)').waitFor();

    const unit = await portal.open({ language: 'ko', viewport: DESKTOP });
    await unit.page.goto(`${portal.url}/desk`);
    await unit.signIn('handler-food');
    await unit.page.goto(`${portal.url}/desk/${id}`);
    await unit.page.getByRole('button', { name: '문서 열기' }).click();
    await unit.page.getByText(LETTER.body).waitFor();
    expect(await unit.axe()).toEqual([]);
    await unit.page.locator('summary', { hasText: '의견 보내기' }).click();
    await unit.page.getByLabel('우리 부서의 의견').fill('우리 일이 맞습니다.');
    await unit.page.getByRole('button', { name: '의견 보내기' }).click();
    await until(
      () => kinds(id),
      (given) => given.includes('contribute'),
    );
    expect(await kinds(id)).toContain('contribute');

    await page.reload();
    const transfer = page.locator('details', {
      has: page.locator('summary', { hasText: 'Pass on to another office' }),
    });
    await transfer.locator('summary').click();
    await transfer.getByRole('searchbox').fill('Food');
    await transfer.getByRole('radio', { name: 'Haneul Food Safety Division (demo)' }).check();
    await transfer.getByLabel('What to tell').fill('It is theirs.');
    await transfer.getByRole('button', { name: 'Pass on to another office' }).click();
    await page.getByRole('heading', { name: 'Desk' }).waitFor();
    expect((await as('handler-food').get(`/v1/submissions/${id}`)).body.office).toBe('haneul-food');
    expect([...complaints, ...unit.complaints]).toEqual([]);
  });

  it('whose answer is lost is done once, though it is pressed again after the page was read anew', async () => {
    const id = await letter();
    await opened(id);
    const { page, signIn, complaints } = await portal.open({ language: 'en', viewport: DESKTOP });
    await page.goto(`${portal.url}/desk`);
    await signIn('handler1');
    await page.goto(`${portal.url}/desk/${id}`);
    const involve = page.locator('details', {
      has: page.locator('summary', { hasText: 'Ask another unit' }),
    });
    await involve.locator('summary').click();
    await involve.getByRole('searchbox').fill('Food');
    await involve.getByRole('radio', { name: 'Haneul Food Safety Division (demo)' }).check();
    await involve.getByLabel('What to ask').fill('Is it yours?');
    const headers: Record<string, string>[] = [];
    await page.route('**/involvements', async (route) => {
      headers.push(route.request().headers());
      if (headers.length > 1) return route.continue();
      expect((await route.fetch()).status()).toBe(200);
      return route.abort('connectionreset');
    });
    await involve.getByRole('button', { name: 'Ask another unit' }).click();
    await involve.getByRole('alert').waitFor();
    await page.getByText('Units asked: Haneul Food Safety Division (demo)').waitFor();
    expect(await involve.getByLabel('What to ask').inputValue()).toBe('Is it yours?');
    await involve.getByRole('button', { name: 'Ask another unit' }).click();
    const asked = () => involve.getByLabel('What to ask').inputValue();
    expect(await until(asked, (words) => words === '')).toBe('');
    const sent = headers.map((all) => [all['idempotency-key'], all['if-match']]);
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
    expect((await kinds(id)).filter((kind) => kind === 'involve')).toHaveLength(1);
    expect(complaints).toEqual([]);
  });

  it('half written outlives a reload of the page, and ends when it is sent and when somebody signs out', async () => {
    const id = await letter();
    await opened(id);
    const { page, signIn, complaints } = await portal.open({ language: 'en', viewport: DESKTOP });
    await page.goto(`${portal.url}/desk`);
    await signIn('handler1');
    await page.goto(`${portal.url}/desk/${id}`);
    await page.locator('summary', { hasText: 'Decide' }).click();
    await page.getByLabel('Title of the reply').fill('The lamp was mended');
    await page.getByLabel('Text of the reply').fill('Yesterday, at');
    await page.reload();
    expect(await page.getByLabel('Text of the reply').inputValue()).toBe('Yesterday, at');
    expect(await page.getByLabel('Title of the reply').inputValue()).toBe('The lamp was mended');
    const involve = page.locator('details', {
      has: page.locator('summary', { hasText: 'Ask another unit' }),
    });
    await involve.locator('summary').click();
    await involve.getByRole('searchbox').fill('Food');
    await involve.getByRole('radio', { name: 'Haneul Food Safety Division (demo)' }).check();
    await involve.getByLabel('What to ask').fill('Is it yours?');
    await involve.getByRole('button', { name: 'Ask another unit' }).click();
    await page.getByText('Units asked: Haneul Food Safety Division (demo)').waitFor();
    await page.locator('summary', { hasText: 'Notes' }).click();
    await page.getByLabel('New note').fill('Ask the electrician');
    await page.reload();
    expect(await page.getByLabel('New note').inputValue()).toBe('Ask the electrician');
    await page.getByRole('button', { name: 'Write the note' }).click();
    await page.locator('.as-written', { hasText: 'Ask the electrician' }).waitFor();
    await page.getByLabel('New note').fill('');
    const kept = async (): Promise<string[]> =>
      page.evaluate<string[]>(
        `Object.keys(sessionStorage).filter((name) => name.startsWith('gongmun.draft.'))`,
      );
    expect(await kept()).toEqual([`gongmun.draft.act.${id}.decisions`]);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.locator('header .who').waitFor({ state: 'detached' });
    expect(await kept()).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
