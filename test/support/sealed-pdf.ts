import { inflateSync } from 'node:zlib';

/** A sealed PDF taken apart by the words of docs/evidence.md alone. */
export interface SealedPdf {
  /** Where the gap between the two signed ranges begins and ends. */
  gap: [number, number];
  /** The signed ranges, one after the other. */
  signed: Buffer;
  /** Everything between `<` and `>`. */
  hex: string;
  /** The DER that the hex begins with. */
  cms: Buffer;
  /** The one embedded file. */
  receipt: Buffer;
}

/** @throws Error when it is not as the document says */
export function takeApart(pdf: Buffer): SealedPdf {
  const text = pdf.toString('latin1');
  const ranges = [...text.matchAll(/\/ByteRange\s*\[0 (\d+) (\d+) (\d+)\]/g)];
  const [a = 0, b = 0, c = 0] = (ranges[0] ?? []).slice(1).map(Number);
  if ([...text.matchAll(/\/ByteRange\s*\[/g)].length !== 1 || b + c !== pdf.length)
    throw new Error('The signature is not over the whole file.');
  const hex = /^<([0-9a-f]+)>$/.exec(text.slice(a, b))?.[1];
  if (hex === undefined) throw new Error('The gap is not one string of lowercase hex.');
  const bytes = Buffer.from(hex, 'hex');
  const length = 4 + bytes.readUInt16BE(2);
  if (bytes[0] !== 0x30 || bytes[1] !== 0x82 || bytes.subarray(length).some((byte) => byte !== 0))
    throw new Error('The hex is not one DER element and zeros.');
  return {
    gap: [a, b],
    signed: Buffer.concat([pdf.subarray(0, a), pdf.subarray(b)]),
    hex,
    cms: bytes.subarray(0, length),
    receipt: embeddedFile(text),
  };
}

function embeddedFile(text: string): Buffer {
  const found = [...text.matchAll(/<<(?:(?!endobj)[\s\S])*?\/Type \/EmbeddedFile[\s\S]*?>>\nstream\n/g)];
  const [one] = found;
  const length = Number(/\/Length (\d+)/.exec(one?.[0] ?? '')?.[1]);
  if (one === undefined || found.length > 1 || text.split('/EmbeddedFile\n').length !== 2)
    throw new Error('There is not exactly one embedded file.');
  return inflateSync(Buffer.from(text.substr(one.index + one[0].length, length), 'latin1'));
}
