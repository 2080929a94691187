import { z } from 'zod';
import type { Tx } from '../db/knex';
import { ORGANISATION_ROLES } from '../domain/organisation';
import { GRANTS, OFFICE_ROLES } from '../domain/permissions';
import { RECORDS_KINDS } from '../domain/records';
import type { Deps } from './deps';

const words = z.object({ ko: z.string().min(1), en: z.string().min(1) });

/** What stands at the foot of an office's official documents. */
const letterhead = z.strictObject({
  sender: words.optional(),
  postcode: z.string().max(20).optional(),
  address: words.optional(),
  homepage: z.string().max(200).optional(),
  phone: z.string().max(50).optional(),
  fax: z.string().max(50).optional(),
});

/** A directory as a file: offices with their tree, people, organisations, who is what where. */
const Directory = z.object({
  offices: z.array(
    z.object({
      code: z.string(),
      parent: z.string().nullish(),
      name: words,
      timeZone: z.string(),
      country: z.string().length(2).default('KR'),
      email: z.email(),
      acceptsLetters: z.boolean(),
      records: z.enum(RECORDS_KINDS).default('own'),
      letterhead: letterhead.optional(),
    }),
  ),
  people: z.array(
    z.object({
      id: z.string().min(1),
      name: z.string().min(1),
      email: z.email().nullish(),
      locale: z.enum(['ko', 'en']).default('ko'),
    }),
  ),
  organisations: z
    .array(z.object({ number: z.string().min(1), name: words, representative: z.string() }))
    .default([]),
  memberships: z.array(
    z
      .object({ office: z.string(), person: z.string(), roles: z.array(z.enum(OFFICE_ROLES)).min(1) })
      // It reads without opening; an official does not (design §4).
      .refine(({ roles }) => roles.length === 1 || !roles.includes('records_system'), {
        message: 'A records system has no other role.',
        path: ['roles'],
      }),
  ),
  grants: z.array(z.object({ person: z.string(), role: z.enum(GRANTS) })).default([]),
});

/**
 * Writes a directory over what is there; nothing that the file does not name is removed.
 * @throws ZodError when the file is not a directory
 */
export async function loadDirectory(
  deps: Pick<Deps, 'db'>,
  file: unknown,
): Promise<{ offices: number; people: number }> {
  const directory = Directory.parse(file);
  await deps.db.transaction(async (tx) => {
    await writeOffices(tx, directory.offices);
    for (const { id, name, email, locale } of directory.people) {
      await tx('people')
        .insert({ id, name, email: email ?? null, language: locale })
        .onConflict('id')
        .merge();
    }
    for (const { number, name, representative } of directory.organisations) {
      await tx('organisations')
        .insert({ number, name: JSON.stringify(name) })
        .onConflict('number')
        .merge();
      // Who is in it now is its own affair: a representative who left does not come back with the file.
      const members = await tx('organisation_members').where({ organisation: number }).first('person');
      if (members !== undefined) continue;
      await tx('organisation_members')
        .insert({ organisation: number, person: representative, roles: ORGANISATION_ROLES })
        .onConflict()
        .ignore();
      await tx('organisations').where({ number }).update({ representative });
    }
    for (const { office, person, roles } of directory.memberships) {
      await tx('office_members').insert({ office, person, roles }).onConflict(['office', 'person']).merge();
    }
    for (const { person, role } of directory.grants) {
      await tx('grants').insert({ person, grant: role }).onConflict().ignore();
    }
  });
  return { offices: directory.offices.length, people: directory.people.length };
}

/** Parents first, whatever the order of the file. */
async function writeOffices(tx: Tx, offices: z.infer<typeof Directory>['offices']): Promise<void> {
  const row = (office: (typeof offices)[number]) => ({
    code: office.code,
    name: JSON.stringify(office.name),
    time_zone: office.timeZone,
    country: office.country,
    email: office.email,
    accepts_letters: office.acceptsLetters,
    records: office.records,
    ...(office.letterhead === undefined ? {} : { letterhead: JSON.stringify(office.letterhead) }),
  });
  for (const office of offices) await tx('offices').insert(row(office)).onConflict('code').merge();
  for (const { code, parent } of offices)
    await tx('offices')
      .where({ code })
      .update({ parent: parent ?? null });
}
