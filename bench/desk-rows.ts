import type { Client as PgClient } from 'pg';
import { foldText, gramsOf } from '../domain/search-text';

/** Who sees every desk there is, a hundred thousand documents at once. */
export const CHIEF = 'bench-chief';
/** A name that a handful of parties have. */
export const RARE = '독고탁림';

const TITLES = [
  '도로 파손 신고',
  '가로등 고장 신고',
  '소음 피해 신고',
  '주차 단속 문의',
  '쓰레기 수거 요청',
  '환급 신청',
  '보조금 정산 보고',
  '현장 확인 요청',
  'Noise at night',
  'Street light broken',
];
const SUBJECTS = [
  '공원 나무 심기 사업 계획과 집행 내역',
  '하천 수질 측정 결과',
  '어린이집 급식 점검표',
  '버스 노선 변경 근거',
  '상가 앞 불법 주정차',
  'Annual report of the review board',
  '옥상 방수 공사 소음',
  '재난지원금 지급 명세',
];

/** The name of party `n`, in SQL; one in so many has the rare one. */
export const nameOf = (rareOnceIn: number): string => `CASE WHEN n % ${rareOnceIn} = 7 THEN '${RARE}' ELSE
  (ARRAY['김', '이', '박', '최', '정', '강', '조', '윤', '장', '임', '한', '오', '서', '신', '권'])[1 + n % 15] ||
  (ARRAY['민', '서', '도', '하', '지', '예', '시', '주', '은', '길', '현', '수'])[1 + n / 15 % 12] ||
  (ARRAY['준', '연', '윤', '우', '호', '원', '동', '진', '아', '영', '린', '빈'])[1 + n / 180 % 12] END`;

/**
 * A city's two years: eight in ten are closed, what is open came lately, the civil affairs division has four in ten. Two
 * parts of the bench need them: whichever comes second finds them there.
 */
export async function fillDesks(sql: PgClient, count: number, say: (line: string) => void): Promise<void> {
  if ((await sql.query('SELECT FROM people WHERE id = $1', [CHIEF])).rowCount !== 0) return;
  await sql.query(`
    INSERT INTO people (id, name, language) VALUES ('${CHIEF}', 'Chief', 'ko') ON CONFLICT DO NOTHING;
    INSERT INTO office_members SELECT code, '${CHIEF}', '{approver}' FROM offices ON CONFLICT DO NOTHING;
    INSERT INTO people (id, name, language)
    SELECT 'bench-party-' || n, ${nameOf(1_000)}, 'ko'
    FROM generate_series(1, 4000) AS n`);
  await sql.query(
    `INSERT INTO submissions (id, kind, form, form_version, tracking_hash, party_person, requested_office, office, state,
       opened, handler, received_at, registered_at, registration_number, due_at, content_digest, last_seq, evidence_count,
       last_evidence_digest)
     SELECT gen_random_uuid(), CASE WHEN form IS NULL THEN 'letter' ELSE 'form' END, form,
       CASE WHEN form IS NULL THEN NULL ELSE 1 END, 'bench-' || n, 'bench-party-' || 1 + (r1 * 3999)::int, office, office,
       state, state <> 'registered',
       CASE WHEN state IN ('registered', 'returned', 'withdrawn') THEN NULL ELSE members[1 + floor(r5 * cardinality(members))] END,
       received, received + interval '2 seconds', office || '-' || extract(year FROM received) || '-' || 1000000 + n,
       received + interval '1 day' * (3 + floor(r6 * 25)), 'x', 2, 2, 'x'
     FROM (
       SELECT *, now() - CASE WHEN state IN ('closed', 'returned', 'withdrawn') THEN r4 * interval '730 days'
         ELSE r4 * r4 * interval '40 days' END AS received,
         ARRAY(SELECT m.person FROM office_members m WHERE m.office = drawn.office) AS members
       FROM (
         SELECT n, random() AS r1, random() AS r4, random() AS r5, random() AS r6,
           CASE WHEN random() < 0.4 THEN 'haneul-civil'
             ELSE offices[1 + floor(random() * cardinality(offices))] END AS office,
           CASE WHEN random() < 0.3 THEN NULL ELSE forms[1 + floor(random() * cardinality(forms))] END AS form,
           (ARRAY['closed', 'returned', 'withdrawn', 'registered', 'assigned', 'in_process', 'supplement_requested',
             'suspended'])[width_bucket(random(), ARRAY[0, 0.8, 0.84, 0.88, 0.91, 0.94, 0.985, 0.995])] AS state
         FROM generate_series(1, $1::int) AS n,
           (SELECT array_agg(code ORDER BY code) AS offices FROM offices) o,
           (SELECT array_agg(id ORDER BY id) AS forms FROM forms) f
       ) drawn
     ) spread`,
    [count],
  );
  await sql.query(
    `INSERT INTO commands (id, submission_id, seq, kind, actor, capacity, office, facts, status, accepted_at)
     SELECT gen_random_uuid(), id, 3, 'open', handler, 'official', office, '{}', 'accepted', now()
     FROM submissions WHERE state = 'assigned' AND handler IS NOT NULL ORDER BY id LIMIT 1000`,
  );
  await fillTexts(sql, say);
  // What autovacuum does by itself some minutes after so many rows came.
  for (const table of ['submissions', 'search_terms', 'commands']) await sql.query(`VACUUM ANALYZE ${table}`);
}

/** The texts are folded by the product's own function, a batch at a time. */
async function fillTexts(sql: PgClient, say: (line: string) => void): Promise<void> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (let done = 0; ; ) {
    const { rows } = await sql.query(
      `SELECT s.id, s.office, p.name, f.definition -> 'title' AS title FROM submissions s
       JOIN people p ON p.id = s.party_person
       LEFT JOIN form_versions f ON f.form = s.form AND f.version = s.form_version
       WHERE s.id > $1 AND s.tracking_hash LIKE 'bench-%' ORDER BY s.id LIMIT 5000`,
      [after],
    );
    if (rows.length === 0) return;
    after = rows.at(-1).id;
    const texts = rows.map(({ name, title }, index) =>
      foldText(wordsOf(name, title, done + index).join('\n')),
    );
    await sql.query(
      `INSERT INTO search_terms (submission_id, office, text, grams)
       SELECT id, office, text, grams::integer[] FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[])
         AS row (id, office, text, grams)`,
      [
        rows.map(({ id }) => id),
        rows.map(({ office }) => office),
        texts,
        texts.map((text) => `{${gramsOf(text).join()}}`),
      ],
    );
    done += rows.length;
    if (done % 25_000 === 0) say(`  ${done} texts`);
  }
}

export function wordsOf(name: string, title: { ko: string; en: string } | null, n: number): string[] {
  return title === null ? [name, titleOf(n)] : [name, title.ko, title.en, subjectOf(n), placeOf(n)];
}

const subjectOf = (n: number): string => SUBJECTS[n % SUBJECTS.length] ?? '';

const placeOf = (n: number): string => `${['동구', '서구', '남구', '북구'][n % 4]} 구름로 ${n % 997}`;

/** Of a letter. */
const titleOf = (n: number): string => `${TITLES[n % TITLES.length]} ${placeOf(n)}`;

/** Of a letter among letters that say what forms say: as in life seven in ten do. */
export const anyTitleOf = (n: number): string =>
  n % 10 < 7 ? `${subjectOf(n)} ${placeOf(n)}` : titleOf(Math.floor(n / 10));
