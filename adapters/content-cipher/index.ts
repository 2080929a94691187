export type { ContentCipher } from './content-cipher';
export { openContentCipher } from './open-content-cipher';
