import { randomUUID } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type CheckLimits, createFileChecker, type FileChecker } from '../../adapters/file-check';
import { HARMLESS, HOSTILE, type Sample } from '../support/hostile-files';
import { pdfSaying } from '../support/small-files';

const WITHIN_MS = 2_000;
const MORE_MEMORY = 100 * 1024 * 1024;

const open = (bytes: Buffer) => async () => Readable.from([bytes]);

describe('files are looked into by a process of their own', () => {
  let folder: string;
  let checker: FileChecker;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gongmun-hostile-'));
    checker = createFileChecker();
    // Started, and all that it loads is loaded.
    await checker.check(open(pdfSaying('x')), { mediaType: 'application/pdf', bytes: pdfSaying('x').length });
  });
  afterAll(() => {
    checker.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function checked({ make, mediaType }: Sample) {
    const path = join(folder, randomUUID());
    const bytes = writtenTo(path, await make());
    const before = process.memoryUsage().rss;
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss);
    }, 5);
    const began = performance.now();
    const fault = await checker.check(async () => createReadStream(path), { mediaType, bytes });
    const ms = performance.now() - began;
    clearInterval(watch);
    return { fault, ms, more: Math.max(most, process.memoryUsage().rss) - before };
  }

  it.each(HOSTILE.map((one): [string, (typeof HOSTILE)[number]] => [one.name, one]))(
    '%s is refused within two seconds and 100 MB of the serving process',
    async (_name, sample) => {
      const { fault, ms, more } = await checked(sample);
      expect(fault).toBe(sample.fault);
      expect(ms).toBeLessThan(WITHIN_MS);
      expect(more).toBeLessThan(MORE_MEMORY);
    },
    30_000,
  );

  it.each(HARMLESS.map((one): [string, Sample] => [one.name, one]))('%s is taken', async (_name, sample) => {
    expect((await checked(sample)).fault).toBeNull();
  });
});

/** Its own, so that the bytes can be given back before anything is measured. */
function writtenTo(path: string, bytes: Buffer): number {
  writeFileSync(path, bytes);
  return bytes.length;
}

describe('a process that fails', () => {
  let folder: string;
  const checkers: FileChecker[] = [];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'gongmun-check-'));
  });
  afterAll(() => {
    for (const checker of checkers) checker.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A program that reads its file and then does `code`; asked a second time it answers. */
  function running(code: string, limits: Partial<CheckLimits> = {}): FileChecker {
    const program = join(folder, `${randomUUID()}.mjs`);
    writeFileSync(
      program,
      `process.stdout.write('ready\\n'); process.stdin.once('data', () => { ${code} });`,
    );
    const checker = createFileChecker({ program, ...limits });
    checkers.push(checker);
    return checker;
  }
  const ask = (checker: FileChecker) =>
    checker.check(open(Buffer.from('x')), { mediaType: 'image/png', bytes: 1 });
  const ANSWER = `console.log('{"fault":null}');`;

  it('in an endless loop is ended, and the file is too complex', async () => {
    // By the processor's time, and by the clock where there is little of that.
    expect(await ask(running('for (;;);', { withinMs: 300, longestMs: 600_000 }))).toBe('file.too_complex');
    expect(await ask(running('', { withinMs: 600_000, longestMs: 300 }))).toBe('file.too_complex');
  });

  it('that wants all memory, of its heap or beside it, is ended, and the file is too complex', async () => {
    const hoard = (what: string) => `const kept = []; for (;;) kept.push(${what});`;
    const small = { withinMs: 20_000, heapMiB: 48, memoryMiB: 256 };
    const heap = running(hoard('new Array(1e6).fill({})'), small);
    const beside = running(hoard('Buffer.alloc(1e7, 1)'), small);
    expect(await Promise.all([ask(heap), ask(beside)])).toEqual(['file.too_complex', 'file.too_complex']);
  });

  it('leaves the next file to another', async () => {
    const checker = running(`process.exit(1)`);
    expect([await ask(checker), await ask(checker)]).toEqual(['file.too_complex', 'file.too_complex']);
    const once = running(ANSWER, { longestMs: 500 });
    expect([await ask(once), await ask(once)]).toEqual([null, 'file.too_complex']);
  });

  it('to start refuses for now', async () => {
    const checker = createFileChecker({ program: join(folder, 'nothing.mjs') });
    checkers.push(checker);
    await expect(ask(checker)).rejects.toMatchObject({ code: 'file.check_unavailable', kind: 'unavailable' });
  });

  it('sees no environment', async () => {
    const checker = running(
      `const seen = Object.keys(process.env).filter((name) => !['PWD', 'SHLVL', '_', 'OLDPWD'].includes(name));
       console.log(JSON.stringify({ fault: seen.length === 0 ? null : seen.join() }));`,
    );
    expect(await ask(checker)).toBeNull();
  });

  it('is not asked for more at once than may run and wait', async () => {
    const checker = running('', { atOnce: 1, waiting: 1, withinMs: 300, longestMs: 300 });
    const answers = await Promise.allSettled([ask(checker), ask(checker), ask(checker)]);
    expect(answers.map((one) => (one.status === 'fulfilled' ? one.value : one.reason.code))).toEqual([
      'file.too_complex',
      'file.too_complex',
      'file.check_busy',
    ]);
  });

  it('is not blamed for a file that cannot be read', async () => {
    const broken = async () =>
      new Readable({
        read() {
          this.destroy(new Error('the store failed'));
        },
      });
    const checker = running(ANSWER);
    const file = { mediaType: 'image/png', bytes: 1 };
    await expect(checker.check(broken, file)).rejects.toThrow('the store failed');
    await expect(checker.check(() => Promise.reject(new Error('no store')), file)).rejects.toThrow(
      'no store',
    );
    expect(await ask(checker)).toBeNull();
  });

  it('is none for text, which has no structure', async () => {
    const checker = createFileChecker({ program: join(folder, 'nothing.mjs') });
    const never = () => Promise.reject(new Error('opened'));
    expect(await checker.check(never, { mediaType: 'text/plain', bytes: 1 })).toBeNull();
  });
});
