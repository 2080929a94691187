import { randomUUID } from 'node:crypto';
import type { Answer, PostOptions } from './api-client';
import { refuseInEveryWay } from './contract-acts';
import type { System } from './system';

export const DRAFT_OPERATIONS = [
  'saveDraft',
  'listDrafts',
  'readDraft',
  'readDraftProblems',
  'editDraft',
  'submitDraft',
  'removeDraft',
];

const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const FOREIGN = { ...LETTER, organisation: '000-00-00017' };
const DRAFTS = '/v1/drafts';

/** Every answer that is documented about drafts. */
export async function driveDrafts(
  system: System,
  put: (operation: string, answer: Answer) => Answer,
): Promise<void> {
  const get = async (operation: string, who: string | null, path: string, expected: number) => {
    const answer = put(operation, await system.as(who).get(path));
    expect([operation, answer.status]).toEqual([operation, expected]);
  };
  const post = async (
    operation: string,
    path: string,
    body: unknown,
    expected: number,
    options: PostOptions = {},
    who = 'minji',
  ) => {
    const answer = put(operation, await system.as(who).post(path, body, options));
    expect([operation, answer.status, answer.body.code]).toEqual([operation, expected, answer.body.code]);
    return answer;
  };
  const etag = '"1"';
  const key = randomUUID();
  await refuseInEveryWay(system, put, { operation: 'saveDraft', who: 'minji', path: DRAFTS, body: LETTER });
  await post('saveDraft', DRAFTS, FOREIGN, 403);
  const { id } = (await post('saveDraft', DRAFTS, LETTER, 201, { key })).body;
  const path = `${DRAFTS}/${id}`;
  for (const [operation, of] of [
    ['listDrafts', DRAFTS],
    ['readDraft', path],
    ['readDraftProblems', `${path}/problems`],
  ] as const) {
    await get(operation, 'minji', of, 200);
    await get(operation, 'minji', `${of}?nonsense=1`, 400);
    await get(operation, null, of, 401);
    if (operation !== 'listDrafts') await get(operation, 'junho', of, 404);
  }
  for (const [operation, what, body] of [
    ['editDraft', 'edits', LETTER],
    ['submitDraft', 'submissions', {}],
    ['removeDraft', 'removals', {}],
  ] as const) {
    const changes = operation === 'removeDraft' ? {} : { etag };
    const act = { operation, who: 'minji', path: `${path}/${what}`, body, ...changes };
    await refuseInEveryWay(system, put, act);
    await post(operation, act.path, body, 404, { etag }, 'junho');
  }
  await post('editDraft', `${path}/edits`, FOREIGN, 403, { etag });
  await post('editDraft', `${path}/edits`, LETTER, 200, { etag });
  await system.db('drafts').where({ id }).update({ organisation: FOREIGN.organisation });
  await post('submitDraft', `${path}/submissions`, {}, 403, { etag: '"2"' });
  await system.db('drafts').where({ id }).update({ organisation: null });
  await refuseReader(system, (shared, options) =>
    post('removeDraft', `${DRAFTS}/${shared}/removals`, {}, 403, options),
  );
  await post('submitDraft', `${path}/submissions`, {}, 201, { etag: '"2"' });
  // What the key made is no draft any more.
  await post('saveDraft', DRAFTS, LETTER, 404, { key });
  const later = (await post('saveDraft', DRAFTS, LETTER, 201)).body.id;
  await post('submitDraft', `${DRAFTS}/${later}/submissions`, {}, 202, { etag, wait: 0 });
  const last = (await post('saveDraft', DRAFTS, LETTER, 201)).body.id;
  await post('removeDraft', `${DRAFTS}/${last}/removals`, {}, 200);
}

/** Who only reads for an organisation does not throw away what is shared there. */
async function refuseReader(
  system: System,
  remove: (shared: string, options: PostOptions) => Promise<Answer>,
): Promise<void> {
  const { organisation } = FOREIGN;
  const shared = (await system.as('sora').post(DRAFTS, { ...FOREIGN, shared: true })).body.id;
  const member = { organisation, person: 'demo-minji' };
  await system.db('organisation_members').insert({ ...member, roles: ['read'] });
  expect((await remove(shared, {})).body.code).toBe('organisation.not_a_member');
  await system.db('organisation_members').where(member).delete();
}
