import { type FormVersion, findFormVersion, isInForce } from '../db/form-store';
import type { Db, Tx } from '../db/knex';

export interface FormCache {
  /** A version, or the current one. */
  find(db: Db | Tx, form: string, version?: number): Promise<FormVersion | undefined>;
}

interface Standing {
  currentVersion: number;
  inForce: boolean;
  openFor: string[] | null;
  readAt: number;
}

const KEPT = 500;
/** Whatever is withdrawn within this time is still caught: the procedure asks again before it registers. */
const STANDING_FOR_MS = 1_000;

/** Published versions never change, so they are read once; which is current and in force is asked every second. */
export function createFormCache(): FormCache {
  const versions = new Map<string, FormVersion>();
  const standings = new Map<string, Standing>();

  async function standingOf(db: Db | Tx, form: string): Promise<Standing | undefined> {
    const known = standings.get(form);
    if (known !== undefined && Date.now() - known.readAt < STANDING_FOR_MS) return known;
    const read = await isInForce(db, form);
    standings.delete(form);
    if (read === undefined) return undefined;
    const standing = { ...read, readAt: Date.now() };
    keep(standings, form, standing);
    return standing;
  }

  return {
    async find(db, form, version) {
      const standing = await standingOf(db, form);
      if (standing === undefined) return undefined;
      const wanted = version ?? standing.currentVersion;
      const key = `${form}@${wanted}`;
      const known = versions.get(key) ?? (await findFormVersion(db, form, wanted));
      if (known === undefined) return undefined;
      keep(versions, key, known);
      return { ...known, inForce: standing.inForce, openFor: standing.openFor };
    },
  };
}

/** The least recently used goes first. */
function keep<T>(kept: Map<string, T>, key: string, value: T): void {
  kept.delete(key);
  kept.set(key, value);
  const oldest = kept.keys().next().value;
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
}
