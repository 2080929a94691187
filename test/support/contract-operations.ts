import { randomUUID } from 'node:crypto';
import type { Answer } from './api-client';
import { refuseInEveryWay } from './contract-acts';
import type { System } from './system';

export const OPERATOR_OPERATIONS = [
  'readHealth',
  'listFailedMails',
  'resendMail',
  'listFailedDeliveries',
  'resendFailedDelivery',
];

const NOWHERE = '00000000-0000-4000-8000-000000000000';

type Put = (operation: string, answer: Answer) => Answer;

/** Every answer that is documented about operations; `submission` has notices, and there is a webhook. */
export async function driveOperations(system: System, put: Put): Promise<void> {
  const get = async (operation: string, who: string | null, path: string, expected: number) => {
    const answer = put(operation, await system.as(who).get(path));
    expect([operation, answer.status]).toEqual([operation, expected]);
  };
  for (const [operation, path] of [
    ['readHealth', '/v1/operations/health'],
    ['listFailedMails', '/v1/operations/mails'],
    ['listFailedDeliveries', '/v1/operations/webhook-deliveries'],
  ] as const) {
    await get(operation, 'operator', path, 200);
    await get(operation, 'operator', `${path}?nonsense=1`, 400);
    await get(operation, null, path, 401);
    await get(operation, 'minji', path, 403);
  }
  const delivery = await failedDelivery(system);
  const mail = await failedNotice(system);
  for (const [operation, path, id] of [
    ['resendMail', '/v1/operations/mails', mail],
    ['resendFailedDelivery', '/v1/operations/webhook-deliveries', delivery],
  ] as const) {
    const resends = `${path}/${id}/resends`;
    await refuseInEveryWay(system, put, { operation, who: 'operator', path: resends, body: {} });
    for (const [who, at, expected] of [
      ['minji', resends, 403],
      ['operator', `${path}/${NOWHERE}/resends`, 404],
      ['operator', resends, 201],
    ] as const) {
      const answer = put(operation, await system.as(who).post(at, {}, { wait: 0 }));
      expect([operation, who, answer.status]).toEqual([operation, who, expected]);
    }
  }
}

/** A notice of a document of its own, as the mail server refused it. @returns its id */
export async function failedNotice(system: Pick<System, 'db'>): Promise<string> {
  const id = randomUUID();
  const person = `reader-${id}`;
  await system
    .db('people')
    .insert({ id: person, name: 'Reader', email: 'reader@demo.invalid', language: 'ko' });
  const evidence = await system
    .db('evidences')
    .whereNotNull('submission_id')
    .first('id', 'submission_id', 'at');
  await system.db('notices').insert({
    ...{ id, submission_id: evidence.submission_id, evidence_id: evidence.id, kind: 'registered_party' },
    ...{ recipient_person: person, status: 'refused', attempts: 1, response: '550' },
    ...{ written_at: evidence.at, settled_at: new Date() },
  });
  return id;
}

/** A message that a webhook of an organisation did not take for days. @returns its id */
export async function failedDelivery(system: Pick<System, 'db' | 'as'>): Promise<string> {
  const organisation = '000-00-00017';
  const hook = { organisation, url: 'http://127.0.0.1:9/hook' };
  const registered = await system.as('sora').post('/v1/webhooks', hook);
  expect(registered.status).toBe(201);
  const letter = { title: '질의', body: '문의드립니다.' };
  await system.as('sora').submit({ letter, office: 'haneul-civil', organisation });
  const [{ id }] = await system
    .db('webhook_deliveries')
    .where({ webhook: registered.body.id })
    .orderBy('written_at')
    .limit(1);
  const failed = { status: 'failed', attempts: 9, response: 'ECONNREFUSED', settled_at: new Date() };
  await system.db('webhook_deliveries').where({ id }).update(failed);
  return id;
}
