import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verify } from '../../verifier/verify.mjs';
import { publishedKeys } from '../support/evidence/keys';
import { type Mutant, mutants } from '../support/evidence/mutants';
import { samplesOf } from '../support/evidence/samples';
import { newWorld } from '../support/evidence/world';
import { verdictsOfPython } from '../support/python-verifier';

/** `npm run faults:mutants` makes 100,000; by default a short form. */
const COUNT = Number(process.env.GONGMUN_MUTANTS ?? 2_000);
const SEED = Number(process.env.GONGMUN_SEED ?? 5);
const PATIENCE_MS = 60_000 + COUNT * 30;
/** A single changed file may not take longer than this, on a busy machine too. */
const SLOWEST_MS = 2_000;

const world = newWorld();
const keys = publishedKeys(world.keys);
const samples = samplesOf(world);
const changed = (): Generator<Mutant> => mutants(samples, COUNT, SEED);

describe(`${COUNT} changed receipts, proofs, PDFs and bundles`, () => {
  it(
    'are not genuine to the Node verifier, which never fails over one',
    () => {
      const accepted: string[] = [];
      const ways = new Set<string>();
      let slowest = 0;
      for (const { of, how, bytes } of changed()) {
        const started = performance.now();
        const { verdict, faults } = verify(bytes, { keys });
        slowest = Math.max(slowest, performance.now() - started);
        ways.add(how);
        if (verdict === 'genuine' || faults.length === 0 || faults.join().includes('The program failed'))
          accepted.push(`${of}, ${how}: ${verdict} ${faults.join()} ${bytes.toString('base64')}`);
      }
      expect(accepted).toEqual([]);
      expect(slowest).toBeLessThan(SLOWEST_MS);
      if (COUNT >= 2_000) expect(ways.size).toBeGreaterThan(28);
    },
    PATIENCE_MS,
  );

  it(
    'have the same verdicts from the Python verifier, written by another hand',
    async () => {
      const files = function* () {
        for (const { bytes } of changed()) yield bytes;
      };
      const verdicts = await verdictsOfPython(files(), keys);
      expect(verdicts).toHaveLength(COUNT);
      const refusals = verdicts.filter((verdict) => ['not_genuine', 'cannot_tell'].includes(verdict));
      expect(refusals).toHaveLength(COUNT);
      const differing: string[] = [];
      let i = 0;
      for (const { of, how, bytes } of changed()) {
        const { verdict } = verify(bytes, { keys });
        const other = verdicts[i++];
        if (verdict !== other)
          differing.push(`${of}, ${how}: ${verdict}, ${other}: ${bytes.toString('base64')}`);
      }
      expect(differing).toEqual([]);
    },
    PATIENCE_MS,
  );

  it('were made of files that the Node verifier accepts', () => {
    for (const { name, bytes } of samples)
      expect([name, verify(bytes, { keys }).verdict]).toEqual([name, 'genuine']);
  });

  it('were made of files that the Python verifier accepts', async () => {
    const verdicts = await verdictsOfPython(
      samples.map(({ bytes }) => bytes),
      keys,
    );
    expect(verdicts).toEqual(samples.map(() => 'genuine'));
  });

  it('and the vectors have the same verdicts from both', async () => {
    const folder = join(__dirname, '../vectors');
    const read = (name: string): Buffer => readFileSync(join(folder, name));
    const expected: Record<string, string> = JSON.parse(read('expected.json').toString());
    const names = Object.keys(expected);
    const verdicts = await verdictsOfPython(names.map(read), JSON.parse(read('keys.json').toString()));
    expect(Object.fromEntries(names.map((name, i) => [name, verdicts[i]]))).toEqual(expected);
  });
});
