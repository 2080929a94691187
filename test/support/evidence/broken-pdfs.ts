import type { Broken, Verdict } from './broken-receipts';
import { type CmsOptions, SHA_512_WITH_RSA, signingTime } from './cms';
import { sequence } from './der';
import { newEd25519 } from './keys';
import type { PdfOptions } from './pdf';
import { type Receipt, receiptOf } from './receipt';
import { bytesOf, foreignSeal, printed, type World } from './world';

const replaced = (bytes: Buffer, from: string, to: string): Buffer => {
  if (!bytes.includes(from)) throw new Error(`${from} is not there.`);
  return Buffer.from(bytes.toString('latin1').replace(from, to), 'latin1');
};

/** What happens to a PDF after it was sealed. */
function changedLater(pdf: Buffer): [string, Verdict, Buffer][] {
  const end = pdf.indexOf('>', pdf.indexOf('/Contents <'));
  const padded = Buffer.from(pdf);
  padded.write('01', end - 2, 'latin1');
  const upper = Buffer.from(pdf);
  const start = pdf.indexOf('/Contents <') + '/Contents <'.length;
  upper.write(pdf.toString('latin1', start, end).toUpperCase(), start, 'latin1');
  const space = Buffer.from(pdf);
  space.write(' ', end - 1, 'latin1');
  const update =
    '8 0 obj\n<< >>\nendobj\nxref\n0 0\ntrailer\n<< /Size 9 /Root 1 0 R /Prev 0 >>\nstartxref\n0\n%%EOF\n';
  return [
    ['cut-off', 'not_genuine', pdf.subarray(0, -1)],
    ['half', 'not_genuine', pdf.subarray(0, pdf.length >> 1)],
    ['before-the-seal', 'cannot_tell', pdf.subarray(0, 400)],
    ['byte-appended', 'not_genuine', Buffer.concat([pdf, Buffer.from('\n')])],
    ['updated', 'not_genuine', Buffer.concat([pdf, Buffer.from(update)])],
    ['text-changed', 'not_genuine', replaced(pdf, '/MediaBox [0 0 595 842]', '/MediaBox [0 0 596 842]')],
    ['header-changed', 'not_genuine', replaced(pdf, '%PDF-1.7', '%PDF-1.4')],
    ['upper-case-hex', 'not_genuine', upper],
    ['padding-not-zero', 'not_genuine', padded],
    ['space-in-the-gap', 'not_genuine', space],
    [
      'range-shorter',
      'not_genuine',
      Buffer.from(
        pdf
          .toString('latin1')
          .replace(
            /(\/ByteRange \[0 \d+ \d+ )(\d+)/,
            (_, kept, last) => kept + String(Number(last) - 1).padStart(last.length, '0'),
          ),
        'latin1',
      ),
    ],
    ['range-from-1', 'not_genuine', replaced(pdf, '/ByteRange [0', '/ByteRange [1')],
  ];
}

/** Sealed by the operator's own key, and yet not in the only way there is. */
function wronglySealed(world: World, receipt: Receipt): [string, Verdict, Buffer][] {
  const { rsa, p256 } = world.certificates;
  const [signer, authority] = rsa;
  if (signer === undefined || authority === undefined) throw new Error('The seal is not certified.');
  const cms = (name: string, odd: Partial<CmsOptions>, seal: 'rsa' | 'p256' = 'rsa') =>
    [name, 'not_genuine', printed(world, receipt, seal, { cms: odd })] as [string, Verdict, Buffer];
  const stranger = foreignSeal();
  return [
    cms('unsigned-attribute', { unsignedAttributes: [signingTime] }),
    cms('no-unsigned-attributes', { unsignedAttributes: [] }),
    cms('signing-time', { signedAttributes: [signingTime] }),
    cms('attribute-order', { order: 'reversed' }),
    cms('content-inside', { content: Buffer.from('x') }),
    cms('crls', { crls: sequence() }),
    cms('version-3', { version: 3 }),
    cms('names-another-certificate', { sid: authority }),
    cms('hash-of-one-certificate', { namedCertificates: [signer] }),
    cms('hashes-in-other-order', { namedCertificates: [authority, signer] }),
    cms('certificate-left-out', { certificates: [signer], namedCertificates: [signer, authority] }),
    cms('certificates-in-other-order', { certificates: [authority, signer], sid: signer }),
    cms('other-algorithm', { algorithm: SHA_512_WITH_RSA }),
    cms('upper-half', { half: 'upper' }, 'p256'),
    ['by-a-stranger', 'cannot_tell', printed(world, receipt, 'rsa', { cms: { certificates: stranger } })],
    [
      'by-somebody-else-with-our-certificate',
      'not_genuine',
      printed(world, receipt, 'rsa', {
        cms: { certificates: [{ ...signer, key: stranger[0]?.key ?? signer.key }] },
      }),
    ],
    [
      'p256-in-the-name-of-rsa',
      'not_genuine',
      printed(world, receipt, 'p256', {
        cms: { certificates: [{ ...(p256[0] ?? signer), key: signer.key }] },
        pdf: { room: 1700 },
      }),
    ],
  ];
}

/** What is in the PDF when it is sealed. */
function wronglyMade(world: World, receipt: Receipt): [string, Verdict, Buffer][] {
  const pdf = (name: string, odd: Partial<PdfOptions>, verdict: Verdict = 'not_genuine') =>
    [name, verdict, printed(world, receipt, 'p256', { pdf: odd })] as [string, Verdict, Buffer];
  const second = `8 0 obj\n<< /Type /EmbeddedFile /Length 2 >>\nstream\n{}\nendstream\nendobj\n`;
  return [
    pdf('second-byte-range', { extra: '% /ByteRange [0 1 2 3]\n' }),
    pdf('second-embedded-file', { extra: second }),
    pdf('embedded-set-in-lines', { embedded: Buffer.from(JSON.stringify(receipt, null, 1)) }),
    pdf('embedded-nothing', { embedded: Buffer.alloc(0) }),
    pdf(
      'embedded-of-a-stranger',
      { embedded: bytesOf(receiptOf(receipt.evidence, newEd25519('evidence'))) },
      'cannot_tell',
    ),
    pdf('embedded-changed', { embedded: bytesOf({ ...receipt, digest: 'A'.repeat(43) }) }),
    pdf('embedded-other-json', { embedded: Buffer.from('{"a":1}') }),
    pdf('embedded-too-large', { embedded: Buffer.alloc(1024 * 1024 + 1, 0x20) }),
    pdf('embedded-bytes-after', { trailing: Buffer.from('x') }),
    pdf('embedded-bytes-after-plain', { trailing: Buffer.from('x'), packing: 'plain' }),
    pdf('embedded-with-parameters', { filter: '/Filter /FlateDecode /DecodeParms << /Predictor 12 >> ' }),
    pdf('embedded-in-other-packing', { filter: '/Filter /ASCIIHexDecode ' }),
    pdf('embedded-packed-twice', { filter: '/Filter [/FlateDecode /FlateDecode] ' }),
    pdf('embedded-length-twice', { filter: '/Filter /FlateDecode /Length 3 ' }),
    pdf('range-of-three', { byteRange: '/ByteRange [0 1 2]' }),
    pdf('range-huge', { byteRange: '/ByteRange [0 99999999999 1 1]' }),
    pdf('range-negative', { byteRange: '/ByteRange [0 -1 1 1]' }),
  ];
}

export function brokenPdfs(world: World): Broken[] {
  const receipt = world.receipts[1] as Receipt;
  return [
    ...changedLater(printed(world, receipt, 'p256')),
    ...wronglySealed(world, receipt),
    ...wronglyMade(world, receipt),
  ].map(([name, verdict, bytes]) => ({ name: `pdf-${name}.pdf`, verdict, bytes }));
}
