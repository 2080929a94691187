import { sequence, unsigned } from '../der';

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/**
 * ECDSA-Sig-Value (RFC 3279 §2.2.3) of a P-256 signature given as r ‖ s (64 bytes), with `s` in the lower half of the
 * order: a signature has a twin with the other `s`, and only one of the two may be genuine.
 */
export function lowS(signature: Uint8Array): Buffer {
  const bytes = Buffer.from(signature);
  const s = BigInt(`0x${bytes.subarray(32).toString('hex')}`);
  const lower = s > ORDER / 2n ? ORDER - s : s;
  return sequence(
    unsigned(bytes.subarray(0, 32)),
    unsigned(Buffer.from(lower.toString(16).padStart(64, '0'), 'hex')),
  );
}
