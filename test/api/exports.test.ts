import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { destroyContent } from '../../activities/destroy-content';
import { documentsOf } from '../support/documents';
import { digestOf } from '../support/evidence/keys';
import { jcs } from '../support/evidence/receipt';
import { zip } from '../support/evidence/zip';
import { postFile } from '../support/post-file';
import { verdictsOfPython } from '../support/python-verifier';
import { runVerifier } from '../support/run-verifier';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';
import { unzip } from '../support/unzip';

const letter = (body: string) => ({ letter: { title: '질의', body }, office: 'haneul-civil' });
const DECISION = { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } };

describe('what is taken along', () => {
  let system: System;
  let dir: string;
  let first: string;
  let second: string;
  let draft: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'gongmun-exports-'));
    system = await startSystem({ env: { EXPORTS_KEPT: 'PT20S' } });
    const minji = system.as('minji');
    const upload = (await minji.upload('자료.txt', '첨부한 자료의 내용')).body.id;
    first = (await minji.submit({ ...letter('첫째 문서'), attachments: [{ upload }] })).body.submission.id;
    await system.as('handler1').act(first, 'decisions', DECISION);
    second = (await minji.submit(letter('둘째 문서'))).body.submission.id;
    const waiting = (await minji.upload('초안.txt', '초안에 붙인 자료')).body.id;
    const written = { letter: { title: '쓰다 만 글' }, attachments: [{ upload: waiting }] };
    draft = (await minji.post('/v1/drafts', written)).body.id;
  }, 60_000);
  afterAll(async () => {
    await system.stop();
    await rm(dir, { recursive: true, force: true });
  });

  async function genuine(bytes: Buffer): Promise<void> {
    const keys = (await system.as(null).get('/.well-known/jwks.json')).body;
    await writeFile(join(dir, 'keys.json'), JSON.stringify(keys));
    await writeFile(join(dir, 'bundle.zip'), bytes);
    const args = [join(dir, 'bundle.zip'), '--keys', join(dir, 'keys.json'), '--offline'];
    expect(await runVerifier(args)).toMatchObject({ status: 0 });
    expect(await verdictsOfPython([bytes], keys)).toEqual(['genuine']);
  }

  const zipOf = (entries: Record<string, Buffer>): Buffer =>
    zip(Object.entries(entries).map(([name, contents]) => ({ name, contents })));

  /** One bit of one entry is another, and the zip around it is as it must be: both verifiers and the API name the entry. */
  async function expectFound(entries: Record<string, Buffer>, name: string, kind: string): Promise<void> {
    const contents = Buffer.from(entries[name] ?? '');
    const at = contents.length >> 1;
    contents[at] = (contents[at] ?? 0) ^ 1;
    const bytes = zipOf({ ...entries, [name]: contents });
    const keys = (await system.as(null).get('/.well-known/jwks.json')).body;
    const { body } = await postFile(system.url, bytes, { 'content-type': 'application/zip' });
    expect([name, body]).toMatchObject([name, { verdict: 'not_genuine', kind, proved: [] }]);
    expect(body.faults.join()).toContain(`${name}: `);
    expect(await verdictsOfPython([bytes], keys)).toEqual(['not_genuine']);
  }

  it('of one record is its metadata in the words of ISO 15489 and a bundle that verifies', async () => {
    const answer = await until(
      () => system.as('handler1').get(`/v1/submissions/${first}/package`),
      ({ status }) => status !== 202,
    );
    expect(answer.status).toBe(200);
    const entries = unzip(answer.body);
    expect(Object.keys(entries)).toEqual(['metadata.json', 'bundle.zip']);
    const metadata = JSON.parse(entries['metadata.json']?.toString() ?? '');
    expect(metadata).toMatchObject({
      format: 'gongmun-record/1',
      record: { identifier: first, type: 'letter', registrations: [{ office: 'haneul-civil' }] },
      agents: { sender: { person: 'demo-minji' }, office: 'haneul-civil' },
      business: { state: 'closed', outcome: 'granted', channel: 'online' },
      disposition: { retentionClass: 'years', retentionYears: 5, rule: 'kr', status: 'none', holds: [] },
    });
    expect(metadata.eventHistory.map(({ event }: { event: string }) => event)).toContain('Closed');
    // It says nothing of what anybody wrote.
    expect(entries['metadata.json']?.toString()).not.toMatch(/질의|자료|회신/);
    await genuine(entries['bundle.zip'] ?? Buffer.alloc(0));
    await genuine(answer.body);
    await expectFound(entries, 'bundle.zip', 'record');
    const own = await system.as('minji').get(`/v1/submissions/${first}/package`);
    expect(JSON.parse(unzip(own.body)['metadata.json']?.toString() ?? '').record.components).toHaveLength(1);
  });

  it('of all that a party sent, received and has begun to write is one zip, packed in the background and kept for a while', async () => {
    const minji = system.as('minji');
    const asked = await minji.post('/v1/exports', { language: 'en' });
    expect(asked).toMatchObject({ status: 201, body: { state: 'packing', submissions: 2, drafts: 1 } });
    const path = `/v1/exports/${asked.body.id}`;
    // A worker that stops in the middle loses nothing and packs nothing twice.
    await system.stopWorker();
    await system.startWorker();
    const ready = await until(
      () => minji.get(path),
      ({ body }) => body.state === 'ready',
      60_000,
    );
    expect(ready.body).toMatchObject({ state: 'ready', packed: 3, removeAt: expect.any(String) });
    const file = await minji.get(`${path}/file`);
    expect(file.status).toBe(200);
    const entries = unzip(file.body);
    expect(Object.keys(entries)).toEqual([
      'index.json',
      `submissions/${first}.zip`,
      `submissions/${second}.zip`,
      `drafts/${draft}.zip`,
    ]);
    const taken = unzip(entries[`drafts/${draft}.zip`] ?? Buffer.alloc(0));
    const begun = JSON.parse(taken['draft.json']?.toString() ?? '');
    expect(begun).toMatchObject({ format: 'gongmun-draft/1', letter: { title: '쓰다 만 글' } });
    expect(taken[`files/${begun.attachments[0].id}`]?.toString()).toBe('초안에 붙인 자료');
    for (const id of [first, second]) await genuine(entries[`submissions/${id}.zip`] ?? Buffer.alloc(0));
    expect(entries[`submissions/${first}.zip`]?.includes('첨부한 자료의 내용')).toBe(true);
    await genuine(file.body);
    await expectFound(entries, `submissions/${second}.zip`, 'export');
    for (const who of ['junho', 'handler1', 'auditor'])
      expect([who, (await system.as(who).get(`${path}/file`)).status]).toEqual([who, 404]);
    const recorded = await system.db('audit_entries').where({ action: 'download_export' });
    expect(recorded).toMatchObject([{ actor: 'demo-minji', subjects: [asked.body.id] }]);

    // What is destroyed meanwhile is not in it any more, though it was packed before.
    await system.db('submissions').where({ id: first }).update({ disposal: 'done' });
    await destroyContent({ ...system, now: () => new Date() }, first);
    const [packed] = await system.db('export_items').where({ draft_id: draft });
    expect((await minji.post(`/v1/drafts/${draft}/removals`, {})).status).toBe(200);
    const bare = { key: packed.file_key, under: null };
    await expect(system.files.get(bare, packed.sha256)).rejects.toMatchObject({ code: 'file.missing' });
    const later = unzip((await minji.get(`${path}/file`)).body);
    expect(Object.keys(later)).toEqual(['index.json', `submissions/${second}.zip`]);
    expect(JSON.parse(later['index.json']?.toString() ?? '').submissions).toMatchObject([
      { submission: first, leftOut: 'content.destroyed' },
      { submission: second },
    ]);

    expect(JSON.parse(later['index.json']?.toString() ?? '').drafts).toEqual([
      { draft, leftOut: 'draft.gone' },
    ]);

    const removed = await until(
      () => minji.get(path),
      ({ body }) => body.state === 'removed',
      60_000,
    );
    expect(removed.body.state).toBe('removed');
    expect(await minji.get(`${path}/file`)).toMatchObject({ status: 410, body: { code: 'export.removed' } });
    expect((await minji.get('/v1/exports')).body.items).toMatchObject([{ id: asked.body.id }]);
  }, 120_000);

  it('holds what was received: sealed PDF, attachments and receipts of what was opened, receipts of the rest', async () => {
    const documents = documentsOf(system);
    const upload = (await system.as('handler1').upload('요령.txt', '제설 요령')).body.id;
    await documents.dispatched({ attachments: [{ upload }] });
    await documents.dispatched();
    await documents.dispatched();
    const minji = system.as('minji');
    const [opened, closed, removed] = await system
      .db('deliveries')
      .where({ person: 'demo-minji' })
      .orderBy('id');
    await minji.post(`/v1/mailbox/${opened.id}/openings`, {});
    await system.db('deliveries').where({ id: removed.id }).update({ removed_at: new Date() });
    const asked = await minji.post('/v1/exports', {});
    expect(asked).toMatchObject({ status: 201, body: { submissions: 2, mail: 3, parts: null } });
    const path = `/v1/exports/${asked.body.id}`;
    const ready = await until(
      () => minji.get(path),
      ({ body }) => body.state === 'ready',
      60_000,
    );
    expect(ready.body).toMatchObject({ packed: 5, parts: 1 });
    const entries = unzip((await minji.get(`${path}/file`)).body);
    const index = JSON.parse(entries['index.json']?.toString() ?? '');
    expect(index).toMatchObject({
      ...{ part: 1, parts: 1 },
      mailbox: [
        { delivery: opened.id, path: `mailbox/${opened.id}.zip` },
        { delivery: closed.id, path: `mailbox/${closed.id}.zip` },
        { delivery: removed.id, leftOut: 'mailbox.removed' },
      ],
    });
    const mail = unzip(entries[`mailbox/${opened.id}.zip`] ?? Buffer.alloc(0));
    const receipts = Object.keys(mail).filter((name) => name.startsWith('receipts/'));
    expect(receipts.length).toBeGreaterThan(1);
    expect(Object.keys(mail)).toEqual([
      ...['index.json', ...receipts, 'registration.json', 'document.pdf', `attachments/${upload}`],
    ]);
    expect(JSON.parse(mail['index.json']?.toString() ?? '')).toMatchObject({
      opened: true,
      attachments: [{ name: '요령.txt', path: `attachments/${upload}` }],
    });
    expect(mail[`attachments/${upload}`]?.toString()).toBe('제설 요령');
    for (const name of [...receipts, 'registration.json', 'document.pdf'])
      await genuine(mail[name] ?? Buffer.alloc(0));
    await genuine((await minji.get(`${path}/file`)).body);
    for (const id of [opened.id, closed.id]) await genuine(entries[`mailbox/${id}.zip`] ?? Buffer.alloc(0));
    // Whichever entry is another, in a zip that was made anew around it, is found and named.
    for (const name of [...receipts, 'registration.json', 'document.pdf', `attachments/${upload}`])
      await expectFound(mail, name, 'mail');
    const consigned = JSON.parse(mail['receipts/0001.json']?.toString() ?? '').receipt.evidence;
    const { document } = (await minji.get(`/v1/mailbox/${opened.id}`)).body;
    const parts = [{ part: `file:${upload}`, sha256: digestOf(Buffer.from('제설 요령')) }];
    expect(consigned.facts.attachments).toBe(digestOf(jcs({ parts, salt: document.attachmentsSalt })));
    // Another file in its place, with the index to fit, is not what the receipt names.
    const other = { ...mail, [`attachments/${upload}`]: Buffer.from('다른 요령') };
    const listed = JSON.parse(mail['index.json']?.toString() ?? '');
    const line = { bytes: 13, sha256: digestOf(Buffer.from('다른 요령')) };
    other['index.json'] = Buffer.from(
      jcs({ ...listed, attachments: [{ ...listed.attachments[0], ...line }] }),
    );
    const found = await postFile(system.url, zipOf(other));
    expect(found.body).toMatchObject({ verdict: 'not_genuine', kind: 'mail' });
    expect(found.body.faults.join()).toMatch(/index\.json: The attachments are not those of the receipt/);
    const left = unzip(entries[`mailbox/${closed.id}.zip`] ?? Buffer.alloc(0));
    expect(Object.keys(left).every((name) => /^(index\.json|receipts\/\d{4}\.json)$/.test(name))).toBe(true);
    const { opened_at } = await system.db('deliveries').where({ id: closed.id }).first();
    expect(opened_at).toBeNull();
  }, 120_000);

  it('is several zips where one has no room for all of it, each item in one of them', async () => {
    await system.stopWorker();
    await system.startWorker({ zipLimits: { entries: 2, bytes: 1_000_000_000 } });
    const minji = system.as('minji');
    const asked = await minji.post('/v1/exports', {});
    const path = `/v1/exports/${asked.body.id}`;
    const ready = await until(
      () => minji.get(path),
      ({ body }) => body.state === 'ready',
      60_000,
    );
    expect(ready.body.parts).toBe(2);
    const held = [];
    for (const part of [1, 2]) {
      const zip = await minji.get(`${path}/file?part=${part}`);
      expect(zip.headers.get('content-disposition')).toMatch(new RegExp(`export-[0-9-]+-${part}\\.zip`));
      const names = Object.keys(unzip(zip.body));
      const { submissions, mailbox, ...index } = JSON.parse(unzip(zip.body)['index.json']?.toString() ?? '');
      expect(index).toMatchObject({ part, parts: 2 });
      const named = [...submissions, ...mailbox].flatMap((one: { path?: string }) => one.path ?? []);
      expect(names).toEqual(['index.json', ...named]);
      held.push(...named);
    }
    expect((await minji.get(`${path}/file?part=3`)).status).toBe(404);
    const mail = await system.db('deliveries').where({ person: 'demo-minji', removed_at: null }).pluck('id');
    const sent = await system.db('submissions').where({ party_person: 'demo-minji' }).pluck('id');
    expect(held.sort()).toEqual(
      [...sent.map((id) => `submissions/${id}.zip`), ...mail.map((id) => `mailbox/${id}.zip`)].sort(),
    );
  }, 120_000);

  it('is nobody else’s to ask for', async () => {
    const foreign = await system.as('minji').post('/v1/exports', { organisation: '000-00-00017' });
    expect(foreign.status).toBe(403);
    expect((await system.as('sora').post('/v1/exports', { organisation: '000-00-00017' })).status).toBe(201);
  });
});
