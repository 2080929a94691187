import { pipeline, type Readable, Transform } from 'node:stream';
import { fileTypeFromBuffer } from 'file-type/core';
import { isOle, oleType } from './ole';
import { createSample, type Sample } from './sample';
import { textType } from './text';
import { isZip, zipType } from './zip';

/**
 * Finds a file's media type by its content while it streams by: read the returned `source` instead of the given one,
 * then await `type`. The name plays no part, so a web page called `x.pdf` is `text/html`.
 *
 * `type` is undefined for an empty file, for one of no known type, for a damaged archive, and when the stream did not
 * reach its end; it never rejects. Hangul documents are `application/x-hwp` and `application/hwp+zip`; CSV, JSON and
 * other plain text in UTF-8 or EUC-KR are `text/plain`.
 */
export function inspect(source: Readable): { source: Readable; type: Promise<string | undefined> } {
  const sample = createSample();
  let settle: (type: string | undefined | Promise<string | undefined>) => void;
  const type = new Promise<string | undefined>((resolve) => {
    settle = resolve;
  });
  const watched = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sample.add(chunk);
      done(null, chunk);
    },
    flush(done) {
      settle(decide(sample.taken()));
      done();
    },
  });
  // Either side's error reaches the reader of `watched`.
  pipeline(source, watched, () => settle(undefined));
  return { source: watched, type };
}

/** Types that are plain text too, so that their mark at the beginning speaks louder than that. */
const TEXTUAL = /^(text\/.+|application\/(pdf|rtf|postscript|eps))$/;

async function decide(sample: Sample): Promise<string | undefined> {
  const { head, isText } = sample;
  if (head.length === 0) return undefined;
  if (isZip(head)) return zipType(sample);
  if (isOle(head)) return oleType(sample.ole);
  const marked = await markedType(head);
  if (!isText) return marked;
  return marked !== undefined && TEXTUAL.test(marked) ? marked : textType(head);
}

async function markedType(head: Buffer): Promise<string | undefined> {
  try {
    return (await fileTypeFromBuffer(head))?.mime;
  } catch {
    // The library reads into some formats; what it cannot read there is of no known type.
    return undefined;
  }
}
