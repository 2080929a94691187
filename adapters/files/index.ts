import type { FileStore } from './file-store';
import { createFolderFiles } from './folder';
import { createS3Files } from './s3';

export type { FileStore };

type S3Settings = Parameters<typeof createS3Files>[0];

/** The store that the settings name. */
export function createFileStore(
  settings: { kind: 'folder'; dir: string } | ({ kind: 's3' } & S3Settings),
): FileStore {
  return settings.kind === 's3' ? createS3Files(settings) : createFolderFiles(settings.dir);
}
