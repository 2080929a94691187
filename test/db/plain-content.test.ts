import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { encryptContent } from '../../activities/encrypt-content';
import { applyGrants } from '../../db/apply-grants';
import { placeOfFile } from '../../db/file-store';
import { openEach } from '../../db/kept-content';
import { migrationSource } from '../../db/migrations';
import { ROW_TABLES } from '../../db/plain-content';
import { APP_ROLE } from '../support/parts';
import { smallPdf } from '../support/pdf-file';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const MIGRATION = '0009-sealed-content';
const ID = {
  notes: 'id',
  files: 'id',
  content_versions: 'command_id',
  command_contents: 'command_id',
} as const;
/** Those that held content before there were keys. */
const CONTENT_TABLES = [...ROW_TABLES, 'files'] as const;

const idOf = (table: (typeof CONTENT_TABLES)[number]): string =>
  table in ID ? ID[table as keyof typeof ID] : 'submission_id';

/** What was written before there were keys: the content of a system of today, taken back to that time. */
describe('content from before there were keys', () => {
  let system: System;
  let letter: string;
  let intake: string;
  let broken: string;
  let before: unknown[];
  beforeAll(async () => {
    system = await startSystem();
    await write();
    before = await everythingRead();
    await system.stopWorker();
  });
  afterAll(() => system.stop());

  const act = async (person: string, id: string, what: string, body: unknown) => {
    const done = await system.as(person).act(id, what, body);
    expect([what, done.status]).toEqual([what, 200]);
  };

  async function write(): Promise<void> {
    const minji = system.as('minji');
    const upload = (await minji.upload('자료.txt', '자료의 내용')).body.id;
    const sent = await minji.submit({
      letter: { title: '제목', body: '본문' },
      office: 'haneul-civil',
      attachments: [{ upload }],
    });
    letter = sent.body.submission.id;
    await act('registrar', letter, 'openings', {});
    await act('registrar', letter, 'assignments', { handler: 'demo-handler1' });
    await act('handler1', letter, 'openings', {});
    await system.as('handler1').post(`/v1/submissions/${letter}/notes`, { body: '메모' });
    const asked = { fields: ['/body'], attachments: [], days: 5, words: '보완하십시오.' };
    await act('handler1', letter, 'supplement-requests', asked);
    await act('minji', letter, 'supplements', { letter: { title: '제목', body: '고친 본문' } });
    const reply = { title: '회신', body: '회신 본문' };
    await act('handler1', letter, 'decisions', { outcome: 'granted', reply });
    const scan = (await system.as('registrar').upload('스캔.pdf', smallPdf())).body.id;
    const taken = await system.as('registrar').post('/v1/offices/haneul-civil/intakes', {
      channel: 'fax',
      receivedAt: new Date(Date.now() - 60_000).toISOString(),
      sender: { name: '이보냄', address: '하늘시 동구', email: 'sender@example.org', language: 'ko' },
      letter: { title: '팩스' },
      attachments: [{ upload: scan }],
    });
    intake = taken.body.submission.id;
    await act('registrar', intake, 'openings', {});
    broken = (await minji.upload('깨짐.txt', '깨질 내용')).body.id;
  }

  /** All that shows content, with the bytes of files and printed receipts. */
  async function everythingRead(): Promise<unknown[]> {
    const receipts = (await system.as('minji').get(`/v1/submissions/${letter}/receipts`)).body.items;
    const { attachments } = (await system.as('minji').get(`/v1/submissions/${letter}/content`)).body;
    const paths = [
      ...['', '/content?version=1', '/content', '/versions', '/decision', '/timeline'].map((what) => [
        'minji',
        letter,
        what,
      ]),
      ['handler1', letter, '/notes'],
      ['minji', letter, `/attachments/${attachments[0].id}`],
      ...receipts.map(({ evidence }: { evidence: { id: string } }) => [
        'minji',
        letter,
        `/receipts/${evidence.id}/pdf`,
      ]),
      ['registrar', intake, '/content'],
    ];
    const answers: unknown[] = [];
    for (const [person, id, what] of paths) {
      const { status, body } = await system.as(String(person)).get(`/v1/submissions/${id}${what}`);
      expect([what, status]).toEqual([what, 200]);
      answers.push(Buffer.isBuffer(body) ? body.toString('hex') : body);
    }
    const { body } = await system.as('minji').get(`/v1/uploads/${broken}`);
    return [...answers, body];
  }

  /** As the rows and files of an earlier release are, in the columns of this one. */
  async function unseal(): Promise<void> {
    const { db, cipher, files } = system;
    for (const table of CONTENT_TABLES) {
      const id = idOf(table);
      const of =
        table === 'files'
          ? 't.content_key FROM files t'
          : table === 'command_contents'
            ? 's.content_key FROM command_contents t JOIN commands k ON k.id = t.command_id JOIN submissions s ON s.id = k.submission_id'
            : `s.content_key FROM ${table} t JOIN submissions s ON s.id = t.submission_id`;
      const { rows } = await db.raw(`SELECT t.${id} AS row, t.sealed, t.plain, ${of}`);
      const kept = rows.map(({ content_key: key, ...row }: { content_key: string }) => ({ ...row, key }));
      const contents = await openEach(cipher, table, kept);
      for (const [n, { row }] of kept.entries())
        await db(table)
          .where({ [id]: row })
          .update({ sealed: null, plain: JSON.stringify(contents[n]) });
    }
    const copy = async (from: { key: string; under: string }, to: string, sha256: string) => {
      const bytes = await files.get(from, sha256);
      await files.put({ key: to, under: null }, Readable.from(bytes), { maxBytes: 1_000_000 });
      await files.remove(from.key);
    };
    for (const { id, content_key, sha256 } of await db('files')) {
      const place = { ...placeOfFile({ id, contentKey: content_key }), under: content_key };
      await copy(place, `uploads/${id}`, sha256);
    }
    for (const { file_key, content_key, sha256 } of await db('printed_documents').where({ words: true })) {
      const to = `printed/old-${file_key.split('/')[1]}`;
      await copy({ key: file_key, under: content_key }, to, sha256);
      await db('printed_documents').where({ file_key }).update({ file_key: to, content_key: null });
    }
    await db('files').update({ content_key: null });
    await db('submissions').update({ content_key: null });
  }

  /** Rows, and printed documents, that are not sealed. */
  const plainRows = async (): Promise<number> => {
    const tables = CONTENT_TABLES.map((table) => system.db(table).whereNotNull('plain').pluck('plain'));
    const prints = system.db('printed_documents').whereNotNull('plain_key').pluck('plain_key');
    return (await Promise.all([...tables, prints])).flat().length;
  };

  it('goes back to the columns that it had, where nothing is sealed, and is refused where something is', async () => {
    const { db } = system;
    await expect(db.migrate.down({ migrationSource, name: MIGRATION })).rejects.toThrow(/sealed content/);
    await unseal();
    await db.migrate.down({ migrationSource, name: MIGRATION });
    expect(
      await db('submission_contents').where({ submission_id: letter }).first('title', 'body', 'answers'),
    ).toEqual({
      title: '제목',
      body: '본문',
      answers: null,
    });
    expect(await db('notes').pluck('body')).toContain('메모');
    expect(await db('people').where({ name: '이보냄' }).first('email')).toEqual({
      email: 'sender@example.org',
    });
    expect(await db('files').pluck('name')).toContain('자료.txt');
    await db.migrate.up({ migrationSource, name: MIGRATION });
    // As `db/migrate.ts` ends: rights to single columns go with the columns.
    await applyGrants(db, APP_ROLE);
    expect(await plainRows()).toBeGreaterThan(8);
    expect(await db('people').where({ name: '이보냄' })).toEqual([]);
  });

  it('gets a key with the first that is added to it', async () => {
    const { db } = system;
    const note = await system.as('registrar').post(`/v1/submissions/${intake}/notes`, { body: '새 메모' });
    expect(note).toMatchObject({ status: 201, body: { body: '새 메모' } });
    expect(await db('notes').where({ id: note.body.id }).first('plain')).toEqual({ plain: null });
    expect(await db('submissions').where({ id: intake }).pluck('content_key')).not.toEqual([null]);
  });

  it('is read as it was, sealed or not yet', async () => {
    expect(await everythingRead()).toEqual(before);
    let batches = 0;
    const afterTwo = () => {
      batches += 1;
      return batches > 4;
    };
    await encryptContent(system, afterTwo);
    const left = await plainRows();
    expect(left).toBeGreaterThan(0);
    expect(await everythingRead()).toEqual(before);
  });

  it('is sealed by the worker until nothing is left but what is damaged, and is read as before', async () => {
    if (system.config.files.kind !== 'folder') throw new Error('The tests keep files in a folder.');
    const { dir } = system.config.files;
    await writeFile(join(dir, 'uploads', broken), '다른 내용');
    await system.startWorker();
    expect(await until(plainRows, (count) => count === 1)).toBe(1);
    await system.stopWorker();
    expect(await system.db('submissions').whereNull('content_key')).toEqual([]);
    expect(await readdir(join(dir, 'uploads'))).toEqual([broken]);
    expect((await readdir(join(dir, 'printed'))).filter((name) => name.startsWith('old-'))).toEqual([]);
    expect(await everythingRead()).toEqual(before);
    expect(await encryptContent(system)).toEqual({ rows: 0, files: 0, damaged: 1 });
  });
});
