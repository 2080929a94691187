import { join } from 'node:path';
import type { Client as PgClient } from 'pg';
import { openContentCipher } from '../adapters/content-cipher';
import { openKeyRows } from '../db/key-rows';
import type { Bench } from './environment';
import { percentile, readPages, tenths } from './http';
import { fillMailboxes } from './mailbox-rows';

const DOCUMENTS = 100_000;
const ROUNDS = 5;
export const MAILBOX_PAGES = 4;
const BAR_P95_MS = 100;
/** Half of all, a quarter, a handful, nothing. */
export const MAILBOX_READERS = ['demo-sora', 'demo-minji', 'bench-reader-4', 'demo-junho'];
export const MAILBOX_QUERIES = ['limit=20', 'limit=100', 'limit=20&unread=true', 'limit=100&unread=true'];

/** (g) The mailbox at 100,000 documents: pages from the newest on, all and unread, each with the unread count. */
export async function measureMailbox(
  bench: Bench,
  sql: PgClient,
  say: (line: string) => void,
): Promise<Record<string, unknown>> {
  await fillBoxes(bench, sql, DOCUMENTS, say);
  const times: number[] = [];
  const worst: Record<string, number> = {};
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const reader of MAILBOX_READERS) {
      const token = await bench.token(reader);
      for (const query of MAILBOX_QUERIES) {
        const taken = await readPages(`${bench.api}/v1/mailbox?${query}`, token, MAILBOX_PAGES);
        if (round === 0) continue;
        times.push(...taken);
        const name = `${reader} ${query}`;
        worst[name] = Math.max(worst[name] ?? 0, ...taken.map(tenths));
      }
    }
    say(`  round ${round} of ${ROUNDS}${round === 0 ? ' (warming up)' : ''}`);
  }
  const p95 = tenths(percentile(times, 0.95));
  return {
    bench: 'g',
    documents: DOCUMENTS,
    requests: times.length,
    p50_ms: tenths(percentile(times, 0.5)),
    p95_ms: p95,
    max_ms: tenths(Math.max(...times)),
    bar_p95_ms: BAR_P95_MS,
    ok: p95 <= BAR_P95_MS,
    worst_ms: worst,
  };
}

/** Official documents in mailboxes, up to so many, with the keys of the installation that is measured. */
export async function fillBoxes(
  bench: Bench,
  sql: PgClient,
  count: number,
  say: (line: string) => void,
): Promise<void> {
  const store = new URL(bench.databaseUrl);
  store.pathname = '/gongmun_keys';
  const cipher = await openContentCipher({
    rows: openKeyRows(store.href),
    mastersDir: join(bench.keysDir, 'master'),
  });
  await fillMailboxes(sql, cipher, count, say);
  await cipher.stop();
}
