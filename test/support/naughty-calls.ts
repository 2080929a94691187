import { randomUUID } from 'node:crypto';
import { type Operation, operationsOf, placesOf, sampleOf, withTextAt } from './openapi-calls';
import { smallPdf } from './pdf-file';

export interface NaughtyCall {
  /** Operation and place, for the message of a failed test. */
  what: string;
  who: string | null;
  method: 'get' | 'post' | 'patch';
  path: string;
  headers: Record<string, string>;
  body: string | Buffer | undefined;
}

/** Who may do it, or else is refused as late as can be. */
const WHO: Record<string, string | null> = {
  Public: null,
  Log: 'minji',
  Party: 'minji',
  Mailbox: 'minji',
  Organisations: 'sora',
  Webhooks: 'sora',
  Official: 'registrar',
  Auditor: 'auditor',
  Operator: 'operator',
  'Records system': 'records-labor',
};
const ADMINS = /^(publishForm|openForm|set(Ladder|ReaderPolicy)|declare\w*Holiday|\w*OrganisationClaims?)$/;

/** What stands in a path for a thing that is there. */
export type Known = Record<string, string>;

/**
 * Every operation with a text at each place that takes one: each parameter of its path and query, each text of its body,
 * the name of its file. `texts` gives the text for the n-th place, so that few texts can go round.
 */
export function naughtyCalls(known: Known, textsFor: (place: number) => readonly string[]): NaughtyCall[] {
  let place = 0;
  return operationsOf().flatMap((operation) =>
    waysOf(operation, known).flatMap(({ at, make }) =>
      textsFor(place++).map((text) => ({
        what: `${operation.id} ${at}`,
        who: ADMINS.test(operation.id) ? 'admin' : (WHO[operation.tag] ?? 'minji'),
        method: operation.method,
        ...make(text),
      })),
    ),
  );
}

type Made = Pick<NaughtyCall, 'path' | 'headers' | 'body'>;
interface Way {
  at: string;
  make(text: string): Made;
}

function waysOf(operation: Operation, known: Known): Way[] {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name) => knownAt(operation.path, name, known));
  const headers = () => ({
    'idempotency-key': randomUUID(),
    'if-match': '"1"',
    ...(operation.body === undefined ? {} : { 'content-type': 'application/json' }),
  });
  const sample = operation.body === undefined ? undefined : sampleOf(operation.body);
  const body = sample === undefined ? undefined : JSON.stringify(sample);
  return [
    ...operation.pathParameters.map(({ name }) => ({
      at: `path/${name}`,
      make: (text: string) => ({
        path: operation.path.replace(/\{(\w+)\}/g, (_, other) =>
          other === name ? escaped(text) : knownAt(operation.path, other, known),
        ),
        ...{ headers: headers(), body },
      }),
    })),
    ...operation.queryParameters.map(({ name }) => ({
      at: `query/${name}`,
      make: (text: string) => ({
        ...{ path: `${path}?${name}=${escaped(text)}`, headers: headers(), body },
      }),
    })),
    ...(sample === undefined
      ? []
      : [[], ...placesOf(sample)].map((place) => ({
          at: `body/${place.join('/')}`,
          make: (text: string) => ({
            ...{ path, headers: headers(), body: JSON.stringify(withTextAt(sample, place, text)) },
          }),
        }))),
    ...operation.raw.map((type) => ({
      at: type,
      make: (text: string) => ({
        path,
        ...(type.startsWith('multipart/') ? fileOf(text) : rawOf(text, type)),
      }),
    })),
  ];
}

const knownAt = (path: string, name: string, known: Known): string =>
  known[`${path.split('/')[2]}/${name}`] ?? known[name] ?? 'x';

/** As a browser would write it, and for what it would not, the bytes that a careless program sends. */
const escaped = (text: string): string =>
  encodeURIComponent(text.slice(0, 4_000).replace(/[\ud800-\udfff]/gu, '\ufffd'));

function rawOf(text: string, type: string): Pick<Made, 'headers' | 'body'> {
  const line =
    type === 'application/x-ndjson' ? JSON.stringify({ letter: { title: text, body: text } }) : text;
  return { headers: { 'content-type': type, 'idempotency-key': randomUUID() }, body: Buffer.from(line) };
}

const PDF = smallPdf();

/** A file of that name, written by hand: libraries clean what they do not like. */
export function fileOf(name: string): Pick<Made, 'headers' | 'body'> {
  const quoted = name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const head = `--b\r\nContent-Disposition: form-data; name="file"; filename="${quoted.slice(0, 4_000)}"\r\n`;
  return {
    headers: { 'content-type': 'multipart/form-data; boundary=b', 'idempotency-key': randomUUID() },
    body: Buffer.from(`${head}Content-Type: application/pdf\r\n\r\n${PDF}\r\n--b--\r\n`),
  };
}
