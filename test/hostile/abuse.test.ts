import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
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
const [ATTACKER, OTHERS_PROGRAM] = ['attacker', 'others'].map((name) =>
  join(__dirname, `../support/${name}.mjs`),
) as [string, string];

describe('one hostile client', () => {
  let processes: Processes;
  beforeAll(async () => {
    processes = await startProcesses({
      RATE_LIMIT_PER_MINUTE: String(LIMIT_PER_MINUTE),
      PERSON_LIMIT_PER_MINUTE: String(LIMIT_PER_MINUTE),
      CONNECTIONS_PER_ADDRESS: '256',
      LOG_LEVEL: 'warn',
    });
    await others(ALL ? 10_000 : 2_000);
  }, 150_000);
  afterAll(() => processes?.stop());

  /** What the others do for a time, at their own pace. @returns each answer: its status and how long it took */
  async function others(ms: number): Promise<{ status: number; ms: number }[]> {
    const tokens = await Promise.all(OTHERS.map((who) => processes.system.issuer.token(`demo-${who}`)));
    const args = [OTHERS_PROGRAM, processes.url, String(ms), String(EACH_PER_SECOND), ...tokens];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    return JSON.parse(await text(child.stdout));
  }

  async function attack(ways: string[]): Promise<() => Promise<Record<string, number>>> {
    const token = await processes.system.issuer.token('demo-handler1');
    const perSecond = (LIMIT_PER_MINUTE / 60) * TIMES;
    const args = [ATTACKER, processes.url, HOSTILE, ways.join(','), String(perSecond), token];
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
    // Refusals are held back: three hundred at once, and then what 64 connections get that wait a second or two for each.
    expect(asked['429'] ?? 0).toBeLessThan(300 + (2 * 64 * WINDOW_MS) / 1_000 + 300);
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
