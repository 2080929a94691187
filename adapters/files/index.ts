export type { FileStore, StoredFile } from './file-store';
export { createFolderFiles } from './folder';
