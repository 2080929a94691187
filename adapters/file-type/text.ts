// What text has no use for; a file with one of these is binary.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const BINARY = /[\x00-\x08\x0e-\x1f\x7f]/;

/** EUC-KR (as extended by Windows) is what spreadsheets still write as CSV in Korea. */
const ENCODINGS = ['utf-8', 'euc-kr'];

/** Follows a stream and tells at its end whether all of it was text. */
export function createTextProbe(): { add(chunk: Buffer): void; isText(): boolean } {
  let decoders = ENCODINGS.map((encoding) => new TextDecoder(encoding, { fatal: true }));
  const keep = (chunk: Buffer, stream: boolean): void => {
    decoders = decoders.filter((decoder) => decodes(decoder, chunk, stream));
  };
  return {
    add: (chunk) => keep(chunk, true),
    isText() {
      keep(Buffer.alloc(0), false);
      return decoders.length > 0;
    },
  };
}

function decodes(decoder: InstanceType<typeof TextDecoder>, chunk: Buffer, stream: boolean): boolean {
  try {
    return !BINARY.test(decoder.decode(chunk, { stream }));
  } catch {
    return false;
  }
}

const HTML =
  /^<(!doctype\s+html|html|head|body|title|meta|script|style|iframe|div|p|a|img|form|table|h1)[\s>/]/i;
const LEADING = /^(\uFEFF|\s|<!--[\s\S]*?-->)*/;

/** Which kind of text it is, by how it begins. */
export function textType(head: Buffer): string {
  const start = head.toString('utf8').replace(LEADING, '');
  if (HTML.test(start)) return 'text/html';
  if (/^<svg[\s>/]/i.test(start)) return 'image/svg+xml';
  if (!start.startsWith('<?xml')) return 'text/plain';
  if (/<svg[\s>/]/i.test(start)) return 'image/svg+xml';
  return /<html[\s>/]/i.test(start) ? 'application/xhtml+xml' : 'application/xml';
}
