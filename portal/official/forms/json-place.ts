/**
 * Where each member of a JSON text begins, by RFC 6901 pointer: the offset of its name, of an item that of its value.
 * The text is taken to be JSON; see `JSON.parse`.
 */
export function placesIn(text: string): Map<string, number> {
  const places = new Map<string, number>();
  let at = 0;
  const skip = () => {
    while (/[\s,:]/.test(text[at] ?? '')) at += 1;
  };
  const string = (): string => {
    const from = at;
    at += 1;
    while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    at += 1;
    return JSON.parse(text.slice(from, at));
  };
  const value = (pointer: string): void => {
    skip();
    if (text[at] === '"') string();
    else if (text[at] === '{' || text[at] === '[') members(pointer, text[at] === '{');
    else while (at < text.length && !/[\s,\]}]/.test(text[at] ?? '')) at += 1;
  };
  const members = (pointer: string, named: boolean): void => {
    at += 1;
    for (let n = 0; ; n += 1) {
      skip();
      if (at >= text.length || text[at] === '}' || text[at] === ']') break;
      const from = at;
      const name = named ? string().replaceAll('~', '~0').replaceAll('/', '~1') : String(n);
      places.set(`${pointer}/${name}`, from);
      value(`${pointer}/${name}`);
    }
    at += 1;
  };
  places.set('', 0);
  value('');
  return places;
}

export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** The line of a place, or of the nearest one around it. */
export function lineOf(text: string, places: Map<string, number>, pointer: string): number {
  let known = pointer;
  while (known !== '' && !places.has(known)) known = known.slice(0, known.lastIndexOf('/'));
  return lineAt(text, places.get(known) ?? 0);
}
