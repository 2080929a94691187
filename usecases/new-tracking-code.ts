import { randomBytes } from 'node:crypto';
import { trackingCodeOf } from '../domain/tracking-code';

export const newTrackingCode = (): string => trackingCodeOf(randomBytes(20));
