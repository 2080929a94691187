import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { CertBag, KeyBag, PFX, PKCS8ShroudedKeyBag, type PkiObject, type SafeContents } from 'pkijs';
import { chainOf } from './chain';
import type { KeyMaterial } from './key-material';

/**
 * Reads PKCS #12 (RFC 7292) as `openssl pkcs12 -export` of OpenSSL 3 makes it, with a key of any kind: its check value
 * first, then certificates and key. The older ciphers of `-legacy` are not taken.
 * @throws Error when the passphrase does not fit, or there is not exactly one key
 */
export async function readPkcs12(file: Buffer, passphrase: string): Promise<KeyMaterial> {
  const password = new TextEncoder().encode(passphrase).buffer;
  const pfx = PFX.fromBER(file);
  await pfx.parseInternalValues({ password, checkIntegrity: true });
  const safe = pfx.parsedValue?.authenticatedSafe;
  if (safe === undefined) throw new Error('The PKCS #12 file is empty.');
  await safe.parseInternalValues({ safeContents: safe.safeContents.map(() => ({ password })) });
  const contents: { value: SafeContents }[] = safe.parsedValue.safeContents;
  const values = contents.flatMap(({ value }) => value.safeBags.map(({ bagValue }) => bagValue));

  const keys = values.filter((value) => value instanceof PKCS8ShroudedKeyBag || value instanceof KeyBag);
  const [key] = keys;
  if (key === undefined || keys.length > 1) throw new Error('The PKCS #12 file must hold exactly one key.');
  const privateKey = createPrivateKey({ key: derOf(key), format: 'der', type: 'pkcs8', passphrase });
  const publicKey = createPublicKey(privateKey);
  const certificates = values
    .filter((value) => value instanceof CertBag)
    .map(({ parsedValue }) => new X509Certificate(derOf(parsedValue as PkiObject)));
  return { privateKey, publicKey, certificates: chainOf(publicKey, certificates) };
}

const derOf = (value: PkiObject): Buffer => Buffer.from(value.toSchema().toBER());
