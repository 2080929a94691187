import { insertFormVersion, keepWritten, lockForm, versionWith } from '../db/form-store';
import type { Deps } from './deps';
import { digestOf } from './publish-form';

/**
 * Publishes forms that ship as data: a new one as version 1, a changed one as the next version, one that was loaded
 * before not at all: loading twice is the same as once, and what an office published since stays in force.
 * @returns how many versions were published
 */
export async function loadForms(
  deps: Pick<Deps, 'db' | 'schemas' | 'now'>,
  definitions: unknown[],
): Promise<number> {
  let published = 0;
  for (const unchecked of definitions) {
    const definition = deps.schemas.check(unchecked);
    const digest = digestOf(definition);
    await deps.db.transaction(async (tx) => {
      const current = await lockForm(tx, definition.id);
      const known = await versionWith(tx, definition.id, digest);
      // What was loaded before the order of members was kept gets it now.
      if (known !== undefined) return keepWritten(tx, definition, known);
      const version = (current?.currentVersion ?? 0) + 1;
      await insertFormVersion(tx, { definition, version, digest, at: deps.now(), by: 'system' });
      published += 1;
    });
  }
  return published;
}
