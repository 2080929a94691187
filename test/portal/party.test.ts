import { readFile } from 'node:fs/promises';
import { documentsOf, OFFICE } from '../support/documents';
import { DESKTOP, describeInBrowser, type Portal, startPortal } from '../support/portal';

describeInBrowser('a citizen at a phone and an official, each in a browser of their own', () => {
  let portal: Portal;
  beforeAll(async () => {
    portal = await startPortal();
  });
  afterAll(() => portal.stop());

  it('a document of an office is opened, kept, acknowledged and answered; the answer is on the desk', async () => {
    const citizen = await portal.open({ language: 'ko' });
    const official = await portal.open({ language: 'en', viewport: DESKTOP });
    const { page } = citizen;
    const desk = official.page;
    await page.goto(`${portal.url}/mailbox`);
    await citizen.signIn('minji');
    await page.getByText('받은 문서가 없습니다').waitFor();
    expect(await citizen.axe()).toEqual([]);
    await desk.goto(`${portal.url}/desk`);
    await official.signIn('registrar');
    await desk.getByText('There is nothing here').waitFor();

    const documents = documentsOf({ ...portal.system, as: (who) => portal.as(who ?? '') });
    const upload = (await portal.as('handler1').upload('안내.txt', '제설 요령')).body.id;
    await documents.dispatched({ attachments: [{ upload }] });
    await page.reload();
    await page.locator('header .badge').filter({ hasText: '1' }).waitFor();
    await page.getByRole('link', { name: /제설 협조 요청/ }).waitFor();
    expect(await citizen.axe()).toEqual([]);
    await citizen.shot('mailbox');
    await page.getByRole('link', { name: /제설 협조 요청/ }).click();
    await page.getByText('연 시각이 증명으로 남아').waitFor();
    expect(await page.getByText('건축물에 맞닿은').count()).toBe(0);
    expect(await citizen.axe()).toEqual([]);
    await page.getByRole('button', { name: '문서 열기' }).dblclick();
    await page.getByText('건축물에 맞닿은').waitFor();
    await page.locator('header .badge').waitFor({ state: 'detached' });
    await page.getByText('문서함에서 지우는 날').waitFor();

    const download = async (name: string) => {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name }).click(),
      ]);
      return readFile(await file.path());
    };
    expect((await download('공문 내려받기')).subarray(0, 5).toString()).toBe('%PDF-');
    expect((await download('안내.txt')).toString()).toBe('제설 요령');
    await page.getByRole('button', { name: '받았음을 확인' }).click();
    await page.getByText('받았음을 확인했습니다').waitFor();
    await page.locator('summary', { hasText: '증명서' }).click();
    await page.getByText('받는 이가 수신을 확인했습니다').first().waitFor();
    expect(await citizen.axe()).toEqual([]);
    await citizen.shot('mail');

    await page.getByRole('link', { name: '회신하기' }).click();
    await page.getByRole('button', { name: '제출' }).click();
    await page.getByRole('alert').filter({ hasText: '고칠 곳이 1군데' }).waitFor();
    expect(await citizen.axe()).toEqual([]);
    expect(await page.getByLabel('제목').inputValue()).toContain('제설 협조 요청');
    await page.getByLabel('내용').fill('협조하겠습니다.');
    await page.getByRole('button', { name: '제출' }).dblclick();
    await page.getByRole('heading', { name: '접수되었습니다' }).waitFor();
    await desk.reload();
    await desk.getByRole('link', { name: /Letter/ }).waitFor();

    const [{ id, office }] = (await portal.as('minji').get('/v1/submissions')).body.items;
    expect(office).toBe(OFFICE);
    const { items } = (await portal.as('handler1').get(`/v1/submissions/${id}/links`)).body;
    expect(items).toEqual([expect.objectContaining({ kind: 'reply_to' })]);
    await page.goto(`${portal.url}/mailbox`);
    await page.getByText('받았음을 확인함').waitFor();
    await page.getByRole('radio', { name: '열지 않은 것' }).check();
    await page.getByText('열지 않은 문서가 없습니다').waitFor();
    expect(await citizen.axe()).toEqual([]);
    expect([...citizen.complaints, ...official.complaints]).toEqual([]);
  });
});
