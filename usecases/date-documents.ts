import { dateDocument, lockUndatedDocuments } from '../db/undated-documents';
import { disposalDateOfSent, retentionRuleOf } from '../domain/retention';
import type { Deps } from './deps';

const BATCH = 100;

/**
 * Gives a date of disposal to what a process of an earlier release has dispatched: it runs beside us while we take its place and
 * knows of no retention. As what was dispatched before there was a date, without evidence of it (decision 0039). May be done
 * twice, by two workers at once.
 */
export function dateDocuments({ db }: Pick<Deps, 'db'>): Promise<void> {
  return db.transaction(async (tx) => {
    for (const { id, country, timeZone, ...sent } of await lockUndatedDocuments(tx, BATCH)) {
      const at = disposalDateOfSent(sent, { rule: retentionRuleOf(country), timeZone });
      if (at !== null) await dateDocument(tx, id, at);
    }
  });
}
