import { sign as signBytes } from 'node:crypto';
import { der, integer, nothing, octets, oid, sequence, set } from './der';
import { sha256, type TestKey } from './keys';

export const SHA_256 = sequence(oid('2.16.840.1.101.3.4.2.1'), nothing);
const RSA_WITH_SHA_256 = sequence(oid('1.2.840.113549.1.1.11'), nothing);
const ECDSA_WITH_SHA_256 = sequence(oid('1.2.840.10045.4.3.2'));
export const DATA = oid('1.2.840.113549.1.7.1');
const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

const isRsa = (key: TestKey): boolean => key.privateKey.asymmetricKeyType === 'rsa';
const algorithmOf = (key: TestKey): Buffer => (isRsa(key) ? RSA_WITH_SHA_256 : ECDSA_WITH_SHA_256);

/** In which half of the order `s` lies; only the lower one is genuine. */
export type Half = 'lower' | 'upper';

function signed(key: TestKey, data: Buffer, half: Half = 'lower'): Buffer {
  if (isRsa(key)) return signBytes('sha256', data, key.privateKey);
  const pair = signBytes('sha256', data, { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
  const [r, s] = [pair.subarray(0, 32), pair.subarray(32)].map((one) => BigInt(`0x${one.toString('hex')}`));
  const other = P256_ORDER - (s ?? 0n);
  const [lower, upper] = (s ?? 0n) < other ? [s ?? 0n, other] : [other, s ?? 0n];
  return sequence(integer(r ?? 0n), integer(half === 'lower' ? lower : upper));
}

const named = (name: string): Buffer => sequence(set(sequence(oid('2.5.4.3'), der(0x0c, Buffer.from(name)))));

export interface Certified {
  key: TestKey;
  issuer: Buffer;
  serial: Buffer;
  der: Buffer;
}

/** An X.509 v3 certificate, as bare as it may be. */
export function certify(
  key: TestKey,
  name: string,
  by: { key: TestKey; name: string },
  number: number,
): Certified {
  const issuer = named(by.name);
  const serial = integer(number);
  const validity = sequence(der(0x17, Buffer.from('260101000000Z')), der(0x17, Buffer.from('360101000000Z')));
  const spki = key.publicKey.export({ format: 'der', type: 'spki' });
  const tbs = sequence(
    der(0xa0, integer(2)),
    serial,
    algorithmOf(by.key),
    issuer,
    validity,
    named(name),
    spki,
  );
  const signature = der(0x03, Buffer.of(0), signed(by.key, tbs));
  return { key, issuer, serial, der: sequence(tbs, algorithmOf(by.key), signature) };
}

const attribute = (name: string, value: Buffer): Buffer => sequence(oid(name), set(value));

export interface CmsOptions {
  /** The signer's first, then its issuers'. */
  certificates: Certified[];
  /** What `signingCertificateV2` names; those of `certificates` when genuine. */
  namedCertificates?: Certified[];
  half?: Half;
  /** Besides those that must be there. */
  signedAttributes?: Buffer[];
  unsignedAttributes?: Buffer[];
  order?: 'der' | 'reversed';
  crls?: Buffer;
  content?: Buffer;
  version?: number;
  sid?: Certified;
  algorithm?: Buffer;
}

/** ETSI EN 319 142-1 B-B: a detached CMS SignedData over a digest. */
export function cmsOf(digest: Buffer, options: CmsOptions): Buffer {
  const {
    certificates,
    namedCertificates = certificates,
    signedAttributes = [],
    unsignedAttributes,
  } = options;
  const [signer] = certificates;
  if (signer === undefined) throw new Error('Somebody must sign.');
  const entries = namedCertificates.map((one) => sequence(octets(sha256(one.der))));
  const attributes = [
    attribute('1.2.840.113549.1.9.3', DATA),
    attribute('1.2.840.113549.1.9.4', octets(digest)),
    attribute('1.2.840.113549.1.9.16.2.47', sequence(sequence(...entries))),
    ...signedAttributes,
  ].sort(Buffer.compare);
  if (options.order === 'reversed') attributes.reverse();
  const sid = options.sid ?? signer;
  const info = sequence(
    integer(1),
    sequence(sid.issuer, sid.serial),
    SHA_256,
    der(0xa0, ...attributes),
    options.algorithm ?? algorithmOf(signer.key),
    octets(signed(signer.key, set(...attributes), options.half)),
    ...(unsignedAttributes === undefined ? [] : [der(0xa1, ...unsignedAttributes)]),
  );
  const content = options.content === undefined ? [] : [der(0xa0, octets(options.content))];
  const signedData = sequence(
    integer(options.version ?? 1),
    set(SHA_256),
    sequence(DATA, ...content),
    der(0xa0, ...certificates.map((one) => one.der)),
    ...(options.crls === undefined ? [] : [der(0xa1, options.crls)]),
    set(info),
  );
  return sequence(oid('1.2.840.113549.1.7.2'), der(0xa0, signedData));
}

/** `signingTime`, which is not among the attributes that may be there. */
export const signingTime = attribute('1.2.840.113549.1.9.5', der(0x17, Buffer.from('261124232551Z')));

export const SHA_512_WITH_RSA = sequence(oid('1.2.840.113549.1.1.13'), nothing);
