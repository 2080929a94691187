import { randomUUID } from 'node:crypto';
import type { Answer, ApiClient } from './api-client';
import type { System } from './system';

/** An act that is no act on a submission, with what it takes. */
export interface BesideAct {
  operation: string;
  who: string;
  path: string;
  body: unknown;
  /** Of a change, the version that is there. */
  etag?: string;
}

/**
 * Provokes every refusal that an act's class alone can give: no token, a body that is not as documented, too large or of
 * the wrong type, the same key under way and used for something else, no version or a stale one.
 */
export async function refuseInEveryWay(
  system: System,
  put: (operation: string, answer: Answer) => Answer,
  act: BesideAct,
): Promise<void> {
  const { operation, who, path, body, etag } = act;
  const post = async (
    expected: number,
    sent: unknown,
    options: Parameters<ApiClient['post']>[2] = {},
    as: string | null = who,
  ): Promise<void> => {
    const answer = put(operation, await system.as(as).post(path, sent, { etag, wait: 0, ...options }));
    expect([operation, answer.status, answer.body.code]).toEqual([operation, expected, answer.body.code]);
  };
  await post(401, body, {}, null);
  await post(400, { nonsense: true });
  await post(413, { nonsense: 'x'.repeat(1_100_000) });
  await post(415, body, { headers: { 'content-type': 'text/plain' } });
  if (etag !== undefined) {
    await post(428, body, { etag: undefined });
    await post(412, body, { etag: '"999"' });
  }
  const busy = randomUUID();
  await system.db.transaction(async (tx) => {
    await tx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 7))', [`demo-${who}\n${busy}`]);
    await post(409, body, { key: busy });
  });
  const used = randomUUID();
  await system.as(who).upload('x.txt', 'x', used);
  await post(422, body, { key: used });
}
