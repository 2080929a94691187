import { z } from 'zod';
import { OFFICE_ROLES } from '../domain/permissions';
import { instant } from './schemas';

const Member = z
  .object({
    person: z.string(),
    name: z.string(),
    roles: z.array(z.enum(OFFICE_ROLES)),
    delegations: z
      .array(
        z.object({
          to: z.string(),
          name: z.string(),
          from: instant,
          until: instant,
          inForce: z.boolean(),
        }),
      )
      .describe('Who acts with these roles, now or from a later instant on'),
  })
  .openapi('OfficeMember');
export const Members = z.object({ items: z.array(Member) });
