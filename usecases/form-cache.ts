import { type FormVersion, findFormVersion, isInForce } from '../db/form-store';
import type { Db, Tx } from '../db/knex';

export interface FormCache {
  /** A version, or the current one; `inForce` is always read from the database. */
  find(db: Db | Tx, form: string, version?: number): Promise<FormVersion | undefined>;
}

const KEPT = 500;

/** Published versions never change, so their definitions are read once; which is current and in force is asked each time. */
export function createFormCache(): FormCache {
  const versions = new Map<string, FormVersion>();
  return {
    async find(db, form, version) {
      const now = await isInForce(db, form);
      if (now === undefined) return undefined;
      const wanted = version ?? now.currentVersion;
      const key = `${form}@${wanted}`;
      const known = versions.get(key) ?? (await findFormVersion(db, form, wanted));
      if (known === undefined) return undefined;
      versions.delete(key);
      versions.set(key, known);
      const oldest = versions.keys().next().value;
      if (versions.size > KEPT && oldest !== undefined) versions.delete(oldest);
      return { ...known, inForce: now.inForce };
    },
  };
}
