/** A text in every form in which a careless copy of it may lie somewhere. */
export function formsOf(text: string): Buffer[] {
  const normal = [text.normalize('NFC'), text.normalize('NFD')];
  const bytes = normal.flatMap((one) => [
    Buffer.from(one, 'utf8'),
    Buffer.from(one, 'utf16le'),
    Buffer.from(one, 'utf16le').swap16(),
  ]);
  const written = bytes.flatMap((one) => [
    one.toString('hex'),
    one.toString('hex').toUpperCase(),
    // In base64 the letters depend on where the text begins in its group of three bytes.
    ...[0, 1, 2].map((before) =>
      Buffer.concat([Buffer.alloc(before), one])
        .toString('base64')
        .slice(4, -4)
        .replace(/=+$/, ''),
    ),
  ]);
  const escaped = normal.map((one) =>
    JSON.stringify(one)
      .replace(/[^ -~]/g, escapeUnit)
      .slice(1, -1),
  );
  return [...bytes, ...[...written, ...escaped].map((one) => Buffer.from(one))];
}

const escapeUnit = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Those of the texts that occur in the bytes in any form. */
export function found(texts: string[], bytes: Buffer): string[] {
  return texts.filter((text) => formsOf(text).some((form) => bytes.includes(form)));
}
