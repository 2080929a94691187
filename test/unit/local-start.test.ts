import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '../../local/child';
import { freePort } from '../../local/free-port';
import type { Pids } from '../../local/lock';
import { parts } from '../support/parts';

const ROOT = join(__dirname, '../..');

interface Start {
  said(): string;
  signal(name: NodeJS.Signals): void;
  ended: Promise<number | null>;
}

/** `npm start` without npm: the same program on a data folder of its own. */
function start(data: string, port: number): Start {
  const child = spawn(process.execPath, ['--import', 'tsx', 'local/main.ts'], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      GONGMUN_DATA: data,
      PORT: String(port),
      TEMPORAL_CLI: parts().temporalCli,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part) => {
      said += part;
    });
  return {
    said: () => said,
    signal: (name) => void child.kill(name),
    ended: new Promise((resolve) => child.once('close', resolve)),
  };
}

function isAlive(pid: number | undefined): boolean {
  try {
    process.kill(pid ?? -1, 0);
    return pid !== undefined;
  } catch {
    return false;
  }
}

describe('npm start', () => {
  let data: string;
  let port: number;
  let starts: Start[];
  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'gongmun-start-'));
    port = await freePort();
    starts = [];
  });
  afterEach(async () => {
    for (const one of starts) one.signal('SIGINT');
    await Promise.all(starts.map((one) => one.ended));
    // Where root starts it, the database lies apart.
    const moved = join(data, 'postgres', 'moved-to.txt');
    if (existsSync(moved)) await rm(readFileSync(moved, 'utf8').trim(), { recursive: true, force: true });
    await rm(data, { recursive: true, force: true });
  });

  function begin(at = port): Start {
    const one = start(data, at);
    starts.push(one);
    return one;
  }
  /** Every process of a part that was seen, so that one that was forgotten is found. */
  const seen = new Set<number>();
  function pids(): Pids {
    const file = join(data, 'start.json');
    const known: Pids = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
    for (const pid of Object.values(known)) seen.add(pid);
    return known;
  }
  const reached = (so: () => boolean | Promise<boolean>, what: string, within = 60_000) =>
    waitFor(async () => so(), { within, failed: `Never: ${what}` });
  const isReady = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200;
  /** The first start on a machine compiles every program, beside whatever else the machine does. */
  const runs = (one: Start) =>
    reached(() => one.said().includes('Gongmun runs.'), 'Gongmun runs', 150_000).catch((error: unknown) => {
      throw new Error(`It said: ${one.said()}`, { cause: error });
    });
  const left = () => [...seen].filter(isAlive);

  it('is refused while another start is still starting, and ends without a trace when stopped in the middle', async () => {
    const first = begin();
    await reached(() => pids().postgres !== undefined, 'PostgreSQL is written down');
    const second = begin(await freePort());
    expect(await second.ended).toBe(1);
    expect(second.said()).toMatch(/^Gongmun runs already on this data folder \(process \d+\): stop it first/);
    pids();
    first.signal('SIGINT');
    expect(await first.ended).toBe(0);
    expect(first.said()).toContain('Gongmun has stopped.');
    expect(left()).toEqual([]);
  });

  it('brings back each part that dies, and takes up after a start that was killed', async () => {
    const first = begin();
    await runs(first);
    expect(await isReady()).toBe(true);
    for (const part of ['api', 'worker', 'temporal', 'postgres'] as const) {
      const before = pids()[part] ?? 0;
      process.kill(before, 'SIGKILL');
      await reached(() => pids()[part] !== before && isAlive(pids()[part]), `another ${part}`);
      await reached(isReady, `ready with another ${part}`);
    }
    // PostgreSQL may need a second try while the dead one's sessions still hold its memory.
    expect([...new Set(first.said().match(/.* has ended unexpectedly/g))]).toEqual([
      'The API has ended unexpectedly',
      'The worker has ended unexpectedly',
      'Temporal has ended unexpectedly',
      'PostgreSQL has ended unexpectedly',
    ]);

    first.signal('SIGKILL');
    await first.ended;
    expect(left()).not.toEqual([]);
    const second = begin();
    await runs(second);
    expect(await isReady()).toBe(true);
    pids();
    second.signal('SIGTERM');
    expect(await second.ended).toBe(0);
    expect(left()).toEqual([]);
  }, 400_000);
});
