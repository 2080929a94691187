import type { Client as PgClient } from 'pg';
import { codeOf, FIRST_NUMBER } from './closed-rows';
import { DESK_PAGES, DESK_READERS, deskQueries } from './desk';
import { CHIEF } from './desk-rows';
import type { Bench } from './environment';
import { percentile, readPages, tenths } from './http';
import { MAILBOX_PAGES, MAILBOX_QUERIES, MAILBOX_READERS } from './mailbox';

const ROUNDS = 3;
const EACH = 100;

export type Kind = 'desk' | 'search' | 'mailbox' | 'tracking' | 'timeline';

export interface Reads {
  p95: Record<Kind, number>;
  /** Of the desk's questions the slowest: who asked what, and milliseconds in the middle of all rounds. */
  slowest: Record<'desk' | 'search', Record<string, number>>;
}

const SLOWEST = 5;

export interface Installation {
  bench: Bench;
  sql: PgClient;
  /** How many closed submissions it holds. */
  closed: number;
}

/**
 * Milliseconds that readings of each kind take, one after the other. The installations take turns, so that all
 * are measured on a machine of the same speed; the first round warms up and is not counted.
 */
export async function measureReads(
  installations: Installation[],
  say: (line: string) => void,
): Promise<Reads[]> {
  const asked = installations.map((): Record<Kind, Map<string, number[]>> => {
    return {
      desk: new Map(),
      search: new Map(),
      mailbox: new Map(),
      tracking: new Map(),
      timeline: new Map(),
    };
  });
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [at, installation] of installations.entries())
      await readAll(installation, (kind, taken, question) => {
        const earlier = asked[at]?.[kind].get(question) ?? [];
        if (round > 0) asked[at]?.[kind].set(question, [...earlier, ...taken]);
      });
    say(`  round ${round} of ${ROUNDS}${round === 0 ? ' (warming up)' : ''}`);
  }
  return asked.map((of) => {
    const p95 = Object.entries(of).map(([kind, questions]) => {
      return [kind, tenths(percentile([...questions.values()].flat(), 0.95))];
    });
    const slowest = { desk: slowestOf(of.desk), search: slowestOf(of.search) };
    return { p95: Object.fromEntries(p95), slowest };
  });
}

function slowestOf(asked: Map<string, number[]>): Record<string, number> {
  const middle = [...asked].map(([question, taken]) => [question, tenths(percentile(taken, 0.5))] as const);
  return Object.fromEntries(middle.sort(([, a], [, b]) => b - a).slice(0, SLOWEST));
}

async function readAll(
  { bench, sql, closed }: Installation,
  counted: (kind: Kind, taken: number[], question: string) => void,
): Promise<void> {
  const numbered = await sql.query(
    "SELECT registration_number FROM submissions WHERE office = 'haneul-food' AND registration_number IS NOT NULL LIMIT 1",
  );
  const mix = deskQueries(numbered.rows[0].registration_number);
  const chief = await bench.token(CHIEF);
  for (const reader of DESK_READERS) {
    const token = await bench.token(reader);
    for (const query of mix) {
      const kind = new URLSearchParams(query).has('text') ? 'search' : 'desk';
      const taken = await readPages(`${bench.api}/v1/desk?${query}`, token, DESK_PAGES);
      counted(kind, taken, `${reader} ${decodeURIComponent(query)}`);
    }
  }
  for (const reader of MAILBOX_READERS) {
    const token = await bench.token(reader);
    for (const query of MAILBOX_QUERIES)
      counted('mailbox', await readPages(`${bench.api}/v1/mailbox?${query}`, token, MAILBOX_PAGES), query);
  }
  for (let n = 0; n < EACH; n += 1) {
    const code = codeOf(Math.floor(Math.random() * closed));
    counted('tracking', await readPages(`${bench.api}/v1/track/${code}`, chief, 1), code);
  }
  for (const id of await someSubmissions(sql))
    counted('timeline', await readPages(`${bench.api}/v1/submissions/${id}/timeline`, chief, 1), id);
}

/** Such as were carried out here, whose words can be opened. */
async function someSubmissions(sql: PgClient): Promise<string[]> {
  const { rows } = await sql.query(
    `SELECT s.id FROM submissions s JOIN registrations r ON r.submission_id = s.id
     WHERE s.state = 'closed' AND r.seq < ${FIRST_NUMBER} ORDER BY random() LIMIT $1`,
    [EACH],
  );
  return rows.map(({ id }) => id);
}
