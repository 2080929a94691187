import type { Confirmation, Member, Membership, OrganisationRole } from '../domain/organisation';
import type { Words } from '../domain/words';
import type { Db, Tx } from './knex';

export interface OrganisationRow {
  number: string;
  name: Words;
  representative: string | null;
  /** Counts changes of who is a member; the `ETag`. */
  version: number;
  confirmedHow: Confirmation;
  confirmedBy: string | null;
  confirmedAt: Date | null;
}

const COLUMNS = `o.number, o.name, o.representative, o.version, o.confirmed_how AS "confirmedHow",
  o.confirmed_by AS "confirmedBy", o.confirmed_at AS "confirmedAt"`;
const FOLDED = `regexp_replace(upper(o.number), '[^0-9A-Z]', '', 'g')`;

/** Whoever claims, confirms or settles a number does so alone until the end of the transaction. */
export async function lockNumber(tx: Tx, folded: string): Promise<void> {
  await tx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 8))', [folded]);
}

/** By its number in whatever spelling, folded. */
export async function findByFolded(tx: Tx, folded: string): Promise<OrganisationRow | undefined> {
  const { rows } = await tx.raw(`SELECT ${COLUMNS} FROM organisations o WHERE ${FOLDED} = ?`, [folded]);
  return rows[0];
}

export async function findOrganisation(db: Db | Tx, number: string): Promise<OrganisationRow | undefined> {
  const { rows } = await db.raw(`SELECT ${COLUMNS} FROM organisations o WHERE o.number = ?`, [number]);
  return rows[0];
}

/** Under its lock, which everything that changes who is a member takes. */
export async function lockOrganisation(tx: Tx, number: string): Promise<OrganisationRow | undefined> {
  const { rows } = await tx.raw(`SELECT ${COLUMNS} FROM organisations o WHERE o.number = ? FOR UPDATE`, [
    number,
  ]);
  return rows[0];
}

export interface NewOrganisation {
  number: string;
  name: Words;
  representative: string;
  how: Confirmation;
  by: string;
  at: Date;
}

/** @throws a unique violation on `organisations_folded` where the number is somebody's in another spelling */
export async function insertOrganisation(tx: Tx, given: NewOrganisation): Promise<void> {
  const { number, name, representative, how, by, at } = given;
  await tx('organisations').insert({
    ...{ number, name: JSON.stringify(name), representative },
    ...{ confirmed_how: how, confirmed_by: by, confirmed_at: at },
  });
}

/** The number is confirmed anew, for somebody else. */
export async function handOver(tx: Tx, given: NewOrganisation): Promise<void> {
  const { number, name, representative, how, by, at } = given;
  await tx('organisations')
    .where({ number })
    .update({
      ...{ name: JSON.stringify(name), representative },
      ...{ confirmed_how: how, confirmed_by: by, confirmed_at: at },
    });
}

export async function findRoles(db: Db | Tx, number: string, person: string): Promise<OrganisationRole[]> {
  const row = await db('organisation_members').where({ organisation: number, person }).first('roles');
  return row?.roles ?? [];
}

/** A member as others of the organisation see it. */
export interface MemberRow extends Member {
  name: string;
}

export async function listMembers(db: Db | Tx, number: string): Promise<MemberRow[]> {
  const { rows } = await db.raw(
    `SELECT m.person, m.roles, p.name FROM organisation_members m JOIN people p ON p.id = m.person
     WHERE m.organisation = ? ORDER BY m.person`,
    [number],
  );
  return rows;
}

/** Writes who is a member from now on; the organisation's version counts it. */
export async function writeMembership(
  tx: Tx,
  number: string,
  { representative, members }: Membership,
): Promise<void> {
  const people = members.map(({ person }) => person);
  await tx('organisation_members').where({ organisation: number }).whereNotIn('person', people).delete();
  for (const { person, roles } of members)
    await tx('organisation_members')
      .insert({ organisation: number, person, roles })
      .onConflict(['organisation', 'person'])
      .merge(['roles']);
  await tx('organisations')
    .where({ number })
    .update({ representative, version: tx.raw('version + 1') });
}

export interface OwnOrganisation {
  number: string;
  name: Words;
  roles: OrganisationRole[];
  representative: string | null;
}

export async function listOwnOrganisations(db: Db, person: string): Promise<OwnOrganisation[]> {
  const { rows } = await db.raw(
    `SELECT o.number, o.name, m.roles, o.representative
     FROM organisation_members m JOIN organisations o ON o.number = m.organisation
     WHERE m.person = ? ORDER BY o.number`,
    [person],
  );
  return rows;
}
