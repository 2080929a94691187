import { PROTECTED } from './grants';
import type { Db } from './knex';

/** The process was given a role that may change what proves, or that no policy of the rows holds. */
export class UnrestrictedRole extends Error {}

/**
 * Asks the database whether this process could change or remove what proves, as its owner and a superuser can, or pass by
 * the policies of rows (decision 0051).
 * @throws UnrestrictedRole with one sentence on what to set; Error where the tables are not there yet
 */
export async function requireRestrictedRole(db: Db): Promise<void> {
  const { rows } = await db.raw(
    `SELECT current_user AS role, c.relname AS table,
       (SELECT r.rolbypassrls FROM pg_roles r WHERE r.rolname = current_user) AS passes,
       has_table_privilege(c.oid, 'UPDATE') OR has_any_column_privilege(c.oid, 'UPDATE')
         OR has_table_privilege(c.oid, 'DELETE') OR has_table_privilege(c.oid, 'TRUNCATE')
         OR has_table_privilege(c.oid, 'TRIGGER') OR pg_has_role(c.relowner, 'MEMBER') AS free
     FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY (?) ORDER BY c.relname`,
    [[...PROTECTED]],
  );
  if (rows.length < PROTECTED.length) throw new Error('The database has not been migrated.');
  const free = rows.filter((row: { free: boolean }) => row.free);
  if (free.length === 0 && !rows[0].passes) return;
  if (free.length === 0)
    throw new UnrestrictedRole(
      `The database role ${rows[0].role} passes by the policies of rows: ALTER ROLE … NOBYPASSRLS, or give the programs another.`,
    );
  const tables = free.map((row: { table: string }) => row.table).join(', ');
  throw new UnrestrictedRole(
    `The database role ${rows[0].role} may change ${tables}: give the owner of the tables as MIGRATION_DATABASE_URL to db/migrate.ts, and a role of its own in DATABASE_URL to all programs.`,
  );
}
