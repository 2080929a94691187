import { deflateSync } from 'node:zlib';
import { sha256 } from './keys';

export interface PdfOptions {
  /** What is embedded. */
  embedded: Buffer;
  packing?: 'deflated' | 'plain';
  /** How the stream's dictionary says that it is packed. */
  filter?: string;
  /** Bytes of the stream after what is embedded. */
  trailing?: Buffer;
  /** @returns the DER that goes into the gap */
  sign(digest: Buffer): Buffer;
  /** Bytes of the gap; as many zeros as are left follow the signature. */
  room?: number;
  /** Further objects, and what else stands in the dictionaries. */
  extra?: string;
  byteRange?: string;
  case?: 'lower' | 'upper';
}

const RANGE = '/ByteRange [0 ########## ########## ##########]';

/** One page, one embedded file, one signature over all of it. */
export function sealPdf(options: PdfOptions): Buffer {
  const { embedded, packing = 'deflated', room = 2600, extra = '' } = options;
  const packed = packing === 'deflated' ? deflateSync(embedded) : embedded;
  const data = Buffer.concat([packed, options.trailing ?? Buffer.alloc(0)]);
  const filter = options.filter ?? (packing === 'deflated' ? '/Filter /FlateDecode ' : '');
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(receipt.json) 4 0 R] >> >> /AcroForm << /SigFlags 3 /Fields [7 0 R] >> >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots [7 0 R] >>',
    '<< /Type /Filespec /F (receipt.json) /EF << /F 5 0 R >> >>',
    `<< /Type /EmbeddedFile /Subtype /application#2Fjson ${filter}/Length ${data.length} >>\nstream\n`,
    `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached ${RANGE}\n/Contents <${'0'.repeat(room * 2)}> >>`,
    '<< /Type /Annot /Subtype /Widget /FT /Sig /T (seal) /V 6 0 R /P 3 0 R /Rect [0 0 0 0] /F 132 >>',
  ];
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\u00b5\u00b6\n', 'latin1')];
  const offsets: number[] = [];
  for (const [i, object] of objects.entries()) {
    offsets.push(parts.reduce((sum, part) => sum + part.length, 0));
    parts.push(Buffer.from(`${i + 1} 0 obj\n${object}`));
    if (object.endsWith('stream\n')) parts.push(data, Buffer.from('\nendstream'));
    parts.push(Buffer.from('\nendobj\n'));
  }
  const xref = parts.reduce((sum, part) => sum + part.length, 0);
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const trailer = `<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`;
  parts.push(
    Buffer.from(`${extra}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n${trailer}`),
  );
  return fillGap(Buffer.concat(parts), options);
}

function fillGap(pdf: Buffer, { sign, byteRange, case: letters = 'lower' }: PdfOptions): Buffer {
  const start = pdf.indexOf('/Contents <') + '/Contents '.length;
  const end = pdf.indexOf('>', start) + 1;
  const range = byteRange ?? `/ByteRange [0 ${start} ${end} ${pdf.length - end}]`;
  pdf.write(range.padEnd(RANGE.length, ' '), pdf.indexOf(RANGE), 'latin1');
  const signature = sign(sha256(pdf.subarray(0, start), pdf.subarray(end)));
  const hex = signature.toString('hex');
  if (hex.length > end - start - 2) throw new Error('The signature has no room.');
  pdf.write(letters === 'lower' ? hex : hex.toUpperCase(), start + 1, 'latin1');
  return pdf;
}
