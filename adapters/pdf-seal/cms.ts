import { createHash, X509Certificate } from 'node:crypto';
import { NULL, objectId, octetString, sequence, setOf, tagged, unsigned } from '../der';
import { certificateFields } from '../keys/certificate-fields';
import type { SigningKey } from '../keys/signing-key';

/**
 * A CMS signature (RFC 5652) of baseline level B-B (ETSI EN 319 142-1), DER exactly as docs/evidence.md says: nothing in
 * it is left to choose, so that a changed byte anywhere in it is found.
 * @param digest SHA-256 of the signed bytes
 * @throws GongmunError `evidence.signing_unavailable` (503)
 */
export async function signCms(digest: Buffer, key: SigningKey): Promise<Buffer> {
  const [own] = key.certificates;
  if (own === undefined) throw new Error('A seal needs a certificate.');
  const { issuer, serial } = certificateFields(new X509Certificate(own));
  const attributes = [
    attribute(CONTENT_TYPE, DATA),
    attribute(MESSAGE_DIGEST, octetString(digest)),
    attribute(SIGNING_CERTIFICATE_V2, sequence(sequence(...key.certificates.map(certificateId)))),
  ].sort(Buffer.compare);
  const signed = setOf(...attributes);
  const signature = await key.sign(signed);
  const signer = sequence(
    VERSION_1,
    sequence(issuer, serial),
    SHA256,
    // The same members in the same order, under the tag [0] that the set has inside (RFC 5652 §5.4).
    tagged(0, ...attributes),
    key.algorithm === 'ES256' ? ECDSA_WITH_SHA256 : RSA_WITH_SHA256,
    octetString(signature),
  );
  const content = sequence(
    VERSION_1,
    setOf(SHA256),
    sequence(DATA),
    tagged(0, ...key.certificates),
    setOf(signer),
  );
  return sequence(SIGNED_DATA, tagged(0, content));
}

const DATA = objectId('1.2.840.113549.1.7.1');
const SIGNED_DATA = objectId('1.2.840.113549.1.7.2');
const CONTENT_TYPE = objectId('1.2.840.113549.1.9.3');
const MESSAGE_DIGEST = objectId('1.2.840.113549.1.9.4');
const SIGNING_CERTIFICATE_V2 = objectId('1.2.840.113549.1.9.16.2.47');
const SHA256 = sequence(objectId('2.16.840.1.101.3.4.2.1'), NULL);
const RSA_WITH_SHA256 = sequence(objectId('1.2.840.113549.1.1.11'), NULL);
const ECDSA_WITH_SHA256 = sequence(objectId('1.2.840.10045.4.3.2'));
const VERSION_1 = unsigned(Buffer.from([1]));

const attribute = (type: Buffer, value: Buffer): Buffer => sequence(type, setOf(value));

/** ESSCertIDv2 (RFC 5035 §4): the hash alone, for SHA-256 is its default, which DER leaves out. */
const certificateId = (certificate: Buffer): Buffer =>
  sequence(octetString(createHash('sha256').update(certificate).digest()));
