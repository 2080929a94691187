import { type Db, openDatabase } from './knex';
import { requireRestrictedRole, UnrestrictedRole } from './require-restricted-role';

/**
 * The database as a process of ours uses it, with a role that cannot change what proves. With the database away the
 * process starts and waits for it; its readiness asks again.
 * @throws UnrestrictedRole when the role may
 */
export async function openRestricted(
  config: { url: string; pool: number; reach: 'everything' | 'nothing' },
  failed: (error: unknown) => void,
): Promise<Db> {
  const db = openDatabase(config);
  try {
    await requireRestrictedRole(db);
  } catch (error) {
    if (error instanceof UnrestrictedRole) {
      await db.destroy();
      throw error;
    }
    failed(error);
  }
  return db;
}
