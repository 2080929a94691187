import { fieldAt, fillForm } from '../support/fill-form';
import { smallPdf } from '../support/pdf-file';
import { DESKTOP, describeInBrowser, type Portal, startPortal } from '../support/portal';

const PDF = smallPdf();

describeInBrowser('a citizen in English and an official in Korean, each in a browser of their own', () => {
  let portal: Portal;
  beforeAll(async () => {
    portal = await startPortal();
  });
  afterAll(() => portal.stop());

  it('a request with a file is supplemented, decided and read, each side seeing the other act', async () => {
    const citizen = await portal.open({ language: 'en' });
    const official = await portal.open({ language: 'ko', viewport: DESKTOP });
    const { page } = citizen;
    const desk = official.page;
    await desk.goto(portal.url);
    await official.signIn('handler1');
    await desk.getByRole('link', { name: '업무함' }).click();
    await desk.getByText('해당하는 문서가 없습니다').waitFor();
    expect(await official.axe()).toEqual([]);

    await page.goto(`${portal.url}/forms/information-disclosure-request/fill`);
    await page.getByText('Sign in to use this page').waitFor();
    await citizen.signIn('junho');
    const { definition } = (await portal.as('junho').get('/v1/forms/information-disclosure-request')).body;
    await page.getByLabel('Office').selectOption({ label: 'Haneul Civil Affairs Division (demo)' });
    await fillForm(page, definition.schema, definition.example);
    await page
      .locator('#attachments input[type=file]')
      .first()
      .setInputFiles({ name: 'plan.pdf', mimeType: 'application/pdf', buffer: Buffer.from(PDF) });
    await page.getByText('Type and structure checked only').waitFor();
    expect(await citizen.axe()).toEqual([]);
    await page.getByRole('button', { name: 'Next: check your answers' }).click();
    await page.getByRole('heading', { name: 'Check your answers' }).waitFor();
    await page.getByText('plan.pdf').waitFor();
    expect(await citizen.axe()).toEqual([]);
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.getByRole('heading', { name: 'It has been received' }).waitFor();
    await page.getByRole('link', { name: 'Follow it' }).click();
    await page.locator('[data-state=registered]').waitFor();

    await desk.getByRole('status').filter({ hasText: '새 문서가 1건' }).waitFor();
    await desk.getByRole('cell', { name: /정보공개/ }).waitFor();
    await official.shot('desk');
    expect(await official.axe()).toEqual([]);
    await portal.as('registrar').act(await idOf(), 'assignments', { handler: 'demo-handler1' });
    await desk.getByRole('link', { name: /정보공개/ }).focus();
    await desk.keyboard.press('Enter');
    await desk.locator('[data-state=assigned]').waitFor();
    expect(await official.axe()).toEqual([]);
    await desk.getByRole('button', { name: '문서 열기' }).click();
    await desk.getByText('공원 나무 심기').first().waitFor();
    await desk.locator('[data-state=in_process]').waitFor();
    await official.shot('submission');

    await desk.locator('summary', { hasText: '보완 요청' }).click();
    await desk.getByRole('button', { name: '요청 보내기' }).click();
    await desk.getByRole('alert').filter({ hasText: '고칠 곳이 1군데' }).waitFor();
    await desk.getByLabel('보낸 사람에게 알릴 말').fill('어느 해의 사업인지 알려 주십시오.');
    await desk.getByRole('button', { name: '요청 보내기' }).click();
    await desk.getByRole('alert').filter({ hasText: '다시 적을 항목' }).waitFor();
    expect(await official.axe()).toEqual([]);
    await desk.getByRole('checkbox', { name: '청구 내용' }).check();
    await desk.getByRole('button', { name: '요청 보내기' }).click();
    await desk.locator('[data-state=supplement_requested]').waitFor();

    await page.locator('[data-state=supplement_requested]').waitFor();
    await citizen.shot('supplement-asked');
    await page.locator('summary', { hasText: 'Ask for more time' }).click();
    await page.getByLabel('Why').fill('I have to look it up.');
    await page.reload();
    // What was begun lies open.
    await page.getByRole('button', { name: 'Ask for more time' }).waitFor();
    expect(await page.getByLabel('Why').inputValue()).toBe('I have to look it up.');
    await page.getByRole('button', { name: 'Ask for more time' }).click();
    await page.getByText('There is more time to send it').first().waitFor();
    expect(await citizen.axe()).toEqual([]);
    await page.getByRole('link', { name: 'Send what was asked for' }).click();
    await page.getByText('어느 해의 사업인지').waitFor();
    await page.evaluate('window.scrollTo(0, 0)');
    await citizen.shot('supplement');
    expect(await citizen.axe()).toEqual([]);
    await fieldAt(page, '/request/subject').fill('Trees planted in 2025');
    await page.getByRole('button', { name: 'Send it' }).click();
    await page.locator('[data-state=in_process]').waitFor();

    await desk.reload();
    await desk.getByRole('insertion').getByText('Trees planted in 2025').waitFor();
    await desk.locator('summary', { hasText: '결정하기' }).click();
    await desk.getByLabel('결과').selectOption({ label: '받아들이지 않음' });
    await desk.getByLabel('답변 제목').fill('공개하지 않기로 하였습니다');
    await desk.getByLabel('답변 내용').fill('결정 내용을 알려 드립니다.');
    const decide = desk.getByRole('button', { name: '결정하고 답변 보내기' });
    await decide.click();
    await desk.getByRole('alert').filter({ hasText: '이유' }).waitFor();
    await desk.getByRole('alert').scrollIntoViewIfNeeded();
    await official.shot('decide');
    await desk.getByRole('textbox', { name: /^이유/ }).fill('다른 법률이 비밀로 정하였습니다.');
    await desk.getByLabel('다투는 방법').fill('30일 안에 이의를 신청할 수 있습니다.');
    await decide.dblclick();
    await desk.locator('[data-state=closed]').waitFor();
    expect(await official.axe()).toEqual([]);

    await page.getByRole('heading', { name: '공개하지 않기로 하였습니다' }).waitFor();
    await page.getByText('30일 안에 이의를').waitFor();
    await citizen.shot('decision');
    expect(await citizen.axe()).toEqual([]);
    const { items } = (await portal.as('junho').get(`/v1/submissions/${await idOf()}/timeline`)).body;
    expect(items.filter(({ kind }: { kind: string }) => kind === 'decide')).toHaveLength(1);
    expect([...citizen.complaints, ...official.complaints]).toEqual([]);
  });

  it('a drafted decision is agreed to by the approver, and colleagues leave notes', async () => {
    const sent = await portal
      .as('minji')
      .submit({ letter: { title: 'A', body: 'B' }, office: 'haneul-civil' });
    const { id } = sent.body.submission;
    await portal.as('registrar').act(id, 'assignments', { handler: 'demo-handler1' });
    await portal.as('handler1').act(id, 'openings', {});
    const { page, signIn, axe } = await portal.open({ language: 'en', viewport: DESKTOP });
    await page.goto(portal.url);
    await signIn('handler1');
    await page.goto(`${portal.url}/desk?view=mine`);
    await page.getByRole('link', { name: 'Letter' }).click();
    await page.locator('summary', { hasText: 'Notes of colleagues' }).click();
    await page.getByText('There are no notes yet.').waitFor();
    await page.getByLabel('New note').fill('Asked the archive.');
    await page.getByRole('button', { name: 'Write the note' }).click();
    await page.getByRole('listitem').filter({ hasText: 'Asked the archive.' }).waitFor();
    await page.locator('summary', { hasText: 'Decide' }).click();
    await page.getByLabel('Outcome').selectOption({ label: 'Noted' });
    await page.getByLabel('Title of the reply').first().fill('Thank you');
    await page.getByLabel('Text of the reply').first().fill('We have noted it.');
    await page.getByRole('combobox', { name: 'Choose a person' }).selectOption({ label: '조결재 (시연)' });
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page
      .getByRole('group', { name: /^Who must agree/ })
      .getByText('조결재 (시연)')
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Decide and send the reply' }).click();
    await page.getByText('1 person must still agree.').waitFor();
    expect(await axe()).toEqual([]);

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'What do you want to do?' }).waitFor();
    expect(await page.evaluate('Object.keys(sessionStorage)')).toEqual([]);
    await signIn('approver');
    await page.goto(`${portal.url}/desk/${id}`);
    await page.locator('summary', { hasText: 'Approve the draft' }).click();
    await page.getByRole('button', { name: 'Approve the draft' }).click();
    await page.locator('[data-state=closed]').waitFor();
    expect(await axe()).toEqual([]);
    expect((await portal.as('minji').get(`/v1/submissions/${id}`)).body.outcome).toBe('noted');
  });

  const idOf = async () => (await portal.as('junho').get('/v1/submissions')).body.items[0].id as string;
});
