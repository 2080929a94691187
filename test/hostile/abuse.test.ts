import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { Agent, type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Processes, startProcesses } from '../support/processes';

/** `npm run hostile` looks longer, at each way to attack by itself, and at how long the others wait. */
const ALL = process.env.GONGMUN_HOSTILE === 'all';
const WINDOW_MS = ALL ? 20_000 : 4_000;
const MOST_ROUNDS = 3;
const LIMIT_PER_MINUTE = 600;
const TIMES = 50;
const WAYS = ['requests', 'tokens', 'silent', 'slow', 'bodies'];
const HOSTILE = '127.0.0.66';
/** Each at an address of their own, and within every limit. */
const OTHERS = ['minji', 'junho', 'sora', 'registrar'];
const EACH_PER_SECOND = 6;
const LETTER = JSON.stringify({ letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' });

describe('one hostile client', () => {
  let processes: Processes;
  const agents = OTHERS.map((_, n) => new Agent({ keepAlive: true, localAddress: `127.0.1.${n + 1}` }));
  beforeAll(async () => {
    processes = await startProcesses({
      RATE_LIMIT_PER_MINUTE: String(LIMIT_PER_MINUTE),
      PERSON_LIMIT_PER_MINUTE: String(LIMIT_PER_MINUTE),
      CONNECTIONS_PER_ADDRESS: '256',
      LOG_LEVEL: 'warn',
    });
    await others(2_000);
  }, 150_000);
  afterAll(() => {
    for (const agent of agents) agent.destroy();
    return processes?.stop();
  });

  /** What the others do for a time, at their own pace. @returns each answer: its status and how long it took */
  async function others(ms: number): Promise<{ status: number; ms: number }[]> {
    const tokens = await Promise.all(OTHERS.map((who) => processes.system.issuer.token(`demo-${who}`)));
    const sent: Promise<{ status: number; ms: number }>[] = [];
    const gap = 1_000 / (EACH_PER_SECOND * OTHERS.length);
    const began = performance.now();
    for (let n = 0; n * gap < ms; n += 1) {
      await pause(Math.max(0, began + n * gap - performance.now()));
      const who = n % OTHERS.length;
      const authorization = `Bearer ${tokens[who]}`;
      const round = Math.floor(n / OTHERS.length);
      sent.push(ask(agents[who], round, authorization));
    }
    return Promise.all(sent);
  }

  async function ask(agent: Agent | undefined, round: number, authorization: string) {
    const { hostname, port } = new URL(processes.url);
    const submits = round % 3 === 0;
    const headers = submits
      ? { authorization, 'content-type': 'application/json', 'idempotency-key': randomUUID() }
      : { authorization };
    const began = performance.now();
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const path = submits ? '/v1/submissions' : round % 3 === 1 ? '/v1/submissions?limit=20' : '/v1/me';
      const asked = request(
        { hostname, port, agent, path, headers, method: submits ? 'POST' : 'GET' },
        resolve,
      );
      asked.on('error', reject);
      asked.end(submits ? LETTER : undefined);
    });
    for await (const _ of answer);
    return { status: answer.statusCode ?? 0, ms: performance.now() - began };
  }

  async function attack(ways: string[]): Promise<() => Promise<Record<string, number>>> {
    const token = await processes.system.issuer.token('demo-handler1');
    const perSecond = (LIMIT_PER_MINUTE / 60) * TIMES;
    const program = join(__dirname, '../support/attacker.mjs');
    const args = [program, processes.url, HOSTILE, ways.join(','), String(perSecond), token];
    const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let told = '';
    child.stdout?.on('data', (part) => {
      told += part;
    });
    return () =>
      new Promise((resolve) => {
        child.once('close', () => resolve(JSON.parse(told)));
        child.kill('SIGTERM');
      });
  }

  const p99 = (answers: { ms: number }[]): number =>
    answers.map(({ ms }) => ms).sort((a, b) => a - b)[Math.floor(answers.length * 0.99)] ?? 0;

  /** What the others were answered before and meanwhile, and what the client had of it. */
  async function attacked(ways: string[]) {
    const quiet = await others(WINDOW_MS);
    const stop = await attack(ways);
    const meanwhile = await others(WINDOW_MS);
    const did = await stop();
    const figures = { quiet: p99(quiet), meanwhile: p99(meanwhile), did };
    process.stderr.write(`${ways.join(', ')}: ${JSON.stringify(figures)}\n`);
    expect([...quiet, ...meanwhile].filter(({ status }) => status >= 300)).toEqual([]);
    return figures;
  }

  it('is given what its limit allows and no more, and everybody else is served', async () => {
    const { did: asked } = await attacked(['requests', 'tokens']);
    // A sixth of a minute at once, and what comes back meanwhile; it asks for ten times as much.
    expect(asked['200'] ?? 0).toBeLessThan(LIMIT_PER_MINUTE / 2);
    const { did: held } = await attacked(['silent', 'slow', 'bodies']);
    expect(held.opened).toBeGreaterThan(100);
  }, 200_000);

  // A matter of time, which only a machine without other work can tell.
  (ALL ? it : it.skip).each([...WAYS.map((way) => [way]), WAYS])(
    'leaves the others’ slowest answers under twice what they were: %s',
    async (...ways) => {
      // What an attack does to the others it does each time; what else this machine has to do passes.
      const rounds: { quiet: number; meanwhile: number }[] = [];
      const holds = () => rounds.some(({ quiet, meanwhile }) => meanwhile < 2 * quiet);
      while (rounds.length < MOST_ROUNDS && !holds()) {
        const { did, ...figures } = await attacked(ways);
        rounds.push(figures);
        expect(Object.values(did).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(100);
      }
      expect({ rounds, holds: holds() }).toEqual({ rounds, holds: true });
    },
    200_000,
  );
});
