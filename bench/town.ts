import type { Client as PgClient } from 'pg';
import { CHIEF, nameOf } from './desk-rows';

/** Who writes to whom in a country that sends official documents: many offices, few of them large; many people, few who write often. */
export interface Town {
  offices: { code: string; handlers: string[] }[];
  people: number;
  organisations: number;
  forms: string[];
}

const OFFICES = 60;
const PEOPLE = 60_000;
const ORGANISATIONS = 6_000;
const HANDLERS = 4;

/** Puts offices, officials, people and organisations beside those of the demonstration; once. */
export async function fillTown(sql: PgClient): Promise<Town> {
  await sql.query(`
    INSERT INTO offices (code, parent, name, time_zone, email, accepts_letters)
    SELECT 'bench-office-' || n, 'haneul', jsonb_build_object('ko', '시험 ' || n || '과', 'en', 'Division ' || n), 'Asia/Seoul',
      'office-' || n || '@demo.invalid', true
    FROM generate_series(1, ${OFFICES}) n ON CONFLICT DO NOTHING;
    INSERT INTO people (id, name, language) VALUES ('${CHIEF}', 'Chief', 'ko') ON CONFLICT DO NOTHING;
    INSERT INTO people (id, name, language)
    SELECT 'bench-official-' || n || '-' || h, 'Official ' || n || '-' || h, 'ko'
    FROM generate_series(1, ${OFFICES}) n, generate_series(1, ${HANDLERS}) h ON CONFLICT DO NOTHING;
    INSERT INTO office_members
    SELECT 'bench-office-' || n, 'bench-official-' || n || '-' || h, '{handler}'
    FROM generate_series(1, ${OFFICES}) n, generate_series(1, ${HANDLERS}) h ON CONFLICT DO NOTHING;
    INSERT INTO office_members SELECT code, '${CHIEF}', '{approver}' FROM offices ON CONFLICT DO NOTHING;
    INSERT INTO people (id, name, language)
    SELECT 'bench-party-' || n, ${nameOf(10_000)}, 'ko'
    FROM generate_series(1, ${PEOPLE}) n ON CONFLICT DO NOTHING;
    INSERT INTO organisations (number, name)
    SELECT '999-00-' || lpad(n::text, 5, '0'),
      jsonb_build_object('ko', '시험 단체 ' || n, 'en', 'Organisation ' || n)
    FROM generate_series(1, ${ORGANISATIONS}) n ON CONFLICT DO NOTHING`);
  const { rows } = await sql.query(
    `SELECT o.code, array_agg(m.person ORDER BY m.person) FILTER (WHERE m.person <> '${CHIEF}') AS handlers
     FROM offices o JOIN office_members m ON m.office = o.code GROUP BY o.code
     HAVING count(*) > 1 ORDER BY o.code = 'haneul-civil' DESC, md5(o.code)`,
  );
  const forms = await sql.query(
    'SELECT id FROM forms WHERE current_version = 1 AND NOT withdrawn ORDER BY id',
  );
  return {
    ...{ offices: rows, people: PEOPLE, organisations: ORGANISATIONS },
    forms: forms.rows.map(({ id }) => id),
  };
}

export const organisationOf = (n: number): string => `999-00-${String(n).padStart(5, '0')}`;
