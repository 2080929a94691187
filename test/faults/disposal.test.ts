import { freePort } from '../../local/free-port';
import type { CheckDeps } from '../../usecases/check-records';
import { checkDepsOf, findFaults } from '../support/audited';
import { disposalTamperings, keepTables, type Tampering } from '../support/disposal-tamperings';
import { environmentOf, startProgram } from '../support/program';
import { type System, startSystem } from '../support/system';
import { tamper } from '../support/tamper';
import { until } from '../support/until';

const WORDS = { words: '사유를 적습니다.' };
const DESTROY = { decision: 'destroy', reason: 'period_over', ...WORDS };
const RETURN = { reason: 'wrong_office', words: '관할이 아닙니다.' };
const YEAR = 366 * 24 * 3_600_000;
const QUIET = { never_opened: [], never_assigned: [], still_overdue: [], never_read: [] };

/** The API lives nine years ago, so that what is returned to its sender is due for disposal today. */
describe('a disposal', () => {
  let system: System;
  let deps: CheckDeps;
  beforeAll(async () => {
    system = await startSystem({
      worker: false,
      now: () => new Date(Date.now() - 9 * YEAR),
      relay: { inspectEveryMs: 100, missedDeadlineAfterMs: 100, noticesGivenUpAfterMs: 100 * YEAR },
      // An upload of then looks old to a worker of today, which would remove it before it is submitted.
      env: { NOTICES: 'off', UPLOADS_KEPT_DAYS: '3650' },
    });
    await system.db('offices').update({ ladder: JSON.stringify(QUIET) });
    await startWorker();
    deps = await checkDepsOf(system);
  }, 60_000);
  afterAll(() => system.stop());

  const startWorker = () => system.startWorker({ now: () => new Date() });
  const rowOf = (id: string) => system.db('submissions').where({ id }).first();
  const comesTo = async (id: string, disposal: string) => {
    const row = await until(
      () => rowOf(id),
      (found) => found.disposal === disposal,
      30_000,
    );
    expect(row.disposal).toBe(disposal);
  };
  /** Closed nine years ago, with an attachment; its retention of five years is over. */
  async function due(): Promise<{ id: string; file: string }> {
    const minji = system.as('minji');
    const file = (await minji.upload('자료.txt', '첨부한 자료')).body.id;
    const letter = { title: '질의', body: '문의드립니다.' };
    const sent = await minji.submit({ letter, office: 'haneul-civil', attachments: [{ upload: file }] });
    const { id } = sent.body.submission;
    // Its due date of then has passed: what time does about that may come between reading and writing.
    const returned = await until(
      () => system.as('registrar').act(id, 'returns', RETURN),
      ({ status }) => status !== 412,
    );
    expect(returned.status).toBe(200);
    await comesTo(id, 'due');
    return { id, file };
  }
  const act = (who: string, id: string, what: string, body: unknown) => system.as(who).act(id, what, body);
  /** Not of the log, which grows while it is looked at. */
  const faultsOf = async (id: string) =>
    (
      await findFaults(deps, {
        submissions: [id],
        settledAfterMs: { log: 1e15, archive: 1e15, engine: 1e15 },
      })
    ).found.filter(({ check }) => check !== 'log');
  const events = async (id: string): Promise<string[]> =>
    system.db('evidences').where({ submission_id: id }).orderBy('sequence').pluck('event');

  it('is stopped by a hold until the last moment, and refuses one from its beginning on', async () => {
    const { id } = await due();
    expect((await act('registrar', id, 'holds', { reason: 'audit', ...WORDS })).status).toBe(200);
    expect(await act('approver', id, 'disposal-reviews', DESTROY)).toMatchObject({
      status: 409,
      body: { code: 'command.not_allowed_in_state' },
    });
    const { holds } = (await system.as('registrar').get(`/v1/submissions/${id}`)).body;
    expect(holds).toHaveLength(1);
    expect((await system.as('minji').get(`/v1/submissions/${id}`)).body.holds).toEqual([]);
    expect((await act('registrar', id, 'hold-releases', { hold: holds[0], ...WORDS })).status).toBe(403);

    // Reviewed and, before anybody carries that out, held: both are taken, and nothing is destroyed.
    await act('approver', id, 'hold-releases', { hold: holds[0], ...WORDS });
    await system.stopWorker();
    const etag = (await system.as('approver').get(`/v1/submissions/${id}`)).etag;
    const at = `/v1/submissions/${id}`;
    const reviewed = await system.as('approver').post(`${at}/disposal-reviews`, DESTROY, { etag, wait: 0 });
    const held = await system
      .as('registrar')
      .post(`${at}/holds`, { reason: 'litigation', ...WORDS }, { etag: reviewed.etag, wait: 0 });
    expect([reviewed.status, held.status]).toEqual([202, 202]);
    await startWorker();
    const row = await until(
      () => rowOf(id),
      (found) => found.holds.length === 1,
    );
    expect(row).toMatchObject({ disposal: 'approved', next_due_at: null, content_destroyed_at: null });
    expect((await system.as('minji').get(`${at}/content`)).status).toBe(200);
    expect(await faultsOf(id)).toEqual([]);
    await act('approver', id, 'hold-releases', { hold: row.holds[0], ...WORDS });
    await comesTo(id, 'done');
    expect(await act('registrar', id, 'holds', { reason: 'audit', ...WORDS })).toMatchObject({ status: 409 });
    expect(await faultsOf(id)).toEqual([]);
  }, 60_000);

  it('gives a record to an archive first, and destroys it when that has it', async () => {
    const { id } = await due();
    const transfer = {
      decision: 'transfer',
      reason: 'historical_value',
      archive: 'national-archives',
      ...WORDS,
    };
    expect((await act('approver', id, 'disposal-reviews', transfer)).status).toBe(200);
    expect((await rowOf(id)).disposal).toBe('transfer');
    expect((await system.as('minji').get(`/v1/submissions/${id}/content`)).status).toBe(200);
    expect((await act('registrar', id, 'transfer-confirmations', { number: 'NA-2031-7' })).status).toBe(200);
    await comesTo(id, 'done');
    const evidence = await system.db('evidences').where({ submission_id: id, event: 'Disposed' }).first();
    expect(JSON.parse(evidence.payload).facts).toMatchObject({
      ...{ decision: 'transfer', archive: 'national-archives', archivedAs: 'NA-2031-7' },
      reviewedBy: 'demo-approver',
    });
    expect(await faultsOf(id)).toEqual([]);
  }, 60_000);

  it('keeps a record no shorter than to a date that lies ahead', async () => {
    const { id } = await due();
    const keep = { decision: 'keep', reason: 'still_needed', ...WORDS };
    const past = await act('approver', id, 'disposal-reviews', { ...keep, until: '1990-01-01' });
    expect(past).toMatchObject({
      status: 422,
      body: { code: 'disposal.until_not_ahead', faults: [{ pointer: '/until' }] },
    });
    expect((await act('approver', id, 'disposal-reviews', keep)).status).toBe(400);
    expect((await act('approver', id, 'disposal-reviews', { ...DESTROY, until: '2199-01-01' })).status).toBe(
      400,
    );
    const kept = await act('approver', id, 'disposal-reviews', { ...keep, until: '2199-01-01' });
    expect(kept.body.submission).toMatchObject({ disposal: 'none', disposeAt: '2198-12-31T15:00:00.000Z' });
    expect((await rowOf(id)).next_due_at).toEqual(new Date('2198-12-31T15:00:00Z'));
    expect(await faultsOf(id)).toEqual([]);
  }, 60_000);

  it('goes on where a worker that was killed left it, with its keys gone and its rows not', async () => {
    const { id, file } = await due();
    await system.stopWorker();
    // Whoever deletes the rows waits for the test: by then the keys are destroyed.
    await system.db.raw(`
      CREATE FUNCTION hold_up() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN OLD; END $$;
      CREATE TRIGGER held_up BEFORE DELETE ON submission_contents FOR EACH ROW EXECUTE FUNCTION hold_up();
    `);
    const blocking = await system.db.transaction();
    await blocking.raw('SELECT pg_advisory_xact_lock(4711)');
    const worker = startProgram(
      'worker/main.ts',
      environmentOf(system.config, { NOTICES: 'off', METRICS_PORT: String(await freePort()) }),
    );
    const review = await act('approver', id, 'disposal-reviews', DESTROY);
    expect(review.status).toBe(200);
    const { content_key: key } = await rowOf(id);
    const opened = () => system.cipher.open([{ key, place: '', sealed: Buffer.alloc(40) }]).catch(() => ['']);
    expect(await until(opened, ([found]) => found === undefined, 30_000)).toEqual([undefined]);
    worker.signal('SIGKILL');
    await worker.ended;
    await blocking.rollback();

    expect(await rowOf(id)).toMatchObject({ disposal: 'begun', content_destroyed_at: null });
    expect((await events(id)).at(-1)).toBe('DisposalBegun');
    for (const what of ['content', `attachments/${file}`])
      expect((await system.as('minji').get(`/v1/submissions/${id}/${what}`)).status).toBe(410);
    expect((await act('registrar', id, 'holds', { reason: 'audit', ...WORDS })).status).toBe(409);
    expect((await faultsOf(id)).filter(({ check }) => check === 'submissions')).toEqual([]);

    await system.db.raw('DROP TRIGGER held_up ON submission_contents; DROP FUNCTION hold_up()');
    await startWorker();
    await comesTo(id, 'done');
    expect((await events(id)).filter((event) => event === 'Disposed')).toHaveLength(1);
    expect(await faultsOf(id)).toEqual([]);
  }, 120_000);

  describe('that was made', () => {
    let done: string;
    let kept: string;
    let tables: Awaited<ReturnType<typeof keepTables>>;
    beforeAll(async () => {
      done = (await due()).id;
      kept = (await due()).id;
      await act('registrar', kept, 'holds', { reason: 'audit', ...WORDS });
      await act('approver', done, 'disposal-reviews', DESTROY);
      await comesTo(done, 'done');
      await system.stopWorker();
      tables = await keepTables(system.db, TABLES);
    }, 60_000);
    const TABLES = ['submissions', 'evidences', 'submission_contents', 'notes', 'commands'];

    /** Every change somebody with the database makes, and what is said of it. */
    const TAMPERINGS: Tampering[] = [
      ...disposalTamperings({
        table: 'submissions',
        contents: 'submission_contents',
        owner: 'submission_id',
      }),
      [
        'a destruction that the row denies',
        'done',
        (tx, id) => tx('submissions').where({ id }).update({ content_destroyed_at: null }),
        /content_destroyed_at null where the evidence leads to/,
      ],
      [
        'a certificate that was taken out',
        'done',
        (tx, id) => tx('evidences').where({ submission_id: id, event: 'Disposed' }).delete(),
        /has no content any more, and no evidence tells why/,
      ],
      [
        'a certificate whose reviewer is another',
        'done',
        (tx, id) =>
          tx('evidences')
            .where({ submission_id: id, event: 'Disposed' })
            .update({ payload: tx.raw(`replace(payload, 'demo-approver', 'demo-handler1')`) }),
        /is not what its digest says/,
      ],
      [
        'a destruction that nobody decided',
        'kept',
        (tx, id) => tx('submissions').where({ id }).update({ content_destroyed_at: new Date() }),
        /has no content any more, and no evidence tells why/,
      ],
      [
        'content that is there again after its destruction',
        'done',
        (tx, id) =>
          tx('notes').insert({
            ...{ id: '01a20a3e-2587-736a-b773-51037f01b83f', submission_id: id, office: 'haneul-civil' },
            ...{ author: 'demo-handler1', written_at: new Date(), sealed: Buffer.alloc(40) },
          }),
        /is there, though evidence says that it was destroyed/,
      ],
      [
        'a review whose decision is another',
        'done',
        (tx, id) =>
          tx('commands')
            .where({ submission_id: id, kind: 'review_disposal' })
            .update({ facts: tx.raw(`jsonb_set(facts, '{decision}', '"keep"')`) }),
        /has decision "keep" where its evidence says "destroy"/,
      ],
    ];

    it.each(TAMPERINGS)('is held against its evidence: finds %s', async (_, of, change, said) => {
      const id = of === 'done' ? done : kept;
      expect(await faultsOf(id)).toEqual([]);
      await tamper(system.db, async (tx) => void (await change(tx, id)));
      const found = await faultsOf(id);
      await tables.restore();
      expect(found.map(({ what }) => what)).toContainEqual(expect.stringMatching(said));
      expect(await faultsOf(id)).toEqual([]);
    });
  });
});
