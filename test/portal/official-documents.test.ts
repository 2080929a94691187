import { DRAFT, OFFICE } from '../support/documents';
import { DESKTOP, describeInBrowser, type Portal, startPortal } from '../support/portal';
import { until } from '../support/until';

describeInBrowser('an official document', () => {
  let portal: Portal;
  beforeAll(async () => {
    portal = await startPortal();
  });
  afterAll(() => portal.stop());

  const nameOf = async (person: string): Promise<string> => (await portal.as(person).get('/v1/me')).body.name;

  it('is drafted, seen as it will be printed, sent back, agreed to, dispatched and recalled', async () => {
    const drafter = await portal.open({ language: 'en', viewport: DESKTOP });
    const { page } = drafter;
    await page.goto(`${portal.url}/desk`);
    await drafter.signIn('handler1');
    await page.getByRole('link', { name: 'Official documents' }).click();
    await page.getByText('There are no documents yet.').waitFor();
    expect(await drafter.axe()).toEqual([]);
    await page.getByRole('link', { name: 'Draft a document' }).click();
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByRole('alert').getByRole('link', { name: 'Text 1' }).click();
    expect(await page.evaluate('document.activeElement.tagName')).toBe('TEXTAREA');
    expect(await drafter.axe()).toEqual([]);

    await page.getByLabel('Language of the document').selectOption({ label: 'English' });
    await page.getByLabel('Subject').fill('Snow on the pavements');
    await page.getByLabel('Text 1', { exact: true }).fill('Please keep them clear.');
    await page.getByRole('button', { name: 'Add a text' }).click();
    await page.getByLabel('Text 2', { exact: true }).fill('From December to February');
    await page.getByLabel('Level of text 2').selectOption({ label: '1)' });
    await page.getByRole('searchbox').fill('Food');
    await page.getByRole('radio', { name: 'Haneul Food Safety Division (demo)' }).click();
    await page.getByLabel('Kind of recipient').selectOption({ label: 'Person' });
    await page.getByLabel('Ids of people, one on each line').fill('demo-minji\ndemo-junho');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('radio', { name: 'Partly open' }).check();
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByRole('alert').filter({ hasText: 'Ground for not opening it' }).waitFor();
    await page.getByRole('radio', { name: 'Open', exact: true }).check();
    await page.locator('main input[type=file]').setInputFiles({
      ...{ name: 'map.txt', mimeType: 'text/plain', buffer: Buffer.from('Where to clear.') },
    });
    await page.getByText('Type and structure checked only').waitFor();
    await page.reload();
    await page.locator('header .who').waitFor();
    expect(await page.getByLabel('Text 2', { exact: true }).inputValue()).toBe('From December to February');
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByRole('alert').filter({ hasText: 'one level deeper' }).waitFor();
    await page.getByLabel('Level of text 2').selectOption({ label: 'a.' });
    await page.getByRole('button', { name: 'Save the draft' }).dblclick();
    await page.locator('[data-state=draft]').waitFor();
    const id = page.url().split('/').at(-1) ?? '';
    await page.getByRole('button', { name: 'Preview: The document as PDF' }).click();
    await page.locator('[data-drawn=true]').getByText('Snow on the pavements').waitFor({ state: 'attached' });
    expect(await drafter.axe()).toEqual([]);
    await drafter.shot('official-document');

    await page.locator('summary', { hasText: 'Put it forward' }).click();
    const reviewers = page.getByRole('group', { name: /^Reviewers/ });
    await reviewers.getByRole('combobox').selectOption({ label: '강담당 (시연)' });
    await reviewers.getByRole('button', { name: 'Add' }).click();
    await page.getByLabel('Approver').selectOption({ label: '조결재 (시연)' });
    await page.getByRole('button', { name: 'Put it forward' }).click();
    await page.locator('[data-state=in_approval]').waitFor();
    expect(await page.locator('summary', { hasText: /^Agree$/ }).count()).toBe(0);

    const reviewer = await portal.open({ language: 'ko', viewport: DESKTOP });
    await reviewer.page.goto(`${portal.url}/desk`);
    await reviewer.signIn('handler2');
    await reviewer.page.goto(`${portal.url}/outgoing/${id}`);
    await reviewer.page.locator('summary', { hasText: '반려하기' }).click();
    await reviewer.page.getByLabel('알릴 말').fill('기간을 다시 보십시오.');
    await reviewer.page.getByRole('button', { name: '반려하기' }).click();
    await reviewer.page.locator('[data-state=draft]').waitFor();
    await reviewer.page.getByText('기간을 다시 보십시오.').waitFor();
    expect(await reviewer.axe()).toEqual([]);

    await page.reload();
    await page.getByRole('link', { name: 'Edit the draft' }).click();
    await page.getByLabel('Text 2', { exact: true }).fill('From 1 December to 28 February');
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByText('From 1 December to 28 February').waitFor();
    await page.locator('summary', { hasText: 'Put it forward' }).click();
    await page.getByLabel('Approver').selectOption({ label: '조결재 (시연)' });
    await page.getByRole('button', { name: 'Put it forward' }).click();
    await page.locator('[data-state=in_approval]').waitFor();

    const approver = await portal.open({ language: 'ko', viewport: DESKTOP });
    await approver.page.goto(`${portal.url}/desk`);
    await approver.signIn('approver');
    await approver.page.goto(`${portal.url}/outgoing/${id}`);
    await approver.page.locator('summary', { hasText: '결재하기' }).click();
    await approver.page.getByRole('button', { name: '결재하기' }).click();
    await approver.page.locator('[data-state=registered]').waitFor();
    expect(await approver.axe()).toEqual([]);

    await page.reload();
    await page.locator('summary', { hasText: 'Dispatch' }).click();
    await page.getByRole('button', { name: 'Dispatch' }).click();
    await page.locator('[data-state=dispatched]').waitFor();
    await page.getByRole('cell', { name: /Haneul Food Safety Division/ }).waitFor();
    const deliveries = async () =>
      (await portal.as('handler1').get(`/v1/official-documents/${id}/deliveries`)).body;
    await until(deliveries, ({ counts }) => (counts.waiting ?? 0) === 0);
    const mail = (await portal.as('minji').get('/v1/mailbox')).body.items[0].id;
    expect((await portal.as('minji').post(`/v1/mailbox/${mail}/openings`, {})).status).toBe(200);
    await page.getByRole('button', { name: 'Look again' }).click();
    const lineOf = (recipient: string) =>
      page.getByRole('row').filter({ has: page.getByRole('cell', { name: recipient }) });
    // By name, as the document itself calls them.
    const [minji, junho] = [await nameOf('minji'), await nameOf('junho')];
    await lineOf(`Person ${minji}`).getByText('Opened').waitFor();
    expect(await lineOf(`Person ${minji}`).getByRole('button').count()).toBe(0);
    await page.getByText(`Person ${minji}`).first().waitFor();
    await page.getByRole('button', { name: `Recall: Person ${junho}` }).click();
    await lineOf(`Person ${junho}`).getByText('Recalled').waitFor();
    expect(await page.getByText('Put the record on hold').count()).toBe(0);
    expect(await drafter.axe()).toEqual([]);
    const states = (await deliveries()).items.map(
      ({ recipient, state }: { recipient: { id: string }; state: string }) => [recipient.id, state],
    );
    expect(Object.fromEntries(states)).toMatchObject({ 'demo-minji': 'opened', 'demo-junho': 'recalled' });

    const keeper = approver.page;
    await keeper.reload();
    await keeper.getByText('보존 기한').waitFor();
    const fold = (name: string) =>
      keeper.locator('details', { has: keeper.locator('summary', { hasText: name }) });
    const hold = fold('기록 보존 걸기');
    await hold.locator('summary').click();
    await hold.getByLabel('이유').selectOption('audit');
    await hold.getByRole('textbox').fill('감사 중입니다.');
    await keeper.reload();
    expect(await hold.getByRole('textbox').inputValue()).toBe('감사 중입니다.');
    await hold.getByRole('button').dblclick();
    await keeper.getByText('아무것도 폐기하지 않습니다').waitFor();
    expect(await approver.axe()).toEqual([]);
    const held = (await portal.as('approver').get(`/v1/official-documents/${id}`)).body;
    expect(held.holds).toHaveLength(1);
    const release = fold('기록 보존 풀기');
    await release.locator('summary').click();
    await release.getByRole('textbox').fill('감사가 끝났습니다.');
    await release.getByRole('button').click();
    await keeper.getByText('아무것도 폐기하지 않습니다').waitFor({ state: 'detached' });
    const { acts } = (await portal.as('handler1').get(`/v1/official-documents/${id}`)).body;
    expect(acts.map(({ kind }: { kind: string }) => kind)).toEqual([
      ...['propose', 'send_back', 'edit', 'propose', 'agree', 'dispatch', 'recall', 'hold', 'release_hold'],
    ]);
    expect([...drafter.complaints, ...reviewer.complaints, ...approver.complaints]).toEqual([]);
  });

  it('keeps what its drafter is writing when somebody else changed it, says so, and saves it when told again', async () => {
    const as = portal.as('handler1');
    const { id } = (await as.post(`/v1/offices/${OFFICE}/official-documents`, DRAFT)).body;
    const path = `/v1/official-documents/${id}`;
    const { page, signIn, axe, complaints } = await portal.open({ language: 'en', viewport: DESKTOP });
    await page.goto(`${portal.url}/desk`);
    await signIn('handler1');
    await page.goto(`${portal.url}/outgoing/${id}/edit`);
    await page.getByLabel('Text 1', { exact: true }).fill('Mine, and long to write.');
    const { etag } = await as.get(path);
    const theirs = { ...DRAFT, title: 'Theirs' };
    expect((await as.post(`${path}/edits`, theirs, { etag })).status).toBe(200);
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByText('Somebody else changed it meanwhile.').waitFor();
    const mine = () => page.getByLabel('Text 1', { exact: true }).inputValue();
    expect(await mine()).toBe('Mine, and long to write.');
    expect((await as.get(path)).body.head.title).toBe('Theirs');
    expect(await axe()).toEqual([]);
    await page.reload();
    await page.locator('header .who').waitFor();
    expect(await mine()).toBe('Mine, and long to write.');
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.locator('[data-state=draft]').waitFor();
    await page.getByText('Mine, and long to write.').waitFor();
    expect((await as.get(path)).body.head.title).toBe(DRAFT.title);

    await page.getByRole('link', { name: 'Edit the draft' }).click();
    await page.getByLabel('Subject').fill('Mine once more');
    const now = await as.get(path);
    expect((await as.post(`${path}/edits`, theirs, { etag: now.etag })).status).toBe(200);
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByRole('button', { name: 'Discard mine and begin from theirs' }).click();
    expect(await page.getByLabel('Subject').inputValue()).toBe('Theirs');
    expect(await page.getByText('Somebody else changed it meanwhile.').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('is edited once, though the answer was lost and the button pressed again', async () => {
    const as = portal.as('handler1');
    const { id } = (await as.post(`/v1/offices/${OFFICE}/official-documents`, DRAFT)).body;
    const path = `/v1/official-documents/${id}`;
    const { page, signIn, complaints } = await portal.open({ language: 'en', viewport: DESKTOP });
    await page.goto(`${portal.url}/desk`);
    await signIn('handler1');
    await page.goto(`${portal.url}/outgoing/${id}/edit`);
    await page.getByLabel('Subject').fill('Snow');
    let sent = 0;
    await page.route('**/edits', async (route) => {
      sent += 1;
      if (sent > 1) return route.continue();
      expect((await route.fetch()).status()).toBe(200);
      return route.abort('connectionreset');
    });
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByText('Somebody else changed it meanwhile.').count()).toBe(0);
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.locator('[data-state=draft]').waitFor();
    const { head, acts } = (await as.get(path)).body;
    expect([head.title, acts.map(({ kind }: { kind: string }) => kind), sent]).toEqual(['Snow', ['edit'], 2]);
    expect(complaints).toEqual([]);
  });
});
