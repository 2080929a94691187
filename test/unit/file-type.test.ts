import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import PDFDocument from 'pdfkit';
import QRCode from 'qrcode';
import { inspect } from '../../adapters/file-type';
import { declaredEntry, zipEntry, zipFile } from '../support/zip-file';

async function typeOf(content: Buffer | string, slice = 60_000): Promise<string | undefined> {
  const bytes = Buffer.from(content);
  const slices: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += slice) slices.push(bytes.subarray(at, at + slice));
  const { source, type } = inspect(Readable.from(slices, { objectMode: false }));
  expect((await buffer(source)).equals(bytes)).toBe(true);
  return type;
}

const [zip, entry, declared] = [zipFile, zipEntry, declaredEntry];

const docx = zip([
  entry('[Content_Types].xml'),
  entry('_rels/.rels'),
  entry('word/document.xml', randomBytes(3000)),
]);

/** An OLE compound file with the directory at sector `at` and streams of these names. */
function compound(streams: string[], body: Buffer, at = 1): Buffer {
  const header = Buffer.alloc(512);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header);
  header.writeUInt16LE(9, 30);
  header.writeUInt32LE(at, 48);
  const directory = Buffer.concat(
    ['Root Entry', ...streams].map((name) => {
      const one = Buffer.alloc(128);
      one.write(name, 'utf16le');
      one.writeUInt16LE(name.length * 2 + 2, 64);
      one[66] = name === 'Root Entry' ? 5 : 2;
      return one;
    }),
  );
  return Buffer.concat([header, Buffer.alloc(at * 512), directory, body]);
}

const hwpHeader = Buffer.concat([Buffer.from('HWP Document File'), Buffer.alloc(239)]);

async function pdf(): Promise<Buffer> {
  const document = new PDFDocument();
  document.text('a').end();
  return buffer(document as unknown as Readable);
}

describe('the type of a file by its content', () => {
  test('PDF and pictures', async () => {
    expect(await typeOf(await pdf())).toBe('application/pdf');
    expect(await typeOf('%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n')).toBe('application/pdf');
    expect(await typeOf(await QRCode.toBuffer('x'))).toBe('image/png');
    expect(await typeOf(Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex'))).toBe(
      'image/jpeg',
    );
    expect(await typeOf(Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1'))).toBe('image/gif');
    expect(await typeOf(Buffer.from('49492a00080000000000', 'hex'))).toBe('image/tiff');
  });

  test.each<[string, Buffer]>([
    ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', docx],
    [
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      // The parts that tell come after more than is kept of the beginning.
      zip([
        entry('word/media/a.bin', randomBytes(300_000)),
        entry('word/document.xml'),
        entry('[Content_Types].xml'),
      ]),
    ],
    [
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      zip([entry('[Content_Types].xml'), entry('xl/workbook.xml')]),
    ],
    [
      'application/vnd.openxmlformats-officedocument.presentationml.presentation',
      zip([entry('[Content_Types].xml'), entry('ppt/presentation.xml')]),
    ],
    [
      'application/vnd.ms-word.document.macroEnabled.12',
      zip([entry('[Content_Types].xml'), entry('word/document.xml'), entry('word/vbaProject.bin')]),
    ],
    [
      'application/vnd.oasis.opendocument.text',
      zip([declared('application/vnd.oasis.opendocument.text'), entry('content.xml')]),
    ],
    [
      'application/hwp+zip',
      zip([declared('application/hwp+zip'), entry('version.xml'), entry('Contents/content.hpf')]),
    ],
    ['application/hwp+zip', zip([entry('version.xml'), entry('Contents/content.hpf')])],
    ['application/zip', zip([entry('사진.png', 'x'), entry('word/기타.txt', 'x')], 'a comment')],
    ['application/zip', zip([declared('text/html'), entry('a.html')])],
    ['application/zip', zip([])],
  ])('%s in a ZIP archive', async (type, content) => {
    expect(await typeOf(content)).toBe(type);
    expect(await typeOf(content, 997)).toBe(type);
  });

  test('an archive that was cut off has no type', async () => {
    expect(await typeOf(docx.subarray(0, docx.length - 30))).toBeUndefined();
  });

  test.each<[string, Buffer]>([
    ['application/x-hwp', compound(['FileHeader', 'DocInfo'], hwpHeader)],
    ['application/x-hwp', compound(['FileHeader', 'DocInfo'], hwpHeader, 5000)],
    ['application/msword', compound(['Data', '1Table', 'WordDocument'], Buffer.alloc(512))],
    ['application/msword', compound(['WordDocument', 'ObjectPool', 'FileHeader'], hwpHeader)],
    ['application/vnd.ms-excel', compound(['Workbook'], Buffer.alloc(512))],
    ['application/vnd.ms-powerpoint', compound(['PowerPoint Document'], Buffer.alloc(512))],
    ['application/x-cfb', compound(['FileHeader'], Buffer.alloc(512))],
    ['application/x-cfb', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
  ])('%s in an OLE compound file', async (type, content) => {
    expect(await typeOf(content)).toBe(type);
    expect(await typeOf(content, content.length > 10_000 ? 1021 : 7)).toBe(type);
  });

  test.each<[string | undefined, Buffer | string]>([
    ['text/plain', '안녕하십니까\n'],
    ['text/plain', '\uFEFF이름,금액\r\n홍길동,1000\r\n'],
    ['text/plain', Buffer.from('c0ccb8a72cb1ddbed70d0a', 'hex')], // 이름,금액 in EUC-KR
    ['text/plain', '{"a": 1}'],
    ['text/plain', 'BMW registration, MZ, PK and other letters that begin formats'],
    ['text/plain', 'BM'],
    ['text/plain', `${'가'.repeat(50_000)}`],
    ['application/xml', '<?xml version="1.0" encoding="UTF-8"?>\n<a/>'],
    ['text/html', '<!doctype html><title>x</title>'],
    ['text/html', '\uFEFF\n <!-- a --> <HTML><body>'],
    ['text/html', '<script>alert(1)</script>'],
    ['application/xhtml+xml', '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>'],
    ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['image/svg+xml', '<?xml version="1.0"?><!-- a --><svg/>'],
    ['application/rtf', '{\\rtf1\\ansi a}'],
    [undefined, ''],
    [undefined, 'text with a \0 in it'],
    [undefined, Buffer.from([0x41, 0xff, 0xfe, 0xff])],
    [undefined, Buffer.concat([Buffer.from('가'.repeat(50_000)), Buffer.from([0])])],
  ])('%s for text and what only looks like it', async (type, content) => {
    expect(await typeOf(content)).toBe(type);
    expect(await typeOf(content, 1024 + 1)).toBe(type);
  });

  test('a web page named .pdf is never a PDF', async () => {
    expect(await typeOf('<html><body>%PDF-1.7</body></html>')).toBe('text/html');
  });

  test('whatever bytes come, they pass unchanged, the type settles and nothing throws', async () => {
    const starts = [
      '',
      'PK\x03\x04',
      'PK\x05\x06',
      '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
      '%PDF',
      '\x89PNG\r\n\x1a\n',
      '<',
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...starts),
        fc.uint8Array({ maxLength: 2000 }),
        async (start, rest) => {
          await typeOf(Buffer.concat([Buffer.from(start, 'latin1'), rest]), 300);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a stream that breaks off has no type, and its reader sees the error', async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from('%PDF-1.4');
      throw new Error('the client hung up');
    }
    const { source, type } = inspect(Readable.from(broken(), { objectMode: false }));
    await expect(buffer(source)).rejects.toThrow('the client hung up');
    expect(await type).toBeUndefined();
  });

  test('a reader that stops early stops the source and gets no type', async () => {
    const original = Readable.from([Buffer.from('%PDF-1.4'), Buffer.from('x')], { objectMode: false });
    const { source, type } = inspect(original);
    source.destroy();
    expect(await type).toBeUndefined();
    expect(original.destroyed).toBe(true);
  });
});
