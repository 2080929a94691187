import { type Portal, startPortal } from '../support/portal';

describe('a citizen at a phone', () => {
  let portal: Portal;
  beforeAll(async () => {
    portal = await startPortal();
  });
  afterAll(() => portal.stop());

  it('finds a form, fills it in, sends it and sees the decision appear', async () => {
    const { page, complaints, signIn, axe } = await portal.open({ language: 'ko' });
    await page.goto(portal.url);
    await page.getByLabel('신청서와 기관 찾기').fill('등본');
    await page.screenshot({ path: '/tmp/s/q/1.png' });
    expect(await axe()).toEqual([]);
    await page.getByRole('link', { name: /주민등록표/ }).click();
    await page.getByRole('link', { name: '작성 시작' }).waitFor();
    await page.screenshot({ path: '/tmp/s/q/2.png', fullPage: true });
    expect(await axe()).toEqual([]);
    await signIn('minji');
    await page.screenshot({ path: '/tmp/s/q/2b.png', fullPage: true });
    await page.getByRole('link', { name: '작성 시작' }).click();
    await page.getByRole('button', { name: '다음: 확인하기' }).waitFor();
    await page.screenshot({ path: '/tmp/s/q/3.png', fullPage: true });
    expect(await axe()).toEqual([]);
    await page.getByRole('button', { name: '다음: 확인하기' }).click();
    await page.screenshot({ path: '/tmp/s/q/4.png', fullPage: true });
    expect(await axe()).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
