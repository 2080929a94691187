import { generateKeyPair, generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createOnce } from './create-once';
import { folderOf, keyFiles } from './key-folder';
import { certify } from './local-authority';
import type { Purpose } from './signing-key';

const SEAL_BITS = 3072;

/**
 * Makes the first key of a purpose; where another process was first, its key stays.
 * @param issuer the address people see; named in the certificate of a seal
 */
export async function createFirstKey(dir: string, purpose: Purpose, issuer: string): Promise<void> {
  await createOnce(join(folderOf(dir, purpose), '0001.pem'), await freshKey(dir, purpose, issuer));
}

/**
 * Makes a further key, which signs from the next start on.
 * @returns the path of its file
 */
export async function addKey(dir: string, purpose: Purpose, issuer: string): Promise<string> {
  const folder = folderOf(dir, purpose);
  const content = await freshKey(dir, purpose, issuer);
  for (;;) {
    const last = (await keyFiles(folder)).findLast((name) => /^\d{4}\.pem$/.test(name)) ?? '0000.pem';
    const path = join(folder, `${String(Number(last.slice(0, 4)) + 1).padStart(4, '0')}.pem`);
    if (await createOnce(path, content)) return path;
  }
}

async function freshKey(dir: string, purpose: Purpose, issuer: string): Promise<string> {
  if (purpose !== 'seal')
    return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: SEAL_BITS });
  const certificates = await certify(dir, issuer, pair.publicKey);
  return [pair.privateKey.export({ type: 'pkcs8', format: 'pem' }), ...certificates].join('');
}
