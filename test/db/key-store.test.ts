import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openContentCipher } from '../../adapters/content-cipher';
import { createContentKeys, type KeyRows, rewrapKeys } from '../../adapters/content-keys';
import { keyMigrationSource } from '../../db/key-migrations';
import { createTestKeyStore, type TestKeyStore } from '../support/key-store';

const masterKey = () => `${randomBytes(32).toString('base64')}\n`;

describe('the key store', () => {
  let store: TestKeyStore;
  beforeEach(async () => {
    store = await createTestKeyStore();
  });
  afterEach(() => store.drop());

  const keysOf = (rows: KeyRows = store.rows()) => createContentKeys({ rows, mastersDir: store.mastersDir });

  it('gives each caller a key of its own, stored before it is given, and finds it from another process', async () => {
    const [one, other] = [await keysOf(), await keysOf()];
    const taken = await Promise.all(Array.from({ length: 250 }, () => one.take()));
    expect(new Set(taken).size).toBe(250);
    const stored = await store.db('content_keys').whereIn('id', taken).count();
    expect(stored).toEqual([{ count: 250 }]);
    const [here, there] = [await one.find(taken), await other.find(taken)];
    expect(here.size).toBe(250);
    expect(there).toEqual(here);
    expect(new Set([...here.values()].map((secret) => secret.toString('hex'))).size).toBe(250);
    await one.stop();
    // What was made and not taken is taken back.
    expect(await store.db('content_keys').count()).toEqual([{ count: 250 }]);
    await other.stop();
  });

  it('holds no secret in the clear', async () => {
    const keys = await keysOf();
    const id = await keys.take();
    const secret = (await keys.find([id])).get(id) as Buffer;
    const { wrapped } = await store.db('content_keys').where({ id }).first();
    expect(wrapped).toHaveLength(12 + 32 + 16);
    expect(wrapped.includes(secret)).toBe(false);
    await keys.stop();
  });

  it('gives keys without asking the store, in batches, and takes a while to notice that it is gone', async () => {
    const rows = store.rows();
    let inserts = 0;
    const counted: KeyRows = { ...rows, insert: (keys) => rows.insert(keys).finally(() => (inserts += 1)) };
    let away = false;
    const failing: KeyRows = {
      ...counted,
      insert: (keys) => (away ? Promise.reject(new Error('away')) : counted.insert(keys)),
    };
    const keys = await keysOf(failing);
    for (let n = 0; n < 500; n += 1) await keys.take();
    expect(inserts).toBeLessThanOrEqual(7);
    away = true;
    let given = 0;
    const refusal = await (async () => {
      for (;;) {
        await keys.take();
        given += 1;
      }
    })().catch((error) => error);
    expect(given).toBeGreaterThanOrEqual(99);
    expect(refusal).toMatchObject({ kind: 'unavailable', code: 'keys.unavailable', retryAfter: 5 });
    await keys.stop();
  });

  it('makes one first master key when two processes start at once', async () => {
    const both = await Promise.all([keysOf(), keysOf()]);
    expect(await readdir(store.mastersDir)).toEqual(['0001.key']);
    const ids = await Promise.all(both.map((keys) => keys.take()));
    for (const keys of both) expect((await keys.find(ids)).size).toBe(2);
    expect(await store.db('master_keys').count()).toEqual([{ count: 1 }]);
    for (const keys of both) await keys.stop();
  });

  it('refuses a process whose folder lacks the master key of another one', async () => {
    const keys = await keysOf();
    await keys.take();
    const elsewhere = await mkdtemp(join(tmpdir(), 'gongmun-masters-'));
    const rows = store.rows();
    await expect(createContentKeys({ rows, mastersDir: elsewhere })).rejects.toThrow(/not in the folder/);
    await rows.close();
    await keys.stop();
    await rm(elsewhere, { recursive: true });
  });

  it.each(['', 'c2hvcnQ=', randomBytes(32).toString('hex'), `${randomBytes(32).toString('base64')}=`])(
    'refuses a master key that is not 32 bytes in base64: %j',
    async (text) => {
      await writeFile(join(store.mastersDir, '0001.key'), text);
      const rows = store.rows();
      await expect(createContentKeys({ rows, mastersDir: store.mastersDir })).rejects.toThrow(
        /not a master key/,
      );
      await rows.close();
    },
  );

  it('wraps with the newest master key, unwraps with older ones, and needs them no more once all is rewrapped', async () => {
    const before = await keysOf();
    const old = await before.take();
    const secret = (await before.find([old])).get(old);
    await writeFile(join(store.mastersDir, '0002.key'), masterKey());
    const after = await keysOf();
    const fresh = await after.take();
    // A process that began before reads the folder anew when it meets the new one.
    expect((await before.find([fresh])).size).toBe(1);
    await before.stop();
    await after.stop();
    expect(await store.db('master_keys').count()).toEqual([{ count: 2 }]);

    const rows = store.rows();
    const { rewrapped, retired } = await rewrapKeys(rows, store.mastersDir);
    expect(rewrapped).toBeGreaterThanOrEqual(1);
    expect(retired).toHaveLength(1);
    expect(await rewrapKeys(rows, store.mastersDir)).toEqual({ rewrapped: 0, retired: [] });
    await rows.close();
    await rm(join(store.mastersDir, '0001.key'));
    const later = await keysOf();
    expect((await later.find([old])).get(old)).toEqual(secret);
    await later.stop();
  });

  it('opens no key that was moved to another id or changed', async () => {
    const keys = await keysOf();
    const [a, b] = [await keys.take(), await keys.take()];
    await keys.stop();
    const [one, other] = await store.db('content_keys').whereIn('id', [a, b]).orderBy('id');
    await store.db('content_keys').where({ id: one.id }).update({ wrapped: other.wrapped });
    const flipped = Buffer.from(other.wrapped);
    flipped.writeUInt8(flipped.readUInt8(20) ^ 1, 20);
    await store.db('content_keys').where({ id: other.id }).update({ wrapped: flipped });
    const fresh = await keysOf();
    for (const id of [a, b])
      await expect(fresh.find([id])).rejects.toMatchObject({ code: 'keys.unavailable' });
    await fresh.stop();
  });

  it('forgets a destroyed key at once, and in another process when what it remembers has run out', async () => {
    let now = 0;
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
    try {
      const [one, other] = [await keysOf(), await keysOf()];
      const id = await one.take();
      expect((await other.find([id])).size).toBe(1);
      await one.destroy([id]);
      expect((await one.find([id])).size).toBe(0);
      expect((await other.find([id])).size).toBe(1);
      now += 5_000;
      expect((await other.find([id])).size).toBe(0);
      await one.stop();
      await other.stop();
    } finally {
      clock.mockRestore();
    }
  });

  it('is what sealing waits for: 410 for a destroyed key, 503 while it is away', async () => {
    const rows = store.rows();
    const cipher = await openContentCipher({ rows, mastersDir: store.mastersDir });
    await expect(cipher.seal(randomUUID(), 'notes.sealed/1', {})).rejects.toMatchObject({
      kind: 'gone',
      code: 'content.destroyed',
    });
    const cell = { key: randomUUID(), place: 'notes.sealed/1', sealed: Buffer.alloc(40) };
    expect(await cipher.open([cell])).toEqual([undefined]);
    await cipher.ready();
    await rows.close();
    await expect(cipher.open([cell])).rejects.toMatchObject({ code: 'keys.unavailable' });
    await expect(cipher.ready()).rejects.toMatchObject({ code: 'keys.unavailable' });
    await cipher.stop();
  });

  it('is waited for no longer than somebody who reads may wait, even where it takes a question and never answers', async () => {
    const rows = store.rows();
    const silent: KeyRows = { ...rows, find: () => new Promise(() => {}) };
    const keys = await keysOf(silent);
    const asked = performance.now();
    await expect(keys.find([randomUUID()])).rejects.toMatchObject({
      code: 'keys.unavailable',
      retryAfter: 5,
    });
    expect(performance.now() - asked).toBeLessThan(2_000);
    await keys.stop();
  });

  it('has a schema that goes up and down', async () => {
    await store.db.migrate.rollback({ migrationSource: keyMigrationSource }, true);
    expect(await store.db.schema.hasTable('content_keys')).toBe(false);
    await store.db.migrate.latest({ migrationSource: keyMigrationSource });
    expect(await store.db('content_keys').count()).toEqual([{ count: 0 }]);
  });

  it('keeps a master key readable by its owner alone', async () => {
    await (await keysOf()).stop();
    expect((await readFile(join(store.mastersDir, '0001.key'), 'utf8')).trim()).toMatch(
      /^[A-Za-z0-9+/]{43}=$/,
    );
    const { mode } = await import('node:fs').then(({ statSync }) =>
      statSync(join(store.mastersDir, '0001.key')),
    );
    expect(mode & 0o077).toBe(0);
  });
});
