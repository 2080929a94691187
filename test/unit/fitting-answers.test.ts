import { fittingAnswers } from '../../domain/fitting-answers';

const text = { type: 'string' };

describe('answers to an earlier version of a form', () => {
  it.each([
    [
      'are kept where there is still a field, at any depth, and told by pointer where there is none',
      { properties: { a: text, b: { properties: { c: text }, additionalProperties: false } } },
      { a: '1', b: { c: '2', d: '3' }, 'e/f': { g: '4' } },
      { a: '1', b: { c: '2' } },
      ['/answers/b/d', '/answers/e~1f'],
    ],
    [
      'are looked at item by item in lists',
      { properties: { rows: { items: { properties: { a: text } } } } },
      { rows: [{ a: '1', b: '2' }, { a: '3' }] },
      { rows: [{ a: '1' }, { a: '3' }] },
      ['/answers/rows/0/b'],
    ],
    [
      'are kept where any alternative has the field',
      {
        properties: { kind: text },
        allOf: [{ if: { properties: { kind: {} } }, else: { properties: { a: text } } }],
        oneOf: [{ properties: { b: text } }, { $ref: '#/$defs/more' }],
        $defs: { more: { properties: { c: text } } },
      },
      { kind: 'x', a: '1', b: '2', c: '3', d: '4' },
      { kind: 'x', a: '1', b: '2', c: '3' },
      ['/answers/d'],
    ],
    [
      'are kept by name though they no longer fit: that is for the check to tell',
      { properties: { a: { type: 'number' } } },
      { a: { b: 1 } },
      { a: { b: 1 } },
      [],
    ],
    ['are all kept where the form names no fields', { type: 'object' }, { a: 1 }, { a: 1 }, []],
    [
      'are all kept where the form takes others by a rule',
      { properties: { a: text }, additionalProperties: text },
      { a: '1', b: '2' },
      { a: '1', b: '2' },
      [],
    ],
    [
      'end with a schema that refers to itself',
      { $ref: '#', properties: { a: { $ref: '#' } } },
      { a: { a: { b: 1 } } },
      { a: { a: {} } },
      ['/answers/a/a/b'],
    ],
  ])('%s', (_name, schema, answers, kept, leftOut) => {
    expect(fittingAnswers(schema, answers)).toEqual({ answers: kept, leftOut });
  });
});
