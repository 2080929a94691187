import type { Schemas } from '../api/client';

export type OrganisationRole = Schemas['Organisation']['members'][number]['roles'][number];
/** What a member may do for an organisation (domain/organisation.ts). */
export const ORGANISATION_ROLES: readonly OrganisationRole[] = ['submit', 'read', 'manage'];
/** What a program may do; people manage. */
export const PROGRAM_ROLES: readonly OrganisationRole[] = ['submit', 'read'];
export const isProgram = (person: string): boolean => person.startsWith('client:');
