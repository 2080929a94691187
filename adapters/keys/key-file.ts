import { readFile } from 'node:fs/promises';
import { localKey } from './local-key';
import { readPem } from './pem';
import { readPkcs12 } from './pkcs12';
import type { Purpose, SigningKey } from './signing-key';

/**
 * One key in a file of its own: PEM, or PKCS #12 for anything else.
 * @param passphraseFile holds the passphrase; a line feed at its end does not count
 * @throws Error naming the file that cannot be used
 */
export async function readKeyFile(
  purpose: Purpose,
  path: string,
  passphraseFile: string | undefined,
): Promise<SigningKey> {
  try {
    const passphrase =
      passphraseFile === undefined
        ? undefined
        : (await readFile(passphraseFile, 'utf8')).replace(/\r?\n$/, '');
    const file = await readFile(path);
    const { privateKey, certificates } = file.includes('-----BEGIN ')
      ? readPem(file.toString('utf8'), passphrase)
      : await readPkcs12(file, passphrase ?? '');
    if (privateKey === undefined) throw new Error('it holds no private key');
    return await localKey(purpose, privateKey, certificates);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'unknown';
    throw new Error(`The key file ${path} cannot be used: ${why}`, { cause });
  }
}
