import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { demoToken } from '../../local/demo-token';
import { readDirectory } from '../../local/directory';
import { startIdentity } from '../../local/identity';
import { type ApiClient, createApiClient } from './api-client';
import { type System, startSystem } from './system';

/** Found, or fetched, by `npm test` (local/browser.mjs); where none is to be had, these tests say so. */
const CHROMIUM = process.env.CHROMIUM_PATH ?? '';
export const describeInBrowser = CHROMIUM === '' ? describe.skip : describe;

const ARGUMENTS = [
  '--lang=en-US',
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-dev-shm-usage'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];
/** A phone of the smaller kind. */
export const PHONE = { width: 360, height: 740 };
export const DESKTOP = { width: 1280, height: 900 };

export interface Portal {
  url: string;
  system: System;
  /** The API as a demo person, by a token of the identity provider that the pages use. */
  as(person: string): ApiClient;
  tokenOf(person: string): Promise<string>;
  /** A browser of somebody's own. */
  open(options: { language: 'ko' | 'en'; viewport?: { width: number; height: number } }): Promise<Visit>;
  stop(): Promise<void>;
}

export interface Visit {
  page: Page;
  context: BrowserContext;
  /** What the page complained about: errors, and what its policy kept it from doing. */
  complaints: string[];
  signIn(person: string): Promise<void>;
  /** A picture for the README, where they are asked for (`npm run screenshots`). */
  shot(name: string): Promise<void>;
  /** The violations of WCAG that axe-core finds in the page as it is now. */
  axe(): Promise<string[]>;
}

/** The portal over the real parts, as a browser sees it: built pages, API, worker, identity provider. */
export async function startPortal(env: Record<string, string> = {}): Promise<Portal> {
  const dataDir = await mkdtemp(join(tmpdir(), 'gongmun-portal-'));
  const { people } = readDirectory();
  const identity = await startIdentity({ dataDir, people });
  const system = await startSystem({ env: { ...env, OIDC_ISSUER: identity.issuer } });
  const axeSource = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
  const browser: Browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });

  async function open({ language, viewport = PHONE }: Parameters<Portal['open']>[0]): Promise<Visit> {
    const context = await browser.newContext({
      viewport,
      locale: language === 'ko' ? 'ko-KR' : 'en-GB',
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(30_000);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
        complaints.push(message.text());
    });
    return {
      page,
      context,
      complaints,
      async signIn(person) {
        const id = people.find(({ key }) => key === person)?.id;
        await page.locator('header .top-tools button').last().click();
        await page.locator(`a[href="?person=${id}"]`).click();
        await page.locator('header .who').waitFor();
      },
      async shot(name) {
        if (process.env.GONGMUN_SCREENS !== 'on') return;
        // What was just scrolled to has to be painted first.
        await page.evaluate(
          'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))',
        );
        await page.screenshot({ path: join(__dirname, '../../docs/screens', `${name}.png`) });
      },
      async axe() {
        await page.evaluate(axeSource);
        const found = (await page.evaluate(
          `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
            .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map((n) => n.html).slice(0, 3).join(' | ')))`,
        )) as string[];
        return found;
      },
    };
  }

  return {
    url: system.url,
    system,
    as: (person) => createApiClient(system.url, () => demoToken(identity.issuer, person)),
    tokenOf: (person) => demoToken(identity.issuer, person),
    open,
    async stop() {
      await browser.close();
      await system.stop();
      await identity.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
