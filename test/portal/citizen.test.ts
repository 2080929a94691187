import { readFile } from 'node:fs/promises';
import { fieldAt, fillForm } from '../support/fill-form';
import { describeInBrowser, type Portal, startPortal } from '../support/portal';

describeInBrowser('a citizen at a phone, in Korean', () => {
  let portal: Portal;
  beforeAll(async () => {
    portal = await startPortal();
  });
  afterAll(() => portal.stop());

  const definitionOf = async (form: string) =>
    (await portal.as('minji').get(`/v1/forms/${form}`)).body.definition;

  it('finds a form, fills it in, sends it once and sees the decision appear', async () => {
    const { page, complaints, signIn, axe, shot } = await portal.open({ language: 'ko' });
    await page.goto(portal.url);
    await page.getByLabel('신청서와 기관 찾기').fill('등본');
    await page.getByText('이 기관에 문서 보내기').or(page.getByText('맞는 것이 없습니다')).first().waitFor();
    await shot('home');
    expect(await axe()).toEqual([]);
    await page.getByRole('link', { name: /주민등록표/ }).click();
    await page.getByText('하늘시 민원과').waitFor();
    await page.getByText('근무시간 3시간').waitFor();
    await shot('form');
    expect(await axe()).toEqual([]);
    await page.getByRole('link', { name: '작성 시작' }).click();
    await page.getByText('로그인한 뒤에').waitFor();
    expect(await axe()).toEqual([]);
    await signIn('minji');

    const onward = page.getByRole('button', { name: '다음: 확인하기' });
    await onward.click();
    const summary = page.getByRole('alert').filter({ hasText: '고칠 곳이' });
    await summary.waitFor();
    await shot('faults');
    expect(await page.evaluate('document.activeElement.role')).toBe('alert');
    expect(await axe()).toEqual([]);
    await summary.getByRole('link', { name: '성명', exact: true }).click();
    expect(await page.evaluate('document.activeElement.id')).toBe('answers/applicant/name');

    const { schema, example } = await definitionOf('resident-certificate-request');
    await fillForm(page, schema, example);
    await page.reload();
    await page.locator('header .who').waitFor();
    expect(await fieldAt(page, '/applicant/name').inputValue()).toBe(example.applicant.name);
    expect(await axe()).toEqual([]);
    await onward.click();
    await page.getByText(example.applicant.name).waitFor();
    expect(await axe()).toEqual([]);
    await shot('check');
    await page.getByRole('button', { name: '제출' }).dblclick();
    await page.getByRole('heading', { name: '접수되었습니다' }).waitFor();
    const number = page.locator('.number');
    await number.filter({ hasText: /^haneul-civil-\d{4}-\d+$/ }).waitFor();
    expect(await axe()).toEqual([]);
    await shot('received');

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '접수증 내려받기' }).click(),
    ]);
    expect((await readFile(await download.path())).subarray(0, 5).toString()).toBe('%PDF-');

    await page.goBack();
    await page.reload();
    await page.locator('header .who').waitFor();
    await page.goto(`${portal.url}/forms/resident-certificate-request/check`);
    await page.getByText('이미 보냈습니다').waitFor();
    expect(await axe()).toEqual([]);
    const mine = (await portal.as('minji').get('/v1/submissions')).body.items;
    expect(mine).toHaveLength(1);
    const [{ id }] = mine;
    expect((await portal.as('minji').get(`/v1/submissions/${id}/content`)).body.answers).toEqual(example);

    await page.getByRole('link', { name: '내 문서' }).click();
    await page.getByRole('link', { name: /주민등록표/ }).click();
    await page.locator('[data-state=registered]').waitFor();
    expect(await axe()).toEqual([]);
    const handler = portal.as('handler1');
    await portal.as('registrar').act(id, 'assignments', { handler: 'demo-handler1' });
    await handler.act(id, 'openings', {});
    await page.locator('[data-state=in_process]').waitFor();
    await handler.act(id, 'decisions', {
      outcome: 'granted',
      reply: { title: '등본을 보내 드립니다', body: '붙임과 같이 보내 드립니다.' },
    });
    await page.getByRole('heading', { name: '등본을 보내 드립니다' }).waitFor();
    await shot('document');
    await page.getByRole('button', { name: '읽었음을 확인' }).click();
    await page.getByText('읽었음을 확인했습니다.').waitFor();
    for (const fold of ['보낸 내용', '증명서', '누가 열어 보았나'])
      await page.locator('summary', { hasText: fold }).click();
    await page.getByText('문서 개봉').waitFor();
    await page.getByText('동구 구름로').waitFor();
    expect(await axe()).toEqual([]);
    await page.locator('summary', { hasText: '처리가 어땠는지' }).click();
    await page.getByRole('radio', { name: '좋았습니다', exact: true }).check();
    await page.getByLabel('하고 싶은 말').fill('빨랐습니다.');
    expect(await axe()).toEqual([]);
    await page.getByRole('button', { name: '평가 보내기' }).dblclick();
    await page.getByText('답해 주셔서 고맙습니다').waitFor();
    await page.reload();
    await page.locator('[data-state=closed]').waitFor();
    expect(await page.locator('summary', { hasText: '처리가 어땠는지' }).count()).toBe(0);
    const answers = await handler.get('/v1/offices/haneul-civil/survey-answers');
    expect(answers.body.items).toMatchObject([{ rating: 4, comment: '빨랐습니다.' }]);
    expect(complaints).toEqual([]);
  });
});
