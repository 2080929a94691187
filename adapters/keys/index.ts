export { createKeyRing, type KeyRing, type KeySettings } from './key-ring';
export { addKey } from './new-key';
export { PURPOSES, type PublishedKey } from './signing-key';
