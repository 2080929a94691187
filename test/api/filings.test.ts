import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { insertFiling, listFilings } from '../../db/filing-store';
import type { Tx } from '../../db/knex';
import { DIRECTORY_FILE } from '../../local/directory';
import { loadDirectory } from '../../usecases/load-directory';
import type { Answer } from '../support/api-client';
import { smallPdf } from '../support/pdf-file';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const OFFICE = 'labor-saebyeok';
const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: OFFICE };
const DECISION = { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } };
const WORDS = { words: '관할 기관으로 보냅니다.' };
const PDF = smallPdf();
const NOWHERE = '00000000-0000-4000-8000-000000000000';

interface Filing {
  id: string;
  cursor: string;
  submission: string;
  state: string;
  number: string | null;
}

describe("an office's own records system", () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem();
    await system.db('offices').where({ code: OFFICE }).update({ records: 'connector' });
    const foreign = { office: 'registry-haneul', person: 'demo-junho', roles: ['records_system'] };
    await system.db('office_members').insert(foreign);
  });
  afterAll(() => system.stop());

  const as = (who: string) => system.as(who);
  const pull = (query = '', who = 'records-labor', office = OFFICE): Promise<Answer> =>
    as(who).get(`/v1/offices/${office}/filings${query}`);
  const confirm = (filing: string, number: string, who = 'records-labor', key?: string): Promise<Answer> =>
    as(who).post(`/v1/filings/${filing}/confirmations`, { number }, { key });
  const send = async (document: object = LETTER): Promise<string> =>
    (await as('minji').submit(document)).body.submission.id;
  const filingOf = async (submission: string): Promise<Filing & Record<string, unknown>> => {
    const { body } = await pull('?limit=50');
    return body.items.find((one: Filing) => one.submission === submission);
  };
  const read = async (who: string, id: string) => (await as(who).get(`/v1/submissions/${id}`)).body;
  const evidences = async (id: string): Promise<{ event: string; actor: object; facts?: object }[]> =>
    (await as('auditor').get(`/v1/submissions/${id}/receipts`)).body.items.map(
      ({ evidence }: { evidence: object }) => evidence,
    );
  const handedOver = async (id: string) =>
    (await evidences(id)).filter(({ event }) => event === 'ContentHandover');
  async function done(who: string, id: string, what: string, body: unknown = {}): Promise<Answer> {
    const answer = await as(who).act(id, what, body);
    expect([what, answer.status, answer.body.code]).toEqual([what, 200, undefined]);
    return answer;
  }

  it('pulls what was registered, with its number, its words and its files', async () => {
    const upload = (await as('minji').upload('a.pdf', PDF)).body;
    const id = await send({ ...LETTER, attachments: [{ upload: upload.id }] });
    const submission = await read('minji', id);
    expect(submission).toMatchObject({ state: 'registered', filedAs: null });
    const filing = await filingOf(id);
    expect(filing).toMatchObject({
      submission: id,
      leg: 1,
      office: OFFICE,
      registrationNumber: submission.registrationNumber,
      state: 'registered',
      kind: 'letter',
      receivedAt: submission.receivedAt,
      registeredAt: submission.registeredAt,
      dueAt: submission.dueAt,
      number: null,
      content: { version: 1, letter: LETTER.letter, answers: null },
    });
    const sha256 = createHash('sha256').update(PDF).digest('hex');
    const url = `/v1/submissions/${id}/attachments/${upload.id}`;
    expect(filing.content).toMatchObject({ attachments: [{ id: upload.id, sha256, url }] });
    const file = await as('records-labor').get(url);
    expect([file.status, createHash('sha256').update(file.body).digest('hex')]).toEqual([200, sha256]);
    expect(await handedOver(id)).toEqual([]);
  });

  it('is recorded as having been shown what it pulled', async () => {
    const id = await send();
    await pull('?limit=50');
    const { items } = (await as('auditor').get(`/v1/submissions/${id}/accesses`)).body;
    expect(items.filter((one: { action: string }) => one.action === 'read_filings')).toEqual([
      expect.objectContaining({ actor: 'demo-records-labor', capacity: 'official', submissionId: null }),
    ]);
  });

  it('confirms with its own number, which party and officials then see; the content is handed over', async () => {
    const id = await send();
    const { id: filing, ...before } = await filingOf(id);
    const answer = await confirm(filing, '노동-2026-17');
    expect(answer).toMatchObject({
      status: 200,
      body: {
        filing,
        submission: id,
        registrationNumber: before.registrationNumber,
        number: '노동-2026-17',
      },
    });
    expect(await read('minji', id)).toMatchObject({ filedAs: '노동-2026-17' });
    expect(await read('handler-labor', id)).toMatchObject({ filedAs: '노동-2026-17' });
    // Behind whatever the procedure still has to do: an act that is waited for comes after it.
    await done('minji', id, 'progress-requests');
    expect(await handedOver(id)).toMatchObject([
      {
        actor: { id: 'demo-records-labor', capacity: 'official', office: OFFICE },
        facts: { filedAs: '노동-2026-17' },
      },
    ]);
    expect((await as('handler-labor').get(`/v1/submissions/${id}/content`)).body.code).toBe(
      'content.not_opened',
    );
  });

  it('says a confirmation again and changes nothing; another number is refused with the one that holds', async () => {
    const [first, second] = [await send(), await send()];
    const [a, b] = [await filingOf(first), await filingOf(second)];
    const given = await confirm(a.id, 'R-1', 'records-labor', 'the-same-key');
    const again = [await confirm(a.id, 'R-1', 'records-labor', 'the-same-key'), await confirm(a.id, 'R-1')];
    for (const answer of again) expect([answer.status, answer.body]).toEqual([200, given.body]);
    expect(await confirm(a.id, 'R-2')).toMatchObject({
      status: 409,
      body: { code: 'filing.confirmed_otherwise', number: 'R-1' },
    });
    expect(await confirm(b.id, 'R-1')).toMatchObject({
      status: 409,
      body: { code: 'filing.number_taken', filing: a.id },
    });
    await done('minji', first, 'progress-requests');
    expect(await handedOver(first)).toHaveLength(1);
    const { refusals } = (await as('auditor').get(`/v1/submissions/${second}/commands`)).body;
    expect(refusals).toMatchObject([{ kind: 'confirm_filing', code: 'filing.number_taken' }]);
    expect((await filingOf(second)).number).toBeNull();
  });

  it('takes one of many confirmations that come at the same moment', async () => {
    const { id } = await filingOf(await send());
    const answers = await Promise.all(['P-1', 'P-2', 'P-3', 'P-1'].map((number) => confirm(id, number)));
    const { number } = await system.db('filings').where({ id }).first('number');
    // Whoever came too late is told the same number in the refusal.
    for (const answer of answers) expect(answer.body.number).toBe(number);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
  });

  it('is shown every registration once, in order, whatever arrives between two pages', async () => {
    const begun = (await pull('?limit=50')).body.items.at(-1).cursor;
    const sent = [await send(), await send(), await send()];
    const first = (await pull(`?limit=2&cursor=${begun}`)).body;
    expect((await pull(`?limit=2&cursor=${begun}`)).body).toEqual(first);
    expect(first.nextCursor).toBe(first.items[1].cursor);
    sent.push(await send());
    const rest = (await pull(`?limit=50&cursor=${first.nextCursor}`)).body;
    expect(rest.nextCursor).toBeUndefined();
    expect([...first.items, ...rest.items].map((one: Filing) => one.submission)).toEqual(sent);
    await confirm(first.items[1].id, 'N-1');
    const waiting = (await pull(`?state=waiting&cursor=${begun}`)).body.items;
    expect(waiting.map((one: Filing) => one.submission)).toEqual([sent[0], sent[2], sent[3]]);
    const confirmed = (await pull(`?state=confirmed&cursor=${begun}`)).body.items;
    expect(confirmed).toMatchObject([{ submission: sent[1], number: 'N-1' }]);
    const late = (await pull(`?cursor=${rest.items.at(-1).cursor}`)).body;
    expect(late).toEqual({ items: [] });
  });

  it('is given nothing by a cursor that is not one of this office', async () => {
    const cursors = ['x', { office: 'haneul', position: 1 }, { office: OFFICE, position: 'a' }, null].map(
      (value) =>
        typeof value === 'string' ? value : Buffer.from(JSON.stringify(value)).toString('base64url'),
    );
    for (const cursor of cursors)
      expect(await pull(`?cursor=${cursor}`)).toMatchObject({
        status: 400,
        body: { code: 'cursor.invalid' },
      });
  });

  it('sends a decision back, once however often it is sent', async () => {
    const id = await send();
    const { etag } = await as('records-labor').get(`/v1/submissions/${id}`);
    const key = 'decision-of-R-77';
    const decide = () => as('records-labor').post(`/v1/submissions/${id}/decisions`, DECISION, { etag, key });
    const answers = [await decide(), await decide()];
    expect(answers).toMatchObject([{ status: 200 }, { status: 200 }]);
    expect(answers[1]?.body.command).toEqual(answers[0]?.body.command);
    expect((await evidences(id)).filter(({ event }) => event === 'DecisionRecorded')).toHaveLength(1);
    expect((await as('minji').get(`/v1/submissions/${id}/decision`)).body.reply).toEqual(DECISION.reply);
    expect((await filingOf(id)).state).toBe('closed');
  });

  it('sees in its queue what was withdrawn or returned, and may still give it a number', async () => {
    const [withdrawn, returned] = [await send(), await send()];
    await done('minji', withdrawn, 'withdrawals');
    await done('handler-labor', returned, 'returns', { reason: 'wrong_office', ...WORDS });
    const filing = await filingOf(withdrawn);
    expect(filing).toMatchObject({ state: 'withdrawn', content: { letter: LETTER.letter } });
    expect(await filingOf(returned)).toMatchObject({ state: 'returned' });
    expect((await confirm(filing.id, 'W-1')).status).toBe(200);
    expect((await read('minji', withdrawn)).filedAs).toBe('W-1');
    expect(await handedOver(withdrawn)).toEqual([]);
  });

  it('sees a newer version once the party has sent a supplement', async () => {
    const id = await send();
    await done('handler-labor', id, 'assignments', { handler: 'demo-handler-labor' });
    await done('handler-labor', id, 'openings');
    await done('handler-labor', id, 'supplement-requests', { fields: ['/body'], days: 5, ...WORDS });
    const letter = { title: '보완', body: '보완합니다.' };
    await done('minji', id, 'supplements', { letter });
    expect(await filingOf(id)).toMatchObject({ content: { version: 2, letter } });
  });

  it('files nothing where the office keeps its records with us, and lets no system read there', async () => {
    await system.db('offices').where({ code: OFFICE }).update({ records: 'own' });
    const id = await send();
    await system.db('offices').where({ code: OFFICE }).update({ records: 'connector' });
    expect(await filingOf(id)).toBeUndefined();
    expect((await as('records-labor').get(`/v1/submissions/${id}/content`)).body.code).toBe(
      'content.not_opened',
    );
  });

  it('keeps the entry of what was sent on, without its content, and files what comes back anew', async () => {
    const id = await send();
    const first = await filingOf(id);
    await done('handler-labor', id, 'transfers', { office: 'haneul-civil', ...WORDS });
    const gone = await filingOf(id);
    const { registrationNumber } = await read('minji', id);
    const continued = { continuedAs: registrationNumber, content: null, dueAt: null };
    expect(gone).toMatchObject({ id: first.id, state: 'transferred', ...continued });
    expect((await as('records-labor').get(`/v1/submissions/${id}/content`)).status).toBe(404);
    expect((await confirm(first.id, 'T-1')).status).toBe(200);
    expect(await read('registrar', id)).toMatchObject({ filedAs: null });
    expect(await handedOver(id)).toEqual([]);

    await done('registrar', id, 'transfers', { office: OFFICE, ...WORDS });
    const { items } = (await pull('?limit=50')).body;
    const own = items.filter((one: Filing) => one.submission === id);
    expect(own).toMatchObject([
      { id: first.id, leg: 1, number: 'T-1', state: 'transferred' },
      { leg: 3, number: null, state: 'registered', content: { letter: LETTER.letter } },
    ]);
    expect((await confirm(own[1].id, 'T-2')).status).toBe(200);
    expect((await read('minji', id)).filedAs).toBe('T-2');
    expect(await system.db('registrations').where({ submission_id: id })).toHaveLength(3);
  });

  it('hands nothing over behind a transfer that waits for its turn', async () => {
    const id = await send();
    const { id: filing } = await filingOf(id);
    await system.stopWorker();
    const sentOn = { office: 'haneul-civil', ...WORDS };
    expect((await as('handler-labor').act(id, 'transfers', sentOn, { wait: 0 })).status).toBe(202);
    expect((await confirm(filing, 'Q-1')).status).toBe(200);
    await system.startWorker();
    await until(
      () => read('registrar', id),
      (view) => view.office === 'haneul-civil',
    );
    await done('minji', id, 'progress-requests');
    expect(await handedOver(id)).toEqual([]);
    expect(await filingOf(id)).toMatchObject({ state: 'transferred', number: 'Q-1' });
  });

  it('is shown no place before another one that is taken and not committed yet', async () => {
    const elsewhere = { ...LETTER, office: 'haneul-civil' };
    const [first, second] = [await send(elsewhere), await send(elsewhere)];
    const enter = (submissionId: string) => (tx: Tx) =>
      insertFiling(tx, { submissionId, leg: 1, office: 'haneul' });
    const seen = async () =>
      (await listFilings(system.db, 'haneul', { after: 0, limit: 10 })).map(
        ({ submissionId }) => submissionId,
      );
    const waiting = async (): Promise<number> =>
      (
        await system.db.raw(
          "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
        )
      ).rows[0].count;
    let later: Promise<void> | undefined;
    await system.db.transaction(async (tx) => {
      await enter(first)(tx);
      later = system.db.transaction(enter(second));
      expect(await until(waiting, (count) => count > 0)).toBeGreaterThan(0);
      expect(await seen()).toEqual([]);
    });
    await later;
    expect(await seen()).toEqual([first, second]);
  });

  it('is named by the directory, for an office that says so, and is nothing else there', async () => {
    const directory = JSON.parse(await readFile(DIRECTORY_FILE, 'utf8'));
    const offices = directory.offices.map((office: { code: string }) =>
      office.code === 'determination' ? { ...office, records: 'connector' } : office,
    );
    const recordsOf = () => system.db('offices').where({ code: 'determination' }).first('records');
    await loadDirectory(system, { ...directory, offices });
    expect(await recordsOf()).toEqual({ records: 'connector' });
    await loadDirectory(system, directory);
    expect(await recordsOf()).toEqual({ records: 'own' });
    const both = { office: OFFICE, person: 'demo-records-labor', roles: ['handler', 'records_system'] };
    await expect(loadDirectory(system, { ...directory, memberships: [both] })).rejects.toThrow(
      /no other role/,
    );
    await system.db('offices').where({ code: OFFICE }).update({ records: 'connector' });
  });

  it('is nobody else: officials, parties and other systems neither pull nor confirm', async () => {
    const filing = await filingOf(await send());
    const pulls = ['minji', 'handler-labor', 'auditor'].map((who) => pull('', who));
    for (const answer of await Promise.all(pulls)) expect(answer.status).toBe(403);
    expect((await pull('', 'junho')).status).toBe(404);
    expect((await pull('', 'records-labor', 'haneul-civil')).status).toBe(404);
    expect((await pull('', 'records-labor', 'no-such-office')).status).toBe(404);
    expect((await confirm(filing.id, 'X-1', 'handler-labor')).status).toBe(403);
    expect((await confirm(filing.id, 'X-1', 'minji')).status).toBe(404);
    expect((await confirm(filing.id, 'X-1', 'junho')).status).toBe(404);
    expect((await confirm(NOWHERE, 'X-1')).status).toBe(404);
    expect((await filingOf(filing.submission)).number).toBeNull();
  });

  it('is no official: it has no desk and does nothing but file and decide', async () => {
    const id = await send();
    expect((await as('records-labor').get('/v1/desk')).status).toBe(403);
    const acts: [string, unknown][] = [
      ['openings', {}],
      ['assignments', { handler: 'demo-handler-labor' }],
      ['returns', { reason: 'other', ...WORDS }],
      ['transfers', { office: 'haneul-civil', ...WORDS }],
    ];
    for (const [what, body] of acts)
      expect([what, (await as('records-labor').act(id, what, body)).status]).toEqual([what, 403]);
    expect((await read('records-labor', id)).allowed).toEqual(['decide']);
  });

  it('lends its role to nobody', async () => {
    const [from, until] = [-1, 1].map((hours) => new Date(Date.now() + hours * 3_600_000).toISOString());
    const given = { office: OFFICE, person: 'demo-records-labor', to: 'demo-handler-labor', from, until };
    expect((await as('admin').post('/v1/delegations', given)).status).toBe(201);
    expect((await pull('', 'handler-labor')).status).toBe(403);
  });
});
