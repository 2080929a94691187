import { pipeline } from 'node:stream/promises';
import express, { type Express, type RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import { validate as isUuid, v7 as uuid } from 'uuid';
import type { PublishedKey } from '../adapters/keys';
import type { Readiness } from '../adapters/readiness';
import type { Tracing } from '../adapters/tracing';
import { GongmunError } from '../domain/errors';
import { boundBodies } from './bound-bodies';
import { type CallDeps, prepareCall, requestIdOf } from './call';
import { EVENT_STREAM } from './event-streams';
import { holdBackRefusals } from './held-refusals';
import type { Log } from './log';
import type { Metrics } from './metrics';
import { openApiPages } from './openapi';
import { overloaded } from './overloaded';
import { type PortalSettings, portalPages } from './portal';
import { answerWithProblem, sendProblem } from './problem';
import type { Reply, Route } from './route';
import { whyUnguarded } from './subjects';
import type { Turns } from './turns';

export interface AppDeps extends CallDeps {
  routes: readonly Route[];
  /** Of what each client reads. */
  ofClients: Turns;
  /** Of what all ask of this process. */
  ofProcess: Turns;
  /** JSON bodies may hold so many bytes. */
  mostBodyBytes: number;
  publicKeys(): Promise<PublishedKey[]>;
  readiness: Readiness;
  metrics: Metrics;
  tracing: Tracing;
  portal: PortalSettings;
  log: Log;
  rateLimitPerMinute: number;
  /** For routes that anybody can ask by guessing. */
  trackingLimitPerMinute: number;
  trustedProxies: number;
}

/** The largest JSON body; files come as multipart and have a limit of their own. */
const MAX_BODY = 1024 * 1024;

/**
 * The API as an Express application.
 * @throws Error when a route declares nothing that would keep a stranger out: default deny starts here
 */
export function createApp(deps: AppDeps): Express {
  for (const route of deps.routes) {
    const why = whyUnguarded(route);
    if (why !== undefined) throw new Error(`${route.method} ${route.path} ${why}.`);
  }
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('trust proxy', deps.trustedProxies);
  app.set('query parser', 'simple');
  app.use(identify(deps));
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          'default-src': ["'none'"],
          'base-uri': ["'none'"],
          'form-action': ["'none'"],
          'frame-ancestors': ["'none'"],
        },
      },
    }),
  );
  app.use(operations(deps));
  app.use(refuseWhenFull(deps));
  const portal = portalPages(deps.portal);
  app.use(portal.files);
  app.use(limited('all', deps.rateLimitPerMinute));
  const trackingLimit = limited('tracking', deps.trackingLimitPerMinute);
  app.use(openApiPages(deps.routes));
  for (const route of deps.routes.filter(({ raw }) => raw !== undefined))
    app[route.method](route.path, serve(deps, route));
  app.use(refuseFarTooLarge);
  app.use(boundBodies(deps.mostBodyBytes, MAX_BODY, refuseOverloaded));
  app.use(express.json({ limit: MAX_BODY, strict: false, type: 'application/json', inflate: false }));
  for (const route of deps.routes.filter(({ raw }) => raw === undefined)) {
    if (route.limit === 'tracking') app.use(route.path, trackingLimit);
    app[route.method](route.path, serve(deps, route));
  }
  for (const [path, methods] of methodsOfPaths(deps.routes)) app.all(path, otherMethods(path, methods));
  app.use(portal.pages);
  app.use((_req, _res, next) =>
    next(new GongmunError('not_found', 'route.unknown', 'There is nothing at this address.')),
  );
  app.use(holdBackRefusals());
  app.use(answerWithProblem(deps.log));
  return app;
}

/** More than any file that is taken, with what stands around it. */
const FAR_TOO_LARGE = 64 * 1024 * 1024;

/** The parser reads a body that it refuses to its end before it says so; what is far too large is refused unread. */
const refuseFarTooLarge: RequestHandler = (req, res, next) => {
  if (Number(req.get('content-length') ?? 0) <= FAR_TOO_LARGE) return next();
  res.set('Connection', 'close');
  next(new GongmunError('too_large', 'request.too_large', 'The body is larger than what is taken here.'));
};

/** At the door, before anything else is spent on it: each refusal takes its time from what is in work. */
function refuseWhenFull({ ofProcess }: AppDeps): RequestHandler {
  return ({ method, path }, res, next) => {
    const line = method === 'GET' || method === 'HEAD' ? 'reads' : 'acts';
    if (path.startsWith('/v1/') && ofProcess.isFull(line)) return refuseOverloaded(res);
    next();
  };
}

function refuseOverloaded(res: express.Response): void {
  sendProblem(res, overloaded(), res.locals.requestId);
}

function methodsOfPaths(routes: readonly Route[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { path, method } of routes) {
    const methods = method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()];
    found.set(path, [...(found.get(path) ?? []), ...methods]);
  }
  return found;
}

/** RFC 9110 §15.5.6: at an address that is known any other method is told which ones there are. */
function otherMethods(path: string, methods: string[]): RequestHandler {
  return (req, res, next) => {
    res.locals.route = path;
    res.set('Allow', [...methods, 'OPTIONS'].join(', '));
    if (req.method === 'OPTIONS') return void res.status(204).end();
    next(new GongmunError('method_not_allowed', 'route.method', 'This address does not take this method.'));
  };
}

function serve(deps: AppDeps, route: Route): RequestHandler {
  return async (req, res) => {
    res.locals.route = route.path;
    const reply = await answer(deps, route, req, res);
    if (reply !== undefined) await send(reply, res);
  };
}

/** In the lines of `lines.ts`. @returns nothing where nobody waits for it any more */
async function answer(
  deps: AppDeps,
  route: Route,
  req: express.Request,
  res: express.Response,
): Promise<Reply | undefined> {
  const isGone = () => res.destroyed;
  const prepare = (leave: () => void) => prepareCall(deps, route, req, res, leave);
  const line = route.class === 'read' ? 'reads' : 'acts';
  // Who brings a file takes as long as they like; how many of those there are is bounded elsewhere.
  const bringsFile = route.raw !== undefined || route.multipart === true;
  if (line === 'acts' && !bringsFile)
    return deps.ofProcess.take(line, isGone, async (leave) => route.handle(await prepare(leave)));
  const call = await deps.ofProcess.take(line, isGone, prepare);
  if (call === undefined) return undefined;
  if (bringsFile) return route.handle(call);
  const work = () => deps.ofProcess.take(line, isGone, () => route.handle(call));
  return deps.ofClients.take(call.actor.person || (req.ip ?? ''), isGone, work);
}

async function send(reply: Reply, res: express.Response): Promise<void> {
  res
    .status(reply.status)
    .set('Cache-Control', 'no-store')
    .set(reply.headers ?? {});
  if (reply.stream === undefined) {
    if (reply.exactJson === undefined) res.json(reply.body);
    else res.type('application/json').send(reply.exactJson);
    return;
  }
  res.type(reply.stream.mediaType);
  const sending = pipeline(reply.stream.source, res);
  if (reply.stream.mediaType !== EVENT_STREAM) return sending;
  res.locals.followed = true;
  // Whoever follows something leaves when they like.
  await sending.catch(() => {});
}

/** Gives each request its id and writes one line when it is done: no person, no address, no query. */
function identify({ log, metrics, tracing }: AppDeps): RequestHandler {
  return (req, res, next) => {
    const requestId = requestIdOf(req, uuid);
    res.locals.requestId = requestId;
    res.set('X-Request-Id', requestId);
    const started = process.hrtime.bigint();
    tracing.request(req.headers, (end) => {
      res.once('close', () => {
        const ms = Number(process.hrtime.bigint() - started) / 1e6;
        const route: string = res.locals.route ?? 'other';
        const id = req.params?.id;
        const submission = typeof id === 'string' && isUuid(id) ? id : undefined;
        const facts = { requestId, method: req.method, route, submission, status: res.statusCode };
        log.info({ ...facts, ms: Math.round(ms) }, 'request');
        // How long somebody followed says nothing of how fast anything is.
        const seconds = res.locals.followed === true ? undefined : ms / 1_000;
        metrics.request({ method: req.method, route, status: res.statusCode }, seconds);
        end(facts);
      });
      next();
    });
  };
}

/** What operators and their machines ask; outside the rate limit. */
function operations(deps: AppDeps): express.Router {
  const router = express.Router();
  router.get('/healthz', (_req, res) => {
    res.json({ status: 'alive' });
  });
  router.get('/readyz', async (_req, res) => {
    const parts = await deps.readiness.check();
    const ready = Object.values(parts).every((state) => state === 'ready');
    if (!ready) res.set('Retry-After', '5');
    res.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not ready', parts });
  });
  router.get('/metrics', async (_req, res) => {
    res.type(deps.metrics.contentType).send(await deps.metrics.text());
  });
  router.get('/.well-known/jwks.json', async (_req, res) => {
    const keys = await deps.publicKeys();
    res.set('Cache-Control', 'public, max-age=300').json({ keys });
  });
  return router;
}

/** Per address, in this process's memory; quotas that must hold across processes are rows (design §7). */
function limited(name: string, perMinute: number): RequestHandler {
  return rateLimit({
    identifier: name,
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_req, res, next) => {
      const retryAfter = Number(res.getHeader('Retry-After') ?? 60);
      const detail = 'Too many requests from this address. Wait a little.';
      next(new GongmunError('too_many_requests', 'rate.limited', detail, { retryAfter }));
    },
  });
}
