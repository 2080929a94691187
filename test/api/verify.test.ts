import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentsOf } from '../support/documents';
import { hardFiles } from '../support/evidence/hard';
import { fallDue } from '../support/fall-due';
import { postFile } from '../support/post-file';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const MAX_BYTES = 32 * 1024 * 1024;
/** One of each kind; all of them are given to the program itself in test/unit/verifier-bounds. */
const COSTLY = [
  '4 MiB of brackets',
  '4 MiB of members',
  'a PDF with values in values',
  'a zip file of 65,000 empty entries',
];
/** On a busy machine. */
const LONGEST_MS = 25_000;
const vector = (name: string): Buffer => readFileSync(join(__dirname, '../vectors', name));

describe('POST /v1/verify', () => {
  let system: System;
  let receipt: string;
  let pdf: Buffer;

  beforeAll(async () => {
    system = await startSystem();
    const minji = system.as('minji');
    const sent = (await minji.submit(LETTER)).body;
    const path = `/v1/submissions/${sent.submission.id}/receipts/${sent.receipt.id}`;
    pdf = (await minji.get(`${path}/pdf`)).body;
    const token = await system.issuer.token('demo-minji');
    const answer = await fetch(system.url + path, { headers: { authorization: `Bearer ${token}` } });
    receipt = await answer.text();
  });
  afterAll(() => system.stop());

  it('finds a receipt of this exchange genuine by the keys that it publishes', async () => {
    const { status, body } = await postFile(system.url, receipt, { 'content-type': 'application/json' });
    expect([status, body]).toMatchObject([200, { verdict: 'genuine', kind: 'receipt', faults: [] }]);
    expect(body.proved[0]).toBe(`Issuer: ${system.url}`);
  });

  it('finds the PDF of it genuine, and with one bit of it changed not', async () => {
    const { body } = await postFile(system.url, pdf, { 'content-type': 'application/pdf' });
    expect(body).toMatchObject({ verdict: 'genuine', kind: 'pdf', faults: [] });
    const changed = Buffer.from(pdf);
    changed[changed.length >> 1] = (pdf[pdf.length >> 1] ?? 0) ^ 1;
    expect((await postFile(system.url, changed)).body).toMatchObject({ verdict: 'not_genuine', proved: [] });
  });

  it('finds the same receipt with one letter changed not genuine', async () => {
    const { body } = await postFile(system.url, receipt.replace('party', 'partY'));
    expect(body).toMatchObject({ verdict: 'not_genuine', kind: 'receipt', proved: [] });
  });

  const genuine = async (what: string, bytes: Buffer | string): Promise<void> => {
    const { body } = await postFile(system.url, bytes);
    expect([what, body.verdict, body.faults]).toEqual([what, 'genuine', []]);
  };
  const exactly = async (who: string, path: string): Promise<string> => {
    const authorization = `Bearer ${await system.issuer.token(`demo-${who}`)}`;
    return (await fetch(system.url + path, { headers: { authorization } })).text();
  };
  const ready = (path: string) =>
    until(
      () => system.as('minji').get(path),
      ({ status }) => status === 200,
      30_000,
    );

  it('finds the receipts of an official document and of its delivery genuine, and its PDF', async () => {
    const document = await documentsOf(system).dispatched();
    const minji = system.as('minji');
    const box = await until(
      () => minji.get('/v1/mailbox'),
      ({ body }) => body.items.length > 0,
    );
    const mail = `/v1/mailbox/${box.body.items[0].id}`;
    await minji.post(`${mail}/openings`, {});
    await minji.post(`${mail}/acknowledgements`, {});
    const seen: string[] = [];
    for (const [who, path] of [
      ['minji', mail],
      ['handler1', `/v1/official-documents/${document}`],
    ] as const)
      for (const { evidence } of (await system.as(who).get(`${path}/receipts`)).body.items) {
        await genuine(evidence.event, await exactly(who, `${path}/receipts/${evidence.id}`));
        seen.push(evidence.event);
      }
    expect(seen).toEqual(
      expect.arrayContaining([
        ...['ContentConsignment', 'ContentHandover', 'DocumentAcknowledged'],
        ...['DocumentProposed', 'DocumentRegistered', 'DocumentDispatched'],
      ]),
    );
    await genuine('PDF', (await minji.get(`${mail}/pdf`)).body);
    const stranger = await system.as('minji').get(`${mail}/receipts/${document}`);
    expect(stranger.status).toBe(404);
  });

  it('finds the certificate of a disposal genuine in each of its forms', async () => {
    const { id } = (await system.as('minji').submit(LETTER)).body.submission;
    const reply = { title: '답변', body: '회신합니다.' };
    await system.as('handler1').act(id, 'decisions', { outcome: 'granted', reply });
    await fallDue(system, id);
    const review = { decision: 'destroy', reason: 'period_over', words: '기간이 지났습니다.' };
    expect((await system.as('approver').act(id, 'disposal-reviews', review)).status).toBe(200);
    const receipts = await until(
      async () => (await system.as('minji').get(`/v1/submissions/${id}/receipts`)).body.items,
      (items) => items.at(-1).evidence.event === 'Disposed',
    );
    for (const { evidence } of receipts)
      await genuine(evidence.event, await exactly('minji', `/v1/submissions/${id}/receipts/${evidence.id}`));
    const certificate = `/v1/submissions/${id}/receipts/${receipts.at(-1).evidence.id}`;
    await genuine('PDF', (await system.as('minji').get(`${certificate}/pdf`)).body);
    await ready(`${certificate}/proof`);
    await genuine('proof', await exactly('minji', `${certificate}/proof`));
    await genuine('receipt bundle', await exactly('minji', `${certificate}/bundle`));
    await genuine('bundle', (await ready(`/v1/submissions/${id}/bundle`)).body);
  }, 60_000);

  it.each([
    ['of another operator', 'genuine-bundle.zip', 'cannot_tell', 'bundle'],
    ['broken', 'pdf-updated.pdf', 'not_genuine', 'pdf'],
    ['encrypted', 'bundle-encrypted.zip', 'not_genuine', 'bundle'],
    ['foreign', 'foreign-unsigned-encrypted.pdf', 'cannot_tell', 'unknown'],
    ['nested', 'foreign-nested-10000.json', 'cannot_tell', 'unknown'],
  ])('answers clearly over a file that is %s', async (_how, name, verdict, kind) => {
    const { status, body } = await postFile(system.url, vector(name));
    expect([status, body]).toEqual([200, { verdict, kind, proved: [], faults: expect.any(Array) }]);
    expect(body.faults.length).toBeGreaterThan(0);
  });

  it('answers in bounded time over files that were made to cost some', async () => {
    const files = hardFiles.filter(({ name }) => COSTLY.includes(name));
    expect(files).toHaveLength(COSTLY.length);
    for (const { name, verdict, bytes } of files) {
      const file = bytes();
      const started = performance.now();
      const { status, body } = await postFile(system.url, file);
      expect([name, status, body.verdict]).toEqual([name, 200, verdict]);
      expect(performance.now() - started).toBeLessThan(LONGEST_MS);
    }
  }, 120_000);

  it('refuses a file that is too large, said before or noticed as it comes', async () => {
    const large = Buffer.alloc(MAX_BYTES + 1);
    expect((await postFile(system.url, large)).status).toBe(413);
    const stream = new ReadableStream({
      pull(controller) {
        controller.enqueue(large.subarray(0, 1024 * 1024));
      },
    });
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/zip' },
      body: stream,
      duplex: 'half',
    };
    const answer = await fetch(`${system.url}/v1/verify`, init as RequestInit).catch(() => undefined);
    expect([413, undefined]).toContain(answer?.status);
  });

  it('does not pass a file through the limit of other bodies', async () => {
    const { status } = await postFile(system.url, `[${'1,'.repeat(1024 * 1024)}1]`, {
      'content-type': 'application/json',
    });
    expect(status).toBe(200);
  });
});
