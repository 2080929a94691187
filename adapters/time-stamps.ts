import { createHash, randomBytes } from 'node:crypto';
import { Certificate, ContentInfo, ExtKeyUsage, PKIStatus, SignedData, TimeStampResp, TSTInfo } from 'pkijs';
import { boundedPost } from './bounded-post';
import { element, objectId, octetString, sequence, TRUE, unsigned } from './der';

export interface TimeStamp {
  /** RFC 3161 TimeStampToken, DER. */
  token: Buffer;
  /** By the authority's clock. */
  stampedAt: Date;
}

export interface TimeStamper {
  /**
   * A token over the SHA-256 of `data`, checked before it is given.
   * @throws Error when the authority is away, refuses, or answers with a token that does not hold
   */
  stamp(data: Uint8Array, signal: AbortSignal): Promise<TimeStamp>;
}

export interface TimeStampSettings {
  url: string;
  /** PEM: the authority's certificate, or one that it leads to. Without it any certificate of a time-stamper will do. */
  certificates: string | undefined;
}

const SHA256 = '2.16.840.1.101.3.4.2.1';
const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';

/** A time-stamping authority asked by HTTP (RFC 3161 §3.4). */
export function createTimeStamper({ url, certificates = '' }: TimeStampSettings): TimeStamper {
  const trusted = certificatesIn(certificates);
  return {
    async stamp(data, signal) {
      const imprint = createHash('sha256').update(data).digest();
      // Positive and without leading zeros, so that it comes back as the bytes it was.
      const nonce = randomBytes(8);
      nonce[0] = 0x40 | ((nonce[0] ?? 0) & 0x3f);
      const request = requestOf(imprint, nonce);
      const answer = await boundedPost(url, 'application/timestamp-query', new Uint8Array(request), signal);
      if (answer.status !== 200) throw new Error(`The time-stamping authority answered ${answer.status}.`);
      const token = tokenIn(answer.bytes);
      return { token, stampedAt: await check(token, { data, imprint, nonce }, trusted) };
    },
  };
}

/** TimeStampReq (RFC 3161 §2.4.1): version 1, SHA-256, a nonce, the certificate asked for. */
const requestOf = (imprint: Buffer, nonce: Buffer): Buffer =>
  sequence(
    unsigned(Buffer.from([1])),
    sequence(sequence(objectId(SHA256), element(0x05)), octetString(imprint)),
    unsigned(nonce),
    TRUE,
  );

function tokenIn(answer: Buffer): Buffer {
  const { status, timeStampToken } = TimeStampResp.fromBER(answer);
  const granted = status.status === PKIStatus.granted || status.status === PKIStatus.grantedWithMods;
  if (!granted || timeStampToken === undefined)
    throw new Error(`The time-stamping authority refused (status ${status.status}).`);
  return Buffer.from(timeStampToken.toSchema().toBER());
}

interface Asked {
  data: Uint8Array;
  imprint: Buffer;
  nonce: Buffer;
}

/** That these bytes are a token for what was asked, signed by one who may (RFC 3161 §2.3, §2.4.2). */
async function check(token: Buffer, asked: Asked, trusted: Certificate[]): Promise<Date> {
  const content = ContentInfo.fromBER(token);
  const signed = new SignedData({ schema: content.content });
  const { eContentType, eContent } = signed.encapContentInfo;
  if (content.contentType !== ContentInfo.SIGNED_DATA || eContentType !== TST_INFO || eContent === undefined)
    throw new Error('The answer is no time stamp.');
  const info = TSTInfo.fromBER(eContent.getValue());
  const { hashAlgorithm, hashedMessage } = info.messageImprint;
  if (
    hashAlgorithm.algorithmId !== SHA256 ||
    !asked.imprint.equals(hashedMessage.valueBlock.valueHexView) ||
    !asked.nonce.equals(info.nonce?.valueBlock.valueHexView ?? Buffer.alloc(0))
  )
    throw new Error('The time stamp is of something else.');
  await checkSigner(signed, asked.data, trusted);
  return info.genTime;
}

async function checkSigner(signed: SignedData, data: Uint8Array, trusted: Certificate[]): Promise<void> {
  if (signed.signerInfos.length !== 1) throw new Error('The time stamp has not one signer.');
  const way = { signer: 0, data: new Uint8Array(data).buffer, extendedMode: true } as const;
  const { signatureVerified, signerCertificate } = await signed.verify({ ...way, checkChain: false });
  if (signatureVerified !== true || !signerCertificate)
    throw new Error('The signature of the time stamp does not hold.');
  const usage = signerCertificate.extensions?.find(
    ({ extnID }) => extnID === EXTENDED_KEY_USAGE,
  )?.parsedValue;
  if (!(usage instanceof ExtKeyUsage) || !usage.keyPurposes.includes(TIME_STAMPING))
    throw new Error('The certificate is not one for time stamps.');
  const isNamed = trusted.some((one) => bytesOf(one).equals(bytesOf(signerCertificate)));
  if (trusted.length > 0 && !isNamed)
    await signed.verify({ ...way, checkChain: true, trustedCerts: trusted });
}

const bytesOf = (certificate: Certificate): Buffer => Buffer.from(certificate.toSchema().toBER());

function certificatesIn(pem: string): Certificate[] {
  const blocks = pem.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g);
  return [...blocks].map(([, body = '']) => Certificate.fromBER(Buffer.from(body, 'base64')));
}
