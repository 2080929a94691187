export type { FileStore } from './file-store';
export { createFolderFiles } from './folder';
export { createS3Files } from './s3';
