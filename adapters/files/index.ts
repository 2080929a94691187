export type { FileStore, StoredFile } from './file-store';
export { createFolderFiles } from './folder';
export { createS3Files, type S3Settings } from './s3';
