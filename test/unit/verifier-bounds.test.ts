import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verify } from '../../verifier/verify.mjs';
import { type Hard, hardFiles, hardSigned } from '../support/evidence/hard';
import { publishedKeys } from '../support/evidence/keys';
import { newWorld } from '../support/evidence/world';
import { runVerifier } from '../support/run-verifier';

/** Processor time: `POST /v1/verify` stops after 20 seconds by the clock. */
const LONGEST_MS = 8_000;
const MOST_MIB = 400;
/** What is larger is given to a process of its own, whose memory can be measured. */
const LARGE = 1024 * 1024;

const world = newWorld();
const keys = publishedKeys(world.keys);
const files = [...hardFiles, ...hardSigned(world)];

describe('the verifier gives a clear answer in bounded time and memory', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gongmun-hard-'));
    writeFileSync(join(folder, 'keys.json'), JSON.stringify(keys));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function inItsOwnProcess(bytes: Buffer) {
    const path = join(folder, 'hard.bin');
    writeFileSync(path, bytes);
    const args = [path, '--keys', join(folder, 'keys.json'), '--json'];
    const { out, cpuMs, peakMiB } = await runVerifier(args, { nodeArgs: ['--max-old-space-size=256'] });
    return { ...JSON.parse(out), cpuMs, peakMiB };
  }

  function here(bytes: Buffer) {
    const before = process.cpuUsage();
    const checked = verify(bytes, { keys });
    const { user, system } = process.cpuUsage(before);
    return { ...checked, cpuMs: (user + system) / 1_000, peakMiB: 0 };
  }

  it.each(files.map((file): [string, Hard] => [file.name, file]))(
    'to %s',
    async (name, { verdict: expected, bytes: make }) => {
      const bytes = make();
      const alone = bytes.length > LARGE || name.includes('embeds');
      const { verdict, proved, faults, cpuMs, peakMiB } = alone ? await inItsOwnProcess(bytes) : here(bytes);
      expect(verdict).toBe(expected);
      expect([...proved, ...faults].length).toBeLessThan(1_100);
      expect(faults.join()).not.toContain('The program failed');
      expect(cpuMs).toBeLessThan(LONGEST_MS);
      expect(peakMiB).toBeLessThan(MOST_MIB);
    },
    120_000,
  );
});
