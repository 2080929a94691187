import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import express from 'express';
import helmet from 'helmet';
// Its main file would load the whole page into this process only to say where it lies.
import absolutePath from 'swagger-ui-dist/absolute-path';
import { z } from 'zod';
import { hasKey, type Route } from './route';
import { Problem } from './schemas';

const REASONS: Record<number, string> = {
  400: 'The request is not as documented; `faults` name the places',
  401: 'No valid token',
  403: 'Your role does not include this',
  404: 'There is no such thing, or it is not yours',
  409: 'The state does not allow it, or the same request is being carried out',
  410: 'What was written has been destroyed; receipts and register stay',
  412: 'It has changed since you read it',
  413: 'The body is too large',
  415: 'The body is of a type that is not taken here',
  422: 'Understood and refused; `code` says why',
  428: 'If-Match is missing',
  429: 'Too many requests; `Retry-After` says when to come back',
  431: 'The address and the header fields together are longer than 16 KB',
  503: 'A part is away, or more is asked than can be answered; nothing was done; `Retry-After` says when to come back',
};

/** The refusals of a route: those of its class, of its permission, of its parameters, and its own. */
export function refusalsOf(route: Route): number[] {
  const acts = route.class !== 'read';
  const statuses = [
    400,
    ...(route.permission === 'public' ? [] : [401]),
    ...(acts ? [413, 415, 422] : []),
    ...(hasKey(route) ? [409] : []),
    ...(route.class === 'change' ? [412, 428] : []),
    429,
    431,
    503,
    ...(route.refuses ?? []),
  ];
  return [...new Set(statuses)].sort();
}

export function openApiDocument(routes: readonly Route[]) {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
  });
  for (const route of routes) registry.registerPath(describeRoute(route));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Gongmun',
      version: '1.0.0',
      description:
        'The exchange for official documents between the public and public offices. Acts need an Idempotency-Key; ' +
        'what changes a submission needs the ETag that was read as If-Match; Prefer: wait=N waits for the outcome.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
  });
}

function describeRoute(route: Route): RouteConfig {
  const headers = headersOf(route);
  return {
    method: route.method,
    path: route.path.replace(/:([a-z]+)/g, '{$1}'),
    operationId: route.operation,
    summary: route.summary,
    tags: [route.tag],
    ...(route.permission === 'public' ? {} : { security: [{ bearer: [] }] }),
    request: {
      ...(route.params === undefined ? {} : { params: route.params }),
      ...(route.query === undefined ? {} : { query: route.query }),
      ...(headers === undefined ? {} : { headers }),
      ...bodyOf(route),
    },
    responses: { ...answersOf(route), ...problemsOf(route) },
  };
}

function headersOf(route: Route) {
  if (route.method === 'patch') return z.object({ 'Upload-Offset': z.string().regex(/^\d{1,10}$/) });
  if (!hasKey(route)) return undefined;
  return z.object({
    'Idempotency-Key': z.string().min(1).max(200),
    ...(route.class === 'change' ? { 'If-Match': z.string().regex(/^"\d{1,9}"$/) } : {}),
    ...(Object.values(route.answers).some((answer) => answer.description === 'Taken') ||
    route.operation === 'submitDocument'
      ? { Prefer: z.string().optional() }
      : {}),
  });
}

function bodyOf(route: Route): Pick<NonNullable<RouteConfig['request']>, 'body'> {
  if (route.multipart) {
    const file = z.object({ file: z.string().openapi({ format: 'binary' }) });
    return { body: { required: true, content: { 'multipart/form-data': { schema: file } } } };
  }
  if (route.raw !== undefined) {
    const file = z.string().openapi({ format: 'binary' });
    // A file of JSON is any JSON value, not a text.
    const schemaOf = (type: string) => (type === 'application/json' ? z.unknown() : file);
    const content = Object.fromEntries(route.raw.map((type) => [type, { schema: schemaOf(type) }]));
    return { body: { required: true, content } };
  }
  if (route.body === undefined) return {};
  return { body: { required: true, content: { 'application/json': { schema: route.body } } } };
}

function answersOf(route: Route): RouteConfig['responses'] {
  return Object.fromEntries(
    Object.entries(route.answers).map(([status, { description, schema, mediaType }]) => {
      const binary = z.string().openapi({ format: 'binary' });
      const content = { [mediaType ?? 'application/json']: { schema: schema ?? binary } };
      return [status, { description, content }];
    }),
  );
}

function problemsOf(route: Route): RouteConfig['responses'] {
  return Object.fromEntries(
    refusalsOf(route).map((status) => [
      status,
      { description: REASONS[status] ?? '', content: { 'application/problem+json': { schema: Problem } } },
    ]),
  );
}

/** The document, and a page to browse it that loads nothing from elsewhere. */
export function openApiPages(routes: readonly Route[]): express.Router {
  let document: string | undefined;
  const router = express.Router();
  router.get('/v1/openapi.json', (_req, res) => {
    document ??= JSON.stringify(openApiDocument(routes));
    res.type('application/json').send(document);
  });
  const own = helmet.contentSecurityPolicy({
    useDefaults: false,
    directives: {
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'style-src': ["'self'", "'unsafe-inline'"],
      'img-src': ["'self'", 'data:'],
      'connect-src': ["'self'"],
      'frame-ancestors': ["'none'"],
    },
  });
  router.get('/v1/docs/swagger-initializer.js', (_req, res) => {
    res.type('text/javascript').send(INITIALIZER);
  });
  router.use('/v1/docs', own, express.static(absolutePath(), { index: 'index.html' }));
  return router;
}

const INITIALIZER = `window.onload = () => {
  window.ui = SwaggerUIBundle({ url: '/v1/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null });
};
`;
