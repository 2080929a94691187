/** Objects 1, 2 … of a PDF with its table; the first is the catalogue. */
export function pdfOf(objects: (string | Buffer)[], trailer = ''): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n')];
  let length = parts[0]?.length ?? 0;
  const add = (part: Buffer) => {
    parts.push(part);
    length += part.length;
  };
  const places = objects.map((object, at) => {
    const place = length;
    add(Buffer.concat([Buffer.from(`${at + 1} 0 obj`), Buffer.from(object), Buffer.from('endobj\n')]));
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const size = objects.length + 1;
  const at = length;
  add(Buffer.from(`xref\n0 ${size}\n0000000000 65535 f \n${places.join('')}`));
  add(Buffer.from(`trailer<</Root 1 0 R/Size ${size}${trailer}>>\nstartxref\n${at}\n%%EOF\n`));
  return Buffer.concat(parts);
}

export const pdfStream = (dictionary: string, data: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`<<${dictionary}/Length ${data.length}>>stream\n`),
    data,
    Buffer.from('\nendstream'),
  ]);

/** One empty page, and what else is given, from object 4 on. */
export const pdfWith = (...objects: (string | Buffer)[]): Buffer =>
  pdfOf([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>',
    ...objects,
  ]);

/** A page without words; `mark` makes the file one of its own. */
export const smallPdf = (mark = ''): string => pdfWith(`(${mark})`).toString('latin1');
