import { createHash, type KeyObject, sign, X509Certificate } from 'node:crypto';
import {
  bitString,
  element,
  objectId,
  octetString,
  sequence,
  setOf,
  TRUE,
  tagged,
  time,
  unsigned,
  utf8String,
} from '../der';
import { certificateFields } from './certificate-fields';

const DAY = 86_400_000;
/** A clock that is a little behind must not find the certificate of a moment ago not yet valid. */
const BEFORE = DAY;

export interface CertificateRequest {
  subject: { publicKey: KeyObject; name: string; organisation: string };
  /** P-256; `certificate` is left out where it certifies itself, as an authority. */
  issuer: { privateKey: KeyObject; certificate?: X509Certificate };
  serial: Buffer;
  from: Date;
  days: number;
}

/**
 * An X.509 certificate (RFC 5280) signed with ECDSA and SHA-256: of an authority for seals, or of a seal's key, whose
 * use is then signatures that cannot be denied.
 */
export function issueCertificate({
  subject,
  issuer,
  serial,
  from,
  days,
}: CertificateRequest): X509Certificate {
  const name = sequence(
    setOf(sequence(objectId('2.5.4.10'), utf8String(subject.organisation))),
    setOf(sequence(objectId('2.5.4.3'), utf8String(subject.name))),
  );
  const key = subject.publicKey.export({ type: 'spki', format: 'der' });
  const authority = issuer.certificate === undefined;
  const issuerKey = issuer.certificate?.publicKey.export({ type: 'spki', format: 'der' }) ?? key;
  const body = sequence(
    tagged(0, unsigned(Buffer.from([2]))),
    unsigned(serial),
    ECDSA_WITH_SHA256,
    issuer.certificate === undefined ? name : certificateFields(issuer.certificate).subject,
    sequence(time(new Date(from.getTime() - BEFORE)), time(new Date(from.getTime() + days * DAY))),
    name,
    key,
    tagged(
      3,
      sequence(
        extension('2.5.29.19', sequence(...(authority ? [TRUE] : [])), TRUE),
        extension('2.5.29.15', authority ? SIGNS_CERTIFICATES : SIGNS_DOCUMENTS, TRUE),
        extension('2.5.29.14', octetString(identifier(key))),
        extension('2.5.29.35', sequence(element(0x80, identifier(issuerKey)))),
      ),
    ),
  );
  const signature = sign('sha256', body, issuer.privateKey);
  return new X509Certificate(sequence(body, ECDSA_WITH_SHA256, bitString(signature)));
}

const ECDSA_WITH_SHA256 = sequence(objectId('1.2.840.10045.4.3.2'));
/** KeyUsage: keyCertSign and cRLSign; digitalSignature and nonRepudiation. */
const SIGNS_CERTIFICATES = bitString(Buffer.from([0x06]), 1);
const SIGNS_DOCUMENTS = bitString(Buffer.from([0xc0]), 6);

const extension = (id: string, value: Buffer, ...critical: Buffer[]): Buffer =>
  sequence(objectId(id), ...critical, octetString(value));

/** 160 bits that name a key (RFC 7093 §2, method 4: a hash of the whole SubjectPublicKeyInfo). */
const identifier = (key: Buffer): Buffer => createHash('sha256').update(key).digest().subarray(0, 20);
