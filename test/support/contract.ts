import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { Route } from '../../api/route';
import { ROUTES } from '../../api/routes';

interface Documented {
  content?: Record<string, { schema?: Record<string, unknown> }>;
}

/** The committed document, as clients read it. */
export const DOCUMENT = JSON.parse(readFileSync(join(__dirname, '../../api/openapi.json'), 'utf8'));

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema({ $id: 'https://gongmun.invalid/openapi', ...DOCUMENT });

/** What the document says of an operation's status; undefined when it says nothing. */
function documented(route: Route, status: number): Documented | undefined {
  const path = route.path.replace(/:([a-z]+)/g, '{$1}');
  return DOCUMENT.paths[path]?.[route.method]?.responses?.[String(status)];
}

export interface Seen {
  status: number;
  headers: Headers;
  body: unknown;
}

/** Notes which statuses each operation gave, and holds each answer against the document. */
export function createRecorder() {
  const seen = new Map<string, Set<number>>();
  return {
    seen,
    /** @returns what is wrong with the answer, as sentences; empty when it is as documented */
    check(operation: string, { status, headers, body }: Seen): string[] {
      const route = ROUTES.find((candidate) => candidate.operation === operation);
      if (route === undefined) return [`There is no operation ${operation}.`];
      const noted = seen.get(operation) ?? new Set();
      noted.add(status);
      seen.set(operation, noted);
      const answer = documented(route, status);
      if (answer === undefined)
        return [`${operation} answered ${status}, which is not documented: ${JSON.stringify(body)}`];
      return [
        ...mediaFaults(operation, status, headers, answer),
        ...bodyFaults(operation, status, answer, body),
        ...headerFaults(status, headers),
      ];
    },
    /** Documented statuses that no test provoked, as `operation status`. */
    neverSeen(): string[] {
      return ROUTES.flatMap((route) => {
        const path = route.path.replace(/:([a-z]+)/g, '{$1}');
        const statuses = Object.keys(DOCUMENT.paths[path][route.method].responses).map(Number);
        return statuses
          .filter((status) => !seen.get(route.operation)?.has(status))
          .map((status) => `${route.operation} ${status}`);
      });
    },
  };
}

function mediaFaults(operation: string, status: number, headers: Headers, answer: Documented): string[] {
  const expected = Object.keys(answer.content ?? {});
  const type = (headers.get('content-type') ?? '').split(';')[0] ?? '';
  const binary = expected.includes('*/*');
  return binary || expected.includes(type)
    ? []
    : [`${operation} ${status} came as ${type}, documented as ${expected.join(', ')}.`];
}

function bodyFaults(operation: string, status: number, answer: Documented, body: unknown): string[] {
  const [type, content] = Object.entries(answer.content ?? {})[0] ?? [];
  if (type === undefined || !/[/+]json/.test(type) || content?.schema === undefined) return [];
  const text = JSON.stringify(content.schema).replaceAll(
    '"#/components',
    '"https://gongmun.invalid/openapi#/components',
  );
  const validate = ajv.compile(JSON.parse(text));
  if (validate(body)) return [];
  return [`${operation} ${status}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(body)}`];
}

function headerFaults(status: number, headers: Headers): string[] {
  const faults: string[] = [];
  if ((status === 429 || status === 503) && !/^\d+$/.test(headers.get('retry-after') ?? ''))
    faults.push(`${status} without Retry-After.`);
  if (status === 401 && headers.get('www-authenticate') !== 'Bearer')
    faults.push('401 without WWW-Authenticate.');
  if (headers.get('x-powered-by') !== null) faults.push('X-Powered-By is told.');
  if (headers.get('x-content-type-options') !== 'nosniff') faults.push('X-Content-Type-Options is missing.');
  return faults;
}
