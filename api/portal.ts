import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { type RequestHandler, type Response } from 'express';
import helmet from 'helmet';

/** What the pages must be told before they can do anything. */
export interface PortalSettings {
  issuer: string;
  client: string;
  scope: string;
}

/** Where `npm run portal` leaves the pages. */
const BUILT = join(__dirname, '..', 'portal', 'dist');
const YEAR_SECONDS = 31_536_000;

/** What is not a page of the portal, even where somebody opens it in a browser. */
const NOT_A_PAGE = /^\/(v1|\.well-known|assets)\//;

/**
 * The pages of the portal as static files; where they were not built there is only the API. `files` answers what is
 * there, `pages` any other address that a browser opens, with the one page that finds its way by the address.
 */
export function portalPages(settings: PortalSettings): { files: RequestHandler; pages: RequestHandler } {
  const nothing: RequestHandler = (_req, _res, next) => next();
  if (!existsSync(join(BUILT, 'index.html'))) return { files: nothing, pages: nothing };
  const index = readFileSync(join(BUILT, 'index.html'));
  const policy = helmet.contentSecurityPolicy({
    useDefaults: false,
    directives: {
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'style-src': ["'self'"],
      'img-src': ["'self'", 'blob:'],
      'connect-src': ["'self'", new URL(settings.issuer).origin],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
      'frame-ancestors': ["'none'"],
    },
  });
  const sendIndex = (res: Response) => {
    res.set('Cache-Control', 'no-store').type('html').send(index);
  };
  const files = express.Router();
  files.get('/portal.json', (_req, res) => {
    res.set('Cache-Control', 'no-store').json(settings);
  });
  files.get('/', policy, (_req, res) => sendIndex(res));
  // Their names change with their content.
  files.use(
    '/assets',
    express.static(join(BUILT, 'assets'), { immutable: true, maxAge: YEAR_SECONDS * 1_000 }),
  );
  const pages: RequestHandler = (req, res, next) => {
    const opened = req.method === 'GET' && (req.get('accept') ?? '').includes('text/html');
    if (!opened || NOT_A_PAGE.test(req.path)) return next();
    policy(req, res, () => sendIndex(res));
  };
  return { files, pages };
}
