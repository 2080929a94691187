import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { destroyContent } from '../../activities/destroy-content';
import { verdictsOfPython } from '../support/python-verifier';
import { runVerifier } from '../support/run-verifier';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const letter = (body: string) => ({ letter: { title: '질의', body }, office: 'haneul-civil' });
const DECISION = { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } };

/** The entries of a zip, taken out by another program than ours. */
function unzip(bytes: Buffer): Record<string, Buffer> {
  const script = `import sys, io, json, base64, zipfile
z = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))
assert z.testzip() is None
print(json.dumps({n: base64.b64encode(z.read(n)).decode() for n in z.namelist()}))`;
  const out = execFileSync('python3', ['-c', script], { input: bytes, maxBuffer: 1 << 28 });
  const entries = Object.entries(JSON.parse(out.toString()) as Record<string, string>);
  return Object.fromEntries(entries.map(([name, data]) => [name, Buffer.from(data, 'base64')]));
}

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
    const zip = await minji.get(`${path}/file`);
    expect(zip.status).toBe(200);
    const entries = unzip(zip.body);
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

  it('is nobody else’s to ask for', async () => {
    const foreign = await system.as('minji').post('/v1/exports', { organisation: '000-00-00017' });
    expect(foreign.status).toBe(403);
    expect((await system.as('sora').post('/v1/exports', { organisation: '000-00-00017' })).status).toBe(201);
  });
});
