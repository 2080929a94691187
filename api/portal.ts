import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
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
      'worker-src': ["'self'"],
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
  const assets = readAssets();
  files.get('/assets/:name', (req, res, next) => {
    const name = req.params.name;
    const asset = assets.get(name);
    if (asset === undefined) return next();
    const encoding = req.acceptsEncodings('br', 'gzip', 'identity');
    const packed = encoding === 'br' ? asset.br : encoding === 'gzip' ? asset.gz : undefined;
    // Their names change with their content.
    res.set('Cache-Control', `public, max-age=${YEAR_SECONDS}, immutable`).vary('Accept-Encoding');
    if (packed !== undefined) res.set('Content-Encoding', encoding as string);
    // Of a script that a worker runs this is the policy: it may load, fetch and start nothing.
    res.set('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
    res.type(extname(name)).send(packed ?? asset.plain);
  });
  const pages: RequestHandler = (req, res, next) => {
    const opened = req.method === 'GET' && (req.get('accept') ?? '').includes('text/html');
    if (!opened || NOT_A_PAGE.test(req.path)) return next();
    policy(req, res, () => sendIndex(res));
  };
  return { files, pages };
}

interface Asset {
  plain: Buffer;
  br?: Buffer;
  gz?: Buffer;
}

/** About a megabyte in all, packed when it was built. */
function readAssets(): Map<string, Asset> {
  const folder = join(BUILT, 'assets');
  const names = readdirSync(folder);
  const read = (name: string) => (names.includes(name) ? readFileSync(join(folder, name)) : undefined);
  const plain = names.filter((name) => !/\.(br|gz)$/.test(name));
  return new Map(
    plain.map((name) => {
      const [br, gz] = [read(`${name}.br`), read(`${name}.gz`)];
      return [name, { plain: readFileSync(join(folder, name)), ...(br && { br }), ...(gz && { gz }) }];
    }),
  );
}
