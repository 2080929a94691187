import { z } from 'zod';
import type { OrganisationView } from '../../usecases/read-organisation';
import { route } from '../route';
import * as schema from '../schemas-organisations';

const tag = 'Organisations';
const byNumber = z.strictObject({ number: schema.registrationNumber });
const shown = (organisation: OrganisationView) => ({
  body: organisation,
  headers: { ETag: `"${organisation.version}"` },
});

/** Who may act for which organisation, and who says so. */
export const organisationRoutes = [
  route({
    method: 'post',
    path: '/v1/organisations',
    operation: 'claimOrganisation',
    summary:
      'Claim an organisation by its registration number; confirmed by the identity provider or an official, disputed where the number is taken',
    tag,
    permission: 'claim_organisation',
    subject: 'own',
    class: 'create',
    body: schema.NewClaim,
    answers: { 201: { description: 'The claim as it stands', schema: schema.Claim } },
    handle: async ({ useCases, actor, identity, body }) => ({
      status: 201,
      body: await useCases.claimOrganisation(actor, identity, body),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/organisations',
    operation: 'listOrganisations',
    summary: 'The organisations that I am a member of, and what I have claimed',
    tag,
    permission: 'read_own_organisations',
    subject: 'own',
    class: 'read',
    answers: { 200: { description: 'My organisations and claims', schema: schema.OwnOrganisations } },
    handle: async ({ useCases, actor }) => ({
      status: 200,
      body: await useCases.listOrganisations(actor),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/organisations/:number',
    operation: 'readOrganisation',
    summary: 'An organisation of mine with its members; to managers with its open invitations',
    tag,
    permission: 'read_organisation',
    subject: 'organisation',
    class: 'read',
    params: byNumber,
    answers: { 200: { description: 'The organisation', schema: schema.Organisation } },
    refuses: [404],
    handle: async ({ useCases, actor, params }) => ({
      status: 200,
      ...shown(await useCases.readOrganisation(actor, params.number)),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/organisations/:number/invitations',
    operation: 'inviteMember',
    summary: 'Ask somebody in by mail, with the roles they will have; valid for 7 days, once',
    tag,
    permission: 'manage_organisation',
    subject: 'organisation',
    class: 'create',
    params: byNumber,
    body: schema.NewInvitation,
    answers: { 201: { description: 'Invited; the code goes by mail', schema: schema.Invitation } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params, body }) => ({
      status: 201,
      body: await useCases.inviteMember(actor, identity, { organisation: params.number, ...body }),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/invitation-acceptances',
    operation: 'acceptInvitation',
    summary: 'Become a member with the code that came by mail',
    tag,
    permission: 'join_organisation',
    subject: 'own',
    class: 'create',
    body: schema.Acceptance,
    answers: {
      200: { description: 'The organisation, of which I am a member', schema: schema.Organisation },
    },
    refuses: [404, 410],
    handle: async ({ useCases, actor, identity, body }) => ({
      status: 200,
      ...shown(await useCases.acceptInvitation(actor, identity, body.token)),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/organisations/:number/memberships',
    operation: 'setMembership',
    summary:
      'Say what a member may do from now on, and who represents the organisation; take in a service account',
    tag,
    permission: 'manage_organisation',
    subject: 'organisation',
    class: 'change',
    params: byNumber,
    body: schema.NewMembership,
    answers: { 200: { description: 'The organisation as it is now', schema: schema.Organisation } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params, body, version }) => ({
      status: 200,
      ...shown(
        await useCases.setMembership(actor, identity, { organisation: params.number, version, ...body }),
      ),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/organisations/:number/departures',
    operation: 'leaveOrganisation',
    summary: 'Leave an organisation; a manager names another member to remove',
    tag,
    permission: 'read_organisation',
    subject: 'organisation',
    class: 'change',
    params: byNumber,
    body: schema.Departure,
    answers: { 200: { description: 'No member any more', schema: schema.Departed } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params, body, version }) => ({
      status: 200,
      body: await useCases.leaveOrganisation(actor, identity, {
        organisation: params.number,
        version,
        ...body,
      }),
    }),
  }),
  route({
    method: 'get',
    path: '/v1/organisation-claims',
    operation: 'listOrganisationClaims',
    summary: 'What is claimed, waits, is disputed; recorded as read',
    tag: 'Official',
    permission: 'read_organisation_claims',
    subject: 'system',
    class: 'read',
    query: schema.ClaimsQuery,
    answers: { 200: { description: 'A page of claims', schema: schema.Claims } },
    refuses: [403],
    handle: async ({ useCases, actor, query, requestId }) => ({
      status: 200,
      body: await useCases.listClaims(actor, { ...query, requestId }),
    }),
  }),
  route({
    method: 'post',
    path: '/v1/organisation-claims/:claim/settlements',
    operation: 'settleOrganisationClaim',
    summary: 'Confirm a claim or reject it; of a dispute that is confirmed the organisation changes hands',
    tag: 'Official',
    permission: 'settle_organisation_claim',
    subject: 'system',
    class: 'create',
    params: z.strictObject({ claim: z.uuid() }),
    body: schema.ClaimSettlement,
    answers: { 200: { description: 'Settled', schema: schema.Claim } },
    refuses: [403, 404],
    handle: async ({ useCases, actor, identity, params, body }) => ({
      status: 200,
      body: await useCases.settleClaim(actor, identity, { id: params.claim, ...body }),
    }),
  }),
];
