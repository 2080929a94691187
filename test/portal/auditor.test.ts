import { readFile } from 'node:fs/promises';
import { insertAuditRun } from '../../db/audit-run-store';
import { looksRight } from '../support/looks-right';
import { DESKTOP, describeInBrowser, type Portal, startPortal, type Visit } from '../support/portal';
import { tamper } from '../support/tamper';
import { until } from '../support/until';

const LETTER = { letter: { title: '비밀 질의', body: '비밀 본문' }, office: 'haneul-civil' };
const DECISION = { outcome: 'noted', reply: { title: '답변', body: '확인했습니다.' } };

describeInBrowser('an auditor', () => {
  let portal: Portal;
  let id: string;
  let number: string;
  let visit: Visit;
  beforeAll(async () => {
    portal = await startPortal();
    id = (await portal.as('minji').submit(LETTER)).body.submission.id;
    await portal.as('handler1').act(id, 'openings', {});
    expect((await portal.as('registrar').act(id, 'decisions', DECISION)).status).toBe(403);
    await portal.as('handler1').act(id, 'decisions', DECISION);
    number = (await portal.as('minji').get(`/v1/submissions/${id}`)).body.registrationNumber;
    const waiting = () => portal.system.db('log_queue');
    expect(await until(waiting, (rows) => rows.length === 0)).toEqual([]);
    visit = await portal.open({ language: 'ko', viewport: DESKTOP });
    await visit.page.goto(portal.url);
    await visit.signIn('auditor');
  });
  afterAll(() => portal.stop());

  it('finds a document by number, by party and by period, by the keyboard alone', async () => {
    const { page } = visit;
    await page.getByRole('link', { name: '감사', exact: true }).click();
    await page.getByRole('link', { name: number }).waitFor();
    expect(await page.locator('main').textContent()).not.toContain('비밀');
    await page.getByLabel('접수번호 또는 조회 번호').fill('haneul-civil-1999-1');
    await page.keyboard.press('Enter');
    await page.getByText('조건에 맞는 문서가 없습니다').waitFor();
    await looksRight(visit, 'main h1');
    await page.getByRole('button', { name: '모두 지우기' }).click();
    await page.getByLabel('받은 날부터').fill('2199-01-02');
    await page.getByLabel('받은 날까지').fill('2199-01-01');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: '앞설 수 없습니다' }).waitFor();
    expect(await visit.axe()).toEqual([]);
    await page.getByLabel('받은 날부터').fill('2020-01-01');
    await page.getByLabel('보낸 사람').fill('demo-minji');
    await page.keyboard.press('Enter');
    const found = page.getByRole('link', { name: number });
    await found.waitFor();
    expect(new URL(page.url()).search).toContain('party=demo-minji');
    await looksRight(visit, 'main h1');
    await found.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '시간순 기록' }).waitFor();
  });

  it('reads evidence, acts, refusals, readings and the procedure on one line, each with its proof', async () => {
    const { page } = visit;
    await page.goto(`${portal.url}/audit/${id}`);
    await page.getByText('처리 절차의 이력이 증적과 모두 맞습니다').waitFor();
    for (const sort of ['evidence', 'command', 'refusal', 'access', 'workflow'])
      await page.locator(`.trail [data-sort=${sort}]`).first().waitFor();
    expect(await page.locator('.trail [data-proof=differs]').count()).toBe(0);
    for (const sort of ['evidence', 'command', 'refusal']) {
      const lines = page.locator(`.trail [data-sort=${sort}]`);
      const verified = page.locator(`.trail [data-sort=${sort}][data-proof=verified]`);
      expect([sort, await verified.count()]).toEqual([sort, await lines.count()]);
    }
    const instants = await page
      .locator('.trail time')
      .evaluateAll((times) => times.map((time) => Date.parse(time.getAttribute('datetime') ?? '')));
    expect(instants).toEqual(instants.toSorted((one, other) => one - other));
    expect(await page.locator('main').textContent()).not.toContain('비밀');
    await looksRight(visit, 'main h1');
    await page.evaluate("document.querySelector('#trail').scrollIntoView()");
    await visit.shot('audit-trail');
    for (const name of ['증적', '행위', '열람·접속', '처리 절차'])
      await page.getByRole('checkbox', { name }).uncheck();
    expect(await page.locator('.trail li').count()).toBe(1);
    await page.locator('.trail code', { hasText: 'permission.denied' }).waitFor();
  });

  it('sees which entry is not what was sealed', async () => {
    const { page } = visit;
    const refusals = () => portal.system.db('refusals').where({ submission_id: id });
    const { code } = await refusals().first('code');
    const change = (to: string) =>
      tamper(portal.system.db, (tx) => tx('refusals').where({ submission_id: id }).update({ code: to }));
    await change('another');
    await page.goto(`${portal.url}/audit/${id}`);
    await page.locator('.trail [data-sort=refusal][data-proof=differs]').waitFor();
    await page.getByText('봉인된 뒤에 바뀌었습니다').waitFor();
    expect(await visit.axe()).toEqual([]);
    await change(code);
  });

  it('takes along what can be checked without us', async () => {
    const { page } = visit;
    const waiting = () => portal.system.db('log_queue');
    for (const name of ['증적 전체 묶음 (ZIP)', '기록물 패키지 (ZIP)']) {
      expect(await until(waiting, (rows) => rows.length === 0)).toEqual([]);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name }).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(/\.zip$/);
      const bytes = await readFile(await download.path());
      expect(bytes.subarray(0, 2).toString()).toBe('PK');
    }
  });

  it('sees a gap of a register in its place', async () => {
    const { page } = visit;
    const series = portal.system.db('registration_series').where({ office: 'haneul-civil' });
    await page.goto(`${portal.url}/audit/registers`);
    await page.getByText('빠진 번호 없음').waitFor();
    await series.clone().update({ last_seq: 2 });
    await page.reload();
    await page.getByText('빠진 번호 1개').waitFor();
    await looksRight(visit, 'main h1');
    await page.getByRole('link', { name: /하늘시 민원과/ }).click();
    await page.locator('[data-gap="2"]').waitFor();
    await looksRight(visit, 'main h1');
    await series.clone().update({ last_seq: 1 });
  });

  it('sees what checks and replays found', async () => {
    const { page } = visit;
    await page.goto(`${portal.url}/audit/runs`);
    await page.getByText('아직 점검한 적이 없습니다').waitFor();
    const at = { startedAt: new Date(), finishedAt: new Date() };
    const sound = { outcome: 'sound' as const, faults: 0, parts: [{ name: 'log', looked: 7, faults: 0 }] };
    await insertAuditRun(
      portal.system.db,
      { id: '01a20a3e-2587-736a-b773-51037f01b83f', kind: 'replay', submissionId: id, ...at, ...sound },
      [],
    );
    await insertAuditRun(
      portal.system.db,
      {
        ...{ id: '01a20a3e-2587-736a-b773-51037f01b840', kind: 'check', submissionId: null, ...at },
        ...{ outcome: 'faulty', faults: 1, parts: [{ name: 'registers', looked: 3, faults: 1 }] },
      },
      [{ part: 'registers', place: 'registrations haneul-civil-2026-2', what: 'is missing' }],
    );
    await page.reload();
    await page.getByText('이상 1건').waitFor();
    await looksRight(visit, 'main h1');
    await page
      .getByRole('row', { name: /전체 점검/ })
      .getByRole('link')
      .click();
    await page.getByText('registrations haneul-civil-2026-2').waitFor();
    await looksRight(visit, 'main h1');
    await page.getByRole('link', { name: '모든 결과' }).click();
    await page
      .getByRole('row', { name: /절차 재현/ })
      .getByRole('link')
      .click();
    await page.getByText('찾은 이상이 없습니다').waitFor();
    expect(await page.getByRole('link', { name: '해당 문서' }).getAttribute('href')).toBe(`/audit/${id}`);
  });

  it('is told what to do when it cannot be answered now, and nobody else sees anything', async () => {
    const { page } = visit;
    await page.route('**/v1/registers', (route) => route.fulfill({ status: 503, body: '' }));
    await page.goto(`${portal.url}/audit/registers`);
    const again = page.getByRole('button', { name: '다시 시도' });
    await again.waitFor({ timeout: 15_000 });
    expect(await visit.axe()).toEqual([]);
    await page.unroute('**/v1/registers');
    await again.click();
    await page.getByText('빠진 번호 없음').waitFor();
    const other = await portal.open({ language: 'ko' });
    await other.page.goto(`${portal.url}/audit`);
    await other.signIn('minji');
    await other.page.getByText('감사자만 볼 수 있는 화면입니다').waitFor();
    expect(await other.page.getByRole('link', { name: '감사', exact: true }).count()).toBe(0);
    expect(await other.axe()).toEqual([]);
    expect(visit.complaints).toEqual([]);
  });
});
