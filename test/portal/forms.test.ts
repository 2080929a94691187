import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFormSchemas } from '../../adapters/form-schemas';
import type { AttachmentRule, FormDefinition } from '../../domain/form';
import { loadForms } from '../../usecases/load-forms';
import { smallPdf } from '../support/pdf-file';
import { DESKTOP, describeInBrowser, type Portal, startPortal, type Visit } from '../support/portal';
import { vaForm, vaFormNames } from '../support/va-form';

const PDF = smallPdf();
/** Broken in themselves; publishing them is refused (test/e2e/published-forms.test.ts). */
const BROKEN = ['10-7959F-2', '21P-534EZ'];
const SHIPPED = readdirSync(join(__dirname, '../../forms')).filter((file) => file.endsWith('.json'));
const shipped = (file: string): FormDefinition =>
  JSON.parse(readFileSync(join(__dirname, '../../forms', file), 'utf8'));

describeInBrowser('every form in a browser', () => {
  let portal: Portal;
  let visit: Visit;
  beforeAll(async () => {
    portal = await startPortal();
    const { db } = portal.system;
    await loadForms({ db, schemas: createFormSchemas(), now: () => new Date() }, SHIPPED.map(shipped));
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

  /** A file for each attachment that the form asks for. */
  const attachmentsFor = (rules: AttachmentRule[]) =>
    Promise.all(
      rules
        .filter(({ required }) => required)
        .map(async ({ name }) => {
          const { body } = await portal.as('minji').upload(`${name}.pdf`, PDF);
          return { upload: body.id, rule: name, file: body.name, bytes: body.bytes, scan: body.scan };
        }),
    );

  async function sendThroughPages(definition: FormDefinition, answers: unknown): Promise<unknown> {
    const { page } = visit;
    const { id, routing } = definition;
    const attachments = await attachmentsFor(definition.attachments);
    const office = routing.kind === 'chosen' ? routing.offices[0] : undefined;
    await keepDraft(id, { key: randomUUID(), version: 1, answers, attachments, office });
    // A page that is open goes on with the draft it has: it is left first.
    await go('/');
    await page.getByRole('heading', { name: 'What do you want to do?' }).waitFor();
    await go(`/forms/${id}/fill`);
    await page.getByRole('button', { name: 'Next: check your answers' }).click();
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.getByRole('heading', { name: 'It has been received' }).waitFor();
    const sent = /documents\/([^/]+)\//.exec(page.url())?.[1];
    return (await portal.as('minji').get(`/v1/submissions/${sent}/content`)).body.answers;
  }

  async function showForm(id: string): Promise<void> {
    await go('/');
    await visit.page.getByRole('heading', { name: 'What do you want to do?' }).waitFor();
    await go(`/forms/${id}/fill`);
    await visit.page.locator('main form .field').first().waitFor();
    expect(await visit.axe()).toEqual([]);
  }

  it.each(SHIPPED)('%s is shown without a fault, keeps its example answers and sends them', async (file) => {
    const definition = shipped(file);
    await showForm(definition.id);
    expect(await sendThroughPages(definition, definition.example)).toEqual(definition.example);
    expect(visit.complaints).toEqual([]);
  });

  it.each(vaFormNames().filter((name) => !BROKEN.includes(name)))(
    '%s, which somebody else wrote, is shown without a fault, keeps its example answers and sends them',
    async (name) => {
      const { definition, examples } = vaForm(name);
      const published = await portal
        .as('admin')
        .post(`/v1/forms/${definition.id}/versions`, definition, { etag: '"0"' });
      expect(published.status).toBe(201);
      await showForm(definition.id);
      for (const answers of examples) expect(await sendThroughPages(definition, answers)).toEqual(answers);
      expect(visit.complaints).toEqual([]);
    },
  );
});
