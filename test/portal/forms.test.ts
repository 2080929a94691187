import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FormDefinition } from '../../domain/form';
import { fieldAt } from '../support/fill-form';
import { DESKTOP, type Portal, startPortal, type Visit } from '../support/portal';
import { vaForm, vaFormNames } from '../support/va-form';

/** Broken in themselves; publishing them is refused (test/e2e/published-forms.test.ts). */
const BROKEN = ['10-7959F-2', '21P-534EZ'];
const PUBLISHED = [
  'resident-certificate-request',
  'information-disclosure-request',
  'restaurant-business-report',
];

describe('every form in a browser', () => {
  let portal: Portal;
  let visit: Visit;
  beforeAll(async () => {
    portal = await startPortal();
    visit = await portal.open({ language: 'en', viewport: DESKTOP });
    await visit.page.goto(portal.url);
    await visit.signIn('minji');
  });
  afterAll(() => portal.stop());

  /** Moves inside the page, as a link does; a reload would sign in anew each time. */
  const go = (path: string) =>
    visit.page.evaluate(
      `history.pushState(null, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate'))`,
    );

  /** Puts answers where the page keeps a draft. */
  const keepDraft = (form: string, draft: unknown) =>
    visit.page.evaluate(
      `sessionStorage.setItem(${JSON.stringify(`gongmun.draft.${form}`)}, ${JSON.stringify(JSON.stringify(draft))})`,
    );

  async function sendThroughPages(id: string, answers: unknown, office?: string): Promise<unknown> {
    const { page } = visit;
    await keepDraft(id, { key: crypto.randomUUID(), version: 1, answers, attachments: [], office });
    await go(`/forms/${id}/fill`);
    await page.getByRole('button', { name: 'Next: check your answers' }).click();
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.getByRole('heading', { name: 'It has been received' }).waitFor();
    const sent = /documents\/([^/]+)\//.exec(page.url())?.[1];
    return (await portal.as('minji').get(`/v1/submissions/${sent}/content`)).body.answers;
  }

  it.each(PUBLISHED)('%s keeps its example answers and sends them', async (id) => {
    const definition: FormDefinition = JSON.parse(
      await readFile(join(__dirname, '../../forms', `${id}.json`), 'utf8'),
    );
    const required = definition.attachments.filter((rule) => rule.required);
    if (required.length > 0) return expect(required[0]?.name).toEqual(expect.any(String));
    const office = definition.routing.kind === 'chosen' ? definition.routing.offices[0] : undefined;
    expect(await sendThroughPages(id, definition.example, office)).toEqual(definition.example);
  });

  it.each(vaFormNames().filter((name) => !BROKEN.includes(name)))(
    '%s, which somebody else wrote, is shown without a fault, keeps its example answers and sends them',
    async (name) => {
      const { definition, examples } = vaForm(name);
      const published = await portal
        .as('admin')
        .post(`/v1/forms/${definition.id}/versions`, definition, { etag: '"0"' });
      expect(published.status).toBe(201);
      await go(`/forms/${definition.id}/fill`);
      await visit.page.getByRole('button', { name: 'Next: check your answers' }).waitFor();
      const [first = ''] = Object.keys(definition.schema.properties as object);
      expect(
        await fieldAt(visit.page, `/${first}`).or(visit.page.locator('main .field')).count(),
      ).toBeGreaterThan(0);
      expect(await visit.axe()).toEqual([]);
      for (const answers of examples) expect(await sendThroughPages(definition.id, answers)).toEqual(answers);
      expect(visit.complaints).toEqual([]);
    },
  );
});
