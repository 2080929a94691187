import { z } from 'zod';
import {
  CLAIM_STATUSES,
  CONFIRMATIONS,
  ORGANISATION_ROLES,
  REGISTRATION_NUMBER,
} from '../domain/organisation';
import { instant, PageQuery, text, uuid, words } from './schemas';

/** Organisations: claims, members, invitations. */

export const registrationNumber = z.string().regex(REGISTRATION_NUMBER);
export const person = z.string().min(1).max(255);
const roles = z
  .array(z.enum(ORGANISATION_ROLES))
  .min(1)
  .max(3)
  .refine((given) => new Set(given).size === given.length, 'Each role once.');

export const NewClaim = z
  .strictObject({ number: registrationNumber, name: z.strictObject({ ko: text(200), en: text(200) }) })
  .openapi('NewOrganisationClaim');

export const Claim = z
  .object({
    id: uuid,
    number: z.string(),
    name: words,
    person: z.string(),
    status: z.enum(CLAIM_STATUSES).openapi({
      description: 'Only of one that is `confirmed` may somebody act for the organisation',
    }),
    vouched: z.boolean(),
    how: z.enum(['identity_provider', 'official']).nullable(),
    claimedAt: instant,
    settledAt: instant.nullable(),
    settledBy: z.string().nullable(),
  })
  .openapi('OrganisationClaim');

export const ClaimsQuery = PageQuery.extend({ status: z.enum(CLAIM_STATUSES).optional() });
export const Claims = z.object({ items: z.array(Claim), nextCursor: z.string().optional() });
export const ClaimSettlement = z.strictObject({ outcome: z.enum(['confirmed', 'rejected']) });

export const Invitation = z
  .object({
    id: uuid,
    organisation: z.string(),
    roles: z.array(z.enum(ORGANISATION_ROLES)),
    invitedBy: z.string(),
    invitedAt: instant,
    expiresAt: instant,
  })
  .openapi('Invitation');
export const NewInvitation = z.strictObject({
  email: z.email().max(254),
  language: z.enum(['ko', 'en']).default('ko'),
  roles,
});
export const Acceptance = z.strictObject({ token: z.string().min(20).max(60) });

export const Organisation = z
  .object({
    number: z.string(),
    name: words,
    representative: z.string().nullable(),
    version: z.int(),
    confirmedHow: z.enum(CONFIRMATIONS),
    confirmedAt: instant.nullable(),
    members: z.array(
      z.object({ person: z.string(), name: z.string(), roles: z.array(z.enum(ORGANISATION_ROLES)) }),
    ),
    invitations: z.array(Invitation),
  })
  .openapi('Organisation');
export const OwnOrganisations = z.object({
  items: z.array(
    z.object({
      number: z.string(),
      name: words,
      roles: z.array(z.enum(ORGANISATION_ROLES)),
      representative: z.string().nullable(),
    }),
  ),
  claims: z.array(Claim),
});

export const NewMembership = z.strictObject({
  person: person.openapi({
    description:
      'Of a program `client:` and the identifier that the identity provider knows it by: it is taken in by this, without an invitation, and never with the role `manage`',
  }),
  roles,
  as: z.enum(['member', 'representative']).default('member'),
});
export const Departure = z.strictObject({ person: person.optional() });
export const Departed = z.object({ organisation: z.string(), person: z.string() });
