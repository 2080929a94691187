import type { Answer } from './api-client';
import { refuseInEveryWay } from './contract-acts';
import type { System } from './system';
import { until } from './until';

export const WEBHOOK_OPERATIONS = [
  'registerWebhook',
  'listWebhooks',
  'activateWebhook',
  'removeWebhook',
  'listWebhookDeliveries',
  'resendWebhookDelivery',
  'authorisePerson',
  'listAuthorisations',
  'revokeAuthorisation',
];

const COMPANY = '000-00-00017';
const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const NOWHERE = '00000000-0000-4000-8000-000000000000';

type Put = (operation: string, answer: Answer) => Answer;

/** Every answer that is documented about webhooks and authorisations; `reader` is a member who may only read. */
export async function driveWebhooks(system: System, put: Put): Promise<void> {
  const get = async (operation: string, who: string | null, path: string, expected: number) => {
    const answer = put(operation, await system.as(who).get(path));
    expect([operation, answer.status]).toEqual([operation, expected]);
    return answer;
  };
  const post = async (operation: string, who: string, path: string, body: unknown, expected: number) => {
    const answer = put(operation, await system.as(who).post(path, body, { wait: 0 }));
    expect([operation, answer.status, answer.body]).toEqual([operation, expected, answer.body]);
    return answer;
  };
  const refuse = (operation: string, path: string, body: unknown) =>
    refuseInEveryWay(system, put, { operation, who: 'sora', path, body });
  await system
    .db('organisation_members')
    .insert({ organisation: COMPANY, person: 'demo-junho', roles: ['read'] })
    .onConflict(['organisation', 'person'])
    .merge();

  const hooks = '/v1/webhooks';
  const hook = { organisation: COMPANY, url: 'http://127.0.0.1:9/hook' };
  await refuse('registerWebhook', hooks, hook);
  await post('registerWebhook', 'junho', hooks, hook, 403);
  await post('registerWebhook', 'minji', hooks, hook, 404);
  const { id } = (await post('registerWebhook', 'sora', hooks, hook, 201)).body;
  await get('listWebhooks', 'sora', hooks, 200);
  await get('listWebhooks', 'sora', `${hooks}?nonsense=1`, 400);
  await get('listWebhooks', null, hooks, 401);

  await system.as('sora').submit({ ...LETTER, organisation: COMPANY });
  const log = `${hooks}/${id}/deliveries`;
  const listed = await until(
    () => system.as('sora').get(log),
    ({ body }) => body.items?.length > 0,
  );
  put('listWebhookDeliveries', listed);
  await get('listWebhookDeliveries', 'sora', `${log}?nonsense=1`, 400);
  await get('listWebhookDeliveries', null, log, 401);
  await get('listWebhookDeliveries', 'junho', log, 403);
  await get('listWebhookDeliveries', 'minji', log, 404);
  const resends = `${log}/${listed.body.items[0].id}/resends`;
  await refuse('resendWebhookDelivery', resends, {});
  await post('resendWebhookDelivery', 'junho', resends, {}, 403);
  await post('resendWebhookDelivery', 'sora', `${log}/${NOWHERE}/resends`, {}, 404);
  await post('resendWebhookDelivery', 'sora', resends, {}, 201);

  for (const [operation, what] of [
    ['activateWebhook', 'activations'],
    ['removeWebhook', 'removals'],
  ] as const) {
    const path = `${hooks}/${id}/${what}`;
    await system.db('webhooks').where({ id }).update({ status: 'disabled' });
    await refuse(operation, path, {});
    await post(operation, 'junho', path, {}, 403);
    await post(operation, 'minji', path, {}, 404);
    await post(operation, 'sora', path, {}, 200);
  }

  const authorisations = '/v1/authorisations';
  const until5 = new Date(Date.now() + 5 * 86_400_000).toISOString();
  const wanted = { to: 'demo-minji', organisation: COMPANY, from: new Date().toISOString(), until: until5 };
  await refuse('authorisePerson', authorisations, wanted);
  await post('authorisePerson', 'junho', authorisations, wanted, 403);
  await post('authorisePerson', 'registrar', authorisations, wanted, 404);
  const given = await post('authorisePerson', 'sora', authorisations, wanted, 201);
  await get('listAuthorisations', 'sora', authorisations, 200);
  await get('listAuthorisations', 'sora', `${authorisations}?nonsense=1`, 400);
  await get('listAuthorisations', null, authorisations, 401);
  const revocations = `${authorisations}/${given.body.id}/revocations`;
  await refuse('revokeAuthorisation', revocations, {});
  await post('revokeAuthorisation', 'junho', revocations, {}, 403);
  await post('revokeAuthorisation', 'registrar', revocations, {}, 404);
  await post('revokeAuthorisation', 'sora', revocations, {}, 200);
}
