import { DESKTOP, type Visit } from './portal';

/**
 * The page as it is now, without a violation in both languages and once more on a screen as narrow as there is. Its
 * language ends as Korean, its size as that of a desk.
 * @param words what is all in the page's own language: what people wrote and what is called may be in another
 */
export async function looksRight({ page, axe }: Visit, words: 'main' | 'main h1'): Promise<void> {
  for (const language of ['en', 'ko']) {
    await page.locator('header .top-tools button').first().click();
    await page.locator(`html[lang=${language}]`).waitFor({ state: 'attached' });
    expect(await axe()).toEqual([]);
    expect(/[가-힣]/.test((await page.locator(words).textContent()) ?? '')).toBe(language === 'ko');
  }
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
  await page.setViewportSize(DESKTOP);
}
