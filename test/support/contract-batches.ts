import { randomUUID } from 'node:crypto';
import type { Answer } from './api-client';
import type { System } from './system';

export const BATCH_OPERATIONS = ['submitBatch', 'readBatch', 'readBatchResults'];

const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };

/** Every answer that is documented about batches. */
export async function driveBatches(
  system: System,
  put: (operation: string, answer: Answer) => Answer,
): Promise<void> {
  const minji = system.as('minji');
  const send = async (expected: number, ...rest: Parameters<typeof minji.batch>) => {
    const answer = put('submitBatch', await minji.batch(...rest));
    expect([answer.status, answer.body]).toEqual([expected, answer.body]);
    return answer;
  };
  const key = randomUUID();
  const { id } = (await send(202, [LETTER], { key })).body;
  await send(422, [LETTER, LETTER], { key });
  await send(400, []);
  await send(400, [LETTER], { key: '' });
  await send(413, '1\n'.repeat(10_001));
  await send(415, [LETTER], { headers: { 'content-type': 'application/json' } });
  await send(403, [LETTER], { query: '?organisation=000-00-00017' });
  expect(put('submitBatch', await system.as(null).batch([LETTER])).status).toBe(401);
  const busy = randomUUID();
  await system.db.transaction(async (tx) => {
    await tx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 7))', [`demo-minji\n${busy}`]);
    await send(409, [LETTER], { key: busy });
  });
  for (const [operation, path] of [
    ['readBatch', `/v1/batches/${id}`],
    ['readBatchResults', `/v1/batches/${id}/results`],
  ] as const) {
    const get = async (expected: number, who: string | null, query = '') => {
      const answer = put(operation, await system.as(who).get(path + query));
      expect([operation, answer.status]).toEqual([operation, expected]);
    };
    await get(200, 'minji');
    await get(400, 'minji', '?nonsense=1');
    await get(401, null);
    await get(404, 'junho');
  }
}
