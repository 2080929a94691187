import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { libraryFolder, unpackPackages } from './unpack-packages';

/** What poppler says of the signatures of a PDF; the file is written into `dir`, where its certificate store would be. */
export type Pdfsig = (pdf: Uint8Array, dir: string) => string;

/**
 * pdfsig of poppler: it knows nothing of ours and reads PDF and CMS with NSS.
 * @returns undefined where it is neither installed nor can be fetched
 */
export function findPdfsig(): Pdfsig | undefined {
  const installed = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'pdfsig'))
    .find((path) => existsSync(path));
  if (installed !== undefined) return runs(installed, {});
  const root = unpackPackages('poppler', 'poppler-utils');
  const unpacked = join(root ?? '', 'usr', 'bin', 'pdfsig');
  if (root === undefined || !existsSync(unpacked)) return undefined;
  return runs(unpacked, { LD_LIBRARY_PATH: libraryFolder(root, /libpoppler\.so\.\d+$/) });
}

function runs(binary: string, env: NodeJS.ProcessEnv): Pdfsig {
  return (pdf, dir) => {
    const path = join(dir, 'checked.pdf');
    writeFileSync(path, pdf);
    const run = spawnSync(binary, [path], {
      env: { ...process.env, HOME: dir, ...env },
      encoding: 'utf8',
      timeout: 30_000,
    });
    return `${run.stdout}${run.stderr}`;
  };
}
