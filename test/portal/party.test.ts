import { readFile } from 'node:fs/promises';
import { documentsOf, OFFICE } from '../support/documents';
import { fieldAt, fillForm } from '../support/fill-form';
import { DESKTOP, describeInBrowser, type Portal, startPortal } from '../support/portal';

const FORM = 'resident-certificate-request';

describeInBrowser('a party with what is its own', () => {
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

  it('a draft is kept, gone on with in another browser, sent once, copied and removed', async () => {
    const first = await portal.open({ language: 'en', viewport: DESKTOP });
    const second = await portal.open({ language: 'ko' });
    const { page } = first;
    const phone = second.page;
    const { definition } = (await portal.as('junho').get(`/v1/forms/${FORM}`)).body;
    await page.goto(`${portal.url}/forms/${FORM}/fill`);
    await first.signIn('junho');
    await fieldAt(page, '/applicant/name').fill('Junho Lee');
    await page.getByRole('button', { name: 'Save as draft' }).click();
    await page.getByRole('status').filter({ hasText: 'Saved. If it is not changed' }).waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Save as draft');
    expect(await first.axe()).toEqual([]);

    await phone.goto(`${portal.url}/drafts`);
    await second.signIn('junho');
    await phone.getByText('고치지 않으면 지우는 날').waitFor();
    expect(await second.axe()).toEqual([]);
    await phone.getByRole('link', { name: '이어서 쓰기' }).click();
    expect(await fieldAt(phone, '/applicant/name').inputValue()).toBe('Junho Lee');
    await fillForm(phone, definition.schema, definition.example);
    await phone.getByText('임시저장한 뒤에 바뀌었습니다').waitFor();
    await phone.getByRole('button', { name: '임시저장' }).click();
    await phone.getByRole('status').filter({ hasText: '임시저장했습니다' }).waitFor();

    await fieldAt(page, '/applicant/name').fill('Lee Junho');
    await page.getByRole('button', { name: 'Save as draft' }).click();
    await page.getByRole('alert').filter({ hasText: 'changed elsewhere' }).waitFor();
    expect(await first.axe()).toEqual([]);
    await phone.reload();
    await phone.locator('header .who').waitFor();
    await phone.getByRole('button', { name: '다음: 확인하기' }).click();
    await phone.getByRole('button', { name: '제출' }).dblclick();
    await phone.getByRole('heading', { name: '접수되었습니다' }).waitFor();
    const junho = portal.as('junho');
    expect((await junho.get('/v1/drafts')).body.items).toEqual([]);
    const sent = (await junho.get('/v1/submissions')).body.items;
    expect(sent).toHaveLength(1);
    const content = await junho.get(`/v1/submissions/${sent[0].id}/content`);
    expect(content.body.answers).toEqual(definition.example);

    await page.goto(`${portal.url}/documents/${sent[0].id}`);
    await page.locator('summary', { hasText: 'What you sent' }).click();
    await page.getByRole('button', { name: 'Write a new one with this' }).click();
    await page.getByRole('button', { name: 'Save as draft' }).waitFor();
    expect(await fieldAt(page, '/applicant/name').inputValue()).toBe(definition.example.applicant.name);
    await page.getByRole('link', { name: 'Saved drafts' }).click();
    await page.getByRole('button', { name: /^Remove/ }).click();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Yes, remove it');
    expect(await first.axe()).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByText('You have saved no drafts').waitFor();
    expect((await junho.get('/v1/drafts')).body.items).toEqual([]);
    expect([...first.complaints, ...second.complaints]).toEqual([]);
  });
});
