import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';

/**
 * A file as it is stored: `GMF1`, 32 random bytes, then the content in segments of 64 KiB, each AES-256-GCM under a key
 * made of the content key and the random bytes (HKDF-SHA-256, the place as info). A segment's nonce is its number and
 * whether it is the last: reordered, repeated, cut off or moved to another place, no segment opens. It is the
 * construction of Tink's AES-GCM-HKDF streaming AEAD.
 */
const MAGIC = Buffer.from('GMF1');
const SALT_BYTES = 32;
const HEADER_BYTES = MAGIC.length + SALT_BYTES;
const TAG_BYTES = 16;
const SEGMENT_BYTES = 64 * 1024;
const MOST_SEGMENTS = 2 ** 32 - 1;

/** Plain bytes in, stored bytes out. */
export function sealing(secret: Buffer, place: string): Transform {
  const salt = randomBytes(SALT_BYTES);
  const key = fileKey(secret, salt, place);
  const seal = (segment: Buffer, nonce: Buffer): Buffer => {
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    return Buffer.concat([cipher.update(segment), cipher.final(), cipher.getAuthTag()]);
  };
  const segments = inSegments(SEGMENT_BYTES, seal);
  segments.push(Buffer.concat([MAGIC, salt]));
  return segments;
}

/**
 * Stored bytes in, plain bytes out, each only after its segment was found genuine.
 * @param damaged makes the error for bytes that are not what was sealed
 */
export function opening(secret: Buffer, place: string, damaged: () => Error): Transform {
  let header = Buffer.alloc(0);
  let key: Buffer | undefined;
  const open = (segment: Buffer, nonce: Buffer): Buffer => {
    if (key === undefined || segment.length < TAG_BYTES) throw damaged();
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAuthTag(segment.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(segment.subarray(0, -TAG_BYTES)), decipher.final()]);
    } catch {
      throw damaged();
    }
  };
  return inSegments(SEGMENT_BYTES + TAG_BYTES, open, (chunk) => {
    if (key !== undefined) return chunk;
    header = Buffer.concat([header, chunk]);
    if (header.length < HEADER_BYTES) return Buffer.alloc(0);
    if (!header.subarray(0, MAGIC.length).equals(MAGIC)) throw damaged();
    key = fileKey(secret, header.subarray(MAGIC.length, HEADER_BYTES), place);
    return header.subarray(HEADER_BYTES);
  });
}

const fileKey = (secret: Buffer, salt: Buffer, place: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, salt, place, 32));

/**
 * Cuts what comes into segments of `size` and passes each through `turn`; the last may be shorter or empty. A full
 * segment waits until more has come, for only then it is known not to be the last.
 */
function inSegments(
  size: number,
  turn: (segment: Buffer, nonce: Buffer) => Buffer,
  behindHeader: (chunk: Buffer) => Buffer = (chunk) => chunk,
): Transform {
  let held: Buffer[] = [];
  let bytes = 0;
  let number = 0;
  function turned(segment: Buffer, place: 'last' | 'more follow'): Buffer {
    if (number > MOST_SEGMENTS) throw new Error('The file has too many segments.');
    const nonce = Buffer.alloc(12);
    nonce.writeUInt32BE(number, 7);
    nonce.writeUInt8(place === 'last' ? 1 : 0, 11);
    number += 1;
    return turn(segment, nonce);
  }
  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      try {
        const rest = behindHeader(chunk);
        held.push(rest);
        bytes += rest.length;
        if (bytes > size) {
          let all = Buffer.concat(held);
          for (; all.length > size; all = all.subarray(size))
            this.push(turned(all.subarray(0, size), 'more follow'));
          held = [all];
          bytes = all.length;
        }
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    flush(done: TransformCallback) {
      try {
        done(null, turned(Buffer.concat(held), 'last'));
      } catch (error) {
        done(error as Error);
      }
    },
  });
}
