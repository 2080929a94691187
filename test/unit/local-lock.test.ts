import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Child, startChild } from '../../local/child';
import { dropLock, takeLock, writePids } from '../../local/lock';

describe('the lock of a data folder', () => {
  let data: string;
  let children: Child[];
  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), 'gongmun-lock-'));
    children = [];
  });
  afterEach(async () => {
    await Promise.all(children.map((child) => child.stop('SIGKILL')));
    rmSync(data, { recursive: true, force: true });
  });

  function waiting(...args: string[]): number {
    const child = startChild(process.execPath, ['-e', 'setInterval(() => {}, 1000)', ...args]);
    children.push(child);
    return child.pid;
  }

  it('refuses a second start while the first lives, in one sentence that names it', () => {
    const start = waiting('local/main.ts');
    writePids(data, { start });
    expect(() => takeLock(data)).toThrow(
      `Gongmun runs already on this data folder (process ${start}): stop it first, or set GONGMUN_DATA to another folder.`,
    );
  });

  it('is free again when it was dropped', () => {
    takeLock(data);
    dropLock(data);
    expect(takeLock(data)).toEqual({});
  });

  it('passes over a killed start and tells what that left', () => {
    writePids(data, { start: 2 ** 22 + 1, worker: 17 });
    expect(takeLock(data)).toEqual({ start: 2 ** 22 + 1, worker: 17 });
  });

  it('is not held by a program that got the number of a killed start', () => {
    const start = waiting('something-else');
    writePids(data, { start });
    expect(takeLock(data)).toEqual({ start });
  });

  it('passes over a file that was cut short', () => {
    writeFileSync(join(data, 'start.json'), '{"sta');
    expect(takeLock(data)).toEqual({});
  });
});
