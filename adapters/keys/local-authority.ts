import {
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  X509Certificate,
} from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { issueCertificate } from './certificate';
import { createOnce } from './create-once';

const AUTHORITY_DAYS = 30 * 365;
const SEAL_DAYS = 10 * 365;

/**
 * Certifies a seal's key by an authority of our own, kept in `KEYS_DIR/ca/` and made when it is not there. It shows
 * that a page is unchanged, not who the operator is: for that, a certificate of a trust service takes its place.
 * @returns the key's certificate and the authority's
 */
export async function certify(dir: string, issuer: string, publicKey: KeyObject): Promise<X509Certificate[]> {
  const { host } = new URL(issuer);
  const path = join(dir, 'ca', '0001.pem');
  let kept = await readIfThere(path);
  if (kept === undefined) {
    await createOnce(path, newAuthority(host));
    kept = await readFile(path, 'utf8');
  }
  const authority = new X509Certificate(kept.slice(kept.indexOf('-----BEGIN CERTIFICATE')));
  const certificate = issueCertificate({
    subject: { publicKey, name: `Electronic seal of ${host}`, organisation: host },
    issuer: { privateKey: createPrivateKey(kept), certificate: authority },
    serial: newSerial(),
    from: new Date(),
    days: SEAL_DAYS,
  });
  return [certificate, authority];
}

function newAuthority(host: string): string {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const certificate = issueCertificate({
    subject: { publicKey, name: `Local authority for seals of ${host}`, organisation: host },
    issuer: { privateKey },
    serial: newSerial(),
    from: new Date(),
    days: AUTHORITY_DAYS,
  });
  return `${privateKey.export({ type: 'pkcs8', format: 'pem' })}${certificate}`;
}

/** 127 random bits, never zero. */
const newSerial = (): Buffer => {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  return serial;
};

async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}
