import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hardFiles } from '../support/evidence/hard';
import { postFile } from '../support/post-file';
import { type System, startSystem } from '../support/system';

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
