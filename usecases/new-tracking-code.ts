import { randomBytes } from 'node:crypto';
import { formatTrackingCode, TRACKING_ALPHABET } from '../domain/tracking-code';

/** 100 random bits (design §7 asks for 80). */
export function newTrackingCode(): string {
  return formatTrackingCode([...randomBytes(20)].map((byte) => TRACKING_ALPHABET[byte % 32]).join(''));
}
