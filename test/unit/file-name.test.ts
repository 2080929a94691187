import fc from 'fast-check';
import { cleanFileName, contentDisposition } from '../../domain/file-name';

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc
    .array(
      fc.constantFrom(
        '가',
        '/',
        '\\',
        '.',
        ' ',
        '\u202e',
        '\r\n',
        '\0',
        '\ud800',
        'con',
        'a',
        '😀',
        '\u1112',
      ),
      {
        maxLength: 400,
      },
    )
    .map((parts) => parts.join('')),
);

describe('cleaning the name of a file', () => {
  test.each([
    ['등본.pdf', '등본.pdf'],
    ['등본.pdf'.normalize('NFD'), '등본.pdf'],
    ['C:\\Users\\me\\결산서.hwp', '결산서.hwp'],
    ['../../etc/passwd', 'passwd'],
    ['..', 'file'],
    ['', 'file'],
    ['   ', 'file'],
    ['보고서\u202Efdp.exe', '보고서fdp.exe'],
    ['a\r\nSet-Cookie: x=1.pdf', 'aSet-Cookie: x=1.pdf'],
    ['a\0.pdf', 'a.pdf'],
    ['\ud800가.pdf', '가.pdf'],
    ['file.exe. . ', 'file.exe'],
    ['CON', '_CON'],
    ['lpt1.txt', '_lpt1.txt'],
    ['console.txt', 'console.txt'],
    ['.gitignore', '.gitignore'],
    ['漢字 (최종) 😀.docx', '漢字 (최종) 😀.docx'],
    ['👩‍👩‍👧.png', '👩‍👩‍👧.png'],
  ])('%j becomes %j', (raw, clean) => {
    expect(cleanFileName(raw)).toBe(clean);
  });

  test('a name that is too long keeps its ending and is not cut inside a character', () => {
    const clean = cleanFileName(`${'가나다'.repeat(1000)}.pdf`);
    expect(Buffer.byteLength(clean)).toBeLessThanOrEqual(255);
    expect(Buffer.byteLength(clean)).toBeGreaterThan(250);
    expect(clean).toMatch(/^(가나다)+가?나?\.pdf$/);
    expect(cleanFileName(`a.${'x'.repeat(4096)}`)).toMatch(/^a\.x{253}$/);
  });

  test('whatever comes in, what goes out is safe, within 255 bytes, and stays as it is when cleaned again', () => {
    fc.assert(
      fc.property(hostile, (raw) => {
        const clean = cleanFileName(raw);
        expect(clean).not.toMatch(/[\p{Cc}\p{Cs}/\\\u200E\u200F\u202A-\u202E\u2066-\u2069]/u);
        expect(clean).toBe(clean.normalize('NFC'));
        expect(clean.trim().length).toBeGreaterThan(0);
        expect(Buffer.byteLength(clean)).toBeLessThanOrEqual(255);
        expect(cleanFileName(clean)).toBe(clean);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the Content-Disposition header', () => {
  test('carries the Korean name in filename* and an ASCII name beside it', () => {
    expect(contentDisposition('주민등록 등본.pdf')).toBe(
      'attachment; filename="_ _.pdf"; filename*=UTF-8\'\'%EC%A3%BC%EB%AF%BC%EB%93%B1%EB%A1%9D%20%EB%93%B1%EB%B3%B8.pdf',
    );
  });

  test('encodes what RFC 8187 does not allow as it is', () => {
    expect(contentDisposition(`a'(b)*"%.txt`)).toBe(
      `attachment; filename="a'(b)*__.txt"; filename*=UTF-8''a%27%28b%29%2A%22%25.txt`,
    );
  });

  test('is one line of printable ASCII for any name and decodes to the clean name', () => {
    fc.assert(
      fc.property(hostile, (raw) => {
        const header = contentDisposition(raw);
        expect(header).toMatch(/^[\x20-\x7e]+$/);
        expect(decodeURIComponent(header.split("filename*=UTF-8''")[1] ?? '')).toBe(cleanFileName(raw));
      }),
    );
  });
});
