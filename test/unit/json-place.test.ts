import fc from 'fast-check';
import { lineOf, placesIn } from '../../portal/official/forms/json-place';

describe('the place of a member in a JSON text', () => {
  it('is where its name begins, of an item where its value does', () => {
    const text = '{\n "a": {"b/c": [1, "x,]}", {"d\\"": null}]},\n "e": []\n}';
    const places = placesIn(text);
    expect([...places.keys()]).toEqual([
      ...['', '/a', '/a/b~1c', '/a/b~1c/0', '/a/b~1c/1', '/a/b~1c/2', '/a/b~1c/2/d"', '/e'],
    ]);
    expect(text.slice(places.get('/a/b~1c/1')).startsWith('"x,]}"')).toBe(true);
    expect(lineOf(text, places, '/e')).toBe(3);
    expect(lineOf(text, places, '/a/b~1c/2/missing')).toBe(2);
    expect(lineOf(text, places, '/nowhere/at/all')).toBe(1);
  });

  it('is found for every member of any text', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const count = (one: unknown): number =>
          typeof one === 'object' && one !== null
            ? Object.values(one).reduce((sum: number, child) => sum + count(child), 1)
            : 1;
        expect(placesIn(JSON.stringify(value, null, 1)).size).toBe(count(value));
      }),
    );
  });
});
