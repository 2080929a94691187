export { createFiles } from './create-files';
export { createSealedFiles, type FilePlace, type SealedFiles } from './sealed-files';
