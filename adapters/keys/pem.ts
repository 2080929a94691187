import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { chainOf } from './chain';
import type { KeyMaterial } from './key-material';

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[^-]+-----END \1-----/g;

/**
 * Reads PEM (RFC 7468): a private key (PKCS 8, sealed by a passphrase or not), its certificate and issuers in any order;
 * or a public key or certificate alone, of a key that has been taken out of service.
 * @throws Error when it holds neither, or the passphrase does not fit
 */
export function readPem(text: string, passphrase: string | undefined): KeyMaterial {
  const blocks = [...text.matchAll(BLOCK)].map(([block, label]) => ({ block, label: label ?? '' }));
  const of = (wanted: (label: string) => boolean) =>
    blocks.filter(({ label }) => wanted(label)).map(({ block }) => block);
  const certificates = of((label) => label === 'CERTIFICATE').map((block) => new X509Certificate(block));
  const [sealed] = of((label) => label.endsWith('PRIVATE KEY'));
  if (sealed !== undefined) {
    const privateKey = createPrivateKey({ key: sealed, ...(passphrase === undefined ? {} : { passphrase }) });
    const publicKey = createPublicKey(privateKey);
    return { privateKey, publicKey, certificates: chainOf(publicKey, certificates) };
  }
  const [bare] = of((label) => label.endsWith('PUBLIC KEY'));
  const publicKey = bare === undefined ? certificates[0]?.publicKey : createPublicKey(bare);
  if (publicKey === undefined) throw new Error('The file holds neither a key nor a certificate.');
  return { privateKey: undefined, publicKey, certificates: chainOf(publicKey, certificates) };
}
