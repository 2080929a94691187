import type { Knex } from 'knex';

/** Offices go on taking in what comes while the index is made. */
export const config = { transaction: false };

/**
 * Each office has its own pairs of characters in the index of texts, so a search reads what its own desks hold and not what
 * everybody else's do, and stops at the desk with which it has found enough. Every text is entered at once: a list of what
 * is still to be entered would be read anew for each of seventy desks. `hashtext` keeps its values across releases of
 * PostgreSQL, for hash indexes rest on them. The index before it, `search_terms_grams`, is that of the processes before.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE OR REPLACE FUNCTION grams_of_office(office text, grams integer[]) RETURNS integer[]
      LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
      RETURN ARRAY(SELECT gram # hashtext(office) FROM unnest(grams) AS gram)`);
  // What was broken off leaves an index that serves nobody.
  await knex.raw('DROP INDEX IF EXISTS search_terms_by_office');
  await knex.raw(`
    CREATE INDEX CONCURRENTLY search_terms_by_office ON search_terms USING gin (grams_of_office(office, grams))
      WITH (fastupdate = off) WHERE office IS NOT NULL`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP INDEX search_terms_by_office;
    DROP FUNCTION grams_of_office(text, integer[]);
  `);
}
