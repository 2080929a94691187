import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { createDataConverter } from '../../adapters/payload-codec';
import { openDatabase } from '../../db/knex';
import { lockSubmission } from '../../db/submission-store';
import { type DemoClient, signIn } from '../../local/demo-client';
import { dataFolder, readRunning } from '../../local/running';
import {
  commandsExist,
  exportWorkflowIdOf,
  recalculationWorkflowIdOf,
  workflowIdOf,
} from '../../workflows/messages';
import { bringForward } from './bring-forward';
import { HISTORIES, historyOf, keepHistory } from './history';
import { until } from './until';

const running = readRunning(dataFolder());
let engine: Client;
const db = openDatabase({ url: running.databaseUrl, pool: 4 });

/** What somebody does, or what is waited for. */
type Step = (id: string) => Promise<unknown>;
type Begin = () => Promise<{ submission: { id: string } }>;

function accepted({ status, body }: Awaited<ReturnType<DemoClient['post']>>) {
  if (status >= 300) throw new Error(`Not accepted: ${status} ${body.code}`);
  return body;
}
const post = async (who: string, path: string, body: object) =>
  accepted(await (await signIn(running, who)).post(path, body));
const by = (who: string, what: string, body: object = {}): Step => {
  return async (id) => accepted(await (await signIn(running, who)).act(id, what, body));
};
const comes = (event: string, times = 1): Step => {
  return async (id) => {
    const ask = () => db('evidences').where({ submission_id: id, event });
    const found = await until(ask, (all) => all.length >= times, 60_000);
    if (found.length < times) throw new Error(`${event} did not come.`);
  };
};
/** A number beyond every row's: the workflow reads its rows and finds that nothing but time has moved. */
const look: Step = (id) => engine.workflow.getHandle(workflowIdOf(id)).signal(commandsExist, 1_000);
const pass = (days: number): Step => {
  return (id) => bringForward(db, id, { days, from: Date.now() }).then(() => look(id));
};
/** A closed submission keeps no workflow: the relay starts one for what has been due for two minutes. */
const weeksPassed: Step = (id) => bringForward(db, id, { days: 30, from: Date.now() - 120_000 });

const letter = { title: '질의', body: '문의드립니다.' };
const words = { words: '사유를 적습니다.' };
const decision = { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } };
const unit = { office: 'haneul-food', ...words };
const sent: Begin = () => post('minji', '/v1/submissions', { letter, office: 'haneul-civil' });
const withdrawn = by('minji', 'withdrawals');
const inProcess = [by('registrar', 'assignments', { handler: 'demo-handler1' }), by('handler1', 'openings')];
const asked = by('handler1', 'supplement-requests', { fields: ['/body'], days: 1, ...words });
const moreTime = by('minji', 'supplement-extensions', words);
const supplemented = by('minji', 'supplements', { letter: { ...letter, body: '보완했습니다.' } });
const drafted = by('handler1', 'decisions', { ...decision, line: ['demo-approver'] });
const decided = by('handler1', 'decisions', decision);
/** Years later: a closed submission keeps no workflow, and the relay starts one for what is due. */
const retentionOver: Step = (id) => {
  const past = new Date(Date.now() - 120_000);
  return db('submissions').where({ id }).update({ dispose_at: past, next_due_at: past });
};
/** Kept too: of an installation with `EXPORTS_KEPT=PT3S`, where it comes to its end while one waits. */
const takenAlong: Step = async () => {
  const { id } = await post('minji', '/v1/exports', {});
  const removed = () => db('exports').where({ id }).whereNotNull('removed_at');
  await until(removed, (rows) => rows.length > 0, 60_000);
  await keep(exportWorkflowIdOf(id), 'export');
};
const held = by('registrar', 'holds', { reason: 'audit', ...words });
const released: Step = async (id) => {
  const { holds } = await db('submissions').where({ id }).first();
  await by('approver', 'hold-releases', { hold: holds[0], ...words })(id);
};
const destroy = { decision: 'destroy', reason: 'period_over', ...words };
const reviewed = by('approver', 'disposal-reviews', destroy);
const corrected = by('handler1', 'corrections', { ...words, reply: decision.reply });
const notTold = comes('ConsignmentNotificationFailure');

/** Her address is gone once the first mail has arrived; it is back when she signs in again. */
const unreachable: Step = async (id) => {
  const first = () => db('notices').where({ submission_id: id, kind: 'registered_party', status: 'sent' });
  await until(first, (all) => all.length === 1);
  await db('people').where({ id: 'demo-minji' }).update({ email: null });
};
/** Declared on the due date and withdrawn: the date moves there and back. The workflow that moves it is kept too. */
const holiday: Step = async (id) => {
  const { due_at: due } = await db('submissions').where({ id }).first();
  const day = { date: due.toISOString().slice(0, 10), name: { ko: '임시공휴일', en: 'Temporary holiday' } };
  await post('admin', '/v1/holidays', { ...day, effect: 'declared' });
  await comes('DeadlineRecalculated')(id);
  await by('minji', 'progress-requests')(id);
  const { recalculation } = await post('admin', '/v1/holidays', { ...day, effect: 'withdrawn' });
  await comes('DeadlineRecalculated', 2)(id);
  await keep(recalculationWorkflowIdOf(recalculation), 'recalculation');
};
const databaseIsSlow: Step = async (id) => {
  const history = () => historyOf(engine, workflowIdOf(id));
  const holding = await db.transaction();
  await lockSubmission(holding, id);
  await look(id);
  await until(history, (text) => text.includes('ACTIVITY_TASK_SCHEDULED'));
  await holding.commit();
};
/** The office's records are with us again when the next start loads the directory. */
const toOwnRecords: Begin = async () => {
  await db('offices').where({ code: 'labor-saebyeok' }).update({ records: 'connector' });
  return post('minji', '/v1/submissions', { letter, office: 'labor-saebyeok' });
};
const confirmed: Step = async (id) => {
  const filing = await db('filings').where({ submission_id: id }).first();
  await post('records-labor', `/v1/filings/${filing.id}/confirmations`, { number: `문서-${id}` });
};
/** Its due date has passed when it is registered. */
const lateAtTheCounter: Begin = () => {
  const receivedAt = new Date(Date.now() - 21 * 24 * 3_600_000).toISOString();
  const intake = { channel: 'in_person', receivedAt, sender: { name: '박소라 (시연)' }, letter };
  return post('registrar', '/v1/offices/haneul-civil/intakes', intake);
};

const PATHS: Record<string, [Begin, ...Step[]]> = {
  expired: [sent, ...inProcess, asked, pass(20), comes('SupplementMissed'), pass(20), comes('Expired')],
  undeliverable: [sent, ...inProcess, unreachable, asked, notTold, pass(20), comes('ClosedUndeliverable')],
  silent: [sent, pass(60), comes('StillOverdue', 3), comes('ProgressNotified'), decided],
  'never-read': [sent, decided, weeksPassed, comes('ReplyNeverRead', 2)],
  supplemented: [sent, ...inProcess, asked, moreTime, supplemented, withdrawn],
  'sent-back': [sent, drafted, by('approver', 'send-backs', words), decided],
  corrected: [sent, decided, corrected],
  involved: [sent, by('handler1', 'involvements', unit), by('handler-food', 'contributions', unit), decided],
  counter: [lateAtTheCounter, comes('StillOverdue'), decided],
  filed: [toOwnRecords, confirmed, comes('ContentHandover'), by('handler-labor', 'decisions', decision)],
  held: [sent, decided, held],
  'due-after-hold': [sent, decided, held, retentionOver, released, comes('DisposalDue')],
  disposed: [sent, decided, takenAlong, retentionOver, comes('DisposalDue'), reviewed, comes('Disposed')],
  recalculated: [sent, ...inProcess, holiday, withdrawn],
  fallback: [sent, databaseIsSlow, withdrawn],
};

async function keep(workflowId: string, name: string): Promise<void> {
  await engine.workflow.getHandle(workflowId).result();
  process.stdout.write(`${await keepHistory(engine, workflowId, name)}\n`);
}

async function record(name: string): Promise<void> {
  const path = PATHS[name];
  if (path === undefined)
    throw new Error(`No path is called ${name}, but: ${Object.keys(PATHS).join(', ')}.`);
  const [begin, ...steps] = path;
  const { id } = (await begin()).submission;
  for (const step of steps) await step(id);
  await keep(workflowIdOf(id), name);
}

/** `npm run history:record [NAME…]`: drives the running embedded default along these paths, or those not yet recorded. */
async function main(): Promise<void> {
  engine = new Client({
    connection: Connection.lazy({ address: running.temporalAddress }),
    dataConverter: await createDataConverter(join(dataFolder(), 'keys/codec')),
  });
  const named = process.argv.slice(2);
  const missing = Object.keys(PATHS).filter((name) => !existsSync(join(HISTORIES, `${name}.json`)));
  for (const name of named.length > 0 ? named : missing) await record(name);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
