import type { Page } from 'playwright-core';

/** The field of a place in the answers. */
export const fieldAt = (page: Page, pointer: string) => page.locator(`[id="answers${pointer}"]`);

/** Answers a form as a person does, field by field; choices are taken by their place in `schema`. */
export async function fillForm(page: Page, schema: unknown, answers: unknown, pointer = ''): Promise<void> {
  for (const [name, value] of Object.entries(answers as object)) {
    const at = `${pointer}/${name}`;
    const child = (schema as { properties: Record<string, { oneOf?: { const: unknown }[] }> }).properties[
      name
    ];
    if (typeof value === 'object' && !Array.isArray(value)) await fillForm(page, child, value, at);
    else if (Array.isArray(value)) await fillRows(page, at, value);
    else if (child?.oneOf !== undefined) {
      const place = child.oneOf.findIndex((option) => option.const === value);
      await choose(page, at, place);
    } else if (typeof value === 'boolean') await choose(page, at, value ? 0 : 1);
    else await fieldAt(page, at).fill(String(value));
  }
}

async function fillRows(page: Page, at: string, rows: unknown[]): Promise<void> {
  for (const [n, row] of rows.entries()) {
    await fieldAt(page, at).locator('> button').click();
    await fieldAt(page, `${at}/${n}`).fill(String(row));
  }
}

async function choose(page: Page, at: string, place: number): Promise<void> {
  const list = fieldAt(page, at);
  if ((await list.count()) > 0) await list.selectOption({ index: place + 1 });
  else await fieldAt(page, `${at}-${place}`).check();
}
