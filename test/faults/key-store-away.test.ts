import { destroyContent } from '../../activities/destroy-content';
import type { Answer } from '../support/api-client';
import { createTestKeyStore, type TestKeyStore } from '../support/key-store';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };

describe('the key store away', () => {
  let keyStore: TestKeyStore;
  let system: System;
  beforeAll(async () => {
    keyStore = await createTestKeyStore();
    system = await startSystem({
      worker: false,
      env: { KEYSTORE_URL: keyStore.url, MASTER_KEYS_DIR: keyStore.mastersDir },
    });
  });
  afterAll(async () => {
    await system.stop();
    await keyStore.drop();
  });

  const goAway = () => keyStore.db.raw('ALTER TABLE content_keys RENAME TO content_keys_away');
  const comeBack = () => keyStore.db.raw('ALTER TABLE content_keys_away RENAME TO content_keys');

  it('lets a draft be thrown away at once, whose key is destroyed when the store is back', async () => {
    const minji = system.as('minji');
    const upload = (await minji.upload('a.txt', '내용')).body.id;
    const draft = { letter: { title: '초안' }, attachments: [{ upload }] };
    const { id } = (await minji.post('/v1/drafts', draft)).body;
    const row = system.db('drafts').where({ id });
    const { content_key: key } = await row.clone().first();
    const { content_key: fileKey } = await system.db('files').where({ id: upload }).first();
    await goAway();
    expect((await minji.post(`/v1/drafts/${id}/removals`, {})).status).toBe(200);
    expect((await minji.get(`/v1/drafts/${id}`)).status).toBe(404);
    expect(await row.clone().first()).toMatchObject({ sealed: null, ended_at: expect.any(Date) });
    await comeBack();
    const keys = () => keyStore.db('content_keys').whereIn('id', [key, fileKey]).pluck('id');
    expect((await keys()).sort()).toEqual([key, fileKey].sort());
    await system.startWorker({ relay: { everyMs: 100, inspectEveryMs: 100 } });
    const left = await until(
      () => row.clone(),
      (rows) => rows.length === 0,
    );
    expect([left, await keys(), await system.db('files').where({ id: upload })]).toEqual([[], [], []]);
    await system.stopWorker();
  });

  it('lets documents be taken while there are keys, then answers 503, and nothing is written in the clear', async () => {
    const minji = system.as('minji');
    const { id } = (await minji.submit(LETTER, { wait: 0 })).body.submission;
    await goAway();
    const answers: Answer[] = [];
    // The pool holds 199 keys at most.
    while (answers.length < 300 && answers.at(-1)?.status !== 503)
      answers.push(
        ...(await Promise.all(Array.from({ length: 25 }, () => minji.submit(LETTER, { wait: 0 })))),
      );
    const taken = answers.filter(({ status }) => status === 202);
    const refused = answers.filter(({ status }) => status === 503);
    expect(taken.length + refused.length).toBe(answers.length);
    expect(taken.length).toBeGreaterThanOrEqual(99);
    expect(refused.length).toBeGreaterThan(0);
    for (const { headers, body } of refused)
      expect([body.code, headers.get('retry-after')]).toEqual(['keys.unavailable', '5']);
    expect((await minji.upload('a.txt', '내용')).status).toBe(503);
    expect((await minji.get(`/v1/submissions/${id}/receipts`)).status).toBe(200);
    // What cannot be destroyed for certain is kept.
    const destroying = destroyContent({ ...system, now: () => new Date() }, id);
    await expect(destroying).rejects.toMatchObject({ code: 'keys.unavailable' });
    const ready = await minji.get('/readyz');
    expect(ready).toMatchObject({ status: 503, body: { parts: { keys: 'not ready', database: 'ready' } } });

    await comeBack();
    const kept = await system.db('submission_contents').select('sealed', 'plain');
    expect(kept).toHaveLength(taken.length + 1);
    expect(kept.every(({ sealed, plain }) => sealed !== null && plain === null)).toBe(true);
    const later = async () => (await minji.submit(LETTER, { wait: 0 })).status;
    let status = await later();
    while (status === 503) status = await later();
    expect(status).toBe(202);
    expect((await minji.get(`/v1/submissions/${id}/content`)).body.letter).toEqual(LETTER.letter);
    expect((await minji.get('/readyz')).body.parts.keys).toBe('ready');
  });
});
