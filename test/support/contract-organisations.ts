import type { Answer } from './api-client';
import { refuseInEveryWay } from './contract-acts';
import type { System } from './system';

/** Driven here through every answer that is documented; the contract's own loops leave them out. */
export const ORGANISATION_OPERATIONS = [
  'claimOrganisation',
  'listOrganisations',
  'readOrganisation',
  'inviteMember',
  'acceptInvitation',
  'setMembership',
  'leaveOrganisation',
  'listOrganisationClaims',
  'settleOrganisationClaim',
];

const NUMBER = '000-00-00017';
const NAME = { ko: '새 기관', en: 'A new organisation' };

type Put = (operation: string, answer: Answer) => Answer;

export async function driveOrganisations(system: System, put: Put): Promise<void> {
  const get = async (operation: string, who: string | null, path: string, expected: number) => {
    const answer = put(operation, await system.as(who).get(path));
    expect([operation, answer.status]).toEqual([operation, expected]);
    return answer;
  };
  const post = async (
    operation: string,
    who: string,
    path: string,
    body: unknown,
    expected: number,
    etag?: string,
  ) => {
    const answer = put(operation, await system.as(who).post(path, body, { etag, wait: 0 }));
    expect([operation, answer.status, answer.body]).toEqual([operation, expected, answer.body]);
    return answer;
  };

  const claim = { number: '111-11-11111', name: NAME };
  const claimed = await post('claimOrganisation', 'minji', '/v1/organisations', claim, 201);
  await refuseInEveryWay(system, put, {
    ...{ operation: 'claimOrganisation', who: 'minji', path: '/v1/organisations', body: claim },
  });
  for (const operation of ['listOrganisations', 'listOrganisationClaims', 'readOrganisation'] as const) {
    const path = {
      listOrganisations: '/v1/organisations',
      listOrganisationClaims: '/v1/organisation-claims',
      readOrganisation: `/v1/organisations/${NUMBER}`,
    }[operation];
    const who = operation === 'listOrganisationClaims' ? 'operator' : 'sora';
    await get(operation, who, path, 200);
    await get(operation, who, `${path}?nonsense=1`, 400);
    await get(operation, null, path, 401);
  }
  await get('listOrganisationClaims', 'minji', '/v1/organisation-claims', 403);
  await get('readOrganisation', 'minji', `/v1/organisations/${NUMBER}`, 404);

  const settlements = `/v1/organisation-claims/${claimed.body.id}/settlements`;
  const settlement = { operation: 'settleOrganisationClaim', who: 'operator', path: settlements };
  await refuseInEveryWay(system, put, { ...settlement, body: { outcome: 'confirmed' } });
  await post('settleOrganisationClaim', 'minji', settlements, { outcome: 'confirmed' }, 403);
  const nowhere = '/v1/organisation-claims/00000000-0000-4000-8000-000000000000/settlements';
  await post('settleOrganisationClaim', 'operator', nowhere, { outcome: 'confirmed' }, 404);
  await post('settleOrganisationClaim', 'operator', settlements, { outcome: 'confirmed' }, 200);

  const invitations = `/v1/organisations/${NUMBER}/invitations`;
  const invitation = { email: 'junho@demo.invalid', roles: ['read'] };
  await post('inviteMember', 'sora', invitations, invitation, 201);
  await post('inviteMember', 'junho', invitations, invitation, 404);
  await refuseInEveryWay(system, put, {
    ...{ operation: 'inviteMember', who: 'sora', path: invitations, body: invitation },
  });

  const acceptances = '/v1/invitation-acceptances';
  const row = await system.db('mails').where({ kind: 'invitation' }).orderBy('id', 'desc').first();
  const [content] = await system.cipher.open([
    { key: row.content_key, place: `mails.sealed/${row.id}`, sealed: row.sealed },
  ]);
  const { token } = content as { token: string };
  const unknown = { token: '0'.repeat(20) };
  await post('acceptInvitation', 'junho', acceptances, unknown, 404);
  await refuseInEveryWay(system, put, {
    ...{ operation: 'acceptInvitation', who: 'junho', path: acceptances, body: unknown },
  });
  await post('acceptInvitation', 'junho', acceptances, { token }, 200);
  await post('acceptInvitation', 'minji', acceptances, { token }, 410);
  await post('inviteMember', 'junho', invitations, invitation, 403);

  const { etag } = await get('readOrganisation', 'sora', `/v1/organisations/${NUMBER}`, 200);
  const membership = { person: 'demo-junho', roles: ['submit', 'read'] };
  const memberships = `/v1/organisations/${NUMBER}/memberships`;
  const departures = `/v1/organisations/${NUMBER}/departures`;
  for (const [operation, path, body] of [
    ['setMembership', memberships, membership],
    ['leaveOrganisation', departures, { person: 'demo-junho' }],
  ] as const) {
    await post(operation, 'minji', path, body, 404, etag);
    const other = operation === 'setMembership' ? body : { person: 'demo-sora' };
    await post(operation, 'junho', path, other, 403, etag);
    await refuseInEveryWay(system, put, { operation, who: 'sora', path, body, etag });
  }
  const changed = await post('setMembership', 'sora', memberships, membership, 200, etag);
  await post('leaveOrganisation', 'junho', departures, {}, 200, changed.etag);
}
