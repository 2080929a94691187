import type { ContentCipher } from '../adapters/content-cipher';
import type { BatchStatus, LineRefusal, LineStatus } from '../domain/batch';
import type { Db, Tx } from './knex';

export interface BatchRow {
  id: string;
  person: string;
  organisation: string | null;
  /** What its lines are sealed under. */
  contentKey: string;
  status: BatchStatus;
  lines: number;
  receivedAt: Date;
  finishedAt: Date | null;
}

const COLUMNS = `id, person, organisation, content_key AS "contentKey", status, lines,
  received_at AS "receivedAt", finished_at AS "finishedAt"`;

export type NewBatch = Pick<BatchRow, 'id' | 'person' | 'organisation' | 'contentKey' | 'receivedAt'>;

export async function insertBatch(db: Db | Tx, batch: NewBatch): Promise<void> {
  await db.raw(
    `INSERT INTO batches (id, person, organisation, content_key, status, lines, received_at)
     VALUES (:id, :person, :organisation, :contentKey, 'receiving', 0, :receivedAt)`,
    { ...batch },
  );
}

/** What is sealed of a line: while it waits its document, of a refused one what was wrong with it. */
type LineContent = { document: unknown } | { refusal: Omit<LineRefusal, 'code'> };

const placeOf = (batch: string, line: number): string => `batch_lines.sealed/${batch}:${line}`;

type Sealing = Pick<ContentCipher, 'seal'>;
type Opening = Pick<ContentCipher, 'open'>;

/** Those of a person that are not done; nobody else counts them until this transaction ends. */
export async function countOpenBatches(tx: Tx, person: string): Promise<number> {
  await tx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 10))', [person]);
  const { rows } = await tx.raw(
    "SELECT count(*) AS count FROM batches WHERE person = ? AND status IN ('receiving', 'processing')",
    [person],
  );
  return rows[0].count;
}

/** Lines as they arrived, in one statement. */
export async function insertLines(
  db: Db,
  cipher: Sealing,
  { id, contentKey }: Pick<BatchRow, 'id' | 'contentKey'>,
  lines: ({ line: number } & ({ document: unknown } | { refusal: LineRefusal }))[],
): Promise<void> {
  const rows = await Promise.all(
    lines.map(async (one) => {
      const content = 'document' in one ? { document: one.document } : { refusal: withoutCode(one.refusal) };
      return {
        line: one.line,
        code: 'document' in one ? null : one.refusal.code,
        sealed: await cipher.seal(contentKey, placeOf(id, one.line), content),
      };
    }),
  );
  await db.raw(
    `INSERT INTO batch_lines (batch, line, status, code, sealed)
     SELECT CAST(:id AS uuid), line, CASE WHEN code IS NULL THEN 'waiting' ELSE 'refused' END, code, sealed
     FROM unnest(CAST(:lines AS integer[]), CAST(:codes AS text[]), CAST(:sealed AS bytea[]))
       AS given (line, code, sealed)`,
    {
      id,
      lines: rows.map(({ line }) => line),
      codes: rows.map(({ code }) => code),
      sealed: rows.map(({ sealed }) => sealed),
    },
  );
}

const withoutCode = ({ code: _, ...rest }: LineRefusal) => rest;

/** All of it has arrived. */
export async function startBatch(tx: Tx, id: string, lines: number): Promise<void> {
  await tx('batches').where({ id, status: 'receiving' }).update({ status: 'processing', lines });
}

/** Nothing of it was taken: it broke off, or had come before. */
export async function discardBatch(db: Db, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    const own = await tx('batches').where({ id, status: 'receiving' }).first('id').forUpdate();
    if (own === undefined) return;
    await tx('batch_lines').where({ batch: id }).delete();
    await tx('batches').where({ id }).delete();
  });
}

/** Uploads whose process died. */
export async function abandonedBatches(db: Db, before: Date): Promise<Pick<BatchRow, 'id' | 'contentKey'>[]> {
  return db('batches')
    .where({ status: 'receiving' })
    .where('received_at', '<', before)
    .limit(20)
    .select('id', 'content_key as contentKey');
}

export async function findBatch(db: Db | Tx, id: string): Promise<BatchRow | undefined> {
  const { rows } = await db.raw(`SELECT ${COLUMNS} FROM batches WHERE id = ?`, [id]);
  return rows[0];
}

/** Those that are being carried out, oldest first. */
export async function openBatches(db: Db): Promise<string[]> {
  return db('batches').where({ status: 'processing' }).orderBy('received_at').limit(100).pluck('id');
}

export interface WaitingLine {
  line: number;
  document: unknown;
}

/** The next lines that nobody has carried out, in order. */
export async function waitingLines(
  db: Db,
  cipher: Opening,
  { id, contentKey }: BatchRow,
  limit: number,
): Promise<WaitingLine[]> {
  const rows: { line: number; sealed: Buffer }[] = await db('batch_lines')
    .where({ batch: id, status: 'waiting' })
    .orderBy('line')
    .limit(limit)
    .select('line', 'sealed');
  const opened = await openLines(cipher, id, contentKey, rows);
  return rows.map(({ line }, index) => ({
    line,
    document: (opened[index] as { document: unknown } | undefined)?.document,
  }));
}

function openLines(
  cipher: Opening,
  batch: string,
  key: string,
  rows: { line: number; sealed: Buffer }[],
): Promise<(LineContent | undefined)[]> {
  const cells = rows.map(({ line, sealed }) => ({ key, place: placeOf(batch, line), sealed }));
  return cipher.open(cells) as Promise<(LineContent | undefined)[]>;
}

/** In the transaction of the acceptance: the content is the submission's from now on. @returns false: done before */
export async function acceptLine(
  tx: Tx,
  batch: string,
  line: number,
  submission: string,
  at: Date,
): Promise<boolean> {
  const changed = await tx('batch_lines')
    .where({ batch, line, status: 'waiting' })
    .update({ status: 'accepted', submission_id: submission, sealed: null, done_at: at });
  return changed === 1;
}

export async function refuseLine(
  db: Db,
  cipher: Sealing,
  { id, contentKey }: Pick<BatchRow, 'id' | 'contentKey'>,
  refused: { line: number; refusal: LineRefusal; at: Date },
): Promise<void> {
  const { line, refusal, at } = refused;
  const content = { refusal: withoutCode(refusal) };
  await db('batch_lines')
    .where({ batch: id, line, status: 'waiting' })
    .update({
      ...{ status: 'refused', code: refusal.code, done_at: at },
      sealed: await cipher.seal(contentKey, placeOf(id, line), content),
    });
}

/** How many of its lines were accepted and wait for the engine: those of other people wait behind them. */
export async function countUnregistered(db: Db, batch: string): Promise<number> {
  const { rows } = await db.raw(
    `SELECT count(*) AS count FROM outbox o JOIN batch_lines l ON l.submission_id = o.submission_id
     WHERE o.seq = 1 AND l.batch = ?`,
    [batch],
  );
  return rows[0].count;
}

/** @returns false while lines wait */
export async function finishBatch(db: Db, id: string, at: Date): Promise<boolean> {
  const { rowCount } = await db.raw(
    `UPDATE batches SET status = 'done', finished_at = :at
     WHERE id = :id AND status = 'processing'
       AND NOT EXISTS (SELECT 1 FROM batch_lines WHERE batch = :id AND status = 'waiting')`,
    { id, at },
  );
  return rowCount === 1;
}

export type LineCounts = Record<LineStatus, number>;

/** How many lines of each batch are in which state; one without lines is not in the answer. */
export async function countLinesOf(
  db: Db | Tx,
  batches: readonly string[],
): Promise<ReadonlyMap<string, LineCounts>> {
  const { rows } = await db.raw(
    'SELECT batch, status, count(*) AS count FROM batch_lines WHERE batch = ANY (CAST(? AS uuid[])) GROUP BY batch, status',
    [[...batches]],
  );
  const counts = new Map<string, LineCounts>();
  for (const { batch, status, count } of rows as { batch: string; status: LineStatus; count: number }[])
    counts.set(batch, { waiting: 0, accepted: 0, refused: 0, ...counts.get(batch), [status]: count });
  return counts;
}

/** Those that have arrived whole, the newest first: a person's own, or an organisation's. */
export async function listBatches(
  db: Db,
  whose: { person: string } | { organisation: string },
  page: { after: { at: string; id: string } | undefined; limit: number },
): Promise<BatchRow[]> {
  const query = db('batches').whereNot({ status: 'receiving' }).select(db.raw(COLUMNS));
  if ('person' in whose) query.where({ person: whose.person, organisation: null });
  else query.where({ organisation: whose.organisation });
  if (page.after !== undefined)
    query.whereRaw('(received_at, id) < (CAST(? AS timestamptz), CAST(? AS uuid))', [
      page.after.at,
      page.after.id,
    ]);
  return query
    .orderBy([
      { column: 'received_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(page.limit);
}

export interface LineRow {
  line: number;
  status: LineStatus;
  submission: string | null;
  doneAt: Date | null;
  refusal: LineRefusal | null;
}

/** What became of lines, from after the given one on, in order. */
export async function listLines(
  db: Db,
  cipher: Opening,
  { id, contentKey }: BatchRow,
  page: { after: number; limit: number },
): Promise<LineRow[]> {
  const { rows } = await db.raw(
    `SELECT line, status, submission_id AS submission, done_at AS "doneAt", code,
       CASE WHEN status = 'refused' THEN sealed END AS sealed
     FROM batch_lines WHERE batch = :id AND line > :after ORDER BY line LIMIT :limit`,
    { id, ...page },
  );
  const refused = rows.filter(({ sealed }: { sealed: Buffer | null }) => sealed !== null);
  const opened = await openLines(cipher, id, contentKey, refused);
  const refusals = new Map(refused.map(({ line }: { line: number }, index: number) => [line, opened[index]]));
  return rows.map(
    ({ code, sealed: _, ...row }: Omit<LineRow, 'refusal'> & { code: string | null; sealed: unknown }) => {
      const content = refusals.get(row.line) as { refusal: Omit<LineRefusal, 'code'> } | undefined;
      const words = content?.refusal ?? { detail: '', faults: [] };
      return { ...row, refusal: code === null ? null : { code, ...words } };
    },
  );
}
