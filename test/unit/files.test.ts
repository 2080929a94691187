import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  CreateBucketCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { opening, sealing } from '../../adapters/content-cipher/sealed-file';
import { createSealedFiles } from '../../adapters/files';
import { fileDamaged } from '../../adapters/files/errors';
import type { FileStore } from '../../adapters/files/file-store';
import { createFolderFiles } from '../../adapters/files/folder';
import { createS3Files, type S3Settings } from '../../adapters/files/s3';
import { type S3Server, startS3Server } from '../support/s3-server';

const MiB = 1024 * 1024;
const digest = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

function* slices(content: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}
const stream = (content: Buffer): Readable => Readable.from(slices(content, 60_000), { objectMode: false });

const newKey = (): string => `uploads/${randomUUID()}`;

/** A store to test, and two looks behind it. */
interface Bench {
  files: FileStore;
  keys(): Promise<string[]>;
  overwrite(key: string, content: Buffer): Promise<void>;
}

const secret = randomBytes(32);

/** The same store as it is used for content: everything sealed. */
function sealedStore(store: FileStore): FileStore {
  const files = createSealedFiles(store, {
    sealing: async (_key, place) => sealing(secret, place),
    opening: async (_key, place) => opening(secret, place, fileDamaged),
  });
  return {
    put: (key, source, limit) => files.put({ key, under: 'a key' }, source, limit),
    get: (key, sha256) => files.get({ key, under: 'a key' }, sha256),
    remove: files.remove,
    ready: files.ready,
  };
}

/** What is promised of every file store. */
function contract(bench: () => Bench): void {
  test.each([0, 1, 200_000, 5 * MiB, 8 * MiB, 20 * MiB + 17])(
    '%i bytes come out as they went in',
    async (size) => {
      const { files } = bench();
      const key = newKey();
      const content = randomBytes(size);
      expect(await files.put(key, stream(content), { maxBytes: size })).toEqual({
        bytes: size,
        sha256: digest(content),
      });
      expect((await buffer(await files.get(key, digest(content)))).equals(content)).toBe(true);
      await files.remove(key);
    },
  );

  test.each([1000, 12 * MiB])(
    'past the limit of %i bytes the file is refused and nothing is left',
    async (maxBytes) => {
      const { files, keys } = bench();
      const before = await keys();
      const source = stream(randomBytes(maxBytes + 1));
      await expect(files.put(newKey(), source, { maxBytes })).rejects.toMatchObject({
        kind: 'too_large',
        code: 'file.too_large',
      });
      expect(source.destroyed).toBe(true);
      expect(await keys()).toEqual(before);
    },
  );

  test.each([1000, 12 * MiB])('a source that breaks off after %i bytes leaves nothing', async (size) => {
    const { files, keys } = bench();
    const before = await keys();
    async function* broken(): AsyncGenerator<Buffer> {
      yield* slices(randomBytes(size), 60_000);
      throw new Error('the client hung up');
    }
    const putting = files.put(newKey(), Readable.from(broken(), { objectMode: false }), {
      maxBytes: 50 * MiB,
    });
    await expect(putting).rejects.toThrow('the client hung up');
    expect(await keys()).toEqual(before);
  });

  test('a source that was destroyed before it was read leaves nothing and does not hang', async () => {
    const { files, keys } = bench();
    const before = await keys();
    const source = stream(randomBytes(1000));
    source.destroy();
    await expect(files.put(newKey(), source, { maxBytes: MiB })).rejects.toThrow();
    expect(await keys()).toEqual(before);
  });

  test('damage to a small file is found before its first byte leaves', async () => {
    const { files, overwrite } = bench();
    const key = newKey();
    const content = randomBytes(1000);
    await files.put(key, stream(content), { maxBytes: MiB });
    await overwrite(key, randomBytes(1000));
    await expect(files.get(key, digest(content))).rejects.toMatchObject({ code: 'file.damaged' });
  });

  test('damage to a large file breaks the stream off before its end', async () => {
    const { files, overwrite } = bench();
    const key = newKey();
    const content = randomBytes(3 * MiB);
    await files.put(key, stream(content), { maxBytes: 4 * MiB });
    await overwrite(key, Buffer.concat([content.subarray(0, -1), Buffer.from([(content.at(-1) ?? 0) ^ 1])]));
    let received = 0;
    const reading = (async () => {
      for await (const chunk of await files.get(key, digest(content))) received += chunk.length;
    })();
    await expect(reading).rejects.toMatchObject({ code: 'file.damaged' });
    expect(received).toBeLessThan(content.length);
  });

  test('a file that is not there is missing, and removing it is no error', async () => {
    const { files } = bench();
    const key = newKey();
    await expect(files.get(key, digest(Buffer.alloc(0)))).rejects.toMatchObject({
      kind: 'not_found',
      code: 'file.missing',
    });
    await files.remove(key);
  });

  test('a file written again under its key replaces the first', async () => {
    const { files } = bench();
    const key = newKey();
    await files.put(key, stream(Buffer.from('first')), { maxBytes: MiB });
    const { sha256 } = await files.put(key, stream(Buffer.from('second')), { maxBytes: MiB });
    expect((await buffer(await files.get(key, sha256))).toString()).toBe('second');
  });

  test.each(['../x', '/etc/passwd', 'a/../../x', 'a//b', '', '.incoming', 'a\\b', 'a\0b', 'ㄱ', 'a/b/c/d/e'])(
    '%j is not a key',
    async (key) => {
      const { files } = bench();
      await expect(files.put(key, stream(Buffer.from('x')), { maxBytes: 10 })).rejects.toThrow('not a key');
      await expect(files.get(key, '')).rejects.toThrow('not a key');
      await expect(files.remove(key)).rejects.toThrow('not a key');
    },
  );

  test('many files at once', async () => {
    const { files } = bench();
    const contents = Array.from({ length: 20 }, (_, n) => randomBytes(1000 * n));
    const stored = await Promise.all(
      contents.map(async (content) => {
        const key = newKey();
        return { key, ...(await files.put(key, stream(content), { maxBytes: MiB })) };
      }),
    );
    for (const [n, { key, sha256 }] of stored.entries()) {
      expect((await buffer(await files.get(key, sha256))).equals(contents[n] as Buffer)).toBe(true);
    }
  });

  test('it says that it is ready', async () => {
    await bench().files.ready();
  });
}

describe('files in a folder', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'gongmun-files-'));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  const bench = () => ({
    files: createFolderFiles(dir),
    keys: async () =>
      (await readdir(dir, { recursive: true })).filter((name) => name !== '.incoming' && name !== 'uploads'),
    overwrite: (key: string, content: Buffer) => writeFile(join(dir, key), content),
  });
  describe('as they come', () => contract(bench));
  describe('sealed', () => contract(() => ({ ...bench(), files: sealedStore(bench().files) })));

  test('what a killed process left half-written is cleared a day later, what is being written is not', async () => {
    const files = createFolderFiles(dir);
    await files.ready();
    const old = join(dir, '.incoming', randomUUID());
    const fresh = join(dir, '.incoming', randomUUID());
    await writeFile(old, 'half');
    await writeFile(fresh, 'half');
    await utimes(old, new Date(0), new Date(0));
    await files.ready();
    expect((await readdir(join(dir, '.incoming'))).map((name) => join(dir, '.incoming', name))).toEqual([
      fresh,
    ]);
    await rm(fresh);
  });

  test('a folder that cannot be made is told as unavailable', async () => {
    const file = join(dir, 'a-file');
    await writeFile(file, '');
    const files = createFolderFiles(join(file, 'below'));
    await expect(files.ready()).rejects.toMatchObject({ kind: 'unavailable', code: 'files.unavailable' });
    await expect(files.put('a/b', stream(Buffer.from('x')), { maxBytes: 10 })).rejects.toMatchObject({
      code: 'files.unavailable',
    });
  });
});

describe('files in an S3 bucket', () => {
  let server: S3Server;
  let client: S3Client;
  let settings: S3Settings;
  const Bucket = 'gongmun-files';
  // The first run on a machine fetches the server.
  beforeAll(async () => {
    server = await startS3Server();
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    settings = {
      endpoint: server.endpoint,
      region: 'us-east-1',
      bucket: Bucket,
      forcePathStyle: true,
      ...credentials,
    };
    client = new S3Client({ ...settings, credentials });
    await client.send(new CreateBucketCommand({ Bucket }));
  }, 300_000);
  afterAll(async () => {
    client?.destroy();
    await server?.stop();
  });

  const bench = () => ({
    files: createS3Files(settings),
    async keys() {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
      const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
      return [...Contents.map(({ Key }) => `${Key}`), ...Uploads.map(({ Key }) => `unfinished ${Key}`)];
    },
    async overwrite(Key: string, Body: Buffer) {
      await client.send(new PutObjectCommand({ Bucket, Key, Body }));
    },
  });
  describe('as they come', () => contract(bench));
  describe('sealed', () => contract(() => ({ ...bench(), files: sealedStore(bench().files) })));

  test('a bucket that is not there and a server that is not there are told as unavailable', async () => {
    const unavailable = { kind: 'unavailable', code: 'files.unavailable' };
    const nowhere = createS3Files({ ...settings, bucket: 'no-such-bucket' });
    await expect(nowhere.ready()).rejects.toMatchObject(unavailable);
    await expect(nowhere.get('a/b', '')).rejects.toMatchObject(unavailable);
    await expect(nowhere.put('a/b', stream(Buffer.from('x')), { maxBytes: 10 })).rejects.toMatchObject(
      unavailable,
    );
    const gone = createS3Files({ ...settings, endpoint: 'http://127.0.0.1:1' });
    await expect(gone.ready()).rejects.toMatchObject(unavailable);
  });

  test.each([
    ['as it comes', createS3Files],
    ['sealed', (of: S3Settings) => sealedStore(createS3Files(of))],
  ])('a large file is never held as a whole, %s', async (_how, create) => {
    const size = 200 * MiB;
    const chunk = randomBytes(64 * 1024);
    function* endless(): Generator<Buffer> {
      for (let sent = 0; sent < size; sent += chunk.length) yield chunk;
    }
    const files = create(settings);
    let most = 0;
    const before = process.memoryUsage().arrayBuffers;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }, 20);
    const key = newKey();
    const { bytes } = await files.put(key, Readable.from(endless(), { objectMode: false }), {
      maxBytes: size,
    });
    clearInterval(watch);
    await files.remove(key);
    expect(bytes).toBe(size);
    expect(most).toBeLessThan(size / 2);
  });
});
