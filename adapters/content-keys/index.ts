export { type ContentKeys, createContentKeys } from './content-keys';
export type { KeyRows } from './key-rows';
export { rewrapKeys } from './rewrap-keys';
