import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApplicationFailure, defaultPayloadConverter, type Payload } from '@temporalio/common';
import { createDataConverter, decodeJson } from '../../adapters/payload-codec';
import { createEncryptingCodec } from '../../adapters/payload-codec/encrypting-codec';
import { openKeyFolder } from '../../adapters/payload-codec/key-folder';
import { failureConverter } from '../../workflows/failure-converter';
import { payloadConverter } from '../../workflows/payload-converter';

const MARK = '표지어-mark';
const text = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString();

describe('the codec of what the engine keeps', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'gongmun-codec-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const codecOf = async (folder = dir) => createEncryptingCodec(await openKeyFolder(folder));
  const addKey = (name: string) => writeFile(join(dir, name), `${randomBytes(32).toString('base64')}\n`);
  const encoded = async (value: unknown, folder = dir): Promise<Payload> => {
    const [payload] = await (await codecOf(folder)).encode([payloadConverter.toPayload(value)]);
    if (payload === undefined) throw new Error('No payload came back.');
    return payload;
  };

  it.each([[MARK], [{ a: [1, null, MARK] }], [null], [new Uint8Array([0, 255])], ['x'.repeat(1_900_000)]])(
    'gives back what it was given: %#',
    async (value) => {
      const payload = await encoded(value);
      expect(text(payload.metadata?.encoding)).toBe('binary/encrypted');
      expect(text(payload.metadata?.['encryption-key-id'])).toMatch(/^[A-Za-z0-9_-]{16}$/);
      expect(text(payload.data)).not.toContain(MARK);
      const [decoded] = await (await codecOf()).decode([payload]);
      expect(decoded && payloadConverter.fromPayload(decoded)).toEqual(value);
    },
  );

  it('never writes the same twice, for the same value too', async () => {
    const [one, two] = [await encoded(7), await encoded(7)];
    expect(text(one.data)).not.toBe(text(two.data));
  });

  it('passes on what has no mark, as an older release wrote it', async () => {
    const plain = defaultPayloadConverter.toPayload(3);
    expect(await (await codecOf()).decode([plain])).toEqual([plain]);
    expect(await (await codecOf()).decode([])).toEqual([]);
  });

  it('takes what was forged, cut, swapped or made with another key for nothing, and never throws', async () => {
    const codec = await codecOf();
    const genuine = await encoded({ n: 1 });
    const data = Buffer.from(genuine.data ?? []);
    const foreign = await mkdtemp(join(tmpdir(), 'gongmun-codec-'));
    const stranger = await encoded({ n: 1 }, foreign);
    await rm(foreign, { recursive: true });
    const flipped = (at: number) => {
      const copy = Buffer.from(data);
      copy[at] = (copy[at] ?? 0) ^ 1;
      return { ...genuine, data: copy };
    };
    const forged: Payload[] = [
      ...Array.from({ length: data.length }, (_, at) => flipped(at)),
      ...[0, 1, 12, 27, 28, data.length - 1].map((end) => ({ ...genuine, data: data.subarray(0, end) })),
      { ...genuine, data: Buffer.concat([data, Buffer.from([0])]) },
      { metadata: genuine.metadata ?? {} },
      { metadata: { encoding: Buffer.from('binary/encrypted') }, data },
      {
        metadata: { encoding: Buffer.from('binary/encrypted'), 'encryption-key-id': randomBytes(100_000) },
        data,
      },
      { ...genuine, data: randomBytes(2_000_000) },
      stranger,
    ];
    for (const payload of await codec.decode(forged))
      expect(payloadConverter.fromPayload(payload)).toBeUndefined();
  });

  it('opens once: what was encrypted twice stays closed', async () => {
    const codec = await codecOf();
    const [twice] = await codec.encode([await encoded('decide')]);
    const [decoded] = await codec.decode(twice === undefined ? [] : [twice]);
    expect(decoded && payloadConverter.fromPayload(decoded)).toBeUndefined();
  });

  it('writes with the newest key and reads with all of them', async () => {
    await addKey('0001.key');
    const old = await encoded('old');
    await addKey('0002.key');
    const fresh = await encoded('new');
    expect(text(fresh.metadata?.['encryption-key-id'])).not.toBe(text(old.metadata?.['encryption-key-id']));
    const decoded = await (await codecOf()).decode([old, fresh]);
    expect(decoded.map((payload) => payloadConverter.fromPayload(payload))).toEqual(['old', 'new']);
  });

  it('finds a key that was added while it ran, and keeps those it has when a file is half written', async () => {
    await addKey('0001.key');
    const keys = await openKeyFolder(dir);
    const first = keys.newest().id;
    await addKey('0002.key');
    const second = (await openKeyFolder(dir)).newest().id;
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 2_000);
    expect((await keys.find(second))?.id).toBe(second);
    expect(keys.newest().id).toBe(second);
    await writeFile(join(dir, '0003.key'), 'half');
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 2_000);
    expect(await keys.find('unheard-of')).toBeUndefined();
    expect((await keys.find(first))?.id).toBe(first);
    jest.restoreAllMocks();
  });

  it('makes one first key when many processes start at once, for its owner only', async () => {
    const folder = join(dir, 'codec');
    const opened = await Promise.all(Array.from({ length: 20 }, () => openKeyFolder(folder)));
    expect(new Set(opened.map((keys) => keys.newest().id)).size).toBe(1);
    expect(await readdir(folder)).toEqual(['0001.key']);
    expect((await stat(join(folder, '0001.key'))).mode & 0o077).toBe(0);
  });

  it('is not opened with a file that is no key', async () => {
    await mkdir(join(dir, 'codec'));
    await writeFile(join(dir, 'codec', '0001.key'), 'too short');
    await expect(createDataConverter(dir)).rejects.toThrow(/0001\.key is not a codec key/);
  });

  it('opens every payload of the engine’s JSON, wherever it stands, and leaves the rest', async () => {
    const { payloadCodecs } = await createDataConverter(dir);
    const payload = await encoded({ step: MARK }, join(dir, 'codec'));
    const json = {
      metadata: { encoding: Buffer.from('binary/encrypted').toString('base64'), 'encryption-key-id': '' },
      data: Buffer.from(payload.data ?? []).toString('base64'),
    };
    json.metadata['encryption-key-id'] = Buffer.from(payload.metadata?.['encryption-key-id'] ?? []).toString(
      'base64',
    );
    const plain = {
      metadata: { encoding: Buffer.from('json/plain').toString('base64') },
      data: Buffer.from(JSON.stringify({ step: MARK })).toString('base64'),
    };
    const forged = { ...json, data: 'AAAA' };
    const found = await decodeJson(payloadCodecs, { events: [{ deep: [json, plain, forged] }, 1, null] });
    expect(found).toEqual({ events: [{ deep: [plain, plain, forged] }, 1, null] });
  });
});

describe('failures', () => {
  it('carry message and stack in a payload, and come back whole', () => {
    const failure = failureConverter.errorToFailure(
      ApplicationFailure.retryable(MARK, 'Code'),
      payloadConverter,
    );
    expect(failure.message).toBe('Encoded failure');
    expect(JSON.stringify({ ...failure, encodedAttributes: null })).not.toContain(MARK);
    expect(failureConverter.failureToError(failure, payloadConverter)).toMatchObject({
      message: MARK,
      type: 'Code',
    });
  });

  it('are still failures when what they say cannot be opened', () => {
    const failure = failureConverter.errorToFailure(ApplicationFailure.nonRetryable(MARK), payloadConverter);
    failure.encodedAttributes = {
      metadata: { encoding: Buffer.from('binary/encrypted') },
      data: Buffer.from('x'),
    };
    expect(failureConverter.failureToError(failure, payloadConverter)).toMatchObject({
      message: 'Encoded failure',
      nonRetryable: true,
    });
  });
});
