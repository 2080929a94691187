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
    expect(await waiting('%FROM files WHERE owner%')).toBe(1);
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
});
