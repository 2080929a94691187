import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openCell, sealCell } from '../../adapters/content-cipher/cell';
import { opening, sealing } from '../../adapters/content-cipher/sealed-file';

const SEGMENT = 64 * 1024;
const SEALED_SEGMENT = SEGMENT + 16;
const HEADER = 36;
const secret = randomBytes(32);
const PLACE = 'sealed/1';

/** What comes out, fed in slices of `size`. */
async function through(
  turn: NodeJS.ReadWriteStream,
  content: Buffer,
  size = 50_000,
): Promise<{ out: Buffer; error: unknown }> {
  const out: Buffer[] = [];
  const slices = function* () {
    for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
  };
  const error = await pipeline(Readable.from(slices(), { objectMode: false }), turn, async (chunks) => {
    for await (const chunk of chunks) out.push(Buffer.from(chunk));
  }).then(
    () => undefined,
    (failure: unknown) => failure,
  );
  return { out: Buffer.concat(out), error };
}

const damaged = () => new Error('damaged');
const seal = async (content: Buffer) => (await through(sealing(secret, PLACE), content)).out;
const open = (sealed: Buffer, place = PLACE, key: Buffer = secret) =>
  through(opening(key, place, damaged), sealed, 7_001);

describe('a sealed file', () => {
  it.each([0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 3 * SEGMENT, 3 * SEGMENT + 12_345])(
    'of %i bytes opens to the same bytes',
    async (size) => {
      const content = randomBytes(size);
      const sealed = await seal(content);
      const segments = Math.max(1, Math.ceil(size / SEGMENT));
      expect(sealed).toHaveLength(HEADER + size + 16 * segments);
      expect(await open(sealed)).toEqual({ out: content, error: undefined });
      for (const chunk of [1, 36, SEALED_SEGMENT, 1_000_000]) {
        if (size > SEGMENT && chunk === 1) continue;
        expect((await through(opening(secret, PLACE, damaged), sealed, chunk)).out.equals(content)).toBe(
          true,
        );
      }
    },
  );

  it('is never the same twice', async () => {
    const content = Buffer.alloc(100_000);
    const [one, other] = [await seal(content), await seal(content)];
    const halves = [one, other].flatMap((sealed) => [
      sealed.subarray(HEADER, HEADER + 1_000),
      sealed.subarray(HEADER + 2_000, HEADER + 3_000),
    ]);
    expect(new Set(halves.map((part) => createHash('sha256').update(part).digest('hex'))).size).toBe(4);
  });

  describe('that was changed', () => {
    const content = randomBytes(3 * SEGMENT + 500);
    let sealed: Buffer;
    let segments: Buffer[];
    beforeAll(async () => {
      sealed = await seal(content);
      segments = [0, 1, 2, 3].map((n) =>
        sealed.subarray(HEADER + n * SEALED_SEGMENT, HEADER + (n + 1) * SEALED_SEGMENT),
      );
    });

    /** Nothing leaves that does not begin the true content, and the end is an error. */
    async function refuses(bytes: Buffer, ...how: [string?, Buffer?]): Promise<void> {
      const { out, error } = await open(bytes, ...how);
      expect(error).toEqual(new Error('damaged'));
      expect(out.length).toBeLessThan(content.length);
      expect(content.subarray(0, out.length).equals(out)).toBe(true);
    }
    const of = (...parts: (Buffer | undefined)[]) =>
      Buffer.concat([sealed.subarray(0, HEADER), ...parts.flatMap((part) => part ?? [])]);

    it('is refused where a byte is another one, wherever it stands', async () => {
      const places = [0, 3, 4, 35, HEADER, HEADER + 70_000, HEADER + SEALED_SEGMENT - 1, sealed.length - 1];
      for (const at of places) {
        const changed = Buffer.from(sealed);
        changed.writeUInt8(changed.readUInt8(at) ^ 0x40, at);
        await refuses(changed);
      }
    });

    it('is refused where it was cut off, also between two segments', async () => {
      for (const length of [0, 10, HEADER, HEADER + 15, HEADER + SEALED_SEGMENT, sealed.length - 1])
        await refuses(sealed.subarray(0, length));
      await refuses(of(...segments.slice(0, 3)));
    });

    it('is refused where segments were moved, repeated, left out or added', async () => {
      const [a, b, c, d] = segments;
      await refuses(of(b, a, c, d));
      await refuses(of(a, a, b, c, d));
      await refuses(of(a, c, d));
      await refuses(of(d));
      await refuses(Buffer.concat([sealed, Buffer.alloc(1)]));
      await refuses(Buffer.concat([sealed, d as Buffer]));
      const another = await seal(content);
      await refuses(of(a, another.subarray(HEADER + SEALED_SEGMENT, HEADER + 2 * SEALED_SEGMENT), c, d));
    });

    it('is refused at another place and under another key', async () => {
      await refuses(sealed, 'sealed/2');
      await refuses(sealed, PLACE, randomBytes(32));
    });
  });
});

describe('a sealed cell', () => {
  const content = { title: '민원 제목', body: null, answers: '{"가":1}' };

  it('opens where it was sealed, and nowhere else', () => {
    const sealed = sealCell(secret, 'notes.sealed/1', content);
    expect(openCell(secret, 'notes.sealed/1', sealed)).toEqual(content);
    expect(() => openCell(secret, 'notes.sealed/2', sealed)).toThrow();
    expect(() => openCell(secret, 'files.sealed/1', sealed)).toThrow();
    expect(() => openCell(randomBytes(32), 'notes.sealed/1', sealed)).toThrow();
  });

  it('does not open when one bit of it is another one, or when it is cut', () => {
    const sealed = sealCell(secret, 'notes.sealed/1', content);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(at) ^ (1 << (at % 8)), at);
      expect(() => openCell(secret, 'notes.sealed/1', changed)).toThrow();
      expect(() => openCell(secret, 'notes.sealed/1', sealed.subarray(0, at))).toThrow();
    }
  });

  it('is never the same twice', () => {
    const cells = Array.from({ length: 50 }, () => sealCell(secret, 'a', content).toString('hex'));
    expect(new Set(cells).size).toBe(50);
  });
});
