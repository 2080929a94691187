// `npm run manual:pdf`: prints the manuals that `npm run manual` wrote, each as a tagged PDF beside its HTML file, by
// the browser that the tests use.
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { findBrowser } from './browser.mjs';

const FOLDER = resolve(process.argv[2] ?? 'manuals');

const NUMBERS =
  '<p style="width: 100%; text-align: center; font: 9px sans-serif"><span class="pageNumber"></span> / <span class="totalPages"></span></p>';

const executablePath = findBrowser((line) => process.stdout.write(`${line}\n`));
if (executablePath === undefined)
  throw new Error('There is no browser to print with: install Chromium, or name one in CHROMIUM_PATH.');
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
try {
  const page = await browser.newPage();
  for (const name of readdirSync(FOLDER).filter((file) => file.endsWith('.html'))) {
    const path = join(FOLDER, name.replace('.html', '.pdf'));
    await page.goto(pathToFileURL(join(FOLDER, name)).href);
    await page.pdf({
      ...{ path, format: 'A4', tagged: true, outline: true, printBackground: true },
      margin: { top: '18mm', bottom: '20mm', left: '20mm', right: '20mm' },
      ...{ displayHeaderFooter: true, headerTemplate: '<span></span>', footerTemplate: NUMBERS },
    });
    process.stdout.write(`${path}\n`);
  }
} finally {
  await browser.close();
}
