import { toCsv } from '../../domain/csv';

describe('a table as CSV', () => {
  it('quotes what RFC 4180 has quoted', () => {
    expect(
      toCsv([
        ['a', 'b,c', 'd"e', 'f\ng'],
        [1, 2.5, null, ''],
      ]),
    ).toBe('a,"b,c","d""e","f\ng"\r\n1,2.5,,\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\r=1'])('keeps a spreadsheet from running %j', (text) => {
    expect(toCsv([[text]])).toBe(`"'${text}"\r\n`);
  });

  it('leaves numbers as they are', () => {
    expect(toCsv([[-1, 0.25]])).toBe('-1,0.25\r\n');
  });
});
