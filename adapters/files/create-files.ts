import type { FileStore } from './file-store';
import { createFolderFiles } from './folder';
import { createS3Files, type S3Settings } from './s3';

/** The store that the settings name. */
export function createFiles(
  settings: { kind: 'folder'; dir: string } | ({ kind: 's3' } & S3Settings),
): FileStore {
  return settings.kind === 's3' ? createS3Files(settings) : createFolderFiles(settings.dir);
}
