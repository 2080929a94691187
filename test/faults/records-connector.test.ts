import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { smallPdf } from '../support/pdf-file';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const OFFICE = 'labor-saebyeok';
const DECISION = { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } };
const pdf = (words: string) => smallPdf(words);
const sha256 = (content: Uint8Array | string) => createHash('sha256').update(content).digest('hex');

interface Entry {
  kind: 'record' | 'confirmed' | 'decision' | 'sent';
  filing: string;
  submission: string;
  registrationNumber: string;
  number: string;
  files: string[];
}

/** Between any two of these the office's system may lose everything that it has not written down. */
const PLACES = ['pulled', 'downloaded', 'committed', 'confirming', 'confirmed'];

/**
 * The office's own system is a process of somebody else's: it commits and loses the answer, asks again after its
 * restart, and neither side may have two of anything.
 */
describe("an office's own system that dies wherever it can", () => {
  let system: System;
  let store: string;
  let office: { child: ChildProcess; url: string };

  beforeAll(async () => {
    system = await startSystem();
    await system.db('offices').where({ code: OFFICE }).update({ records: 'connector' });
    store = await mkdtemp(join(tmpdir(), 'gongmun-records-'));
    office = await startOffice();
  });
  afterAll(async () => {
    office.child.kill('SIGKILL');
    await system.stop();
    await rm(store, { recursive: true, force: true });
  });

  async function startOffice(): Promise<typeof office> {
    const child = spawn(process.execPath, [join(__dirname, '../support/records-system.mjs')], {
      env: {
        GONGMUN_URL: system.url,
        GONGMUN_TOKEN: await system.issuer.token('demo-records-labor'),
        OFFICE,
        STORE: store,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const port = await new Promise<string>((resolve) =>
      child.stdout.once('data', (said) => resolve(String(said).trim())),
    );
    return { child, url: `http://127.0.0.1:${port}` };
  }

  /** What it is told to do; where it is told to die it is killed by itself, gives no answer, and is started anew. */
  async function tell(what: 'rounds' | 'decisions', order: object): Promise<void> {
    const asked = fetch(`${office.url}/${what}`, { method: 'POST', body: JSON.stringify(order) });
    if (!('dieAt' in order)) {
      const answer = await asked;
      expect([answer.status, await answer.text()]).toEqual([200, '{}']);
      return;
    }
    const ended = new Promise((resolve) => office.child.once('exit', (_, signal) => resolve(signal)));
    await expect(asked).rejects.toThrow();
    expect(await ended).toBe('SIGKILL');
    office = await startOffice();
  }

  const journal = async (kind: Entry['kind']): Promise<Entry[]> => {
    const answer = await fetch(`${office.url}/journal`);
    return ((await answer.json()) as Entry[]).filter((entry) => entry.kind === kind);
  };

  async function submit(words: string): Promise<{ id: string; digest: string }> {
    const content = pdf(words);
    const upload = (await system.as('minji').upload('a.pdf', content)).body.id;
    const letter = { title: words, body: '문의드립니다.' };
    const sent = await system.as('minji').submit({ letter, office: OFFICE, attachments: [{ upload }] });
    return { id: sent.body.submission.id, digest: sha256(content) };
  }
  const events = async (id: string, event: string): Promise<{ facts: Record<string, unknown> }[]> =>
    (await system.as('auditor').get(`/v1/submissions/${id}/receipts`)).body.items
      .map((one: { evidence: object }) => one.evidence)
      .filter((one: { event: string }) => one.event === event);

  async function expectFiledOnce(sent: { id: string; digest: string }): Promise<void> {
    const records = (await journal('record')).filter(({ submission }) => submission === sent.id);
    const [record] = records;
    if (record === undefined) throw new Error('It has no record.');
    expect(records).toHaveLength(1);
    const view = (await system.as('minji').get(`/v1/submissions/${sent.id}`)).body;
    expect([record.number, record.registrationNumber]).toEqual([view.filedAs, view.registrationNumber]);
    expect((await journal('confirmed')).filter(({ filing }) => filing === record.filing)).toHaveLength(1);
    expect(
      await Promise.all(record.files.map(async (id) => sha256(await readFile(join(store, id))))),
    ).toEqual([sent.digest]);
    const { commands } = (await system.as('auditor').get(`/v1/submissions/${sent.id}/commands`)).body;
    expect(commands.filter(({ kind }: { kind: string }) => kind === 'open')).toHaveLength(1);
    const handed = await until(
      () => events(sent.id, 'ContentHandover'),
      (found) => found.length > 0,
    );
    expect(handed).toMatchObject([{ facts: { filedAs: record.number } }]);
  }

  it.each(PLACES)('files each registration once, under one number, when it dies having %s', async (dieAt) => {
    const sent = [await submit(`${dieAt} 1`), await submit(`${dieAt} 2`)];
    await tell('rounds', { dieAt });
    await tell('rounds', { dieAt: 'downloaded' });
    await tell('rounds', {});
    for (const one of sent) await expectFiledOnce(one);
    await tell('rounds', {});
    for (const one of sent) await expectFiledOnce(one);
  });

  it.each(['decided', 'sent'])('decides once when it dies with the decision %s', async (dieAt) => {
    const { id } = await submit(dieAt);
    await tell('rounds', {});
    await until(
      () => events(id, 'ContentHandover'),
      (found) => found.length > 0,
    );
    await tell('decisions', { submission: id, decision: DECISION, dieAt });
    await tell('rounds', {});
    await tell('rounds', {});
    const recorded = await until(
      () => events(id, 'DecisionRecorded'),
      (found) => found.length > 0,
    );
    expect(recorded).toHaveLength(1);
    const { commands } = (await system.as('auditor').get(`/v1/submissions/${id}/commands`)).body;
    expect(commands.filter(({ kind }: { kind: string }) => kind === 'decide')).toHaveLength(1);
    expect((await system.as('minji').get(`/v1/submissions/${id}/decision`)).body.reply).toEqual(
      DECISION.reply,
    );
  });

  it('has a number for each registration and a registration for each number', async () => {
    const [records, filings] = [
      await journal('record'),
      await system.db('filings').where({ office: OFFICE }).orderBy('position').select('id', 'number'),
    ];
    const registered = await system.db('registrations').where({ office: OFFICE });
    expect(filings).toEqual(records.map(({ filing, number }) => ({ id: filing, number })));
    expect(registered.map(({ number }) => number).sort()).toEqual(
      records.map(({ registrationNumber }) => registrationNumber).sort(),
    );
    expect(new Set(records.map(({ number }) => number)).size).toBe(records.length);
  });
});
