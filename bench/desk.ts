import type { Client as PgClient } from 'pg';
import { sha256 } from '../domain/digest';
import { CHIEF, fillDesks, RARE } from './desk-rows';
import type { Bench } from './environment';
import { percentile, readPages, tenths } from './http';

const SUBMISSIONS = 100_000;
const ROUNDS = 3;
export const DESK_PAGES = 2;
const BAR_P95_MS = 100;
/** Every desk at once, the large one, four of them, a small one. */
export const DESK_READERS = [CHIEF, 'demo-handler1', 'demo-admin', 'demo-handler-food'];
const TRACKING_CODE = '00000-00000-00000-00000';

/** (e) The desk at 100,000 submissions: a fixed mix of sorts, filters and searches, each reader, each page counted. */
export async function measureDesk(
  bench: Bench,
  sql: PgClient,
  say: (line: string) => void,
): Promise<Record<string, unknown>> {
  await fillDesks(sql, SUBMISSIONS, say);
  const numbered = await sql.query(
    `UPDATE submissions SET tracking_hash = $1 WHERE id = (
       SELECT id FROM submissions WHERE office = 'haneul-food' LIMIT 1) RETURNING registration_number`,
    [sha256(TRACKING_CODE)],
  );
  const mix = deskQueries(numbered.rows[0].registration_number);
  const times = new Map<string, number[]>(mix.map((query) => [query, []]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const reader of DESK_READERS) {
      const token = await bench.token(reader);
      for (const query of mix) {
        for (const ms of await readPages(`${bench.api}/v1/desk?${query}`, token, DESK_PAGES))
          if (round > 0) times.get(query)?.push(ms);
      }
    }
    say(`  round ${round} of ${ROUNDS}${round === 0 ? ' (warming up)' : ''}`);
  }
  const all = [...times.values()].flat();
  const worst = [...times].map(
    ([query, list]) => [decodeURIComponent(query), tenths(Math.max(...list))] as const,
  );
  const p95 = tenths(percentile(all, 0.95));
  return {
    bench: 'e',
    submissions: SUBMISSIONS,
    requests: all.length,
    p50_ms: tenths(percentile(all, 0.5)),
    p95_ms: p95,
    max_ms: tenths(Math.max(...all)),
    bar_p95_ms: BAR_P95_MS,
    ok: p95 <= BAR_P95_MS,
    worst_ms: Object.fromEntries(worst.sort(([, a], [, b]) => b - a)),
  };
}

export function deskQueries(number: string): string[] {
  const days = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString();
  const filters: Record<string, string>[] = [
    {},
    ...['received', 'due', '-due', 'registered', '-registered'].map((sort) => ({ sort })),
    { state: 'registered' },
    { state: 'assigned,in_process', sort: 'due' },
    { state: 'closed', sort: '-registered' },
    { state: 'returned', sort: '-due' },
    { state: 'suspended', sort: 'registered' },
    { form: 'grievance-petition' },
    { form: 'facility-use-permit', state: 'registered', sort: 'due' },
    { handler: 'me' },
    { handler: 'me', state: 'closed', sort: 'due' },
    { handler: 'none', sort: 'due' },
    { handler: 'demo-handler2', sort: '-registered' },
    { overdue: 'true', sort: 'due' },
    { overdue: 'true', handler: 'me' },
    { dueFrom: days(0), dueUntil: days(2), sort: 'due' },
    { dueUntil: days(-700) },
    { text: '신고' },
    { text: '신고', state: 'registered', sort: 'due' },
    { text: '길동' },
    { text: RARE },
    { text: RARE, sort: '-due' },
    { text: '김' },
    { text: '수질 측정' },
    { text: '수질 측정', handler: 'me', sort: 'due' },
    { text: 'review board' },
    { text: 'noise', state: 'closed' },
    { text: '구름로 77', form: 'grievance-petition' },
    { text: '세상에 없는 낱말' },
    { text: number },
    { text: TRACKING_CODE },
  ];
  return filters.map((filter) => new URLSearchParams({ ...filter, limit: '20' }).toString());
}
