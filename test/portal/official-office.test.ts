import { DESKTOP, describeInBrowser, type Portal, startPortal } from '../support/portal';
import { until } from '../support/until';

describeInBrowser('the work of an office', () => {
  let portal: Portal;
  beforeAll(async () => {
    portal = await startPortal();
  });
  afterAll(() => portal.stop());

  const letter = async (title: string): Promise<string> =>
    (await portal.as('minji').submit({ letter: { title, body: '문의' }, office: 'haneul-civil' })).body
      .submission.id;

  it('an administrator declares a holiday, withdraws it, and sets whom silence is told', async () => {
    const { page, signIn, axe, complaints } = await portal.open({ language: 'en', viewport: DESKTOP });
    await page.goto(`${portal.url}/desk`);
    await signIn('admin');
    await page.getByRole('link', { name: 'Calendar' }).click();
    await page.getByLabel('Office', { exact: true }).selectOption({ label: 'Haneul City (demo)' });
    const year = new Date().getFullYear() + 1;
    await page.getByRole('button', { name: String(year) }).click();
    await page
      .getByRole('status')
      .filter({ hasText: `Year ${year}` })
      .waitFor();
    await page.getByLabel('Day', { exact: true }).fill(`${year}-07-21`);
    await page.getByLabel('Name in Korean').fill('개청 기념일');
    await page.getByLabel('Name in English').fill('Founding day');
    await page.getByRole('button', { name: 'Declare a holiday' }).click();
    const line = page.getByRole('row').filter({ hasText: `${year}-07-21` });
    await line.getByText('Declared').waitFor();
    await page.getByRole('button', { name: `Withdraw: ${year}-07-21` }).click();
    await line.getByText('Withdrawn').waitFor();
    expect(await axe()).toEqual([]);

    await page.getByRole('link', { name: 'Reminders' }).click();
    const unread = page.getByRole('group', { name: 'The reply is not confirmed' });
    await unread.getByRole('checkbox').check();
    await unread.getByLabel('Working hours').first().fill('24');
    await unread.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('button', { name: 'Save the steps' }).click();
    await unread.getByRole('checkbox', { checked: true }).waitFor();
    expect(await axe()).toEqual([]);
    const ladder = async () => (await portal.as('admin').get('/v1/offices/haneul/ladder')).body;
    await until(ladder, ({ own }) => own.length > 0);
    expect((await ladder()).own).toEqual(['never_read']);
    expect((await ladder()).ladder.never_read).toEqual([
      { afterHours: 24, tell: 'handler' },
      { afterHours: 80, tell: 'office_admin' },
      { afterHours: 88, tell: 'office_admin' },
    ]);
    expect(complaints).toEqual([]);
  });

  it('a colleague stands in, and takes it back', async () => {
    const { page, signIn, axe } = await portal.open({ language: 'ko', viewport: DESKTOP });
    await page.goto(`${portal.url}/office/away`);
    await signIn('approver');
    await page.getByText('정해진 대행이 없습니다.').waitFor();
    await page.getByRole('button', { name: '대행 정하기' }).click();
    await page.getByRole('alert').waitFor();
    expect(await axe()).toEqual([]);
    await page.getByLabel('대행할 사람').selectOption({ label: '강담당 (시연)' });
    const local = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 16);
    await page.getByLabel('언제부터').fill(local(-1));
    await page.getByLabel('언제까지').fill(local(2));
    await page.getByRole('button', { name: '대행 정하기' }).click();
    const line = page.getByRole('listitem').filter({ hasText: '조결재 (시연) 대신 강담당 (시연)' });
    await line.getByText('대행 중').waitFor();
    const { memberships } = (await portal.as('handler2').get('/v1/me')).body;
    expect(memberships).toContainEqual({
      ...{ office: 'haneul-civil', roles: ['approver'], for: 'demo-approver' },
    });
    await line.getByRole('button', { name: /^대행 끝내기/ }).click();
    await line.getByText('끝남').waitFor();
    expect(await axe()).toEqual([]);
  });

  it('the desk goes by single keys that the page names, and keeps its views', async () => {
    const id = await letter('가');
    await portal.as('registrar').act(id, 'assignments', { handler: 'demo-handler1' });
    await letter('나');
    const { page, signIn, axe } = await portal.open({ language: 'en', viewport: DESKTOP });
    await page.goto(`${portal.url}/desk`);
    await signIn('handler1');
    await page.getByRole('cell', { name: 'Letter' }).nth(1).waitFor();
    await page.keyboard.press('?');
    await page.getByText('Next document').waitFor();
    expect(await axe()).toEqual([]);
    const focused = () =>
      page.evaluate('document.activeElement.getAttribute("href") ?? document.activeElement.id');
    await page.keyboard.press('j');
    const first = await focused();
    await page.keyboard.press('j');
    expect(await focused()).not.toBe(first);
    await page.keyboard.press('k');
    expect(await focused()).toBe(first);
    await page.keyboard.press('/');
    expect(await focused()).toBe('desk-text');
    await page.keyboard.type('2');
    expect(await page.getByRole('searchbox').inputValue()).toBe('2');
    await page.getByRole('searchbox').fill('');
    await page.getByRole('radio', { name: /^All open/ }).focus();
    await page.keyboard.press('2');
    await page.getByRole('radio', { name: /^Mine/, checked: true }).waitFor();
    await page.getByRole('cell', { name: 'Letter' }).nth(1).waitFor({ state: 'detached' });

    await page.locator('summary', { hasText: 'Kept views' }).click();
    await page.getByLabel('Name of the view').fill('Today');
    await page.getByRole('button', { name: 'Keep this view' }).click();
    await page.getByRole('button', { name: 'Today', exact: true }).waitFor();
    expect(await axe()).toEqual([]);
    await page.getByRole('radio', { name: /^All open/ }).click();
    await page.getByRole('radio', { name: /^All open/, checked: true }).waitFor();
    await page.getByRole('cell', { name: 'Letter' }).nth(1).waitFor();
    await page.getByRole('button', { name: 'Today', exact: true }).click();
    await page.getByRole('cell', { name: 'Letter' }).nth(1).waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('cell', { name: 'Letter' }).first().waitFor();
    expect(await page.getByRole('cell', { name: 'Letter' }).count()).toBe(1);
    await page.getByRole('checkbox', { name: 'Use these keys' }).waitFor({ state: 'hidden' });
    await page.keyboard.press('?');
    await page.getByRole('checkbox', { name: 'Use these keys' }).uncheck();
    await page.getByRole('checkbox', { name: 'Use these keys' }).blur();
    await page.keyboard.press('1');
    expect(page.url()).toContain('kept=');
  });

  it('each page fits a narrow screen, speaks both languages and has no violation', async () => {
    const { page, signIn, axe } = await portal.open({
      ...{ language: 'ko', viewport: { width: 320, height: 640 } },
    });
    await page.goto(`${portal.url}/desk`);
    await signIn('admin');
    const places = ['desk', 'outgoing', 'outgoing/new', 'office/calendar', 'office/ladder', 'office/away'];
    for (const place of [...places, 'office/forms/new', 'office/statistics', 'office/survey']) {
      await page.goto(`${portal.url}/${place}`);
      await page.locator('nav.office-nav').waitFor();
      for (const language of ['en', 'ko']) {
        await page.locator('header .top-tools button').first().click();
        await page.locator(`html[lang=${language}]`).waitFor({ state: 'attached' });
        await page.locator('.loading').waitFor({ state: 'detached' });
        expect([place, language, await axe()]).toEqual([place, language, []]);
        const width = await page.evaluate('document.documentElement.scrollWidth');
        expect([place, language, Number(width) <= 320 ? 320 : width]).toEqual([place, language, 320]);
      }
    }
  });

  it('figures are shown as chart and table, and what people said is dealt with', async () => {
    const id = await letter('다');
    await portal.as('handler1').act(id, 'decisions', {
      ...{ outcome: 'granted', reply: { title: '답변', body: '회신' } },
    });
    const said = { rating: 2, comment: '오래 걸렸습니다.' };
    expect((await portal.as('minji').post(`/v1/submissions/${id}/survey`, said)).status).toBe(201);
    const { page, signIn, axe } = await portal.open({ language: 'ko', viewport: DESKTOP });
    await page.goto(`${portal.url}/office/survey`);
    await signIn('handler1');
    await page.getByText(said.comment).waitFor();
    expect(await axe()).toEqual([]);
    await page.getByRole('button', { name: '처리했음' }).click();
    await page.getByText('여기에 해당하는 답이 없습니다.').waitFor();
    await page.getByRole('radio', { name: '처리함' }).click();
    await page.getByRole('radio', { name: '처리함', checked: true }).waitFor();
    await page.getByText('정처리 (시연) 처리함').waitFor();

    const measures = {
      hoursToRegistration: { median: 0, p90: 0 },
      hoursToDecision: { median: 12, p90: 30 },
      ...{ overdue: 0.25, bothWays: null, saved: { visits: 1, hours: 1, sheets: 1 } },
      satisfaction: { mean: 4.2, answers: 12 },
    };
    const month = (value: string, submissions: number) => ({ value, submissions, ...measures });
    const body = {
      ...{ by: 'month', from: '2026-10', until: '2026-11', at: new Date().toISOString(), minimum: 10 },
      assumptions: { visits: 1, hoursEachVisit: 1, sheets: 1 },
      total: { submissions: 60, ...measures },
      items: [month('2026-10', 20), month('2026-11', 40)],
    };
    await page.getByRole('link', { name: '통계' }).click();
    await page.getByText('셀 만큼 모인 문서가 아직 없습니다.').waitFor();
    expect(await axe()).toEqual([]);
    await page.route('**/v1/statistics?*', (route) => route.fulfill({ json: body }));
    await page.reload();
    await page.getByRole('img', { name: /받은 문서/ }).waitFor();
    const widths = await page.evaluate(
      `[...document.querySelectorAll('.chart rect')].map((bar) => Number(bar.getAttribute('width')))`,
    );
    const [october, november] = widths as number[];
    expect(november).toBeCloseTo(2 * (october ?? 0));
    await page
      .getByRole('row', { name: /2026-11/ })
      .getByRole('cell', { name: '25' })
      .waitFor();
    await page.getByLabel('무엇을').selectOption({ label: '만족도(5점)' });
    await page
      .getByRole('img', { name: /만족도/ })
      .getByText('4.2')
      .first()
      .waitFor();
    expect(await axe()).toEqual([]);
  });
});
