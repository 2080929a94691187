import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compactVerify, createLocalJWKSet } from 'jose';
import { destroyContent } from '../../activities/destroy-content';
import { CONTENT_TABLES } from '../../db/kept-content';
import { openDatabase } from '../../db/knex';
import { canonicalJson, sha256 } from '../../domain/digest';
import { restoreBackup, takeBackup } from '../support/backup';
import { found } from '../support/occurrences';
import { createTestDatabase } from '../support/parts';
import { smallPdf } from '../support/pdf-file';
import { type System, startSystem } from '../support/system';

/** One for each field that somebody fills in; nothing else in the system says it. */
const marks = new Map<string, string>();
function mark(field: string): string {
  const text = `표식각${marks.size}끝 ${field}`;
  marks.set(field, text);
  return text;
}

describe('what people write', () => {
  let system: System;
  const all = new Map<string, string>();
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  const as = (person: string) => system.as(person);
  const get = async (person: string, id: string, what: string) =>
    as(person).get(`/v1/submissions/${id}/${what}`);

  /** A letter the whole way, each field of it and of the office's acts marked. */
  async function letterWithEverything(): Promise<{ id: string; file: string }> {
    const file = (await as('minji').upload(`${mark('file.name')}.txt`, mark('file.bytes'))).body.id;
    const sent = await as('minji').submit({
      letter: { title: mark('letter.title'), body: mark('letter.body') },
      office: 'haneul-civil',
      attachments: [{ upload: file }],
    });
    expect(sent.status).toBe(201);
    const { id, trackingCode } = sent.body.submission;
    marks.set('tracking code', trackingCode);
    const act = async (person: string, what: string, body: unknown) => {
      const done = await as(person).act(id, what, body);
      expect([what, done.status]).toEqual([what, 200]);
    };
    await act('registrar', 'openings', {});
    await act('registrar', 'assignments', { handler: 'demo-handler1' });
    await act('handler1', 'openings', {});
    const note = await as('handler1').post(`/v1/submissions/${id}/notes`, { body: mark('note') });
    expect(note.status).toBe(201);
    const asked = { fields: ['/body'], attachments: [], days: 5, words: mark('supplement-request.words') };
    await act('handler1', 'supplement-requests', asked);
    const further = (await as('minji').upload(`${mark('supplement.file')}.txt`, mark('supplement.bytes')))
      .body;
    await act('minji', 'supplements', {
      letter: { title: mark('supplement.title'), body: mark('supplement.body') },
      attachments: [{ upload: further.id }],
    });
    await act('handler1', 'extensions', { period: 'P2D', words: mark('extension.words') });
    await act('handler1', 'decisions', {
      outcome: 'refused',
      reasons: mark('decision.reasons'),
      remedy: mark('decision.remedy'),
      reply: { title: mark('reply.title'), body: mark('reply.body') },
    });
    await act('handler1', 'corrections', {
      words: mark('correction.words'),
      reply: { title: mark('correction.title'), body: mark('correction.body') },
    });
    const said = { rating: 3, comment: mark('survey.comment') };
    expect((await as('minji').post(`/v1/submissions/${id}/survey`, said)).status).toBe(201);
    const receipts = (await get('minji', id, 'receipts')).body.items;
    for (const { evidence } of receipts) {
      const pdf = await get('minji', id, `receipts/${evidence.id}/pdf`);
      expect(pdf.status).toBe(200);
    }
    return { id, file };
  }

  /** A form with answers, taken in at the counter. */
  async function intakeWithEverything(): Promise<string> {
    const scan = (await as('registrar').upload(`${mark('scan.name')}.pdf`, smallPdf())).body.id;
    const taken = await as('registrar').post('/v1/offices/haneul-civil/intakes', {
      channel: 'in_person',
      receivedAt: new Date(Date.now() - 60_000).toISOString(),
      sender: {
        name: mark('sender.name'),
        address: mark('sender.address'),
        organisation: mark('sender.organisation'),
        email: `${Buffer.from(mark('sender.email')).toString('hex')}@example.org`,
        language: 'ko',
      },
      letter: { title: mark('intake.title'), body: mark('intake.body') },
      attachments: [{ upload: scan }],
      note: mark('intake.note'),
    });
    expect(taken.status).toBe(201);
    return taken.body.submission.id;
  }

  async function formWithAnswers(): Promise<string> {
    const { definition, form } = (await as('minji').get('/v1/forms/information-disclosure-request')).body;
    const { example } = definition;
    const request = {
      ...example.request,
      subject: mark('answers.subject'),
      details: mark('answers.details'),
    };
    const answers = { ...example, request };
    const sent = await as('minji').submit({ form: { id: form }, answers, office: 'haneul-civil' });
    expect(sent.status).toBe(201);
    return sent.body.submission.id;
  }

  let letter: { id: string; file: string };
  let intake: string;
  let form: string;

  it('is read again as it was written', async () => {
    letter = await letterWithEverything();
    intake = await intakeWithEverything();
    form = await formWithAnswers();
    for (const [field, text] of marks) all.set(field, text);
    const said = async (...answers: Promise<{ status: number; body: unknown }>[]) => {
      const bodies = await Promise.all(answers);
      expect(bodies.map(({ status }) => status)).toEqual(bodies.map(() => 200));
      return bodies
        .map(({ body }) => (Buffer.isBuffer(body) ? body.toString() : JSON.stringify(body)))
        .join('\n');
    };
    await as('registrar').act(intake, 'openings', {});
    const read = await said(
      get('minji', letter.id, ''),
      get('minji', letter.id, 'content?version=1'),
      get('minji', letter.id, 'content'),
      get('minji', letter.id, 'versions'),
      get('minji', letter.id, 'timeline'),
      get('minji', letter.id, 'decision'),
      get('minji', letter.id, `attachments/${letter.file}`),
      get('handler1', letter.id, 'notes'),
      get('registrar', intake, 'content'),
      get('registrar', intake, 'notes'),
      get('minji', form, 'content'),
      as('handler1').get('/v1/offices/haneul-civil/survey-answers'),
    );
    const unread = [...all].filter(([, text]) => !read.includes(text)).map(([field]) => field);
    expect(unread.sort()).toEqual(['sender.email', 'supplement.bytes']);
  });

  it('stands nowhere in the rows but in the search terms, and in no stored file, in any form', async () => {
    const texts = [...all.values()];
    const backup = await takeBackup(system.db);
    const terms = Buffer.from((backup.get('search_terms') ?? []).join('\n'));
    expect(found(texts, terms).length).toBeGreaterThan(2);
    backup.delete('search_terms');
    const rows = Buffer.from([...backup.values()].flat().join('\n'));
    for (const table of CONTENT_TABLES) expect(backup.get(table)?.length).toBeGreaterThan(0);
    expect(found(texts, rows)).toEqual([]);
    // What looks would have found it.
    const seen = `${rows} ${Buffer.from(texts[0] ?? '').toString('base64')} ${Buffer.from(texts[1] ?? '', 'utf16le').toString('hex')}`;
    expect(found(texts, Buffer.from(seen))).toEqual(texts.slice(0, 2));

    const dir = filesDir(system);
    const names = await readdir(dir, { recursive: true, withFileTypes: true });
    const stored = names.filter((entry) => entry.isFile());
    expect(stored.length).toBeGreaterThan(10);
    for (const entry of stored)
      expect(found(texts, await readFile(join(entry.parentPath, entry.name)))).toEqual([]);
    // Bytes that nobody sealed show what they are; those with words must not.
    const sealedPrints = await system.db('printed_documents').where({ words: true });
    expect(sealedPrints.length).toBeGreaterThan(3);
    for (const { file_key, content_key } of sealedPrints) {
      expect(content_key).not.toBeNull();
      expect((await readFile(join(dir, file_key))).subarray(0, 4).toString()).toBe('GMF1');
    }
  });

  it('has one key for each submission and one for each file', async () => {
    const submissions = await system.db('submissions').pluck('content_key');
    const files = await system.db('files').pluck('content_key');
    const keys = [...submissions, ...files];
    expect(keys).not.toContain(null);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('does not open where it was moved: into another row, another table, another submission', async () => {
    const rowOf = (id: string) => system.db('submission_contents').where({ submission_id: id });
    const { sealed } = await rowOf(letter.id).first('sealed');
    const other = (await rowOf(form).first('sealed')).sealed;
    await rowOf(letter.id).update({ sealed: other });
    const refused = await get('minji', letter.id, 'content');
    expect(refused).toMatchObject({ status: 503, body: { code: 'content.damaged' } });
    await rowOf(letter.id).update({ sealed });
    const notes = system.db('notes').where({ submission_id: letter.id });
    const kept = await notes.clone().first('sealed');
    await notes.clone().update({ sealed });
    expect(await get('handler1', letter.id, 'notes')).toMatchObject({ status: 503 });
    await notes.clone().update(kept);
    expect((await get('minji', letter.id, 'content')).status).toBe(200);
  });

  describe('once it is destroyed', () => {
    const receiptsOf = async (id: string) => (await get('minji', id, 'receipts')).body.items;
    const provesStill = async (id: string) => {
      const keys = createLocalJWKSet((await as('minji').get('/.well-known/jwks.json')).body);
      for (const { evidence, digest, jws } of await receiptsOf(id)) {
        const { payload } = await compactVerify(jws, keys);
        expect(Buffer.from(payload).toString()).toBe(canonicalJson(evidence));
        expect(sha256(canonicalJson(evidence))).toBe(digest);
      }
    };
    let before: { backup: Awaited<ReturnType<typeof takeBackup>>; files: string };
    let receipts: unknown;
    let plainPdf: Buffer;
    let registrations: unknown[];
    let keys: string[];

    beforeAll(async () => {
      before = { backup: await takeBackup(system.db), files: `${filesDir(system)}-backup` };
      await cp(filesDir(system), before.files, { recursive: true });
      receipts = await receiptsOf(letter.id);
      const [first] = receipts as { evidence: { id: string } }[];
      plainPdf = (await get('minji', letter.id, `receipts/${first?.evidence.id}/pdf`)).body;
      registrations = await system.db('registrations').orderBy('number');
      keys = [
        ...(await system.db('submissions').where({ id: letter.id }).pluck('content_key')),
        ...(await system.db('files').where({ submission_id: letter.id }).pluck('content_key')),
      ];
      expect(keys).toHaveLength(3);
      await destroyContent({ ...system, now: () => new Date() }, letter.id);
    });

    it('has no key, no row, no file and no search term any more', async () => {
      for (const key of keys)
        expect(await system.cipher.open([{ key, place: '', sealed: Buffer.alloc(40) }])).toEqual([undefined]);
      for (const table of ['submission_contents', 'content_versions', 'notes', 'files', 'search_terms'])
        expect(await system.db(table).where({ submission_id: letter.id })).toEqual([]);
      const words = await system
        .db('command_contents')
        .whereIn('command_id', system.db('commands').where({ submission_id: letter.id }).select('id'));
      expect(words).toEqual([]);
      expect(await readdir(join(filesDir(system), 'sealed'))).not.toContain(letter.file);
      const desk = await as('registrar').get(
        `/v1/desk?${new URLSearchParams({ text: all.get('supplement.title') ?? '' })}`,
      );
      expect(desk.body.items).toEqual([]);
    });

    it.each(['content', 'content?version=1', 'versions', 'decision'])('answers 410 to %s', async (what) => {
      expect(await get('minji', letter.id, what)).toMatchObject({
        status: 410,
        body: { code: 'content.destroyed' },
      });
    });

    it('answers 410 to notes and attachments, and 409 to whoever would add to it', async () => {
      const destroyed = { status: 410, body: { code: 'content.destroyed' } };
      expect(await get('handler1', letter.id, 'notes')).toMatchObject(destroyed);
      expect(await get('minji', letter.id, `attachments/${letter.file}`)).toMatchObject(destroyed);
      const note = await as('handler1').post(`/v1/submissions/${letter.id}/notes`, { body: 'x' });
      expect(note).toMatchObject({ ...destroyed, status: 409 });
      const correction = { words: 'x', reply: { title: 'x', body: 'x' } };
      expect(await as('handler1').act(letter.id, 'corrections', correction)).toMatchObject({
        ...destroyed,
        status: 409,
      });
    });

    it('leaves register, evidence and receipts, which prove what they proved', async () => {
      expect(await receiptsOf(letter.id)).toEqual(receipts);
      await provesStill(letter.id);
      expect(await system.db('registrations').orderBy('number')).toEqual(registrations);
      const shown = await get('minji', letter.id, '');
      expect(shown).toMatchObject({ status: 200, body: { state: 'closed', outcome: 'refused' } });
      expect(shown.body.trackingCode).toBeUndefined();
      const timeline = await get('minji', letter.id, 'timeline');
      expect(timeline.body.items.length).toBeGreaterThan(5);
      expect(timeline.body.items.filter(({ words }: { words: unknown }) => words !== null)).toEqual([]);
    });

    it('prints receipts without words; those that had none are the same bytes as ever', async () => {
      const [first] = await receiptsOf(letter.id);
      const printed = await get('minji', letter.id, `receipts/${first.evidence.id}/pdf`);
      expect(printed.body.equals(plainPdf)).toBe(true);
      const decided = (await receiptsOf(letter.id)).find(
        ({ evidence }: { evidence: { event: string } }) => evidence.event === 'DecisionRecorded',
      );
      const pdf = () => get('minji', letter.id, `receipts/${decided.evidence.id}/pdf`);
      const [one, again] = [await pdf(), await pdf()];
      expect([one.status, again.body.equals(one.body)]).toEqual([200, true]);
    });

    it('may be destroyed again, and touches nobody else', async () => {
      await destroyContent({ ...system, now: () => new Date() }, letter.id);
      expect((await get('minji', form, 'content')).status).toBe(200);
      expect((await get('registrar', intake, 'content')).status).toBe(200);
    });

    it('is unreadable from the first step on, and goes on where it stopped', async () => {
      const { id } = (await as('minji').submit({ letter: { title: 'x', body: 'y' }, office: 'haneul-civil' }))
        .body.submission;
      const row = () => system.db('submissions').where({ id }).first('content_key', 'content_destroyed_at');
      const { content_key: key } = await row();
      const breaking = {
        ...system,
        now: (): Date => {
          throw new Error('killed before the rows were deleted');
        },
      };
      await expect(destroyContent(breaking, id)).rejects.toThrow('killed');
      expect((await row()).content_destroyed_at).toBeNull();
      expect(await system.cipher.open([{ key, place: '', sealed: Buffer.alloc(40) }])).toEqual([undefined]);
      await destroyContent({ ...system, now: () => new Date() }, id);
      expect((await row()).content_destroyed_at).not.toBeNull();
      expect((await get('minji', id, 'content')).status).toBe(410);
    });

    it('stays destroyed when an older backup of database and files is restored', async () => {
      const restored = await createTestDatabase();
      const db = openDatabase({ url: restored.url, pool: 2 });
      await restoreBackup(db, before.backup);
      await db.destroy();
      const revived = await startSystem({
        worker: false,
        through: () => restored.appUrl,
        env: { KEYS_DIR: String(system.config.keys.dir), PUBLIC_URL: system.url, FILES_DIR: before.files },
      });
      try {
        const minji = revived.as('minji');
        const of = (what: string) => minji.get(`/v1/submissions/${letter.id}/${what}`);
        for (const what of ['content', 'versions', 'decision', `attachments/${letter.file}`])
          expect(await of(what)).toMatchObject({ status: 410, body: { code: 'content.destroyed' } });
        expect(
          (await of('timeline')).body.items.every(({ words }: { words: unknown }) => words === null),
        ).toBe(true);
        expect((await of('receipts')).body.items).toEqual(receipts);
        const others = await minji.get(`/v1/submissions/${form}/content`);
        expect(JSON.stringify(others.body)).toContain(all.get('answers.details'));
      } finally {
        await revived.stop();
        await restored.drop();
      }
    });
  });
});

function filesDir({ config }: System): string {
  if (config.files.kind !== 'folder') throw new Error('The tests keep files in a folder.');
  return config.files.dir;
}
