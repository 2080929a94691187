import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { localKey } from './local-key';
import { readPem } from './pem';
import { publishKey } from './publish-key';
import type { PublishedKey, Purpose, SigningKey } from './signing-key';

/** The keys of one purpose in a folder, in the order of their files' names; `signing` those with a private half. */
export interface KeyFolder {
  signing: SigningKey[];
  published: PublishedKey[];
}

/** The folder of a purpose below `KEYS_DIR`: evidence keys lie in it directly, as they did before there were others. */
export const folderOf = (dir: string, purpose: Purpose): string =>
  purpose === 'evidence' ? dir : join(dir, purpose);

/** Names of the key files, the oldest first; none when there is no such folder. */
export async function keyFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => name.endsWith('.pem')).sort();
}

/** @throws Error naming the file that cannot be used */
export async function readKeyFolder(dir: string, purpose: Purpose): Promise<KeyFolder> {
  const folder = folderOf(dir, purpose);
  const found: KeyFolder = { signing: [], published: [] };
  for (const name of await keyFiles(folder)) {
    const path = join(folder, name);
    try {
      const { privateKey, publicKey, certificates } = readPem(await readFile(path, 'utf8'), undefined);
      if (privateKey !== undefined) found.signing.push(await localKey(purpose, privateKey, certificates));
      found.published.push(await publishKey(purpose, publicKey, certificates));
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : 'unknown';
      throw new Error(`The key file ${path} cannot be used: ${why}`, { cause });
    }
  }
  return found;
}
