import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { type Command, type CommandKind, GIVEN_BY } from '../../domain/commands';
import { allowedCommands, apply, DRAFT, type Submission } from '../../domain/submission';
import { createEngine } from '../../usecases/engine';
import { workflowIdOf } from '../../workflows/messages';
import { checkDepsOf, findFaults } from '../support/audited';
import { historyOf } from '../support/history';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

/** How many walks: the campaign takes 500, `npm test` a short form. */
const WALKS = Number(process.env.GONGMUN_WALKS ?? 24);
/** A file for the replay tests, into which the runs of all walks of different paths go; never written over. */
const RECORD = process.env.GONGMUN_RECORD;
const STEPS = 14;
const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const WORDS = { words: '사유를 적습니다.' };
const REPLY = { title: '답변', body: '회신합니다.' };

/** Mulberry32: the same walks every time. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The submission as the model sees it, with the office that the machine leaves to the rows. */
interface Model {
  now: Submission;
  office: 'haneul-civil' | 'haneul-food';
  events: string[];
  /** Who must still agree to the draft. */
  line: string[];
}

interface Given {
  who: string;
  path: string;
  body: unknown;
  command: Command;
}

const HANDLERS = { 'haneul-civil': ['handler1', 'handler2'], 'haneul-food': ['handler-food'] } as const;

/** How somebody who may gives a command of this kind. */
function actOf(kind: CommandKind, model: Model, pick: () => number): Given | undefined {
  const civil = model.office === 'haneul-civil';
  const official = civil ? 'handler1' : 'handler-food';
  const registrar = civil ? 'registrar' : 'handler-food';
  const handlers = HANDLERS[model.office];
  const handler = handlers[Math.floor(pick() * handlers.length)] ?? official;
  const plain = (who: string, path: string, body: unknown = {}) => ({
    who,
    path,
    body,
    command: { kind } as Command,
  });
  switch (kind) {
    case 'withdraw':
      return plain('minji', 'withdrawals');
    case 'acknowledge':
      return plain('minji', 'acknowledgements');
    case 'supplement':
      return plain('minji', 'supplements', { letter: { title: '보완', body: `보완 ${pick()}` } });
    case 'request_supplement_extension':
      return plain('minji', 'supplement-extensions', WORDS);
    case 'request_progress':
      return plain('minji', 'progress-requests');
    case 'open':
      return plain(registrar, 'openings');
    case 'assign':
    case 'reassign':
      return {
        ...plain(registrar, 'assignments', { handler: `demo-${handler}` }),
        command: { kind, handler: `demo-${handler}` },
      };
    case 'involve':
      return {
        ...plain(official, 'involvements', { office: 'haneul-dong', ...WORDS }),
        command: { kind, office: 'haneul-dong' },
      };
    case 'contribute':
      return {
        ...plain('handler-dong', 'contributions', { office: 'haneul-dong', ...WORDS }),
        command: { kind, office: 'haneul-dong' },
      };
    case 'return_to_sender':
      return plain(official, 'returns', { reason: 'wrong_office', ...WORDS });
    case 'request_supplement':
      return plain(official, 'supplement-requests', { fields: ['/body'], days: 5, ...WORDS });
    case 'suspend':
      return plain(official, 'suspensions', { reason: 'inquiry', ...WORDS });
    case 'resume':
      return plain(official, 'resumptions', WORDS);
    case 'extend':
      return plain(official, 'extensions', { period: 'P2D', ...WORDS });
    case 'transfer': {
      const office = civil ? 'haneul-food' : 'haneul-civil';
      return { ...plain(official, 'transfers', { office, ...WORDS }), command: { kind, office } };
    }
    case 'decide': {
      const line = civil && pick() < 0.5 ? ['demo-handler2', 'demo-approver'] : [];
      const body = { outcome: 'noted', reply: REPLY, ...(line.length > 0 ? { line } : {}) };
      return {
        ...plain(official, 'decisions', body),
        command: { kind, outcome: 'noted', approvals: line.length },
      };
    }
    case 'approve':
      return { ...plain(whoseTurn(model), 'approvals'), command: { kind, outcome: 'noted' } };
    case 'send_back':
      return plain(whoseTurn(model), 'send-backs', WORDS);
    case 'correct':
      return plain(official, 'corrections', { ...WORDS, reply: REPLY });
    default:
      return undefined;
  }
}

const whoseTurn = (model: Model): string => (model.now.approvals === 2 ? 'handler2' : 'approver');

function carry(model: Model, command: Command): void {
  const applied = apply(model.now, command);
  if (!applied.ok) throw new Error(`The model refuses ${command.kind}.`);
  model.now = applied.submission;
  model.events.push(...applied.events);
  if (command.kind === 'transfer') model.office = command.office as Model['office'];
  if (model.now.state === 'decided') carry(model, { kind: 'close' });
}

describe('random walks through API, worker and rows', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem({ env: { NOTICES: 'off' } });
  });
  afterAll(() => system.stop());

  const given = Object.entries(GIVEN_BY).flatMap(([kind, by]) =>
    by === 'system' || kind === 'submit' || kind === 'request_resend' ? [] : [kind as CommandKind],
  );

  async function walk(seed: number): Promise<void> {
    const pick = random(seed);
    const sent = await system.as('minji').submit(LETTER);
    const { id } = sent.body.submission;
    const model: Model = { now: DRAFT, office: 'haneul-civil', events: [], line: [] };
    carry(model, { kind: 'submit' });
    carry(model, { kind: 'register' });
    for (let step = 0; step < STEPS; step += 1) {
      const allowed = allowedCommands(model.now).filter((kind) => given.includes(kind));
      // Mostly what is possible, so that walks go far; now and then what is not, which must change nothing.
      const kinds = pick() < 0.8 ? allowed : given;
      const kind = kinds[Math.floor(pick() * kinds.length)];
      const act = kind === undefined ? undefined : actOf(kind, model, pick);
      // The address of both is one, and the state tells which it is.
      if (act === undefined || (act.path === 'assignments' && !allowed.includes(act.command.kind))) continue;
      const possible = apply(model.now, act.command).ok;
      const etag = (await system.as('auditor').get(`/v1/submissions/${id}`)).etag;
      const answer = await system.as(act.who).post(`/v1/submissions/${id}/${act.path}`, act.body, { etag });
      const what = [seed, step, model.now.state, act.path];
      if (possible) {
        // Who gave the submission away has nothing more to do with it and is told so; the act has been taken.
        const gone = ['transfers', 'contributions'].includes(act.path) ? [200, 404] : [200];
        expect([...what, gone.includes(answer.status), answer.body.code]).toEqual([
          ...what,
          true,
          answer.body.code,
        ]);
        carry(model, act.command);
      } else {
        expect([...what, [403, 404, 409].includes(answer.status)]).toEqual([...what, true]);
      }
      await agrees(id, model, what);
    }
  }

  /** Rows and evidence are what the model says, and nothing waits. */
  async function agrees(id: string, model: Model, what: unknown[]): Promise<void> {
    const row = await until(
      () => system.db('submissions').where({ id }).first(),
      (found) => found.evidence_count === model.events.length,
    );
    const { now } = model;
    expect([...what, row.evidence_count]).toEqual([...what, model.events.length]);
    expect(row).toMatchObject({
      ...{ state: now.state, opened: now.opened, handler: now.handler, outcome: now.outcome, leg: now.leg },
      ...{ clock: now.clock, reply_read: now.replyRead, extended: now.extended, approvals: now.approvals },
      ...{ supplement_round: now.supplementRound, supplement_extensions: now.supplementExtensions },
      ...{ involved: now.involved, office: model.office },
    });
    // A clock that stands still has been stopped, and only then.
    expect(row.stopped_at !== null).toBe(['supplement_requested', 'suspended'].includes(now.state));
    const evidences = await system
      .db('evidences')
      .where({ submission_id: id })
      .orderBy('sequence')
      .select('event', 'payload');
    expect(evidences.map(({ event }) => event)).toEqual(model.events);
    expect(dateTold(evidences, 'dueAt')).toBe(row.due_at.toISOString());
    if (now.state === 'supplement_requested')
      expect(dateTold(evidences, 'supplementDueAt')).toBe(row.supplement_due_at.toISOString());
    expect(await system.db('registrations').where({ submission_id: id })).toHaveLength(now.leg);
    expect(await system.db('commands').where({ submission_id: id, status: 'accepted' })).toEqual([]);
  }

  /** The newest run of each walk whose evidence no other has, as the replay tests read it. */
  async function record(file: string): Promise<void> {
    const rows: { id: string; path: string }[] = await system
      .db('evidences')
      .groupBy('submission_id')
      .select('submission_id as id', system.db.raw(`string_agg(event, ' ' ORDER BY sequence) AS path`));
    const byPath = new Map(rows.map((row) => [row.path, row.id]));
    const lines: string[] = [];
    for (const [path, id] of byPath) {
      const history = JSON.parse(await historyOf(system.temporal, workflowIdOf(id)));
      lines.push(JSON.stringify({ path: path.split(' '), history }));
    }
    writeFileSync(file, gzipSync(`${lines.join('\n')}\n`), { flag: 'wx' });
  }

  it(`${WALKS} of them agree with the model at every step`, async () => {
    const seeds = Array.from({ length: WALKS }, (_, index) => 1_000 + index);
    const lane = async () => {
      for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) await walk(seed);
    };
    await Promise.all([lane(), lane(), lane(), lane()]);
    if (RECORD !== undefined) await record(RECORD);
    const { rows } = await system.db.raw(
      `SELECT office, year, max(seq) AS last, count(*) AS count FROM registrations GROUP BY office, year`,
    );
    for (const { last, count } of rows) expect(last).toBe(count);
  }, 3_600_000);

  it('leave rows, evidence, log and workflows in which the auditor finds no fault', async () => {
    const deps = await checkDepsOf(system);
    const engine = createEngine(system.temporal, async (json) => json);
    const settledAfterMs = { log: 60_000, archive: 3_600_000, engine: 0 };
    const { found, looked } = await findFaults({ ...deps, engine }, { settledAfterMs });
    expect(found).toEqual([]);
    expect(looked.submissions).toBe(WALKS);
  }, 600_000);
});

/** A date moves by evidence alone: the last that any names is the row's. */
function dateTold(evidences: { payload: string }[], named: 'dueAt' | 'supplementDueAt'): string | undefined {
  return evidences
    .map(({ payload }) => JSON.parse(payload).facts?.[named])
    .findLast((date) => date !== undefined);
}
