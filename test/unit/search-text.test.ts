import fc from 'fast-check';
import { foldText, gramsCovering, gramsOf, needlesOf } from '../../domain/search-text';
import { formatTrackingCode, readTrackingCode, TRACKING_ALPHABET } from '../../domain/tracking-code';

describe('searched text', () => {
  it('is composed, in lower case, with one space before each word', () => {
    expect(foldText('  홍길동\n\tSEOUL  Café '.normalize('NFD'))).toBe(' 홍길동 seoul café');
    expect(foldText(' \n ')).toBe('');
  });

  it('is indexed by two neighbouring characters, and by what begins a word', () => {
    expect(gramsOf(' 가나')).toEqual([(0x20 << 16) | 0xac00, (0xac00 << 16) | 0xb098]);
    expect(gramsOf(' 가나 가나')).toEqual(gramsOf(' 가나'));
  });

  it('is asked for by words; one character by the beginning of a word', () => {
    expect(needlesOf('홍길동  정보 홍길동')).toEqual(['홍길동', '정보']);
    expect(needlesOf('홍 A')).toEqual([' 홍', ' a']);
  });

  it('holds every gram of whatever occurs in it, whatever the script', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.nat(),
        fc.nat(8),
        (text, start, length) => {
          const folded = foldText(text);
          const part = folded.slice(start % (folded.length + 1)).slice(0, length + 1);
          const grams = new Set(gramsOf(folded));
          for (const needle of needlesOf(part)) {
            if (folded.includes(needle)) expect(gramsOf(needle).every((gram) => grams.has(gram))).toBe(true);
          }
        },
      ),
    );
  });

  it('is looked for by pairs of which none leaves a character out', () => {
    expect(gramsCovering('가나다라')).toEqual([gramsOf('가나'), gramsOf('다라')].flat());
    expect(gramsCovering('가나다')).toEqual(gramsOf('가나다'));
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), (text) => {
        for (const needle of needlesOf(text)) {
          const characters = gramsCovering(needle).flatMap((gram) => [
            String.fromCharCode((gram >>> 16) & 0xffff),
            String.fromCharCode(gram & 0xffff),
          ]);
          expect(gramsOf(needle)).toEqual(expect.arrayContaining(gramsCovering(needle)));
          expect(characters).toEqual(expect.arrayContaining(needle.split('')));
        }
      }),
    );
  });

  it('gives integers that fit the database', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const gram of gramsOf(foldText(text))) expect(gram).toBe(gram | 0);
      }),
    );
  });
});

describe('a tracking code', () => {
  it('is read however it is typed', () => {
    const code = 'AB0D1-FGH1J-KMN0P-QRSTV';
    expect(readTrackingCode(' ab0d1 fgh1j kmn0p qrstv ')).toBe(code);
    expect(readTrackingCode('abOdl-fghij-kmnop-qrstv')).toBe(code);
  });

  it('is nothing else', () => {
    for (const text of ['', 'AB0D1-FGH1J-KMN0P-QRST', 'UUUUU-UUUUU-UUUUU-UUUUU', '홍길동', 'x'.repeat(100)])
      expect(readTrackingCode(text)).toBeUndefined();
  });

  it('is read back as it was given out', () => {
    const characters = fc.string({
      unit: fc.constantFrom(...TRACKING_ALPHABET),
      minLength: 20,
      maxLength: 20,
    });
    fc.assert(
      fc.property(characters, (text) => {
        expect(readTrackingCode(formatTrackingCode(text))).toBe(formatTrackingCode(text));
      }),
    );
  });
});
