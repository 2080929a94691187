import { createTestKeyStore, type TestKeyStore } from '../support/key-store';
import { type System, startSystem } from '../support/system';

const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };

describe('the key store away', () => {
  let keyStore: TestKeyStore;
  let system: System;
  beforeAll(async () => {
    keyStore = await createTestKeyStore();
    system = await startSystem({
      env: { KEYSTORE_URL: keyStore.url, MASTER_KEYS_DIR: keyStore.mastersDir },
    });
  });
  afterAll(async () => {
    await system.stop();
    await keyStore.drop();
  });

  const goAway = () => keyStore.db.raw('ALTER TABLE content_keys RENAME TO content_keys_away');
  const comeBack = () => keyStore.db.raw('ALTER TABLE content_keys_away RENAME TO content_keys');

  it('lets documents be taken while there are keys, then answers 503, and nothing is written in the clear', async () => {
    const minji = system.as('minji');
    const { id } = (await minji.submit(LETTER)).body.submission;
    await goAway();
    const statuses: number[] = [];
    for (let n = 0; n < 300 && statuses.at(-1) !== 503; n += 1) {
      const answer = await minji.submit(LETTER, { wait: 0 });
      statuses.push(answer.status);
      if (answer.status !== 503) continue;
      expect(answer.body.code).toBe('keys.unavailable');
      expect(answer.headers.get('retry-after')).toBe('5');
    }
    expect(statuses.at(-1)).toBe(503);
    expect(statuses.filter((status) => status === 202).length).toBeGreaterThanOrEqual(99);
    expect((await minji.upload('a.txt', '내용')).status).toBe(503);
    expect((await minji.get(`/v1/submissions/${id}/receipts`)).status).toBe(200);
    const ready = await minji.get('/readyz');
    expect(ready).toMatchObject({ status: 503, body: { parts: { keys: 'not ready', database: 'ready' } } });

    await comeBack();
    const taken = statuses.length;
    const kept = await system.db('submission_contents').select('sealed', 'plain');
    expect(kept).toHaveLength(taken);
    expect(kept.every(({ sealed, plain }) => sealed !== null && plain === null)).toBe(true);
    const later = async () => (await minji.submit(LETTER, { wait: 0 })).status;
    let status = await later();
    while (status === 503) status = await later();
    expect(status).toBe(202);
    expect((await minji.get(`/v1/submissions/${id}/content`)).body.letter).toEqual(LETTER.letter);
    expect((await minji.get('/readyz')).body.parts.keys).toBe('ready');
  });
});
