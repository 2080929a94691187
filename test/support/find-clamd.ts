import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { libraryFolder, unpackPackages } from './unpack-packages';

export interface Clamd {
  binary: string;
  /** Where its libraries are, when it was not installed but only unpacked. */
  libraries?: string;
}

const INSTALLED = ['/usr/sbin/clamd', '/usr/local/sbin/clamd', '/opt/homebrew/sbin/clamd'];

/**
 * clamd as it is installed, or else from the distribution's packages.
 * @returns undefined where there is neither
 */
export function findClamd(): Clamd | undefined {
  const binary = INSTALLED.find((path) => existsSync(path));
  if (binary !== undefined) return { binary };
  const root = unpackPackages('clamd', 'clamav-daemon');
  const unpacked = join(root ?? '', 'usr', 'sbin', 'clamd');
  if (root === undefined || !existsSync(unpacked)) return undefined;
  return { binary: unpacked, libraries: libraryFolder(root, /libclamav\.so\.\d+$/) };
}
