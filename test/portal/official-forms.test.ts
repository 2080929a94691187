import { DESKTOP, describeInBrowser, type Portal, startPortal } from '../support/portal';

/** Neither by name nor by length nor by what is required. */
const ASKED = ['Where is it', 'Zone', 'Age', 'Since when'];

describeInBrowser('the form editor', () => {
  let portal: Portal;
  beforeAll(async () => {
    portal = await startPortal();
  });
  afterAll(() => portal.stop());

  it('shows a form while it is written, says where it is wrong, and publishes it for some offices first', async () => {
    const { page, signIn, axe, shot, complaints } = await portal.open({ language: 'en', viewport: DESKTOP });
    await page.goto(`${portal.url}/desk`);
    await signIn('admin');
    await page.getByRole('link', { name: 'Forms' }).click();
    await page
      .getByRole('link', { name: /version 1/ })
      .first()
      .waitFor();
    expect(await axe()).toEqual([]);
    await page.getByRole('link', { name: 'New form' }).click();
    const box = page.getByLabel('The form (JSON)');
    await page.getByLabel('Subject').waitFor();
    expect(await axe()).toEqual([]);

    const begun = JSON.parse(await box.inputValue());
    const names = ASKED.map((title) => title.toLowerCase().replaceAll(' ', '_'));
    const schema = {
      ...begun.schema,
      properties: Object.fromEntries(
        names.map((name, n) => [name, { type: 'string', title: `${n}번 물음`, 'x-title-en': ASKED[n] }]),
      ),
      required: ['since_when'],
    };
    const definition = {
      ...{ ...begun, id: 'street-lamp-report', schema },
      routing: { kind: 'chosen', offices: ['haneul-civil', 'haneul-food'] },
    };
    const broken = JSON.stringify({ ...definition, period: { duration: '7 days', rule: 'kr' } }, null, 2);
    await box.fill(broken.replace('"office"', 'office'));
    const line = broken.slice(0, broken.indexOf('"office"')).split('\n').length;
    await page.getByText(`It is no JSON around line ${line}`).waitFor();
    await box.fill(broken);
    await page.getByText('It is no JSON').waitFor({ state: 'detached' });
    const labels = page.locator('section[aria-labelledby=shown] label');
    await labels.first().waitFor();
    expect((await labels.allTextContents()).map((label) => label.replace(/ \(.*/, ''))).toEqual(ASKED);

    await page.getByRole('button', { name: 'Check without publishing' }).click();
    const place = broken.slice(0, broken.indexOf('"duration"')).split('\n').length;
    await page.getByRole('button', { name: `Line ${place} (/period/duration)` }).click();
    const caret = Number(await page.evaluate('document.activeElement.selectionStart'));
    expect(broken.slice(caret).trimStart().startsWith('"duration"')).toBe(true);
    expect(await axe()).toEqual([]);
    await page.evaluate('scrollTo(0, 0)');
    await shot('form-editor');

    await page.getByRole('button', { name: 'Publish version 1' }).click();
    await page.getByRole('button', { name: `Line ${place} (/period/duration)` }).waitFor();

    await box.fill(JSON.stringify(definition, null, 2));
    await page.getByRole('button', { name: 'Check without publishing' }).click();
    await page.getByText('Nothing stands in the way of publishing it.').waitFor();
    expect((await portal.as('minji').get('/v1/forms/street-lamp-report')).status).toBe(404);
    expect(await axe()).toEqual([]);
    await page.getByRole('checkbox', { name: 'Haneul Civil Affairs Division (demo)' }).check();
    await page.getByRole('button', { name: 'Publish version 1' }).dblclick();
    await page.getByRole('button', { name: 'Publish version 2' }).waitFor();
    const published = async () => (await portal.as('minji').get('/v1/forms/street-lamp-report')).body;
    expect(await published()).toMatchObject({ version: 1, openFor: ['haneul-civil'] });
    expect(Object.keys((await published()).definition.schema.properties)).toEqual(names);

    const citizen = await portal.open({ language: 'ko' });
    await citizen.page.goto(`${portal.url}/forms/street-lamp-report/fill`);
    await citizen.signIn('minji');
    await citizen.page.getByLabel('기관').getByRole('option', { name: '하늘시 민원과 (시연)' }).waitFor({
      state: 'attached',
    });
    expect(await citizen.page.getByLabel('기관').getByRole('option').count()).toBe(2);

    await page.getByRole('checkbox', { name: 'Haneul Civil Affairs Division (demo)' }).uncheck();
    await page.getByRole('button', { name: 'Save which offices take it' }).click();
    await page.getByText('Saved.').waitFor();
    expect(await published()).toMatchObject({ openFor: null });
    expect(await axe()).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('keeps what is being written when somebody else publishes a version, says so, and publishes the next one', async () => {
    const admin = portal.as('admin');
    const path = '/v1/forms/resident-certificate-request';
    const { version, definition } = (await admin.get(path)).body;
    const { page, signIn, axe, complaints } = await portal.open({ language: 'en', viewport: DESKTOP });
    await page.goto(`${portal.url}/desk`);
    await signIn('admin');
    await page.goto(`${portal.url}/office/forms/resident-certificate-request`);
    const box = page.getByLabel('The form (JSON)');
    const titled = (en: string) => ({ ...definition, title: { ...definition.title, en } });
    const mine = JSON.stringify(titled('Mine'), null, 2);
    await box.fill(mine);
    const theirs = await admin.post(`${path}/versions`, titled('Theirs'), { etag: `"${version}"` });
    expect(theirs.status).toBe(201);
    await page.getByRole('button', { name: `Publish version ${version + 1}` }).click();
    await page.getByText('Somebody else changed it meanwhile.').waitFor();
    expect(await box.inputValue()).toBe(mine);
    expect(await axe()).toEqual([]);
    await page.getByRole('button', { name: `Publish version ${version + 2}` }).click();
    await page.getByRole('button', { name: `Publish version ${version + 3}` }).waitFor();
    const last = (await admin.get(path)).body;
    expect([last.version, last.definition.title.en]).toEqual([version + 2, 'Mine']);
    expect(await page.getByText('Somebody else changed it meanwhile.').count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});
