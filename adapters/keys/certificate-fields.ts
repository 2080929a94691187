import type { X509Certificate } from 'node:crypto';

/** What a signature names its signer by (RFC 5652 §10.2.4), each as it stands in the certificate. */
export interface CertificateFields {
  serial: Buffer;
  issuer: Buffer;
  subject: Buffer;
}

/**
 * Takes the fields out of a certificate's DER as they are: a name that is written anew may be other bytes.
 * TBSCertificate (RFC 5280 §4.1): [0] version?, serialNumber, signature, issuer, validity, subject …
 */
export function certificateFields(certificate: X509Certificate): CertificateFields {
  const [body] = elementsOf(certificate.raw);
  const fields = elementsOf(body ?? Buffer.alloc(0)).filter((field) => field[0] !== 0xa0);
  const [serial, , issuer, , subject] = fields;
  if (serial === undefined || issuer === undefined || subject === undefined)
    throw new Error('The certificate is not one of X.509.');
  return { serial, issuer, subject };
}

/** The elements inside one, each whole; node:crypto has read the certificate already, so lengths are sound. */
function elementsOf(outer: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = contentFrom(outer); at < outer.length; ) {
    const next = outer.subarray(at);
    const length = contentFrom(next) + contentLength(next);
    found.push(next.subarray(0, length));
    at += length;
  }
  return found;
}

const lengthBytes = (whole: Buffer): number => ((whole[1] ?? 0) < 0x80 ? 0 : (whole[1] ?? 0) & 0x7f);
const contentFrom = (whole: Buffer): number => 2 + lengthBytes(whole);
const contentLength = (whole: Buffer): number => {
  const bytes = lengthBytes(whole);
  return bytes === 0 ? (whole[1] ?? 0) : whole.readUIntBE(2, bytes);
};
