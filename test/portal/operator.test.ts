import { failedDelivery, failedNotice } from '../support/contract-operations';
import { looksRight } from '../support/looks-right';
import { DESKTOP, describeInBrowser, type Portal, startPortal, type Visit } from '../support/portal';

describeInBrowser('an operator', () => {
  let portal: Portal;
  let visit: Visit;
  beforeAll(async () => {
    portal = await startPortal({ WEBHOOK_TARGETS: 'any', TEMPORAL_UI_URL: 'http://127.0.0.1:8233' });
    visit = await portal.open({ language: 'ko', viewport: DESKTOP });
    await visit.page.goto(portal.url);
    await visit.signIn('operator');
    await visit.page.getByRole('link', { name: '운영', exact: true }).click();
  });
  afterAll(() => portal.stop());

  it('sees each part, what waits, who works, and the way to the engine’s own pages', async () => {
    const { page } = visit;
    await page.locator('[data-part=database][data-ready=true]').waitFor();
    // No mail server listens in this test.
    await page.locator('[data-part=mail][data-ready=false]').waitFor();
    await page.getByText('1개 부분이 응답하지 않습니다').waitFor();
    await page.getByText('실패한 메일이 없습니다').waitFor();
    await page.getByText('실패한 웹훅이 없습니다').waitFor();
    const link = page.getByRole('link', { name: /Temporal 화면 열기/ });
    expect(await link.getAttribute('href')).toBe('http://127.0.0.1:8233');
    await looksRight(visit, 'main');
  });

  it('sends again what failed, by the keyboard, and keeps the place', async () => {
    const { page } = visit;
    const delivery = await failedDelivery({ db: portal.system.db, as: (person) => portal.as(person ?? '') });
    const mail = await failedNotice(portal.system);
    await page.reload();
    await page.locator(`[data-failure="${mail}"]`).waitFor();
    await page.locator(`[data-failure="${delivery}"]`).waitFor();
    await looksRight(visit, 'main');
    await visit.shot('operations');
    for (const [id, table, title] of [
      [mail, 'notices', '실패한 메일'],
      [delivery, 'webhook_deliveries', '실패한 웹훅'],
    ] as const) {
      await page.locator(`[data-failure="${id}"] button`).focus();
      await page.keyboard.press('Enter');
      await page.locator(`[data-failure="${id}"]`).waitFor({ state: 'detached' });
      expect(await page.evaluate('document.activeElement.textContent')).toBe(title);
      expect(await portal.system.db(table).where({ resend_of: id })).toHaveLength(1);
    }
    expect(await page.getByText('1건을 다시 보냅니다').count()).toBe(2);
    expect(await visit.axe()).toEqual([]);
  });

  it('is told why it cannot be, and sees by itself when a part comes back or goes', async () => {
    const { page } = visit;
    const mail = await failedNotice(portal.system);
    await page.reload();
    await page.locator(`[data-failure="${mail}"]`).waitFor();
    await portal.as('operator').post(`/v1/operations/mails/${mail}/resends`, {});
    await page.locator(`[data-failure="${mail}"] button`).click();
    await page.getByRole('alert').filter({ hasText: '이미 다시 보냈습니다' }).waitFor();
    expect(await visit.axe()).toEqual([]);
    await page.route('**/v1/operations/health', async (route) => {
      const answer = await route.fetch();
      const body = await answer.json();
      await route.fulfill({ response: answer, json: { ...body, queues: null, engineUi: null } });
    });
    await page.getByText('엔진이 응답하지 않아').waitFor({ timeout: 15_000 });
    expect(await page.getByRole('link', { name: /Temporal/ }).count()).toBe(0);
    expect(await visit.axe()).toEqual([]);
    expect(visit.complaints).toEqual([]);
  });

  it('is helped on this page by the keyboard, and has the whole manual to read and print', async () => {
    const { page } = visit;
    await page.goto(`${portal.url}/operations`);
    const help = page.getByRole('button', { name: '이 화면의 도움말' });
    await help.focus();
    await page.keyboard.press('Enter');
    const opened = page.getByRole('dialog', { name: '운영 현황' });
    await opened.getByText('작업 프로세스를 확인합니다').waitFor();
    expect(await page.evaluate("document.querySelector('dialog').contains(document.activeElement)")).toBe(
      true,
    );
    expect(await visit.axe()).toEqual([]);
    await page.keyboard.press('Escape');
    await opened.waitFor({ state: 'detached' });
    expect(await page.evaluate("document.activeElement.getAttribute('aria-label')")).toBe('이 화면의 도움말');
    await page.keyboard.press('Enter');
    await opened.getByRole('link', { name: '안내서 전체 보기' }).click();
    await page.getByRole('heading', { level: 1, name: '운영자 안내서' }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    for (const name of ['민원인', '담당 공무원', '감사자', '운영자']) {
      await page.getByRole('link', { name, exact: true }).click();
      await page.getByRole('heading', { level: 1, name: `${name} 안내서` }).waitFor();
      await looksRight(visit, 'main');
    }
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('header.top').isVisible()).toBe(false);
    expect(await page.locator('.help-topic').first().isVisible()).toBe(true);
    await page.emulateMedia({ media: 'screen' });
  });

  it('alone sees it', async () => {
    const other = await portal.open({ language: 'en' });
    await other.page.goto(`${portal.url}/operations`);
    await other.signIn('minji');
    await other.page.getByText('Only operators can see this page').waitFor();
    expect(await other.page.getByRole('link', { name: 'Operations' }).count()).toBe(0);
    expect(await other.axe()).toEqual([]);
  });
});
