import type { Db } from './knex';

/** A register's series beside its entries; 0 where one of them is not there. */
export interface Series {
  office: string;
  year: number;
  lastSeq: number;
  highest: number;
  count: number;
  /** Numbers that are not what office, year and place make them. */
  misnamed: string[];
}

export async function listSeries(db: Db): Promise<Series[]> {
  const { rows } = await db.raw(`
    SELECT office, year, COALESCE(s.last_seq, 0) AS "lastSeq", COALESCE(r.highest, 0) AS highest,
      COALESCE(r.count, 0) AS count, COALESCE(r.misnamed, '{}') AS misnamed
    FROM registration_series s
    FULL JOIN (
      SELECT office, year, max(seq) AS highest, count(*) AS count,
        array_agg(number) FILTER (WHERE number <> office || '-' || year || '-' || seq) AS misnamed
      FROM registrations GROUP BY office, year
    ) r USING (office, year)
    ORDER BY office, year`);
  return rows;
}

/** Of 1 to `highest` those that no entry has. */
export async function missingNumbers(
  db: Db,
  office: string,
  year: number,
  highest: number,
): Promise<number[]> {
  const { rows } = await db.raw(
    `SELECT n FROM generate_series(1, CAST(:highest AS integer)) n
     WHERE NOT EXISTS (SELECT 1 FROM registrations r WHERE r.office = :office AND r.year = :year AND r.seq = n)
     ORDER BY n LIMIT 1000`,
    { office, year, highest },
  );
  return rows.map(({ n }: { n: number }) => n);
}

/** The queues of filings of the offices that have records systems of their own. */
export async function listPositions(
  db: Db,
): Promise<{ office: string; lastPosition: number; highest: number; count: number }[]> {
  const { rows } = await db.raw(`
    SELECT office, COALESCE(s.last_position, 0) AS "lastPosition", COALESCE(f.highest, 0) AS highest,
      COALESCE(f.count, 0) AS count
    FROM filing_series s
    FULL JOIN (SELECT office, max(position) AS highest, count(*) AS count FROM filings GROUP BY office) f USING (office)
    ORDER BY office`);
  return rows;
}
