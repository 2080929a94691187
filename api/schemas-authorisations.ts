import { z } from 'zod';
import { code, instant, uuid } from './schemas';
import { person, registrationNumber } from './schemas-organisations';

const moment = z.iso.datetime({ offset: true });
/** Longer than this nobody remembers having given it. */
const LONGEST_DAYS = 5 * 366;
const lasting = ({ from, until }: { from: string; until: string }) => Date.parse(until) - Date.parse(from);

export const NewAuthorisation = z
  .strictObject({
    to: person.openapi({ description: 'The id of whoever may act, as `GET /v1/me` shows it to them' }),
    organisation: registrationNumber.optional().openapi({ description: 'Where it is not for oneself' }),
    form: code.optional().openapi({ description: 'The one form it is for; left out, all and letters too' }),
    from: moment,
    until: moment,
  })
  .refine((wanted) => lasting(wanted) > 0, { message: 'The end comes after the start.', path: ['until'] })
  .refine((wanted) => lasting(wanted) <= LONGEST_DAYS * 86_400_000, {
    message: `An authorisation lasts at most ${LONGEST_DAYS} days.`,
    path: ['until'],
  })
  .openapi('NewAuthorisation');

export const Authorisation = z
  .object({
    id: uuid,
    person: z.string().nullable(),
    personName: z.string().nullable(),
    organisation: z.string().nullable(),
    to: z.string(),
    form: z.string().nullable(),
    from: instant,
    until: instant,
    inForce: z.boolean(),
    givenBy: z.string(),
    givenAt: instant,
    revokedBy: z.string().nullable(),
    revokedAt: instant.nullable(),
  })
  .openapi('Authorisation');
export const Authorisations = z.object({ items: z.array(Authorisation), nextCursor: z.string().optional() });
