import type { OfficeRole } from '../domain/permissions';
import type { Db } from './knex';

export interface MemberRow {
  person: string;
  name: string;
  roles: OfficeRole[];
  /** Who acts with these roles for a time that has not ended, the first to begin in front. */
  delegations: { to: string; name: string; from: Date; until: Date }[];
}

/** Who belongs to an office, by name; undefined where there is no such office. */
export async function listMembers(db: Db, office: string, at: Date): Promise<MemberRow[] | undefined> {
  const { rows } = await db.raw(
    `SELECT o.code, m.person, p.name, m.roles,
       COALESCE((SELECT jsonb_agg(jsonb_build_object('to', d.delegate, 'name', stand_in.name,
           'from', d.starts_at, 'until', d.ends_at) ORDER BY d.starts_at, d.id)
         FROM delegations d JOIN people stand_in ON stand_in.id = d.delegate
         WHERE d.office = m.office AND d.person = m.person AND d.ends_at > :at AND d.revoked_at IS NULL), '[]')
       AS delegations
     FROM offices o
     LEFT JOIN office_members m ON m.office = o.code
     LEFT JOIN people p ON p.id = m.person
     WHERE o.code = :office ORDER BY p.name, m.person`,
    { office, at },
  );
  if (rows.length === 0) return undefined;
  return rows.filter((row: { person: string | null }) => row.person !== null).map(memberIn);
}

function memberIn({ person, name, roles, delegations }: MemberRow): MemberRow {
  return {
    ...{ person, name, roles },
    delegations: delegations.map(({ from, until, ...to }) => ({
      ...to,
      from: new Date(from),
      until: new Date(until),
    })),
  };
}
