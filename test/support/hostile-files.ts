import { once } from 'node:events';
import { createDeflate, createDeflateRaw, deflateRawSync, deflateSync } from 'node:zlib';
import { utils, write } from 'cfb';
import { pdfOf, pdfStream, pdfWith } from './pdf-file';
import { picture } from './small-files';
import { declaredEntry, zipEntry, zipFile } from './zip-file';

const MiB = 1024 * 1024;
const PDF = 'application/pdf';
const HWP = 'application/x-hwp';
const ZIP = 'application/zip';
const OOXML = 'application/vnd.openxmlformats-officedocument';
const DOCX = `${OOXML}.wordprocessingml.document`;
const ODT = 'application/vnd.oasis.opendocument.text';

export interface Sample {
  name: string;
  /** As its beginning says, and as an attachment may be. */
  mediaType: string;
  make(): Buffer | Promise<Buffer>;
}

export interface Hostile extends Sample {
  fault: string;
}

/** Deflated zeros, made piece by piece: what is made of them is never in this process's memory. */
async function deflatedZeros(bytes: number, deflate: ReturnType<typeof createDeflateRaw>): Promise<Buffer> {
  const parts: Buffer[] = [];
  deflate.on('data', (part: Buffer) => parts.push(part));
  const zeros = Buffer.alloc(MiB);
  for (let left = bytes; left > 0; left -= MiB) if (!deflate.write(zeros)) await once(deflate, 'drain');
  deflate.end();
  await once(deflate, 'end');
  return Buffer.concat(parts);
}

/** An archive of zeros that says how much they are, or says less. */
async function zerosInZip(bytes: number, declaredBytes = bytes): Promise<Buffer> {
  const packed = await deflatedZeros(bytes, createDeflateRaw());
  return zipFile([{ ...zipEntry('0.txt', ''), packed, declaredBytes }]);
}

const contentTypes = (more = '') =>
  zipEntry(
    '[Content_Types].xml',
    `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${more}</Types>`,
  );
const docx = (...more: ReturnType<typeof zipEntry>[]) =>
  zipFile([contentTypes(), zipEntry('word/document.xml'), ...more]);

/** A compound file of streams with these names and nothing in them to speak of. */
export function oleFile(...streams: string[]): Buffer {
  const file = utils.cfb_new();
  for (const name of streams) utils.cfb_add(file, `/${name}`, Buffer.from('x'));
  return Buffer.from(write(file, { type: 'buffer' }));
}

/** A Hangul document with these flags in its header. */
function hwp(flags: number, streams: Record<string, Buffer>): Buffer {
  const file = utils.cfb_new();
  const header = Buffer.alloc(256);
  header.write('HWP Document File');
  header.writeUInt32LE(0x05010000, 32);
  header.writeUInt32LE(flags, 36);
  const all = { FileHeader: header, DocInfo: deflateRawSync(Buffer.from('x')), ...streams };
  for (const [name, content] of Object.entries(all)) utils.cfb_add(file, `/${name}`, content);
  return Buffer.from(write(file, { type: 'buffer' }));
}

/** A picture that says it is so large and holds next to nothing. */
function pngSaying(width: number, height: number): Buffer {
  const png = Buffer.from(picture(1, 1));
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  return png;
}

function jpegSaying(width: number, height: number): Buffer {
  const frame = Buffer.from('ffc0000b080000000001011100', 'hex');
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  const scan = Buffer.from('ffda0008010100003f0000ffd9', 'hex');
  return Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), frame, scan]);
}

/** Pages of this size, the last leading to the page of number `back`, or nowhere. */
function tiffSaying(width: number, height: number, pages = 1, back?: number): Buffer {
  const page = 2 + 2 * 12 + 4;
  const tiff = Buffer.alloc(8 + pages * page);
  tiff.write('II*\0', 'latin1');
  tiff.writeUInt32LE(8, 4);
  for (let n = 0; n < pages; n += 1) {
    const at = 8 + n * page;
    tiff.writeUInt16LE(2, at);
    for (const [place, tag, value] of [
      [at + 2, 256, width],
      [at + 14, 257, height],
    ] as const) {
      tiff.writeUInt16LE(tag, place);
      tiff.writeUInt16LE(4, place + 2);
      tiff.writeUInt32LE(1, place + 4);
      tiff.writeUInt32LE(value, place + 8);
    }
    const next = n + 1 < pages ? at + page : back === undefined ? 0 : 8 + back * page;
    tiff.writeUInt32LE(next, at + 26);
  }
  return tiff;
}

const FLATE = '/Filter/FlateDecode';
const flate = (data: Buffer, more = '') => pdfStream(`${FLATE}${more}`, deflateSync(data));
const page = (contents: Buffer) => pdfWith(contents);

const ascii85 = (data: Buffer): Buffer => {
  let text = '';
  for (let at = 0; at + 4 <= data.length; at += 4) {
    let value = data.readUInt32BE(at);
    let group = '';
    for (let digit = 0; digit < 5; digit += 1) {
      group = String.fromCharCode(33 + (value % 85)) + group;
      value = Math.floor(value / 85);
    }
    text += group;
  }
  return Buffer.from(`${text}~>`);
};

/** LZW codes that each stand for one zero more than the one before, from the first to the last, again and again. */
function lzwZeros(rounds: number): Buffer {
  const CLEAR = 256;
  const out: string[] = [];
  let width = 9;
  const put = (code: number) => out.push(code.toString(2).padStart(width, '0'));
  for (let round = 0; round < rounds; round += 1) {
    put(CLEAR);
    width = 9;
    put(0);
    for (let next = CLEAR + 2; next < 4_095; ) {
      put(next);
      next += 1;
      if (next + 1 >= 2 ** width && width < 12) width += 1;
    }
  }
  const bits = out.join('');
  const bytes = Buffer.alloc(Math.ceil(bits.length / 8));
  for (const at of bytes.keys())
    bytes[at] = Number.parseInt(bits.slice(at * 8, at * 8 + 8).padEnd(8, '0'), 2);
  return bytes;
}

const encryptedTrailer = `/ID[<${'00'.repeat(16)}><${'00'.repeat(16)}>]/Encrypt<</Filter/Standard/V 1/R 2/O<${'11'.repeat(32)}>/U<${'22'.repeat(32)}>/P -4>>`;

/** What no attachment may be although its kind is accepted, each made here and nowhere kept. */
export const HOSTILE: Hostile[] = [
  // Archives that unpack to more than anybody has.
  { name: 'a flat zip bomb', mediaType: ZIP, fault: 'file.expands', make: () => zerosInZip(300 * MiB) },
  {
    name: 'a zip bomb that says it is small',
    mediaType: ZIP,
    fault: 'file.broken',
    make: () => zerosInZip(300 * MiB, 1_000),
  },
  {
    name: 'a zip bomb of many entries',
    mediaType: ZIP,
    fault: 'file.expands',
    make: async () => {
      const packed = await deflatedZeros(20 * MiB, createDeflateRaw());
      return zipFile(
        Array.from({ length: 40 }, (_, n) => ({
          ...zipEntry(`${n}.txt`, ''),
          packed,
          declaredBytes: 20 * MiB,
        })),
      );
    },
  },
  {
    name: 'a nested zip bomb',
    mediaType: ZIP,
    fault: 'file.expands',
    make: async () => {
      const inner = await zerosInZip(60 * MiB);
      const middle = zipFile(['a', 'b', 'c'].map((name) => zipEntry(`${name}.zip`, inner)));
      return zipFile(['a', 'b', 'c'].map((name) => zipEntry(`${name}.zip`, middle)));
    },
  },
  {
    name: 'archives in archives without an end',
    mediaType: ZIP,
    fault: 'file.expands',
    make: () => {
      let nested = zipFile([zipEntry('a.txt', 'x')]);
      for (let n = 0; n < 10; n += 1) nested = zipFile([zipEntry('a.zip', nested)]);
      return nested;
    },
  },
  {
    name: 'a zip whose entries share their data',
    mediaType: ZIP,
    fault: 'file.expands',
    make: () => {
      const first = zipEntry('a', Buffer.alloc(MiB));
      return zipFile([first, ...Array.from({ length: 100 }, () => ({ ...first, sharedWith: 0 }))]);
    },
  },
  {
    name: 'a zip of more entries than anybody packs',
    mediaType: ZIP,
    fault: 'file.expands',
    make: () => zipFile(Array.from({ length: 10_001 }, (_, n) => zipEntry(String(n), ''))),
  },
  {
    name: 'a document that is a zip bomb',
    mediaType: DOCX,
    fault: 'file.expands',
    make: async () => {
      const packed = await deflatedZeros(300 * MiB, createDeflateRaw());
      return docx({ ...zipEntry('word/media/a.bmp', ''), packed, declaredBytes: 300 * MiB });
    },
  },
  {
    name: 'a document whose words multiply',
    mediaType: DOCX,
    fault: 'file.expands',
    make: () =>
      docx(
        zipEntry('word/styles.xml', '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'),
      ),
  },

  // PDFs that do.
  {
    name: 'a page of a hundred megabytes',
    mediaType: PDF,
    fault: 'file.expands',
    make: async () => page(pdfStream(FLATE, await deflatedZeros(100 * MiB, createDeflate()))),
  },
  {
    name: 'many pages of a part each',
    mediaType: PDF,
    fault: 'file.expands',
    make: async () => {
      const packed = await deflatedZeros(50 * MiB, createDeflate());
      return pdfWith(...Array.from({ length: 8 }, () => pdfStream(FLATE, packed)));
    },
  },
  {
    name: 'a page deflated twice',
    mediaType: PDF,
    fault: 'file.expands',
    make: async () => {
      const once = await deflatedZeros(60 * MiB, createDeflate());
      return page(pdfStream('/Filter[/FlateDecode/FlateDecode]', deflateSync(once)));
    },
  },
  {
    name: 'a bomb behind letters',
    mediaType: PDF,
    fault: 'file.expands',
    make: async () =>
      page(
        pdfStream(
          '/Filter [ /ASCII85Decode /Fl#61teDecode ]',
          ascii85(await deflatedZeros(100 * MiB, createDeflate())),
        ),
      ),
  },
  {
    name: 'a bomb behind hexadecimal digits',
    mediaType: PDF,
    fault: 'file.expands',
    make: async () =>
      page(
        pdfStream(
          '/Filter[/AHx/Fl]',
          Buffer.from(`${(await deflatedZeros(100 * MiB, createDeflate())).toString('hex')}>`),
        ),
      ),
  },
  {
    name: 'a page of repeating LZW codes',
    mediaType: PDF,
    fault: 'file.expands',
    make: () => page(pdfStream('/Filter/LZWDecode', lzwZeros(10))),
  },
  {
    name: 'a table of objects that is a bomb',
    mediaType: PDF,
    fault: 'file.expands',
    make: async () =>
      pdfWith(
        pdfStream(
          `/Type/ObjStm/N 100000000/First 10${FLATE}`,
          await deflatedZeros(300 * MiB, createDeflate()),
        ),
      ),
  },
  {
    name: 'a picture in a PDF that is larger than it says',
    mediaType: PDF,
    fault: 'file.expands',
    make: async () =>
      pdfWith(
        pdfStream(
          `/Type/XObject/Subtype/Image/Width 10/Height 10/ColorSpace/DeviceRGB/BitsPerComponent 8${FLATE}`,
          await deflatedZeros(60 * MiB, createDeflate()),
        ),
      ),
  },
  {
    name: 'a picture in a PDF of impossible size',
    mediaType: PDF,
    fault: 'file.too_many_pixels',
    make: () => pdfWith(flate(Buffer.alloc(10), '/Subtype/Image/Width 200000/Height 200000')),
  },
  {
    name: 'a tree of pages that comes back to itself',
    mediaType: PDF,
    fault: 'file.broken',
    make: () =>
      pdfOf([
        '<</Type/Catalog/Pages 2 0 R>>',
        '<</Type/Pages/Kids[3 0 R]/Count 9>>',
        '<</Type/Pages/Kids[2 0 R]/Parent 2 0 R/Count 9>>',
      ]),
  },
  {
    name: 'a tree of pages that multiplies',
    mediaType: PDF,
    fault: 'file.expands',
    make: () =>
      pdfOf([
        '<</Type/Catalog/Pages 2 0 R>>',
        ...Array.from(
          { length: 12 },
          (_, n) => `<</Type/Pages/Kids[${`${n + 3} 0 R `.repeat(10)}]/Count ${10 ** Math.min(9, 12 - n)}>>`,
        ),
        '<</Type/Page/MediaBox[0 0 10 10]>>',
      ]),
  },
  {
    name: 'a table of places that leads back to itself',
    mediaType: PDF,
    fault: 'file.broken',
    make: () => {
      const text =
        '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nxref\n0 1\n0000000000 65535 f \ntrailer<</Size 9/Prev 41>>\nstartxref\n41\n%%EOF\n';
      return Buffer.from(text);
    },
  },

  // Of two kinds at once.
  {
    name: 'a PDF that is an archive',
    mediaType: PDF,
    fault: 'file.ambiguous',
    make: () => Buffer.concat([page(flate(Buffer.from(''))), docx()]),
  },
  {
    name: 'an archive with a PDF before it',
    mediaType: ZIP,
    fault: 'file.ambiguous',
    make: () => prefixed(Buffer.concat([Buffer.from('PK\x03\x04'), page(flate(Buffer.from('')))])),
  },
  {
    name: 'a PDF that begins with a web page',
    mediaType: PDF,
    fault: 'file.ambiguous',
    make: () =>
      Buffer.from(
        `%PDF-1.4\n%<script>alert(1)</script>\n${page(flate(Buffer.from('')))
          .toString('latin1')
          .slice(9)}`,
        'latin1',
      ),
  },
  {
    name: 'a picture that is a PDF',
    mediaType: 'image/png',
    fault: 'file.ambiguous',
    make: () => Buffer.concat([picture(2, 2), page(flate(Buffer.from('')))]),
  },
  {
    name: 'a picture that is an archive',
    mediaType: 'image/jpeg',
    fault: 'file.ambiguous',
    make: () => Buffer.concat([jpegSaying(2, 2), docx()]),
  },
  {
    name: 'a picture with a script',
    mediaType: 'image/png',
    fault: 'file.ambiguous',
    make: () => Buffer.concat([picture(2, 2), Buffer.from('<script>alert(1)</script>')]),
  },
  {
    name: 'an archive whose names differ',
    mediaType: ZIP,
    fault: 'file.ambiguous',
    make: () => zipFile([{ ...zipEntry('a.txt', 'x'), localName: 'b.exe' }]),
  },

  // Names that lead out.
  ...['../a.txt', 'a/../../b.txt', '/etc/passwd', 'C:/a.txt', '..\\a.txt'].map(
    (name): Hostile => ({
      name: `an archive with the name ${name}`,
      mediaType: ZIP,
      fault: 'file.unsafe_names',
      make: () => zipFile([zipEntry(name, 'x')]),
    }),
  ),
  {
    name: 'an archive with a link',
    mediaType: ZIP,
    fault: 'file.unsafe_names',
    make: () => zipFile([{ ...zipEntry('a', '/etc/passwd'), mode: 0o120777 }]),
  },

  // Pictures larger than any screen or sheet.
  {
    name: 'a PNG of impossible size',
    mediaType: 'image/png',
    fault: 'file.too_many_pixels',
    make: () => pngSaying(60_000, 60_000),
  },
  {
    name: 'a JPEG of impossible size',
    mediaType: 'image/jpeg',
    fault: 'file.too_many_pixels',
    make: () => jpegSaying(65_500, 65_500),
  },
  {
    name: 'a TIFF of impossible size',
    mediaType: 'image/tiff',
    fault: 'file.too_many_pixels',
    make: () => tiffSaying(1_000_000, 1_000_000),
  },
  {
    name: 'a TIFF whose pages come back',
    mediaType: 'image/tiff',
    fault: 'file.broken',
    make: () => tiffSaying(10, 10, 3, 1),
  },
  {
    name: 'a PNG whose words unpack to a bomb',
    mediaType: 'image/png',
    fault: 'file.expands',
    make: async () => {
      const words = Buffer.concat([Buffer.from('a\0\0'), await deflatedZeros(50 * MiB, createDeflate())]);
      const head = Buffer.alloc(8);
      head.writeUInt32BE(words.length);
      head.write('zTXt', 4);
      const png = picture(2, 2);
      return Buffer.concat([png.subarray(0, 33), head, words, Buffer.alloc(4), png.subarray(33)]);
    },
  },

  // Protected.
  {
    name: 'an archive with a password',
    mediaType: ZIP,
    fault: 'file.encrypted',
    make: () => zipFile([{ ...zipEntry('a', 'x'), flags: 1 }]),
  },
  {
    name: 'a PDF with a password',
    mediaType: PDF,
    fault: 'file.encrypted',
    make: () =>
      pdfOf(
        [
          '<</Type/Catalog/Pages 2 0 R>>',
          '<</Type/Pages/Kids[3 0 R]/Count 1>>',
          '<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>',
        ],
        encryptedTrailer,
      ),
  },
  {
    name: 'an OpenDocument text with a password',
    mediaType: ODT,
    fault: 'file.encrypted',
    make: () =>
      zipFile([
        declaredEntry(ODT),
        zipEntry(
          'META-INF/manifest.xml',
          '<m:manifest><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>',
        ),
      ]),
  },
  {
    name: 'a Hangul document with a password',
    mediaType: HWP,
    fault: 'file.encrypted',
    make: () => hwp(3, {}),
  },

  // Programs in documents.
  {
    name: 'a Word document with a project',
    mediaType: DOCX,
    fault: 'file.macros',
    make: () => docx(zipEntry('word/elsewhere/vbaProject.bin')),
  },
  {
    name: 'a Word document with a project under another name',
    mediaType: DOCX,
    fault: 'file.macros',
    make: () =>
      zipFile([
        contentTypes('<Override PartName="/word/x.bin" ContentType="application/vnd.ms-office.vbaProject"/>'),
        zipEntry('word/document.xml'),
        zipEntry('word/x.bin'),
      ]),
  },
  {
    name: 'a document with a template from elsewhere',
    mediaType: DOCX,
    fault: 'file.macros',
    make: () =>
      docx(
        zipEntry(
          'word/_rels/settings.xml.rels',
          '<Relationships><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="http://example.org/a.dotm" TargetMode="External"/></Relationships>',
        ),
      ),
  },
  {
    name: 'an OpenDocument text with Basic',
    mediaType: ODT,
    fault: 'file.macros',
    make: () =>
      zipFile([declaredEntry(ODT), zipEntry('content.xml'), zipEntry('Basic/Standard/Module1.xml')]),
  },
  {
    name: 'a document with macros in an archive',
    mediaType: ZIP,
    fault: 'file.macros',
    make: () => zipFile([zipEntry('a.docm', docx(zipEntry('word/vbaProject.bin')))]),
  },
  {
    name: 'a Hangul document with a project',
    mediaType: HWP,
    fault: 'file.macros',
    make: () => hwp(1, { '_VBA_PROJECT_CUR/VBA/dir': Buffer.from('x') }),
  },
  {
    name: 'a Hangul document that is a bomb',
    mediaType: HWP,
    fault: 'file.expands',
    make: async () => hwp(1, { 'BodyText/Section0': await deflatedZeros(300 * MiB, createDeflateRaw()) }),
  },

  // Cut off, or no more than a beginning.
  {
    name: 'half a PDF',
    mediaType: PDF,
    fault: 'file.broken',
    make: () => half(pdfWith(flate(Buffer.from('x')))),
  },
  {
    name: 'a PDF without a page',
    mediaType: PDF,
    fault: 'file.broken',
    make: () =>
      Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'),
  },
  { name: 'half an archive', mediaType: ZIP, fault: 'file.broken', make: () => half(docx()) },
  { name: 'half a PNG', mediaType: 'image/png', fault: 'file.broken', make: () => half(picture(50, 50)) },
  { name: 'half a JPEG', mediaType: 'image/jpeg', fault: 'file.broken', make: () => half(jpegSaying(9, 9)) },
  { name: 'half a TIFF', mediaType: 'image/tiff', fault: 'file.broken', make: () => half(tiffSaying(9, 9)) },
  {
    name: 'half a Hangul document',
    mediaType: HWP,
    fault: 'file.broken',
    make: () => half(hwp(1, { 'BodyText/Section0': Buffer.alloc(9_000, 7) })),
  },
];

const half = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length >> 1);

/** An archive whose directory leaves out what comes first. */
function prefixed(before: Buffer): Buffer {
  const zip = docx();
  const directory = zip.length - 6;
  const moved = Buffer.from(zip);
  moved.writeUInt32LE(zip.readUInt32LE(directory) + before.length, directory);
  for (let at = zip.indexOf('PK\x01\x02'); at >= 0; at = zip.indexOf('PK\x01\x02', at + 4))
    moved.writeUInt32LE(zip.readUInt32LE(at + 42) + before.length, at + 42);
  return Buffer.concat([before, moved]);
}

/** What people do send. */
export const HARMLESS: Sample[] = [
  { name: 'a PDF', mediaType: PDF, make: () => pdfWith(flate(Buffer.from('BT ET'))) },
  {
    name: 'a PDF with a scanned sheet',
    mediaType: PDF,
    make: () =>
      pdfWith(
        flate(
          Buffer.alloc(2_480 * 3_508),
          '/Subtype/Image/Width 2480/Height 3508/ColorSpace/DeviceGray/BitsPerComponent 8',
        ),
      ),
  },
  {
    name: 'a PDF of the last century',
    mediaType: PDF,
    make: () =>
      pdfWith(
        pdfStream('/Filter[/ASCII85Decode/FlateDecode]', ascii85(deflateSync(Buffer.from('BT ET   ')))),
      ),
  },
  {
    name: 'a Word document',
    mediaType: DOCX,
    make: () =>
      docx(
        zipEntry('word/media/image1.png', picture(9, 9)),
        zipEntry('word/embeddings/a.xlsx', zipFile([contentTypes(), zipEntry('xl/workbook.xml')])),
      ),
  },
  {
    name: 'an OpenDocument text',
    mediaType: ODT,
    make: () =>
      zipFile([declaredEntry(ODT), zipEntry('content.xml'), zipEntry('Basic/Standard/script-lb.xml')]),
  },
  {
    name: 'a HWPX document',
    mediaType: 'application/hwp+zip',
    make: () => zipFile([declaredEntry('application/hwp+zip'), zipEntry('Contents/content.hpf')]),
  },
  {
    name: 'a Hangul document',
    mediaType: HWP,
    make: () =>
      hwp(1, {
        'BodyText/Section0': deflateRawSync(Buffer.alloc(100_000, 'x')),
        'Scripts/DefaultJScript': deflateRawSync(Buffer.from('x')),
      }),
  },
  {
    name: 'an archive',
    mediaType: ZIP,
    make: () =>
      zipFile([
        { ...zipEntry('가.pdf', pdfWith(flate(Buffer.from('')))), stored: true },
        zipEntry('b/c.txt', 'x'),
      ]),
  },
  { name: 'an empty archive', mediaType: ZIP, make: () => zipFile([]) },
  { name: 'a PNG', mediaType: 'image/png', make: () => picture(300, 300) },
  { name: 'a JPEG', mediaType: 'image/jpeg', make: () => jpegSaying(4_000, 3_000) },
  { name: 'a TIFF of several pages', mediaType: 'image/tiff', make: () => tiffSaying(1_700, 2_200, 3) },
];
