import { readFile } from 'node:fs/promises';
import { type LocalMail, startMail } from '../../local/mail';
import { documentsOf, OFFICE } from '../support/documents';
import { fieldAt, fillForm } from '../support/fill-form';
import { DESKTOP, describeInBrowser, type Portal, startPortal } from '../support/portal';
import { until } from '../support/until';
import { startReceiver, type WebhookReceiver } from '../support/webhook-receiver';

const FORM = 'resident-certificate-request';
const ORGANISATION = '000-00-00017';
const DAY = 86_400_000;

describeInBrowser('a party with what is its own', () => {
  let mail: LocalMail;
  let receiver: WebhookReceiver;
  let portal: Portal;
  beforeAll(async () => {
    mail = await startMail();
    receiver = await startReceiver();
    portal = await startPortal({ SMTP_URL: mail.smtpUrl, WEBHOOK_TARGETS: 'any' });
  });
  afterAll(async () => {
    await portal.stop();
    await receiver.stop();
    await mail.stop();
  });

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
    await page.getByRole('radio', { name: '열지 않은 것' }).click();
    await page.getByRole('radio', { name: '열지 않은 것', checked: true }).waitFor();
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

  it('an organisation invites somebody, who sends a batch for it; its webhook is told, and all is exported', async () => {
    const manager = await portal.open({ language: 'ko' });
    const member = await portal.open({ language: 'en', viewport: DESKTOP });
    const { page } = manager;
    const other = member.page;
    await page.goto(`${portal.url}/organisations`);
    await manager.signIn('sora');
    await page.getByRole('link', { name: /하늘어린이집/ }).click();
    await page.locator('summary', { hasText: '초대하기' }).click();
    await page.getByLabel('전자우편 주소').fill('junho@demo.invalid');
    await page.getByRole('checkbox', { name: '제출' }).last().check();
    expect(await manager.axe()).toEqual([]);
    await page.getByRole('button', { name: '초대를 보냅니다' }).dblclick();
    await page.getByText('초대를 보냈습니다').waitFor();
    await page.locator('summary', { hasText: '프로그램 등록하기' }).click();
    await page.getByLabel('프로그램 식별자').fill('demo-program');
    expect(await manager.axe()).toEqual([]);
    await page.getByRole('button', { name: '등록합니다' }).dblclick();
    await page.getByText('client:demo-program').waitFor();
    await page.getByText('이제 프로그램이 단체를 대신할 수 있습니다').waitFor();
    expect(await manager.axe()).toEqual([]);
    const invitation = await until(
      async () => mail.messages().find(({ text }) => text.includes('초대 번호')),
      (found) => found !== undefined,
    );
    const code = /초대 번호: ([0-9A-Z-]{23})/.exec(invitation?.text ?? '')?.[1] ?? '';

    await other.goto(`${portal.url}/account`);
    await member.signIn('junho');
    expect(await member.axe()).toEqual([]);
    await other.getByRole('link', { name: /My organisations/ }).click();
    await other.getByText('You are a member of no organisation').waitFor();
    await other.locator('summary', { hasText: 'Accept an invitation' }).click();
    await other.getByLabel('Invitation code').fill('00000-00000-00000-00000');
    await other.getByRole('button', { name: 'Become a member' }).click();
    await other.getByRole('alert').filter({ hasText: 'no invitation with this code' }).waitFor();
    expect(await member.axe()).toEqual([]);
    await other.getByLabel('Invitation code').fill(code);
    await other.getByRole('button', { name: 'Become a member' }).click();
    await other.getByRole('heading', { name: /Haneul Childcare/ }).waitFor();
    expect(await member.axe()).toEqual([]);

    await page.getByRole('link', { name: '프로그램 알림' }).click();
    await page.locator('summary', { hasText: '주소 등록하기' }).click();
    await page.getByLabel('주소', { exact: true }).fill(`http://127.0.0.1:${receiver.port}/hook`);
    await page.getByRole('button', { name: '등록합니다' }).click();
    await page.getByText(/^whsec_/).waitFor();
    expect(await manager.axe()).toEqual([]);

    await other.getByRole('link', { name: 'Batch upload' }).click();
    await other.getByText('Nothing has been sent yet').waitFor();
    const letter = (title: string) => ({ letter: { title, body: 'Words.' }, office: OFFICE });
    const lines = [letter('One'), letter('Two'), { letter: { title: 'No office', body: 'Words.' } }];
    const buffer = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    await other
      .getByLabel('File to send')
      .setInputFiles({ name: 'letters.ndjson', mimeType: 'application/x-ndjson', buffer });
    await other.getByText('Of 3: 2 accepted, 1 refused, 0 waiting').waitFor();
    expect(await member.axe()).toEqual([]);
    const [file] = await Promise.all([
      other.waitForEvent('download'),
      other.getByRole('button', { name: 'Download the result file' }).click(),
    ]);
    const results = (await readFile(await file.path(), 'utf8')).trim().split('\n');
    expect(results.map((line) => JSON.parse(line).status)).toEqual(['accepted', 'accepted', 'refused']);

    await other.goto(`${portal.url}/offices/${OFFICE}/letter`);
    await other.getByLabel('On whose behalf?').selectOption({ label: 'Haneul Childcare Centre (demo)' });
    await other.getByLabel('Subject').fill('In its name');
    await other.getByLabel('Text').fill('Words.');
    await other.getByRole('checkbox', { name: /members see the draft/ }).check();
    await other.getByRole('button', { name: 'Save as draft' }).click();
    await other.getByRole('status').filter({ hasText: 'Saved. If it is not changed' }).waitFor();
    expect(await member.axe()).toEqual([]);
    const shared = (await portal.as('sora').get('/v1/drafts')).body.items;
    expect(shared).toMatchObject([
      { title: 'In its name', organisation: ORGANISATION, shared: true, changedBy: { id: 'demo-junho' } },
    ]);
    await other.getByRole('button', { name: 'Submit' }).click();
    await other.getByRole('heading', { name: 'It has been received' }).waitFor();
    expect((await portal.as('sora').get('/v1/drafts')).body.items).toEqual([]);
    const sent = (await portal.as('sora').get('/v1/submissions')).body.items;
    expect(sent.map(({ organisation }: { organisation: string }) => organisation)).toEqual([
      ORGANISATION,
      ORGANISATION,
      ORGANISATION,
    ]);

    await page.getByRole('link', { name: /보낸 기록/ }).click();
    await page.getByText('전달됨').first().waitFor();
    const before = receiver.received.length;
    await page
      .getByRole('button', { name: /^다시 보내기/ })
      .first()
      .click();
    await page.getByText('다시 보낸 것').waitFor();
    expect(await manager.axe()).toEqual([]);
    await until(
      async () => receiver.received.length,
      (count) => count > before,
    );
    expect(receiver.received.length).toBeGreaterThan(before);

    await page.goto(`${portal.url}/exports?organisation=${ORGANISATION}`);
    await page.getByRole('button', { name: '묶어 달라고 요청' }).click();
    await page.getByRole('button', { name: '내려받기 (ZIP)' }).waitFor({ timeout: 30_000 });
    expect(await manager.axe()).toEqual([]);
    const [zip] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '내려받기 (ZIP)' }).click(),
    ]);
    expect((await readFile(await zip.path())).subarray(0, 2).toString()).toBe('PK');
    expect([...manager.complaints, ...member.complaints]).toEqual([]);
  });

  it('somebody is authorised for a form and a time, acts for the one who trusts them, and is stopped', async () => {
    const giver = await portal.open({ language: 'en', viewport: DESKTOP });
    const { page } = giver;
    await portal.as('sora').get('/v1/me');
    await page.goto(`${portal.url}/authorisations`);
    await giver.signIn('minji');
    await page.getByText('There are none').waitFor();
    await page.locator('summary', { hasText: 'Authorise somebody' }).click();
    const to = page.getByLabel("The person's id");
    await to.fill('nobody-of-this-name');
    await page.getByLabel('Last day').fill('2099-12-31');
    await page.getByRole('button', { name: 'Authorise', exact: true }).click();
    await page.getByRole('alert').waitFor();
    expect(await giver.axe()).toEqual([]);
    await page.getByLabel('Last day').fill(new Date(Date.now() + 30 * DAY).toISOString().slice(0, 10));
    await page.getByRole('button', { name: 'Authorise', exact: true }).click();
    await page.getByText('Nobody with this id has signed in').first().waitFor();
    expect(await to.getAttribute('aria-invalid')).toBe('true');
    await to.fill('demo-sora');
    await page.getByLabel('For which form').selectOption(FORM);
    await page.getByRole('button', { name: 'Authorise', exact: true }).click();
    await page.getByText('Done: they may act').waitFor();
    await page.getByText('In force').waitFor();
    expect(await giver.axe()).toEqual([]);

    const holder = await portal.open({ language: 'ko' });
    await holder.page.goto(`${portal.url}/forms/${FORM}/fill`);
    await holder.signIn('sora');
    await holder.page.getByLabel('누구의 이름으로').selectOption({ label: '김민지 (시연) (위임받음)' });
    const { definition } = (await portal.as('sora').get(`/v1/forms/${FORM}`)).body;
    await fillForm(holder.page, definition.schema, definition.example);
    await holder.page.getByRole('button', { name: '다음: 확인하기' }).click();
    await holder.page.getByText('김민지 (시연)을(를) 대신하여').waitFor();
    await holder.page.getByRole('button', { name: '제출' }).click();
    await holder.page.getByRole('heading', { name: '접수되었습니다' }).waitFor();
    const sent = (await portal.as('minji').get('/v1/submissions')).body.items;
    expect(sent.some(({ form }: { form: { id: string } | null }) => form?.id === FORM)).toBe(true);
    await holder.page.goto(`${portal.url}/authorisations`);
    await holder.page.getByRole('link', { name: '위임한 쪽이 보낸 문서' }).click();
    await holder.page.getByRole('link', { name: /주민등록표/ }).waitFor();

    await page.getByRole('button', { name: 'End it' }).click();
    await page.getByRole('button', { name: 'Yes, end it' }).click();
    await page.getByText('Ended').waitFor();
    expect((await portal.as('sora').get('/v1/me')).body.mandates).toEqual([]);
    expect([...giver.complaints, ...holder.complaints]).toEqual([]);
  });

  it('the mails that somebody gets are their own choice', async () => {
    const { page, signIn, axe, complaints } = await portal.open({ language: 'en', viewport: DESKTOP });
    await page.goto(`${portal.url}/account`);
    await signIn('minji');
    await page.getByRole('link', { name: /Notification settings/ }).click();
    await page.getByRole('checkbox', { name: 'What I sent was registered' }).uncheck();
    await page.getByLabel('Language of the mail').selectOption('English');
    expect(await axe()).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).dblclick();
    await page.getByText('Saved.').waitFor();
    await page.reload();
    await page.locator('header .who').waitFor();
    expect(await page.getByRole('checkbox', { name: 'What I sent was registered' }).isChecked()).toBe(false);
    expect(await page.getByRole('checkbox', { name: /A decision and reply/ }).isChecked()).toBe(true);
    const { body } = await portal.as('minji').get('/v1/notification-settings');
    expect(body).toMatchObject({ language: 'en', mails: { received: false, decisions: true } });
    expect(complaints).toEqual([]);
  });

  it('every page of it fits a narrow screen, speaks both languages and has no violation', async () => {
    const { page, signIn, axe, complaints } = await portal.open({
      language: 'ko',
      viewport: { width: 320, height: 640 },
    });
    await page.goto(`${portal.url}/mailbox`);
    await signIn('sora');
    const webhooks = (await portal.as('sora').get('/v1/webhooks')).body.items;
    for (const path of [
      '/mailbox',
      '/drafts',
      '/account',
      '/organisations',
      `/organisations/${ORGANISATION}`,
      `/organisations/${ORGANISATION}/webhooks`,
      `/webhooks/${webhooks[0]?.id}`,
      '/authorisations',
      '/batches',
      '/exports',
      '/settings',
    ]) {
      await page.evaluate(
        `history.pushState(null, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate'))`,
      );
      await page.locator('main:not(:has(.loading)) h1').waitFor();
      await page.evaluate(
        'document.querySelectorAll("main details").forEach((fold) => { fold.open = true; })',
      );
      for (const language of ['en', 'ko']) {
        await page.locator('header .top-tools button').first().click();
        await page.locator(`html[lang=${language}]`).waitFor({ state: 'attached' });
        expect([path, language, await axe()]).toEqual([path, language, []]);
        expect(/[가-힣]/.test((await page.locator('main h1').textContent()) ?? '')).toBe(language === 'ko');
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
      }
    }
    expect(complaints).toEqual([]);
  });
});
