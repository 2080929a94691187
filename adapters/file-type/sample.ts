import { createOleProbe, type OleFindings } from './ole';
import { createTextProbe } from './text';

const HEAD = 64 * 1024;
const TAIL = 128 * 1024;

/** What is kept of a file that streams by: enough to tell its type, little whatever its size. */
export interface Sample {
  head: Buffer;
  tail: Buffer;
  /** All of it is text, to the last byte. */
  isText: boolean;
  ole: OleFindings;
}

export function createSample(): { add(chunk: Buffer): void; taken(): Sample } {
  const text = createTextProbe();
  const ole = createOleProbe();
  const head = Buffer.alloc(HEAD);
  let headBytes = 0;
  let tail: Buffer[] = [];
  let tailBytes = 0;

  return {
    add(chunk) {
      headBytes += chunk.copy(head, headBytes);
      tail.push(chunk);
      tailBytes += chunk.length;
      if (tailBytes > 2 * TAIL) {
        tail = [Buffer.concat(tail).subarray(-TAIL)];
        tailBytes = TAIL;
      }
      text.add(chunk);
      ole.add(chunk, head.subarray(0, headBytes));
    },
    taken: () => ({
      head: head.subarray(0, headBytes),
      tail: Buffer.concat(tail).subarray(-TAIL),
      isText: text.isText(),
      ole: ole.found(),
    }),
  };
}
