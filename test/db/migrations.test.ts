import { type Db, openDatabase } from '../../db/knex';
import { migrationSource } from '../../db/migrations';
import { createTestDatabase } from '../support/parts';

/** Every table, column, constraint, index and trigger, as the database describes them. */
async function schemaOf(db: Db): Promise<string[]> {
  const { rows } = await db.raw(`
    SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || COALESCE(column_default, '') AS line
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'knex%'
    UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE 'knex%'
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE 'knex%'
    UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    ORDER BY 1`);
  return rows.map((row: { line: string }) => row.line);
}

/** The schema as it was before the named migration. */
async function downBelow(db: Db, name: string): Promise<void> {
  for (;;) {
    const [, undone] = await db.migrate.down({ migrationSource });
    if (undone.includes(name)) return;
  }
}

describe('migrations', () => {
  it('go up, down without a trace, and up to the same schema again', async () => {
    const database = await createTestDatabase();
    const db = openDatabase({ url: database.url, pool: 2 });
    try {
      const first = await schemaOf(db);
      expect(first.length).toBeGreaterThan(100);
      await db.migrate.rollback({ migrationSource }, true);
      expect(await schemaOf(db)).toEqual([]);
      await db.migrate.latest({ migrationSource });
      expect(await schemaOf(db)).toEqual(first);
    } finally {
      await db.destroy();
      await database.drop();
    }
  });

  it('let the desk find by names and titles what was accepted before it could search', async () => {
    const database = await createTestDatabase();
    const db = openDatabase({ url: database.url, pool: 2 });
    try {
      await downBelow(db, '0004-desk');
      await db.raw(`
        INSERT INTO offices (code, name, time_zone, email, accepts_letters)
          VALUES ('haneul', '{"ko": "하늘시", "en": "Haneul"}', 'Asia/Seoul', 'a@example.org', true);
        INSERT INTO people (id, name, language) VALUES ('minji', '김민지', 'ko');
        INSERT INTO submissions (id, kind, tracking_hash, party_person, office, state, received_at, registration_number,
          content_digest, last_seq, evidence_count, last_evidence_digest)
        SELECT gen_random_uuid(), 'letter', 'hash' || n, 'minji', 'haneul', 'registered', '2026-01-01', 'haneul-2026-' || n,
          'x', 2, 2, 'x' FROM generate_series(1, 1001) AS n;
        INSERT INTO submission_contents (submission_id, title, body, tracking_code, salt)
        SELECT id, 'Street  LIGHT', '비밀', 'code', decode(repeat('00', 32), 'hex') FROM submissions`);
      await db.migrate.latest({ migrationSource });
      expect(await db('search_terms').distinct('office', 'text')).toEqual([
        { office: 'haneul', text: ' 김민지 street light' },
      ]);
      expect((await db('search_terms')).length).toBe(1001);
      const gram = (text: string) => (text.charCodeAt(0) << 16) | text.charCodeAt(1);
      const found = await db.raw('SELECT count(*) AS count FROM search_terms WHERE grams @> ?', [
        [gram('민지'), gram('gh')],
      ]);
      expect(found.rows).toEqual([{ count: 1001 }]);
    } finally {
      await db.destroy();
      await database.drop();
    }
  });

  it('know when the time for a supplement began that was asked for before', async () => {
    const database = await createTestDatabase();
    const db = openDatabase({ url: database.url, pool: 2 });
    try {
      await db.migrate.down({ migrationSource, name: '0007-supplement-period' });
      const ids = ['first', 'extended', 'again', 'resumed'].map(
        (_, n) => `00000000-0000-4000-8000-00000000000${n}`,
      );
      const asked = 'request_supplement';
      const more = 'request_supplement_extension';
      const [first, extended, again, resumed] = ids;
      const commands = [
        [first, asked],
        ...[asked, 'supplement', 'request_resend', more, more].map((kind) => [extended, kind]),
        ...[asked, more, 'supplement_missed', more].map((kind) => [again, kind]),
        ...[asked, 'supplement'].map((kind) => [resumed, kind]),
      ].map(([submission_id, kind], n) => ({
        ...{ id: `00000000-0000-4000-8000-0000000001${n + 10}`, submission_id, kind, seq: n + 1 },
        ...{ actor: 'minji', capacity: 'party', status: 'applied', facts: {} },
        accepted_at: new Date(Date.UTC(2027, 0, n + 1)),
      }));
      await db('people').insert({ id: 'minji', name: '김민지', language: 'ko' });
      const office = { code: 'haneul', name: JSON.stringify({ ko: '하늘시', en: 'Haneul' }) };
      await db('offices').insert({
        ...office,
        time_zone: 'Asia/Seoul',
        email: 'a@example.org',
        accepts_letters: true,
      });
      for (const id of ids)
        await db('submissions').insert({
          ...{ id, kind: 'letter', tracking_hash: id, party_person: 'minji', received_at: new Date(0) },
          ...{ state: id === resumed ? 'in_process' : 'supplement_requested', content_digest: 'x' },
          ...{ office: 'haneul', registered_at: new Date(0), registration_number: id, clock: 'running' },
          ...{ last_seq: 99, evidence_count: 2, last_evidence_digest: 'x' },
        });
      await db('commands').insert(commands);
      await db.migrate.latest({ migrationSource });
      const rows = await db('submissions').orderBy('id').select('supplement_from', 'supplement_periods');
      const began = (day: number, periods: number) => ({
        supplement_from: new Date(Date.UTC(2027, 0, day)),
        supplement_periods: periods,
      });
      const none = { supplement_from: null, supplement_periods: null };
      expect(rows).toEqual([began(1, 1), began(4, 3), began(9, 2), none]);
    } finally {
      await db.destroy();
      await database.drop();
    }
  });

  it('queue for the log what was written before there was one, and what is written from then on', async () => {
    const database = await createTestDatabase();
    const db = openDatabase({ url: database.url, pool: 2 });
    const entry = (id: string) =>
      db('audit_entries').insert({
        ...{ id, at: new Date(0), actor: 'a', capacity: 'party', action: 'x', request_id: 'r' },
      });
    const [before, after] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
    const form = (version: number) =>
      db('form_versions').insert({
        ...{
          form: 'certificate',
          version,
          definition: '{}',
          digest: 'x',
          published_at: new Date(0),
          published_by: 'a',
        },
      });
    const queued = () => db('log_queue').orderBy('position').select('kind', 'subject');
    try {
      await db.migrate.down({ migrationSource, name: '0011-archived-histories' });
      await db.migrate.down({ migrationSource, name: '0008-transparency-log' });
      await db('offices').insert({
        ...{
          code: 'haneul',
          name: '{}',
          time_zone: 'Asia/Seoul',
          email: 'a@example.org',
          accepts_letters: true,
        },
      });
      await db('forms').insert({ id: 'certificate', office: 'haneul', current_version: 1 });
      await form(1);
      await entry(before);
      await db.migrate.latest({ migrationSource });
      const first = [
        { kind: 'form', subject: 'certificate:1' },
        { kind: 'access', subject: before },
      ];
      expect(await queued()).toEqual(first);
      await entry(after);
      await form(2);
      expect(await queued()).toEqual([
        ...first,
        { kind: 'access', subject: after },
        { kind: 'form', subject: 'certificate:2' },
      ]);
    } finally {
      await db.destroy();
      await database.drop();
    }
  });

  it('queue for the statistics what had ended and been answered before, and what ends from then on', async () => {
    const database = await createTestDatabase();
    const db = openDatabase({ url: database.url, pool: 2 });
    const [open, ended, answered] = ['0', '1', '2'].map((n) => `00000000-0000-4000-8000-00000000000${n}`);
    try {
      await downBelow(db, '0031-statistics-cells');
      await db('people').insert({ id: 'minji', name: '김민지', language: 'ko' });
      await db('offices').insert({
        ...{ code: 'haneul', name: '{}', time_zone: 'Asia/Seoul', email: 'a@example.org' },
        accepts_letters: true,
      });
      for (const id of [open, ended, answered])
        await db('submissions').insert({
          ...{ id, kind: 'letter', tracking_hash: id, party_person: 'minji', received_at: new Date(0) },
          ...{ state: id === open ? 'accepted' : 'withdrawn', content_digest: 'x' },
          ...{ closed_at: id === open ? null : new Date(1), office: 'haneul' },
          ...{ last_seq: 1, evidence_count: 1, last_evidence_digest: 'x' },
        });
      const answer = { submission_id: answered, office: 'haneul', rating: 4, answered_at: new Date(2) };
      await db('survey_answers').insert(answer);
      await db.migrate.latest({ migrationSource });
      const queued = () => db('statistics_queue').orderBy(['submission_id', 'fact']);
      const before = [
        { submission_id: ended, fact: 'end' },
        { submission_id: answered, fact: 'answer' },
        { submission_id: answered, fact: 'end' },
      ];
      expect(await queued()).toEqual(before);
      await db('submissions')
        .where({ id: open })
        .update({ state: 'withdrawn', closed_at: new Date(3) });
      await db('survey_answers').insert({ ...answer, submission_id: open });
      const later = ['answer', 'end'].map((fact) => ({ submission_id: open, fact }));
      expect(await queued()).toEqual([...later, ...before]);
      // What happens to it afterwards queues nothing again.
      await db('statistics_queue').delete();
      await db('submissions').update({ evidence_count: 2, closed_at: db.ref('closed_at') });
      expect(await queued()).toEqual([]);
    } finally {
      await db.destroy();
      await database.drop();
    }
  });

  it('leave a database in which evidence, register and audit cannot be changed', async () => {
    const database = await createTestDatabase();
    const db = openDatabase({ url: database.url, pool: 2 });
    try {
      await db('audit_entries').insert({
        id: '00000000-0000-4000-8000-000000000000',
        at: new Date(0),
        actor: 'a',
        capacity: 'party',
        action: 'x',
        request_id: 'r',
      });
      await expect(db('audit_entries').update({ actor: 'b' })).rejects.toThrow(/never changed/);
      await expect(db('audit_entries').delete()).rejects.toThrow(/never changed/);
    } finally {
      await db.destroy();
      await database.drop();
    }
  });
});
