import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addKey, createKeyRing, type KeyRing } from '../../adapters/keys';
import { issueCertificate } from '../../adapters/keys/certificate';
import { createPagePrinter } from '../../adapters/pdf-seal';
import { signCms } from '../../adapters/pdf-seal/cms';
import type { ReceiptPage } from '../../domain/receipt-page';
import { parts } from '../support/parts';
import { findPdfsig } from '../support/pdfsig';
import { takeApart } from '../support/sealed-pdf';

const PAGE: ReceiptPage = {
  language: 'ko',
  title: '접수 확인서',
  issuer: '하늘시 민원과',
  facts: [{ label: '등록번호', value: '민원과-2026-000017' }],
  paragraphs: ['한 글자라도 바뀌면 안 되는 글.'],
  checkAddress: 'https://gongmun.example/v1/evidence-checks/abc',
  checkWords: '확인하십시오.',
  footer: ['증거 번호: 1'],
  receipt: '{"digest":"d","evidence":{},"format":"gongmun-receipt/1","jws":"e.y.z"}',
  at: '2026-11-24T06:20:12.000Z',
};
const SEALED_AT = new Date('2026-11-24T06:30:00.000Z');

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'gongmun-seal-'));
  cpSync(parts().sealDir, join(dir, 'keys'), { recursive: true });
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const ringOf = (seal?: string): Promise<KeyRing> =>
  createKeyRing(
    {
      dir: join(dir, 'keys'),
      files: seal === undefined ? {} : { seal },
      ...{ passphraseFile: undefined, service: undefined, issuer: 'https://gongmun.example' },
    },
    async () => true,
  );
const print = async (ring: KeyRing, page: ReceiptPage = PAGE) =>
  createPagePrinter(ring, () => SEALED_AT)(page);

/** A seal with a certificate from a fresh authority, as a file; P-256. */
function curveSeal(): string {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const common = { from: new Date(), days: 30, serial: Buffer.from([0x80, 0x01]) };
  const root = issueCertificate({
    ...common,
    subject: { publicKey: authority.publicKey, name: 'Root', organisation: '기관' },
    issuer: { privateKey: authority.privateKey },
  });
  const certificate = issueCertificate({
    ...common,
    subject: { publicKey: own.publicKey, name: 'Seal', organisation: '기관' },
    issuer: { privateKey: authority.privateKey, certificate: root },
  });
  const path = join(dir, 'curve.pem');
  writeFileSync(path, `${own.privateKey.export({ type: 'pkcs8', format: 'pem' })}${certificate}${root}`);
  return path;
}

/** What openssl says of the CMS over the signed ranges, `signingCertificateV2` checked too (`-cades`). */
function opensslSays(pdf: Buffer, ring: { certificates: Buffer[] }): string {
  const { cms, signed } = takeApart(pdf);
  const files = { cms: join(dir, 'cms.der'), signed: join(dir, 'signed.bin'), root: join(dir, 'root.pem') };
  writeFileSync(files.cms, cms);
  writeFileSync(files.signed, signed);
  writeFileSync(files.root, new X509Certificate(ring.certificates.at(-1) ?? '').toString());
  try {
    const how = [
      '-verify',
      '-cades',
      '-binary',
      '-purpose',
      'any',
      '-inform',
      'DER',
      '-out',
      join(dir, 'out'),
    ];
    const what = ['-in', files.cms, '-content', files.signed, '-CAfile', files.root];
    execFileSync('openssl', ['cms', ...how, ...what], { stdio: 'pipe' });
    return 'valid';
  } catch (error) {
    return String((error as { stderr: Buffer }).stderr);
  }
}

/** Some changes are found when the file is taken apart already. */
const attempted = (check: () => string): string => {
  try {
    return check();
  } catch (error) {
    return String(error);
  }
};

const changed = (pdf: Buffer, at: number): Buffer => {
  const copy = Buffer.from(pdf);
  copy[at] = (copy[at] ?? 0) ^ 0x01;
  return copy;
};
/** As many places as asked for, spread evenly and starting anywhere. */
const places = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, n) => from + Math.floor(((n + 0.5) * (to - from)) / count));

describe('a sealed page', () => {
  it('is what docs/evidence.md says: one signature over the whole file, zeros behind it, the receipt inside', async () => {
    const ring = await ringOf();
    const pdf = await print(ring);
    const { gap, hex, cms, receipt, signed } = takeApart(pdf);
    expect(hex).toHaveLength(gap[1] - gap[0] - 2);
    expect(receipt.toString()).toBe(PAGE.receipt);
    // RSA signatures have nothing random: the same page under the same key is the same file.
    expect((await print(ring)).equals(pdf)).toBe(true);
    const digest = createHash('sha256').update(signed).digest();
    expect((await signCms(digest, await ring.current('seal'))).equals(cms)).toBe(true);
    expect(pdf.toString('latin1')).toContain('<pdfaid:part>3</pdfaid:part>');
    expect(pdf.toString('latin1')).toContain('/SubFilter /ETSI.CAdES.detached');
  });

  it('has exactly the members and the order that the document lists', async () => {
    writeFileSync(join(dir, 'order.der'), takeApart(await print(await ringOf())).cms);
    const shown = execFileSync('openssl', ['asn1parse', '-inform', 'DER', '-in', join(dir, 'order.der')], {
      encoding: 'utf8',
    });
    const signer = shown.slice(shown.lastIndexOf('Local authority for seals'));
    expect([...signer.matchAll(/OBJECT +:(\S+)/g)].map(([, name]) => name)).toEqual([
      'sha256',
      'contentType',
      'pkcs7-data',
      'messageDigest',
      'id-smime-aa-signingCertificateV2',
      'sha256WithRSAEncryption',
    ]);
    // Nothing follows the signature: no unsigned attributes, no CRLs, no second signer.
    expect(signer.trimEnd().split('\n').at(-1)).toMatch(/d=5 .*OCTET STRING/);
    expect([...signer.matchAll(/cont \[ (\d) \]/g)].map(([, tag]) => tag)).toEqual(['0']);
  });

  it.each([
    ['RSA with 3072 bits', undefined],
    ['P-256', curveSeal],
  ])('is valid to openssl, with the certificates that it names: %s', async (_kind, seal) => {
    const ring = await ringOf(seal?.());
    expect(opensslSays(await print(ring), await ring.current('seal'))).toBe('valid');
  });

  it('has room for the longest chain that is taken; a longer one is refused at start', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const sealOf = (organisation: string): string => {
      const own = { publicKey, name: 'S', organisation };
      const certificate = issueCertificate({
        subject: own,
        issuer: { privateKey },
        serial: Buffer.from([1]),
        from: new Date(),
        days: 1,
      });
      writeFileSync(
        join(dir, 'long.pem'),
        `${privateKey.export({ type: 'pkcs8', format: 'pem' })}${certificate}`,
      );
      return join(dir, 'long.pem');
    };
    const ring = await ringOf(sealOf('x'.repeat(4_500)));
    expect(takeApart(await print(ring)).cms.length).toBeGreaterThan(13_000);
    await expect(ringOf(sealOf('x'.repeat(4_800)))).rejects.toThrow(/too long/);
  });

  it('verifies by the published key after the seal was rotated', async () => {
    const before = await ringOf();
    const pdf = await print(before);
    const old = await before.current('seal');
    await addKey(join(dir, 'keys'), 'seal', 'https://gongmun.example');
    const after = await ringOf();
    expect((await after.current('seal')).kid).not.toBe(old.kid);
    const published = (await after.published()).find(({ kid }) => kid === old.kid);
    const certificates = (published?.x5c ?? []).map((one) => Buffer.from(one, 'base64'));
    expect(certificates).toHaveLength(2);
    expect(opensslSays(pdf, { certificates })).toBe('valid');
  });

  it('keeps one signature and one embedded file whatever its words say', async () => {
    const trick = '/ByteRange [0 1 2 3] /Type /EmbeddedFile\n/Contents <00>';
    const ring = await ringOf();
    const pdf = await print(ring, {
      ...PAGE,
      title: trick,
      issuer: trick,
      paragraphs: [trick],
      footer: [trick],
    });
    expect(takeApart(pdf).receipt.toString()).toBe(PAGE.receipt);
    expect(opensslSays(pdf, await ring.current('seal'))).toBe('valid');
  });

  it('of which one byte of the signature, of what it signs or of the certificate was changed is not valid to openssl', async () => {
    const ring = await ringOf();
    const pdf = await print(ring);
    const key = await ring.current('seal');
    const { gap, cms } = takeApart(pdf);
    const hexAt = (offset: number): number => gap[0] + 1 + offset * 2;
    const attributes = cms.lastIndexOf(Buffer.from('06092a864886f70d010903', 'hex'));
    const signature = cms.length - 384;
    for (const at of [...places(attributes, attributes + 150, 15), ...places(signature, cms.length, 15)]) {
      const copy = Buffer.from(pdf);
      const digit = Number.parseInt(String.fromCharCode(copy[hexAt(at)] ?? 0), 16);
      copy.write((digit ^ 1).toString(16), hexAt(at), 'latin1');
      expect(opensslSays(copy, key)).not.toBe('valid');
    }
    for (const at of [...places(0, gap[0], 8), ...places(gap[1], pdf.length, 8)])
      expect(attempted(() => opensslSays(changed(pdf, at), key))).not.toBe('valid');
    expect(opensslSays(pdf, key)).toBe('valid');
  });
});

const pdfsig = findPdfsig();

/** poppler's own reader, where it can be had: a suite that is skipped for want of it is told by name. */
(pdfsig === undefined ? describe.skip : describe)('a sealed page, to pdfsig', () => {
  const VALID = 'Signature Validation: Signature is Valid.';
  const says = (pdf: Buffer): string => pdfsig?.(pdf, dir) ?? '';
  /** What a reader who is careful takes for genuine: a valid signature over all there is. */
  const genuine = (pdf: Buffer): boolean => {
    const said = says(pdf);
    return said.includes(VALID) && said.includes('- Total document signed');
  };

  it.each([
    ['RSA', undefined],
    ['P-256', curveSeal],
  ])('is valid, over the whole document, of the kind that PAdES names: %s', async (_kind, seal) => {
    const said = says(await print(await ringOf(seal?.())));
    expect(said).toContain(VALID);
    expect(said).toContain('- Total document signed');
    expect(said).toContain('Signature Type: ETSI.CAdES.detached');
    expect(said).toContain('Signing Hash Algorithm: SHA-256');
  });

  it('of which any byte outside the signature was changed is not', async () => {
    const pdf = await print(await ringOf());
    const [from, to] = takeApart(pdf).gap;
    const survived = [...places(0, from, 25), ...places(to, pdf.length, 75)].filter((at) =>
      genuine(changed(pdf, at)),
    );
    expect(survived).toEqual([]);
  });

  it('to which something was appended, or of which something is missing, is not', async () => {
    const pdf = await print(await ringOf());
    const update =
      '\n99 0 obj\n<< /Type /Annot >>\nendobj\nxref\n99 1\n0000000000 00000 n \ntrailer\n<< /Prev 0 /Size 100 >>\n%%EOF\n';
    for (const end of ['\n', ' ', update, pdf.toString('latin1')])
      expect(genuine(Buffer.concat([pdf, Buffer.from(end, 'latin1')]))).toBe(false);
    for (const cut of [1, 7, 500]) expect(genuine(pdf.subarray(0, -cut))).toBe(false);
    expect(genuine(pdf)).toBe(true);
  });
});
