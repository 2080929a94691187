import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { sweepParts } from '../../usecases/sweep-parts';
import { sweepUploads } from '../../usecases/sweep-uploads';
import { checkDepsOf, findFaults } from '../support/audited';
import { DRAFT, documentsOf } from '../support/documents';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const DAY = 86_400_000;
const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };

describe('an upload that nothing takes', () => {
  let system: System;
  let clock: Date;
  beforeAll(async () => {
    clock = new Date();
    system = await startSystem({ worker: false, now: () => clock, env: { UPLOADS_KEPT_DAYS: '3' } });
  });
  afterAll(() => system.stop());

  const minji = () => system.as('minji');
  const upload = async (who = 'minji'): Promise<string> =>
    (await system.as(who).upload('가.txt', '자료')).body.id;
  const rowOf = (id: string) => system.db('files').where({ id }).first();
  const deps = () => ({
    ...{ db: system.db, cipher: system.cipher, files: system.files, uploads: system.config.uploads },
    now: () => clock,
  });
  const pass = (days: number) => {
    clock = new Date(clock.getTime() + days * DAY);
  };
  const keyIsThere = (key: string) =>
    system.cipher.seal(key, 'anywhere', {}).then(
      () => true,
      () => false,
    );
  const bytesOf = (id: string) =>
    system.files.get({ key: `sealed/${id}`, under: null }, '').catch(({ code }: { code: string }) => code);

  it('is removed with bytes and key when its time is over, and what is taken stays', async () => {
    const free = await upload();
    const [sent, drafted, official] = [await upload(), await upload(), await upload('handler1')];
    await minji().submit({ ...LETTER, attachments: [{ upload: sent }] });
    await minji().post('/v1/drafts', { letter: {}, attachments: [{ upload: drafted }] });
    await documentsOf(system).draft({ attachments: [{ upload: official }] });
    const { content_key: key } = await rowOf(free);
    pass(2.9);
    await sweepUploads(deps());
    expect(await rowOf(free)).toBeDefined();
    pass(0.2);
    const young = await upload();
    await sweepUploads(deps());
    expect(await rowOf(free)).toBeUndefined();
    expect([await keyIsThere(key), await bytesOf(free)]).toEqual([false, 'file.missing']);
    for (const id of [sent, drafted, official, young]) {
      const row = await rowOf(id);
      expect([row?.id, await keyIsThere(row.content_key)]).toEqual([id, true]);
    }
    expect((await minji().get(`/v1/uploads/${free}`)).status).toBe(404);
    const late = await minji().submit({ ...LETTER, attachments: [{ upload: free }] });
    expect(late).toMatchObject({ status: 400, body: { faults: [{ code: 'attachment.unknown' }] } });
  });

  it('is not kept by another that cannot be removed', async () => {
    const stuck = await upload();
    const others = [await upload(), await upload()];
    pass(4);
    const files = {
      ...system.files,
      remove: (key: string) =>
        key === `sealed/${stuck}` ? Promise.reject(new Error('away')) : system.files.remove(key),
    };
    await expect(sweepUploads({ ...deps(), files })).rejects.toThrow(/1 uploads .*away/);
    expect(await system.db('files').whereIn('id', others)).toEqual([]);
    expect(await rowOf(stuck)).toBeDefined();
    await sweepUploads(deps());
    expect(await rowOf(stuck)).toBeUndefined();
  });

  it('counts anew from when a draft or a document left it out', async () => {
    const id = await upload();
    const of = await upload('handler1');
    const draft = (await minji().post('/v1/drafts', { letter: {}, attachments: [{ upload: id }] })).body.id;
    const documents = documentsOf(system);
    const document = (await documents.draft({ attachments: [{ upload: of }] })).body.id;
    pass(10);
    await minji().post(`/v1/drafts/${draft}/edits`, { letter: {} }, { etag: '"1"' });
    expect((await documents.act(document, 'edits', 'handler1', DRAFT)).status).toBe(200);
    pass(2);
    await sweepUploads(deps());
    expect([(await rowOf(id))?.draft_id, (await rowOf(of))?.document_id]).toEqual([null, null]);
    pass(2);
    await sweepUploads(deps());
    expect([await rowOf(id), await rowOf(of)]).toEqual([undefined, undefined]);
  });

  it('is never removed when it is taken at the same moment, and not taken when it was removed before', async () => {
    const taken = await upload();
    const lost = await upload();
    pass(4);
    // Somebody is taking the first: it is locked, and the sweep goes past it.
    const taking = await system.db.transaction();
    await taking('files').where({ id: taken }).forUpdate();
    await sweepUploads(deps());
    expect((await rowOf(lost)) ?? 'gone').toBe('gone');
    expect(await rowOf(taken)).toBeDefined();
    await taking.rollback();
    const sent = await minji().submit({ ...LETTER, attachments: [{ upload: taken }] });
    expect(sent.status).toBe(202);
    await sweepUploads(deps());
    expect((await rowOf(taken)).submission_id).toBe(sent.body.submission.id);

    // The sweep has the other one: whoever wants it waits, and finds none.
    const last = await upload();
    pass(4);
    await system.db.raw(`
      CREATE FUNCTION hold_up() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN OLD; END $$;
      CREATE TRIGGER held_up BEFORE DELETE ON files FOR EACH ROW EXECUTE FUNCTION hold_up();
    `);
    const blocking = await system.db.transaction();
    await blocking.raw('SELECT pg_advisory_xact_lock(4711)');
    const sweeping = sweepUploads(deps());
    const waiting = (what: string) =>
      until(
        async () =>
          (
            await system.db.raw(
              "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE ?",
              [what],
            )
          ).rows.length,
        (count: number) => count > 0,
      );
    expect(await waiting('%delete from "files"%')).toBe(1);
    const submitting = minji().submit({ ...LETTER, attachments: [{ upload: last }] });
    expect(await waiting('%FROM files WHERE (owner%')).toBe(1);
    await blocking.rollback();
    await sweeping;
    expect(await submitting).toMatchObject({
      status: 400,
      body: { faults: [{ code: 'attachment.unknown' }] },
    });
    expect((await rowOf(last)) ?? 'gone').toBe('gone');
    await system.db.raw('DROP TRIGGER held_up ON files; DROP FUNCTION hold_up()');
  });

  it('of twenty that are swept and taken at once, each is whole or gone', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => upload()));
    pass(4);
    const answers = await Promise.all([
      ...ids.map((id) => minji().submit({ ...LETTER, attachments: [{ upload: id }] })),
      sweepUploads(deps()),
      sweepUploads(deps()),
    ]);
    for (const [at, id] of ids.entries()) {
      const row = await rowOf(id);
      const status = answers[at]?.status;
      expect([row === undefined, status]).toEqual(row === undefined ? [true, 400] : [false, 202]);
      if (row !== undefined) expect(await keyIsThere(row.content_key)).toBe(true);
    }
  });

  it('is swept by the worker, and leaves records without fault', async () => {
    const id = await upload();
    pass(4);
    await system.startWorker({ now: () => clock, relay: { everyMs: 100, inspectEveryMs: 100 } });
    const left = await until(
      async () => (await rowOf(id)) ?? 'gone',
      (row) => row === 'gone',
    );
    expect(left).toBe('gone');
    const { found } = await findFaults(await checkDepsOf(system), {
      settledAfterMs: { log: 1e15, archive: 1e15, engine: 1e15 },
    });
    expect(found.filter(({ check }) => ['files', 'orphans', 'drafts', 'documents'].includes(check))).toEqual(
      [],
    );
  });

  describe('that comes in parts', () => {
    const CONTENT = Buffer.from('자료를 나누어 보냅니다. '.repeat(40_000));
    const announce = (bytes = CONTENT.length, key?: string) =>
      minji().post('/v1/partial-uploads', { name: '큰 자료.txt', bytes }, { key });
    const pathOf = ({ body }: { body: { id: string } }) => `/v1/partial-uploads/${body.id}`;
    const partsOf = (id: string) => system.db('upload_parts').where({ upload_id: id }).orderBy('begins');
    const storedPart = (id: string) =>
      system.files.get({ key: `parts/${id}`, under: null }, '').catch(({ code }: { code: string }) => code);

    /** Sends the file from `offset` on and cuts the connection once so many bytes of it are gone. */
    async function cutAfter(path: string, offset: number, bytes: number): Promise<void> {
      const headers = {
        authorization: `Bearer ${await system.issuer.token('demo-minji')}`,
        'content-type': 'application/partial-upload',
        'content-length': String(CONTENT.length - offset),
        'upload-offset': String(offset),
      };
      const sending = request(system.url + path, { method: 'PATCH', headers });
      sending.on('error', () => {});
      await new Promise((resolve) => sending.write(CONTENT.subarray(offset, offset + bytes), resolve));
      sending.destroy();
    }

    it('goes on where a cut connection left it, and is an upload like any other in the end', async () => {
      const key = randomUUID();
      const announced = await announce(CONTENT.length, key);
      expect(announced).toMatchObject({
        status: 201,
        body: { offset: 0, bytes: CONTENT.length, file: null },
      });
      expect(announced.headers.get('upload-limit')).toMatch(/^max-size=\d+$/);
      const path = pathOf(announced);
      await cutAfter(path, 0, 300_000);
      const offsetNow = async () => (await minji().get(path)).body.offset as number;
      const offset = await until(offsetNow, (now) => now > 0);
      expect(offset).toBeGreaterThan(0);
      expect(offset).toBeLessThanOrEqual(300_000);
      const head = await fetch(system.url + path, {
        method: 'HEAD',
        headers: { authorization: `Bearer ${await system.issuer.token('demo-minji')}` },
      });
      expect(['offset', 'length', 'complete'].map((name) => head.headers.get(`upload-${name}`))).toEqual([
        String(offset),
        String(CONTENT.length),
        '?0',
      ]);
      // After a lost answer the same key tells how far it came.
      expect((await announce(CONTENT.length, key)).body).toMatchObject({ id: announced.body.id, offset });

      const behind = await minji().append(path, 0, CONTENT);
      expect(behind).toMatchObject({
        status: 409,
        body: { code: 'upload.offset_mismatch', expectedOffset: offset, providedOffset: 0 },
      });
      expect((await system.as('junho').append(path, offset, 'x')).status).toBe(404);
      expect((await system.as('junho').get(path)).status).toBe(404);
      const [part] = await partsOf(announced.body.id);
      const whole = await minji().append(path, offset, CONTENT.subarray(offset));
      expect(whole).toMatchObject({
        status: 200,
        body: { offset: CONTENT.length, file: { name: '큰 자료.txt', mediaType: 'text/plain' } },
      });
      expect(whole.headers.get('upload-complete')).toBe('?1');
      const { file } = whole.body;
      expect((await minji().get(`/v1/uploads/${file.id}`)).body).toEqual(file);
      expect(file.sha256).toBe(createHash('sha256').update(CONTENT).digest('hex'));
      expect([await partsOf(announced.body.id), await storedPart(part.id)]).toEqual([[], 'file.missing']);
      expect((await minji().append(path, CONTENT.length, '')).body.code).toBe('upload.complete');
    });

    it('of two parts that begin at the same place takes one, and of each keeps bytes that are sealed', async () => {
      const path = pathOf(await announce());
      const both = await Promise.all([1, 2].map(() => minji().append(path, 0, CONTENT.subarray(0, 400_000))));
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
      const [part, second] = await partsOf(path.split('/').at(-1) ?? '');
      expect(second).toBeUndefined();
      const stored = await readFile(
        join(system.config.files.kind === 'folder' ? system.config.files.dir : '', 'parts', part.id),
      );
      expect(stored.includes('나누어')).toBe(false);
      expect((await minji().append(path, 400_000, CONTENT.subarray(400_000))).body.file.bytes).toBe(
        CONTENT.length,
      );
    });

    it('keeps to the limits of any upload', async () => {
      expect((await announce(51 * 1024 * 1024)).body).toMatchObject({ code: 'file.too_large', status: 413 });
      const path = pathOf(await announce(10));
      expect((await minji().append(path, 0, 'elf Zeichen')).body.code).toBe('file.too_large');
      expect((await minji().get(path)).body.offset).toBe(0);
      const unknown = await minji().append(path, 0, Buffer.from([0, 1, 2, 3, 254, 255, 0, 1, 2, 3]));
      expect(unknown.body.code).toBe('file.type_unknown');
      expect(await system.db('files').where({ bytes: 10 })).toEqual([]);
    });

    it('is removed with key and bytes once it has not moved for a day', async () => {
      const announced = await announce();
      const path = pathOf(announced);
      await minji().append(path, 0, CONTENT.subarray(0, 1_000));
      const { id } = announced.body;
      const { content_key: key } = await system.db('partial_uploads').where({ id }).first();
      const [part] = await partsOf(id);
      pass(0.9);
      await sweepParts(deps());
      expect((await minji().get(path)).status).toBe(200);
      pass(0.2);
      await sweepParts(deps());
      expect((await minji().get(path)).status).toBe(404);
      expect([await keyIsThere(key), await storedPart(part.id)]).toEqual([false, 'file.missing']);
      expect(await partsOf(id)).toEqual([]);
    });
  });
});
