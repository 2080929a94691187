import { startChild } from '../../local/child';
import { supervise } from '../../local/supervise';
import { until } from '../support/until';

const waiting = () => startChild(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);

describe('a supervised part', () => {
  it('is started again when it dies, and says so once', async () => {
    const said: string[] = [];
    const restarted = jest.fn();
    const first = waiting();
    const part = supervise('Temporal', first, async () => waiting(), {
      say: (line) => said.push(line),
      restarted,
    });
    first.kill();
    await until(
      async () => part.child(),
      (child) => child !== first,
    );
    expect(part.child().alive()).toBe(true);
    expect(said).toEqual(['Temporal has ended unexpectedly; it is started again.']);
    expect(restarted).toHaveBeenCalledTimes(1);
    await part.stop('SIGTERM', 5_000);
  });

  it('is started again also when the first attempt to do so failed', async () => {
    let attempts = 0;
    const first = waiting();
    const again = async () => {
      attempts += 1;
      if (attempts === 1) throw new Error('the port is not free yet');
      return waiting();
    };
    const part = supervise('PostgreSQL', first, again, { say: () => {}, restarted: () => {} });
    first.kill();
    await until(
      async () => part.child(),
      (child) => child !== first,
    );
    expect(attempts).toBe(2);
    await part.stop('SIGTERM', 5_000);
  });

  it('stays down when it was asked to stop', async () => {
    const again = jest.fn(async () => waiting());
    const first = waiting();
    const part = supervise('worker', first, again, { say: () => {}, restarted: () => {} });
    await part.stop('SIGTERM', 5_000);
    expect(first.alive()).toBe(false);
    expect(again).not.toHaveBeenCalled();
  });

  it('is killed when it does not end in time', async () => {
    const stubborn = startChild(process.execPath, [
      '-e',
      'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)',
    ]);
    const part = supervise('worker', stubborn, async () => waiting(), { say: () => {}, restarted: () => {} });
    await part.stop('SIGTERM', 300);
    expect(stubborn.alive()).toBe(false);
  });
});
