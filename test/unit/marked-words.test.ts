import fc from 'fast-check';
import { markedWords } from '../../portal/official/marked-words';

describe('two texts side by side', () => {
  it('have the words marked that differ', () => {
    expect(markedWords('Lamp 17 is out.', 'Lamp 19 is out.').map(({ text, side }) => [side, text])).toEqual([
      ['both', 'Lamp '],
      ['before', '17 '],
      ['after', '19 '],
      ['both', 'is out.'],
    ]);
  });

  it('are each whole, whatever is marked', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const pieces = markedWords(before, after);
        const without = (side: string) =>
          pieces
            .filter((piece) => piece.side !== side)
            .map(({ text }) => text)
            .join('');
        expect([without('after'), without('before')]).toEqual([before, after]);
      }),
    );
  });
});
