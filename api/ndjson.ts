import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { MOST_LINES, type ReadLine } from '../domain/batch';
import { GongmunError } from '../domain/errors';
import { textFaults } from '../domain/text';
import type { Document } from '../usecases/check-document';
import { requestInvalid } from './problem';
import { NewSubmission } from './schemas';

/** As large as a single submission may be. */
const LONGEST_LINE = 1024 * 1024;
const MOST_BYTES = 256 * 1024 * 1024;
const LINE_FEED = 0x0a;

/**
 * The documents of a body in which each line is one (application/x-ndjson), as it arrives: no more than a line and what
 * came with it is held. A line that is no document is refused alone; one without anything but white space is none.
 * @throws GongmunError `batch.too_many_lines`, `batch.too_large` (413)
 */
export function readNdjson(source: Readable): {
  lines: AsyncIterable<ReadLine<Document>>;
  digest(): string;
} {
  const hash = createHash('sha256');
  async function* read(): AsyncGenerator<ReadLine<Document>> {
    let documents = 0;
    for await (const { line, bytes } of linesOf(source, (part) => hash.update(part))) {
      const text = bytes === undefined ? undefined : decode(bytes);
      if (text?.trim() === '') continue;
      documents += 1;
      if (documents > MOST_LINES)
        throw tooLarge('batch.too_many_lines', `At most ${MOST_LINES} lines make a batch.`);
      yield bytes === undefined
        ? refused(line, 'line.too_long', `A line has at most ${LONGEST_LINE} bytes.`)
        : text === undefined
          ? refused(line, 'line.not_utf8', 'The line is not UTF-8.')
          : toDocument(line, text);
    }
  }
  return { lines: read(), digest: () => hash.digest('base64url') };
}

/** Lines by their number, from 1; without bytes where one is too long. */
async function* linesOf(
  source: Readable,
  seen: (part: Buffer) => void,
): AsyncGenerator<{ line: number; bytes: Buffer | undefined }> {
  let line = 1;
  let total = 0;
  let held: Buffer[] = [];
  let length = 0;
  const add = (part: Buffer) => {
    length += part.length;
    if (length <= LONGEST_LINE) held.push(part);
    else held = [];
  };
  const cut = () => {
    const bytes = length > LONGEST_LINE ? undefined : Buffer.concat(held);
    held = [];
    length = 0;
    return { line: line++, bytes };
  };
  for await (const given of source) {
    const part: Buffer = given;
    seen(part);
    total += part.length;
    if (total > MOST_BYTES) throw tooLarge('batch.too_large', `A batch has at most ${MOST_BYTES} bytes.`);
    let from = 0;
    for (let end = part.indexOf(LINE_FEED); end !== -1; end = part.indexOf(LINE_FEED, from)) {
      add(part.subarray(from, end));
      from = end + 1;
      yield cut();
    }
    add(part.subarray(from));
  }
  if (length > 0) yield cut();
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function toDocument(line: number, text: string): ReadLine<Document> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refused(line, 'line.not_json', 'The line is not JSON.');
  }
  const impossible = textFaults(value, '');
  if (impossible.length > 0)
    return {
      line,
      refusal: { code: 'request.invalid', detail: 'The line holds impossible text.', faults: impossible },
    };
  const parsed = NewSubmission.safeParse(value);
  if (parsed.success) return { line, document: parsed.data };
  const { code, message, faults } = requestInvalid(parsed.error, 'body');
  return { line, refusal: { code, detail: message, faults } };
}

const refused = (line: number, code: string, detail: string): ReadLine<Document> => ({
  line,
  refusal: { code, detail, faults: [] },
});

const tooLarge = (code: string, detail: string): GongmunError => new GongmunError('too_large', code, detail);
