import { randomUUID } from 'node:crypto';
import { Client as PgClient } from 'pg';
import { freePort } from '../../local/free-port';
import { createWorker, type WorkerProcess } from '../../worker/create-worker';
import { checkTree } from '../support/check-tree';
import { parts } from '../support/parts';
import { environmentOf, type Program, startProgram } from '../support/program';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };

describe('the sealer', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem({ worker: false });
  });
  afterEach(() => system.stopWorker());
  afterAll(() => system.stop());

  const count = async (table: string): Promise<number> =>
    Number((await system.db(table).count('*').first())?.count);
  const waiting = async (): Promise<number> =>
    Number((await system.db('log_queue').whereNull('fault').count('*').first())?.count);
  const emptied = async (withinMs = 60_000) =>
    expect(await until(waiting, (rows) => rows === 0, withinMs)).toBe(0);
  const startProcess = async (): Promise<Program> =>
    startProgram(
      'worker/main.ts',
      environmentOf(system.config, { METRICS_PORT: String(await freePort()), SEAL_EVERY: 'PT1S' }),
    );
  /** Rows that must not change, as reading leaves them. */
  const write = async (rows: number): Promise<void> => {
    await system.db.raw(
      `INSERT INTO audit_entries (id, at, actor, capacity, action, request_id)
       SELECT gen_random_uuid(), '2026-11-25', 'demo-auditor', 'auditor', 'read_audit', 'r' || n
       FROM generate_series(1, ?::int) n`,
      [rows],
    );
  };
  /** The one who owns the database changes what nobody may change. */
  const asOwner = (sql: string, bindings: unknown[]) =>
    system.db.transaction(async (tx) => {
      await tx.raw('SET LOCAL session_replication_role = replica');
      await tx.raw(sql, bindings as never);
    });

  it('that is killed in the middle leaves the log as it was; the next goes on without gap or duplicate', async () => {
    await write(500);
    let worker = await startProcess();
    await emptied();
    const before = { leaves: await count('log_leaves'), checkpoints: await count('checkpoints') };
    expect(before.checkpoints).toBeGreaterThan(0);

    // Leaves and nodes are written; the checkpoint, last, waits for a lock that the test holds.
    const blocker = new PgClient({ connectionString: system.ownerUrl });
    await blocker.connect();
    await blocker.query('BEGIN; LOCK TABLE checkpoints IN SHARE MODE');
    await write(2_500);
    const blocked = async () =>
      (
        await system.db.raw(
          "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query ILIKE 'insert into \"checkpoints\"%' AND datname = current_database()",
        )
      ).rows;
    expect(await until(blocked, (rows) => rows.length > 0)).toHaveLength(1);
    worker.signal('SIGKILL');
    await worker.ended;
    await blocker.query('ROLLBACK');
    await blocker.end();
    await until(
      async () =>
        (
          await system.db.raw(
            "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = 6962 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
          )
        ).rows,
      (rows) => rows.length === 0,
    );
    expect(await count('log_leaves')).toBe(before.leaves);
    expect(await count('checkpoints')).toBe(before.checkpoints);
    expect(await waiting()).toBe(2_500);
    expect(await checkTree(system.db)).toEqual([]);

    // Once more, wherever it may be.
    worker = await startProcess();
    const sealing = async () =>
      (
        await system.db.raw(
          `SELECT 1 FROM pg_stat_activity WHERE query LIKE 'INSERT INTO log_%' AND state <> 'idle'
           AND datname = current_database()`,
        )
      ).rows;
    await until(sealing, (rows) => rows.length > 0, 60_000);
    worker.signal('SIGKILL');
    await worker.ended;
    await system.startWorker();
    await emptied();
    expect(await count('log_leaves')).toBe(before.leaves + 2_500);
    expect(await checkTree(system.db)).toEqual([]);
  }, 150_000);

  it('runs in many workers, one of which adds at a time', async () => {
    const failures: unknown[] = [];
    const workers: WorkerProcess[] = [];
    for (let n = 0; n < 3; n += 1) {
      const worker = await createWorker(system.config, {
        workflowBundle: parts().workflowBundle,
        log: { sealEveryMs: 5, most: 40 },
        failed: (what, error) => void (what === 'seal' && failures.push(error)),
      });
      workers.push(worker);
      void worker.run();
    }
    try {
      for (let n = 0; n < 20; n += 1) {
        await write(100);
        await system.as('minji').submit(LETTER, { wait: 0 });
      }
      await emptied();
    } finally {
      await Promise.all(workers.map((worker) => worker.stop()));
    }
    expect(failures).toEqual([]);
    expect(await checkTree(system.db)).toEqual([]);
    expect(await count('checkpoints')).toBeGreaterThan(1);
  }, 120_000);

  it('does not seal a row that was changed, says so, and goes on with the others', async () => {
    const { submission, receipt } = (await system.as('minji').submit(LETTER, { wait: 0 })).body;
    const [{ payload }] = await system.db('evidences').where({ id: receipt.id }).select('payload');
    await asOwner('UPDATE evidences SET payload = ? WHERE id = ?', [
      payload.replace('minji', 'junho'),
      receipt.id,
    ]);
    const gone = randomUUID();
    await system.db.raw(
      "INSERT INTO log_queue (kind, subject) VALUES ('access', ?), ('gossip', 'x'), ('evidence', 'no uuid')",
      [gone],
    );
    const told: string[] = [];
    const faultyRow = ({ kind, subject }: { kind: string; subject: string }, fault: string) =>
      void told.push(`${kind} ${subject} ${fault}`);
    const worker = await system.startWorker({ log: { sealEveryMs: 20 }, faultyRow });
    const faults = () =>
      system.db('log_queue').whereNotNull('fault').orderBy('fault').select('subject', 'fault');
    const wrong = [
      { subject: receipt.id, fault: 'digest_mismatch' },
      { subject: 'x', fault: 'kind_unknown' },
      { subject: gone, fault: 'row_missing' },
      { subject: 'no uuid', fault: 'row_missing' },
    ];
    await until(
      () => system.db('log_queue'),
      (rows) => rows.length === wrong.length,
    );
    expect(await faults()).toEqual(expect.arrayContaining(wrong));
    expect(new Set(told)).toEqual(
      new Set([
        `evidence ${receipt.id} digest_mismatch`,
        'gossip x kind_unknown',
        `access ${gone} row_missing`,
        'evidence no uuid row_missing',
      ]),
    );
    // What the worker itself writes meanwhile waits for the next round.
    const watched = await until(worker.watch.log, ({ depth }) => depth === 0);
    expect(watched).toMatchObject({ depth: 0, faults: wrong.length });
    const path = `/v1/submissions/${submission.id}/receipts/${receipt.id}/proof`;
    expect((await system.as('minji').get(path)).status).toBe(202);
    await system.as('minji').submit(LETTER);
    await emptied();
    expect(await checkTree(system.db)).toEqual([]);

    // Brought back from a backup, it is taken at the next start.
    await system.stopWorker();
    await asOwner('UPDATE evidences SET payload = ? WHERE id = ?', [payload, receipt.id]);
    await system.startWorker();
    expect(
      (
        await until(
          () => system.as('minji').get(path),
          ({ status }) => status === 200,
        )
      ).status,
    ).toBe(200);
  });

  it('does not take a row twice, and not one that is in the log with another digest', async () => {
    await write(3);
    await system.startWorker();
    await emptied();
    const size = await count('log_leaves');
    const [one, other] = await system.db('audit_entries').orderBy('id').select('id');
    const again = "INSERT INTO log_queue (kind, subject) VALUES ('access', ?), ('access', ?)";
    await system.db.raw(again, [one.id, one.id]);
    await emptied();
    await asOwner("UPDATE audit_entries SET at = at + interval '1 microsecond' WHERE id = ?", [other.id]);
    await system.db.raw(again, [other.id, one.id]);
    const left = () => system.db('log_queue').where({ subject: other.id }).select('fault');
    expect(await until(left, (rows) => rows.length === 1 && rows[0].fault !== null)).toEqual([
      { fault: 'sealed_otherwise' },
    ]);
    expect(await count('log_leaves')).toBe(size);
    expect(await checkTree(system.db)).toEqual([]);
  });

  it('has a proof for a receipt within a minute at the pace of production', async () => {
    await system.startWorker({ log: {} });
    const { submission, receipt } = (await system.as('minji').submit(LETTER)).body;
    const proof = () =>
      system.as('minji').get(`/v1/submissions/${submission.id}/receipts/${receipt.id}/proof`);
    const started = Date.now();
    expect((await until(proof, ({ status }) => status === 200, 60_000)).status).toBe(200);
    expect(Date.now() - started).toBeLessThan(60_000);
  }, 90_000);

  it('lets nobody change what it wrote', async () => {
    await write(5);
    await system.startWorker();
    await emptied();
    for (const table of ['log_leaves', 'log_nodes', 'checkpoints']) {
      await expect(system.db(table).delete()).rejects.toThrow(/never changed/);
    }
    await expect(system.db('log_leaves').update({ digest: 'x'.repeat(43) })).rejects.toThrow(/never changed/);
  });

  it('does not continue a tree that is not the one it signed', async () => {
    await write(5);
    const failures: string[] = [];
    await system.startWorker({
      log: { sealEveryMs: 20 },
      failed: (what, error) => void failures.push(`${what}: ${error instanceof Error ? error.message : ''}`),
    });
    await emptied();
    const size = await count('log_leaves');
    await asOwner('UPDATE log_nodes SET hash = ? WHERE level = (SELECT max(level) FROM log_nodes)', [
      Buffer.alloc(32),
    ]);
    await write(5);
    await until(
      async () => failures,
      (all) => all.length > 0,
    );
    expect(failures[0]).toBe(`seal: The log is not the one that was signed at size ${size}.`);
    expect(await count('log_leaves')).toBe(size);
    expect(await waiting()).toBe(5);
  });
});
