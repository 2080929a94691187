import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { create } from 'fontkit';
import { renderPage as render } from '../../adapters/pdf';
import { type Run, SHEET } from '../../adapters/pdf/flow';
import { face } from '../../adapters/pdf/fonts';
import { type Element, layOut } from '../../adapters/pdf/layout';
import { printableLine, REPLACEMENT } from '../../adapters/pdf/printable';
import type { ReceiptPage } from '../../domain/receipt-page';

const PAGE: ReceiptPage = {
  language: 'ko',
  title: '처리 결과 확인서',
  issuer: '서울특별시 강남구 보육지원과',
  facts: [
    { label: '등록번호', value: '보육지원과-2026-000017' },
    { label: '서식', value: '어린이집 결산서 제출' },
  ],
  paragraphs: [
    '金哲洙 원장의 인건비 지출 내역은 영수증과 일치합니다.',
    'In English, too: “quoted” — €1,240.',
  ],
  checkAddress: 'https://gongmun.example/v1/verify/0197a8f2-54c1-7cc2-a8f9-1e3be2a5d111',
  checkWords: '아래 주소나 QR 코드로 이 확인서의 진위를 확인할 수 있습니다.',
  footer: ['증거 번호: 0197a8f2-54c1-7cc2-a8f9-1e3be2a5d111'],
  receipt: '{"format":"gongmun-receipt/1"}',
  at: '2026-11-24T06:20:12.000Z',
};

const LONG: ReceiptPage = {
  ...PAGE,
  paragraphs: Array.from(
    { length: 42 },
    (_, n) => `${n + 1}. ${'보조금 집행 내역을 검토한 결과 '.repeat(8)}`,
  ),
};

const renderPage = (page: ReceiptPage): Promise<Buffer> => render(page, new Date('2026-11-24T06:30:00Z'));

interface Drawn {
  text: string;
  /** Glyph numbers in the embedded font, by font. */
  glyphs: Map<string, Set<number>>;
  fonts: Map<string, { file: Buffer; unicode: string[] }>;
}

/** Reads a PDF of ours as a viewer does: the glyphs that are drawn, and the characters that they stand for. */
function read(pdf: Buffer): Drawn {
  const objects = new Map<string, string>();
  for (const [, id, body] of pdf.toString('latin1').matchAll(/\n(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    objects.set(id ?? '', body ?? '');
  }
  const ref = (body: string | undefined, key: string): string =>
    new RegExp(`/${key} \\[?(\\d+) 0 R`).exec(body ?? '')?.[1] ?? '';
  const streamOf = (id: string): Buffer => {
    const body = objects.get(id) ?? '';
    const bytes = Buffer.from(/stream\n([\s\S]*)\nendstream/.exec(body)?.[1] ?? '', 'latin1');
    return body.includes('/FlateDecode') ? inflateSync(bytes) : bytes;
  };

  const fonts: Drawn['fonts'] = new Map();
  for (const body of objects.values()) {
    for (const [, name, id] of body.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const font = objects.get(id ?? '');
      const descriptor = objects.get(ref(objects.get(ref(font, 'DescendantFonts')), 'FontDescriptor'));
      const cmap = streamOf(ref(font, 'ToUnicode')).toString('latin1');
      const unicode = [...cmap.matchAll(/\[(<[^\]]*)\]/g)].flatMap(([, range]) =>
        [...(range ?? '').matchAll(/<([^>]*)>/g)].map(([, hex]) =>
          String.fromCharCode(...(hex ?? '').split(' ').map((unit) => Number.parseInt(unit, 16))),
        ),
      );
      fonts.set(name ?? '', { file: streamOf(ref(descriptor, 'FontFile2')), unicode });
    }
  }

  const glyphs: Drawn['glyphs'] = new Map();
  let text = '';
  for (const body of objects.values()) {
    if (!/\/Type \/Page\n/.test(body)) continue;
    let font = '';
    for (const [, name, array] of streamOf(ref(body, 'Contents'))
      .toString('latin1')
      .matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
      if (name !== undefined) font = name;
      for (const [, hex] of (array ?? '').matchAll(/<([0-9a-f]+)>/g)) {
        for (const [code] of (hex ?? '').matchAll(/.{4}/g)) {
          const glyph = Number.parseInt(code, 16);
          glyphs.set(font, (glyphs.get(font) ?? new Set()).add(glyph));
          text += fonts.get(font)?.unicode[glyph] ?? '';
        }
      }
      if (array !== undefined) text += '\n';
    }
  }
  return { text, glyphs, fonts };
}

const runsOf = (element: Element): Run[] => {
  if ('children' in element) return element.children.flatMap(runsOf);
  return 'runs' in element ? element.runs : [];
};

/** Every line and the QR code as a rectangle on its sheet. */
function rectangles(
  page: ReceiptPage,
): { sheet: number; x: number; y: number; right: number; bottom: number }[] {
  const layout = layOut(page);
  const runs = [...layout.artifacts, ...layout.elements.flatMap(runsOf)].filter(({ text }) => text !== '');
  const lines = runs.map(({ sheet, x, y, text, size, weight }) => ({
    sheet,
    x,
    y,
    right: x + face(weight).widthOf(text, size),
    bottom: y + size * 1.15,
  }));
  const codes = layout.elements.flatMap((element) =>
    element.tag === 'Figure'
      ? [
          {
            sheet: element.sheet,
            x: element.x,
            y: element.y,
            right: element.x + element.size,
            bottom: element.y + element.size,
          },
        ]
      : [],
  );
  return [...lines, ...codes];
}

function expectInPlace(page: ReceiptPage): void {
  const all = rectangles(page);
  for (const [n, one] of all.entries()) {
    expect(one.x).toBeGreaterThanOrEqual(63.9);
    expect(one.right).toBeLessThanOrEqual(SHEET.width - 63.9);
    expect(one.y).toBeGreaterThanOrEqual(36);
    expect(one.bottom).toBeLessThanOrEqual(SHEET.height - 30);
    for (const other of all.slice(n + 1, n + 200)) {
      if (other.sheet !== one.sheet) continue;
      const apart =
        other.x >= one.right ||
        one.x >= other.right ||
        other.y >= one.bottom - 0.01 ||
        one.y >= other.bottom - 0.01;
      if (!apart) throw new Error(`overlap: ${JSON.stringify({ one, other })}`);
    }
  }
}

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc
    .array(
      fc.constantFrom(
        '가나다 ',
        '漢',
        '😀',
        'مرحبا ',
        '\0',
        '\u202e',
        '\ud800',
        '\n',
        '\t',
        '\u0301',
        'x'.repeat(200),
      ),
      {
        maxLength: 60,
      },
    )
    .map((parts) => parts.join('')),
);

const hostilePage: fc.Arbitrary<ReceiptPage> = fc.record({
  language: fc.constantFrom('ko', 'en'),
  title: hostile,
  issuer: hostile,
  facts: fc.array(fc.record({ label: hostile, value: hostile }), { maxLength: 6 }),
  paragraphs: fc.array(hostile, { maxLength: 12 }),
  checkAddress: hostile,
  checkWords: hostile,
  footer: fc.array(hostile, { maxLength: 3 }),
  receipt: hostile,
  at: fc.constantFrom('2026-11-24T06:20:12.000Z', 'not an instant'),
});

describe('a page as PDF', () => {
  test('is A4, tagged, with title and language, and says which archive profile it follows', async () => {
    const text = (await renderPage(PAGE)).toString('latin1');
    expect(text.startsWith('%PDF-1.7')).toBe(true);
    expect(text).toContain('/MediaBox [0 0 595.28 841.89]');
    expect(text).toMatch(/\/Marked true/);
    expect(text).toMatch(/\/Lang \(ko-KR\)/);
    expect(text).toMatch(/\/DisplayDocTitle true/);
    expect(text).toContain('<pdfaid:part>3</pdfaid:part>');
    for (const tag of ['Document', 'H1', 'P', 'Table', 'TR', 'TH', 'TD', 'Figure'])
      expect(text).toContain(`/S /${tag}\n`);
    const utf16 = Buffer.from(`\uFEFF${PAGE.title}`, 'utf16le').swap16().toString('latin1');
    expect(text).toContain(utf16);
  });

  test('its words can be copied out, Chinese characters too', async () => {
    const { text } = read(await renderPage(PAGE));
    const all = [
      PAGE.title,
      PAGE.issuer,
      ...PAGE.facts.map(({ value }) => value),
      ...PAGE.paragraphs,
      PAGE.checkAddress,
    ];
    for (const words of all) expect(text).toContain(words);
    expect(text).toContain('1 / 1');
  });

  test('every character is drawn with the outline that the font has for it', async () => {
    const { glyphs, fonts } = read(await renderPage(PAGE));
    expect(fonts.size).toBe(2);
    for (const [name, { file, unicode }] of fonts) {
      const embedded = create(file);
      const matching = [...(glyphs.get(name) ?? [])].map((glyph) => {
        expect(glyph).not.toBe(0);
        const character = unicode[glyph]?.codePointAt(0) ?? 0;
        const outline = JSON.stringify(embedded.getGlyph(glyph).path.commands);
        if (character !== 0x20) expect(outline).not.toBe('[]');
        return ['regular', 'bold'].some(
          (weight) =>
            JSON.stringify(face(weight as 'bold').font.glyphForCodePoint(character).path.commands) ===
            outline,
        );
      });
      expect(matching).not.toContain(false);
      expect(matching.length).toBeGreaterThan(20);
    }
  });

  test('the same page gives the same bytes, another page another file', async () => {
    const first = await renderPage(PAGE);
    await renderPage(LONG);
    expect((await renderPage({ ...PAGE })).equals(first)).toBe(true);
    const idOf = (pdf: Buffer): string => /\/ID \[(<\w+>)/.exec(pdf.toString('latin1'))?.[1] ?? '';
    expect(idOf(first)).toMatch(/^<\w{32}>$/);
    expect(idOf(await renderPage({ ...PAGE, checkAddress: 'https://gongmun.example/v1/verify/2' }))).not.toBe(
      idOf(first),
    );
  });

  test('long text goes on over numbered pages, the QR code stands on the last', async () => {
    const layout = layOut(LONG);
    expect(layout.sheets).toBe(5);
    const { text } = read(await renderPage(LONG));
    for (let n = 1; n <= 5; n += 1) expect(text).toContain(`${n} / 5`);
    const words = layout.elements
      .flatMap(runsOf)
      .map((run) => run.text)
      .join(' ')
      .replace(/\s+/g, ' ');
    for (const paragraph of LONG.paragraphs) expect(words).toContain(paragraph.trim());
    expect(layout.elements.find((element) => element.tag === 'Figure')).toMatchObject({ sheet: 4 });
    expectInPlace(LONG);
  });

  test('what the font lacks is shown as a box, what cannot be seen is left out', () => {
    const regular = face('regular');
    expect(printableLine('가😀나', regular)).toBe(`가${REPLACEMENT}나`);
    expect(printableLine('مر', regular)).toBe(REPLACEMENT.repeat(2));
    expect(printableLine('\u202Efdp\0.\ud800', regular)).toBe(`fdp.${REPLACEMENT}`);
    expect(printableLine('각'.normalize('NFD'), regular)).toBe('각');
    expect(regular.has(REPLACEMENT.codePointAt(0) ?? 0)).toBe(true);
    expect(face('bold').has(REPLACEMENT.codePointAt(0) ?? 0)).toBe(true);
  });

  test('whatever the texts are, a page comes out and nothing lies on anything else', async () => {
    await fc.assert(
      fc.asyncProperty(hostilePage, async (page) => {
        expectInPlace(page);
        const pdf = await renderPage(page);
        expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
        const xml = /<rdf:RDF[\s\S]*<\/rdf:RDF>/.exec(pdf.toString('latin1'))?.[0] ?? '';
        expect(xml).not.toMatch(/&(?!amp;|lt;|gt;)/);
      }),
      { numRuns: 60 },
    );
  });

  test('100 KB of text in one word and in many is set in a moment', async () => {
    const started = Date.now();
    await renderPage({
      ...PAGE,
      paragraphs: ['각'.repeat(35_000), 'x'.repeat(100_000), '가나 '.repeat(15_000)],
    });
    expect(Date.now() - started).toBeLessThan(10_000);
  });
});
