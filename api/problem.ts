import type { IncomingMessage } from 'node:http';
import type { ErrorRequestHandler, Response } from 'express';
import type { ZodError } from 'zod';
import { type ErrorKind, type Fault, GongmunError } from '../domain/errors';
import type { Log } from './log';
import { challengeOf } from './step-up';

/** The one place where a kind of error becomes an HTTP status. */
const STATUS: Record<ErrorKind, number> = {
  bad_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  request_timeout: 408,
  conflict: 409,
  gone: 410,
  precondition_failed: 412,
  too_large: 413,
  unsupported_media_type: 415,
  unprocessable: 422,
  precondition_required: 428,
  too_many_requests: 429,
  request_header_fields_too_large: 431,
  unavailable: 503,
};

/** RFC 9457 problem details, with our own members. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  instance: string;
  faults?: Fault[];
  [member: string]: unknown;
}

export function toProblem(error: GongmunError, requestId: string): Problem {
  return {
    ...error.members,
    type: 'about:blank',
    title: error.kind.replaceAll('_', ' '),
    status: STATUS[error.kind],
    detail: error.message,
    code: error.code,
    instance: `urn:uuid:${requestId}`,
    ...(error.faults.length === 0 ? {} : { faults: error.faults }),
  };
}

export function sendProblem(res: Response, error: GongmunError, requestId: string): void {
  const problem = toProblem(error, requestId);
  if (error.kind === 'unauthenticated') res.set('WWW-Authenticate', challengeOf(error));
  if (error.retryAfter !== undefined) res.set('Retry-After', String(error.retryAfter));
  if (isNotWorthReading(res.req, error)) res.set('Connection', 'close');
  res.set('Cache-Control', 'no-store');
  res.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

const MOST_OF_A_STRANGER = 1024 * 1024;

/** Whether somebody who is not known, or asks too often, sends more than the connection is worth. */
function isNotWorthReading({ complete, headers }: IncomingMessage, { kind, code }: GongmunError): boolean {
  if (
    complete ||
    (kind !== 'unauthenticated' && kind !== 'too_many_requests' && code !== 'server.overloaded')
  )
    return false;
  return Number(headers['content-length'] ?? Number.POSITIVE_INFINITY) > MOST_OF_A_STRANGER;
}

/** The last handler: whatever went wrong leaves as a problem, and what we did not foresee is logged with its stack. */
export function answerWithProblem(log: Log): ErrorRequestHandler {
  return (error, _req, res, _next) => {
    const requestId: string = res.locals.requestId;
    const known = recognise(error);
    if (known === undefined) log.error({ requestId, error: traceOf(error) }, 'unexpected error');
    else if (known.kind === 'unavailable')
      log.warn({ requestId, code: known.code, cause: nameOf(known.cause) }, 'unavailable');
    if (res.headersSent) {
      res.destroy();
      return;
    }
    if (known !== undefined) return sendProblem(res, known, requestId);
    const body = {
      type: 'about:blank',
      title: 'internal error',
      status: 500,
      code: 'internal',
      detail: 'Something went wrong here.',
    };
    res
      .status(500)
      .type('application/problem+json')
      .send(JSON.stringify({ ...body, instance: `urn:uuid:${requestId}` }));
  };
}

/** One function from a schema's complaints to faults with JSON pointers; values are never echoed. */
export function requestInvalid(error: ZodError, place: 'body' | 'query' | 'path'): GongmunError {
  const prefix = place === 'body' ? '' : `#/${place}`;
  const faults = error.issues.flatMap((issue): Fault[] => {
    const path = issue.path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1'));
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        pointer: [prefix, ...path, key.replaceAll('~', '~0').replaceAll('/', '~1')].join('/'),
        code: 'request.unknown_field',
        detail: 'There is no such field.',
      }));
    }
    return [{ pointer: [prefix, ...path].join('/'), code: `request.${issue.code}`, detail: issue.message }];
  });
  return new GongmunError('bad_request', 'request.invalid', 'The request is not as documented.', {
    faults: faults.slice(0, 50),
  });
}

function recognise(error: unknown): GongmunError | undefined {
  if (error instanceof GongmunError) return error;
  // SQLSTATE 22008: an instant that no calendar of ours reaches, in a cursor that a client made up.
  if ((error as { code?: unknown }).code === '22008')
    return new GongmunError('bad_request', 'request.instant_out_of_range', 'This instant is out of range.');
  return fromBodyParser(error) ?? fromDatabase(error);
}

/** express.json() marks its errors with a `type`. */
function fromBodyParser(error: unknown): GongmunError | undefined {
  switch ((error as { type?: string }).type) {
    case 'entity.parse.failed':
      return new GongmunError('bad_request', 'request.malformed_json', 'The body is not JSON.');
    case 'entity.too.large':
      return new GongmunError(
        'too_large',
        'request.too_large',
        'The body is larger than what is taken here.',
      );
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new GongmunError(
        'unsupported_media_type',
        'request.encoding',
        'This encoding of the body is not taken here.',
      );
    case 'request.aborted':
    case 'request.size.invalid':
    case 'entity.verify.failed':
    case 'stream.encoding.set':
      return new GongmunError('bad_request', 'request.incomplete', 'The body did not arrive whole.');
    default:
      return error instanceof URIError
        ? new GongmunError('bad_request', 'request.malformed_address', 'The address is not well-formed.')
        : undefined;
  }
}

/**
 * SQLSTATE classes 08 (connection), 3D (no such database), 53 (resources), 57 (shutdown, a statement that took too long),
 * 40 (rolled back for another's sake), 55P03 (lock not available) and what the pool and sockets say.
 */
function fromDatabase(error: unknown): GongmunError | undefined {
  const { code, name, message } = error as { code?: unknown; name?: string; message?: string };
  const away =
    (typeof code === 'string' &&
      /^(08|53|57|40|25P03|55P03|3D|ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH)/.test(code)) ||
    name === 'KnexTimeoutError' ||
    /Connection terminated|timeout expired|Unable to acquire a connection/.test(message ?? '');
  if (!away) return undefined;
  return new GongmunError(
    'unavailable',
    'database.unavailable',
    'The records cannot be reached now. Nothing was done.',
    {
      retryAfter: 5,
      cause: error,
    },
  );
}

/** Where it happened, without what was said: messages of the database quote what people wrote. */
function traceOf(error: unknown): { name: string; code?: unknown; frames: string[] } {
  const { code, stack = '' } = error as { code?: unknown; stack?: string };
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return { name: nameOf(error), code, frames: frames.map((line) => line.trim()) };
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
