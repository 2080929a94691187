import { canonicalJson, sha256 } from '../domain/digest';
import type { FormDefinition } from '../domain/form';
import type { Db, Tx } from './knex';

export interface FormVersion {
  form: string;
  version: number;
  definition: FormDefinition;
  digest: string;
  publishedAt: Date;
  /** False once the form as a whole was withdrawn. */
  inForce: boolean;
  /** The offices that it may go to, while not every one takes it; null is all of them. */
  openFor: string[] | null;
}

const WRITTEN = '(SELECT x.written FROM form_texts x WHERE x.form = v.form AND x.version = v.version)';
const COLUMNS = `v.form, v.version, v.definition, ${WRITTEN} AS written, v.digest,
  v.published_at AS "publishedAt", NOT f.withdrawn AS "inForce", f.open_for AS "openFor"`;

type StoredVersion = FormVersion & { written: string | null };

/**
 * As its author wrote it where that is kept, for `jsonb` forgets the order of members; but only as far as the text is what
 * the version's digest proves.
 */
function asWritten({ written, ...version }: StoredVersion): FormVersion {
  const text = written === null ? undefined : readWritten(written, version.digest);
  return text === undefined ? version : { ...version, definition: text };
}

/** @returns undefined for a text that is not what the digest says */
function readWritten(written: string, digest: string): FormDefinition | undefined {
  try {
    const definition: FormDefinition = JSON.parse(written);
    return sha256(canonicalJson(definition)) === digest ? definition : undefined;
  } catch {
    return undefined;
  }
}

/** Texts that are not what their versions' digests say, as `form:version`, and how many there are. */
export async function checkWritten(db: Db): Promise<{ looked: number; differing: string[] }> {
  const { rows } = await db.raw(
    `SELECT x.form || ':' || x.version AS row, x.written, v.digest
     FROM form_texts x JOIN form_versions v ON v.form = x.form AND v.version = x.version
     ORDER BY x.form, x.version`,
  );
  const differing = rows.filter(
    ({ written, digest }: { written: string; digest: string }) => readWritten(written, digest) === undefined,
  );
  return { looked: rows.length, differing: differing.map(({ row }: { row: string }) => row) };
}

/** One version of a form, or its current one. */
export async function findFormVersion(
  db: Db | Tx,
  form: string,
  version?: number,
): Promise<FormVersion | undefined> {
  const { rows } = await db.raw(
    `SELECT ${COLUMNS} FROM forms f JOIN form_versions v ON v.form = f.id
     WHERE f.id = ? AND v.version = COALESCE(?::integer, f.current_version)`,
    [form, version ?? null],
  );
  return rows.map(asWritten)[0];
}

/** The current versions of the forms in force, by id; `text` narrows by id and titles in both languages. */
export async function listForms(
  db: Db,
  page: { text?: string | undefined; after?: string | undefined; limit: number },
): Promise<FormVersion[]> {
  const query = db('forms as f')
    .join('form_versions as v', (on) => on.on('v.form', 'f.id').andOn('v.version', 'f.current_version'))
    .where('f.withdrawn', false)
    .orderBy('f.id')
    .limit(page.limit)
    .select(db.raw(COLUMNS));
  if (page.after !== undefined) query.where('f.id', '>', page.after);
  if (page.text !== undefined) {
    query.whereRaw("strpos(lower(f.id || ' ' || (v.definition -> 'title')::text), lower(?)) > 0", [
      page.text,
    ]);
  }
  return (await query).map(asWritten);
}

export async function listFormVersions(
  db: Db,
  form: string,
): Promise<{ version: number; digest: string; publishedAt: Date }[]> {
  const { rows } = await db.raw(
    `SELECT version, digest, published_at AS "publishedAt" FROM form_versions WHERE form = ? ORDER BY version`,
    [form],
  );
  return rows;
}

export async function lockForm(
  tx: Tx,
  form: string,
): Promise<{ office: string; currentVersion: number } | undefined> {
  const { rows } = await tx.raw(
    'SELECT office, current_version AS "currentVersion" FROM forms WHERE id = ? FOR UPDATE',
    [form],
  );
  return rows[0];
}

export async function insertFormVersion(
  tx: Tx,
  entry: { definition: FormDefinition; version: number; digest: string; at: Date; by: string },
): Promise<void> {
  const { definition, version } = entry;
  await tx.raw(
    `INSERT INTO forms (id, office, current_version) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET current_version = EXCLUDED.current_version`,
    [definition.id, definition.office, version],
  );
  await tx('form_versions').insert({
    form: definition.id,
    version,
    definition: JSON.stringify(definition),
    digest: entry.digest,
    published_at: entry.at,
    published_by: entry.by,
  });
  await keepWritten(tx, definition, version);
}

/** Keeps the order of the members of a version; once. */
export async function keepWritten(tx: Tx, definition: FormDefinition, version: number): Promise<void> {
  await tx('form_texts')
    .insert({ form: definition.id, version, written: JSON.stringify(definition) })
    .onConflict(['form', 'version'])
    .ignore();
}

export async function setOpenFor(tx: Tx, form: string, offices: string[] | null): Promise<void> {
  await tx('forms').where({ id: form }).update({ open_for: offices });
}

/** The small part of a form that changes. */
export async function isInForce(
  db: Db | Tx,
  form: string,
): Promise<(Pick<FormVersion, 'inForce' | 'openFor'> & { currentVersion: number }) | undefined> {
  const { rows } = await db.raw(
    `SELECT current_version AS "currentVersion", NOT withdrawn AS "inForce", open_for AS "openFor"
     FROM forms WHERE id = ?`,
    [form],
  );
  return rows[0];
}

/** The newest version of the form that is this very definition. */
export async function versionWith(tx: Tx, form: string, digest: string): Promise<number | undefined> {
  const row = await tx('form_versions').where({ form, digest }).orderBy('version', 'desc').first('version');
  return row?.version;
}
