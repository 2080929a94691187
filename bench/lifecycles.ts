import type { Client as PgClient } from 'pg';
import { waitFor } from '../local/child';
import type { Bench } from './environment';
import { AT_ONCE, inParallel, median, post, rounded, tenths } from './http';
import { DOCUMENT, type Product, startApi, startWorker } from './product';

const ROUNDS = 3;
/** Lifecycles before a rate is taken, so that fresh processes are measured as they run and not as they compile. */
const WARM_UP = 300;
const BARS = { quiet: 0.45, withMail: 0.3, textbook: 1.7 };

/** (b) Whole lifecycles: the floor, the product without and with mail, the textbook with mail; interleaved. */
export async function measureLifecycles(
  bench: Bench,
  product: Product,
  sql: PgClient,
  report: (line: Record<string, unknown>) => void,
  say: (line: string) => void,
): Promise<void> {
  const count = 300;
  const rates: Record<'floor' | 'quiet' | 'mail' | 'textbook', number[]> = {
    floor: [],
    quiet: [],
    mail: [],
    textbook: [],
  };
  const rows: Record<string, string> = {};
  for (let n = 0; n < ROUNDS; n += 1) {
    rates.floor.push(await floorRate(bench, count));
    rates.quiet.push(await productRate(bench, product, sql, count, { NOTICES: 'off' }));
    rates.mail.push(await productRate(bench, product, sql, count, {}));
    rows.product = await rowsLeft(sql, count);
    rates.textbook.push(await productRate(bench, product, sql, count, {}, 'bench/textbook-worker.ts'));
    rows.textbook = await rowsLeft(sql, count);
    const latest = Object.entries(rates).map(([name, values]) => `${name} ${tenths(values.at(-1) ?? 0)}/s`);
    say(`  round ${n + 1} of ${ROUNDS}: ${latest.join(', ')}`);
  }
  const perS = Object.fromEntries(
    Object.entries(rates).map(([name, values]) => [`${name}_per_s`, rounded(median(values))]),
  );
  const against = (a: number[], b: number[]) =>
    median(a.map((value, index) => value / (b[index] ?? Number.NaN)));
  const quiet = against(rates.quiet, rates.floor);
  const mail = against(rates.mail, rates.floor);
  const textbook = against(rates.mail, rates.textbook);
  report({ bench: 'b', ...perS });
  report({
    bench: 'b',
    what: 'without mail against the floor',
    ratio: rounded(quiet, 3),
    bar: BARS.quiet,
    ok: quiet >= BARS.quiet,
  });
  report({
    bench: 'b',
    what: 'with mail against the floor',
    ratio: rounded(mail, 3),
    bar: BARS.withMail,
    ok: mail >= BARS.withMail,
  });
  report({
    bench: 'b',
    what: 'with mail against the textbook',
    ratio: rounded(textbook, 3),
    bar: BARS.textbook,
    ok: textbook >= BARS.textbook,
  });
  report({
    bench: 'b',
    what: 'rows of product and textbook are the same',
    ok: rows.product === rows.textbook,
    rows: rows.product,
  });
}

async function floorRate(bench: Bench, count: number): Promise<number> {
  const port = await bench.port();
  const url = `http://127.0.0.1:${port}`;
  const worker = await bench.start('bench/floor-server.ts', { FLOOR_PART: 'worker' });
  const api = await bench.start(
    'bench/floor-server.ts',
    { FLOOR_PART: 'api', PORT: String(port) },
    async () => (await post(`${url}/nothing`, {})).status === 404,
  );
  const lifecycle = async () => {
    const { body } = await post(`${url}/first`, DOCUMENT);
    const done = await post(`${url}/second`, { workflowId: body.workflowId });
    if (done.status !== 200) throw new Error(`The floor answered ${done.status}.`);
  };
  await inParallel(WARM_UP, AT_ONCE, lifecycle);
  const seconds = await inParallel(count, AT_ONCE, lifecycle);
  await Promise.all([worker.stop(), api.stop()]);
  return count / seconds;
}

/** Lifecycles per second until the last one is closed and, where mail is sent, the last mail is out. */
async function productRate(
  bench: Bench,
  product: Product,
  sql: PgClient,
  count: number,
  env: NodeJS.ProcessEnv,
  program?: string,
): Promise<number> {
  await sql.query("UPDATE notices SET status = 'sent' WHERE status <> 'sent'");
  const api = await startApi(bench);
  const worker = await startWorker(bench, env, program);
  await inParallel(WARM_UP, AT_ONCE, async () => void (await product.lifecycle()));
  const settled = async () => {
    const open = await sql.query("SELECT count(*) FROM notices WHERE status <> 'sent'");
    return Number(open.rows[0].count) === 0;
  };
  const sends = env.NOTICES !== 'off';
  if (sends) await waitFor(settled, { within: 60_000, failed: 'The mails of the warm-up did not go out.' });
  const started = Date.now();
  await inParallel(count, AT_ONCE, async () => void (await product.lifecycle()));
  if (sends) await waitFor(settled, { within: 60_000, failed: 'The mails did not go out.' });
  const seconds = (Date.now() - started) / 1_000;
  await Promise.all([api.stop(), worker.stop()]);
  return count / seconds;
}

/** What the newest lifecycles left, as counts per kind; ids, instants and numbers differ of course. */
async function rowsLeft(sql: PgClient, count: number): Promise<string> {
  const { rows } = await sql.query(
    `WITH newest AS (SELECT * FROM submissions WHERE state = 'closed' ORDER BY received_at DESC, id DESC LIMIT $1)
     SELECT kind, count(*)::int AS count FROM (
       SELECT 'submission:' || state || ':' || outcome AS kind FROM newest
       UNION ALL SELECT 'command:' || c.kind || ':' || c.status FROM commands c JOIN newest n ON n.id = c.submission_id
       UNION ALL SELECT 'evidence:' || e.event FROM evidences e JOIN newest n ON n.id = e.submission_id
       UNION ALL SELECT 'registration' FROM registrations r JOIN newest n ON n.id = r.submission_id
       UNION ALL SELECT 'notice:' || o.kind FROM notices o JOIN newest n ON n.id = o.submission_id
       UNION ALL SELECT 'outbox' FROM outbox x JOIN newest n ON n.id = x.submission_id
     ) left_behind GROUP BY kind ORDER BY kind`,
    [count],
  );
  return rows.map((row) => `${row.kind}=${row.count}`).join(' ');
}
