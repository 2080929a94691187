import { GRANTS } from './grants';
import type { Db, Tx } from './knex';

/** The role as which API and worker connect. */
export interface AppRole {
  name: string;
  /** Set when the role is made; one that is there keeps its own. */
  password: string;
}

/**
 * Gives the processes' role exactly the rights of `db/grants.ts`, in one transaction: whoever runs meanwhile never
 * lacks one. Makes the role where it is missing. May be done again and again, by two at once too.
 */
export async function applyGrants(owner: Db, role: AppRole): Promise<void> {
  await owner.transaction(async (tx) => {
    await tx.raw("SELECT pg_advisory_xact_lock(hashtext('gongmun grants'))");
    await makeRole(tx, role);
    const { rows } = await tx.raw('SELECT current_database() AS name');
    // A table of the process's own making could stand before the real one.
    await tx.raw('REVOKE CREATE, TEMPORARY ON DATABASE ?? FROM PUBLIC', [rows[0].name]);
    await tx.raw('REVOKE CREATE ON SCHEMA public FROM PUBLIC');
    await tx.raw('GRANT USAGE ON SCHEMA public TO ??', [role.name]);
    await tx.raw('REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ??', [role.name]);
    for (const [table, rights] of Object.entries(GRANTS))
      await tx.raw(`GRANT ${rights.join(', ')} ON ?? TO ??`, [table, role.name]);
  });
}

/** The same in the key store, where a process may do everything to keys: whoever destroys content deletes its keys. */
export async function applyKeyGrants(owner: Db, role: AppRole): Promise<void> {
  await owner.transaction(async (tx) => {
    await tx.raw("SELECT pg_advisory_xact_lock(hashtext('gongmun grants'))");
    await makeRole(tx, role);
    await tx.raw('GRANT SELECT, INSERT, UPDATE, DELETE ON content_keys, master_keys TO ??', [role.name]);
  });
}

async function makeRole(tx: Tx, { name, password }: AppRole): Promise<void> {
  const { rows } = await tx.raw('SELECT 1 FROM pg_roles WHERE rolname = ?', [name]);
  if (rows.length > 0) return;
  // Such a statement takes no bindings; the server quotes both.
  const { rows: quoted } = await tx.raw(
    "SELECT format('CREATE ROLE %I LOGIN PASSWORD %L', ?::text, ?::text) AS sql",
    [name, password],
  );
  await tx.raw(quoted[0].sql);
}
