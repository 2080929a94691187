import { EventEmitter } from 'node:events';
import type { PassThrough } from 'node:stream';
import type { Response } from 'express';
import { createEventStreams } from '../../api/event-streams';
import type { Watcher } from '../../db/settled-listener';

describe('a stream of events', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  function opened(until = Date.now() + 3_600_000) {
    const watchers = new Set<Watcher>();
    const streams = createEventStreams({
      watch(_topics, watcher) {
        watchers.add(watcher);
        return () => void watchers.delete(watcher);
      },
    });
    const res = new EventEmitter() as Response;
    let looks = 0;
    const look = async () => {
      looks += 1;
      return { topics: [], told: {} };
    };
    const open = () => streams.open({ person: 'p', topics: ['desk a'], heard: undefined, until, look, res });
    const source = open().stream?.source as PassThrough;
    const text = () => String(source.read() ?? '');
    return { open, source, text, watchers, looks: () => looks, leave: () => res.emit('close') };
  }

  it('says every quarter of a minute that it is alive, and asks nothing while nothing changes', async () => {
    const { text, looks } = opened();
    expect(text()).toBe('retry: 3000\n\n');
    await jest.advanceTimersByTimeAsync(45_000);
    expect(text()).toBe(':\n\n:\n\n:\n\n');
    expect(looks()).toBe(1);
  });

  it('tells changes that come together once', async () => {
    const { text, watchers, looks } = opened();
    await jest.advanceTimersByTimeAsync(0);
    const [watcher] = watchers;
    watcher?.wake();
    await jest.advanceTimersByTimeAsync(0);
    for (let n = 0; n < 50; n += 1) watcher?.wake();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(text().match(/event: changed/g)).toHaveLength(2);
    expect(looks()).toBe(3);
  });

  it.each([
    ['the token is over', (one: ReturnType<typeof opened>) => void one],
    ['the process stops', ({ watchers }: ReturnType<typeof opened>) => [...watchers][0]?.end()],
    ['the client leaves', ({ leave }: ReturnType<typeof opened>) => leave()],
    [
      'the client reads nothing any more',
      ({ source }: ReturnType<typeof opened>) => source.write('x'.repeat(100_000)),
    ],
  ])('ends when %s, and keeps nothing of it', async (_when, ends) => {
    const one = opened(Date.now() + 16_000);
    await jest.advanceTimersByTimeAsync(0);
    ends(one);
    await jest.advanceTimersByTimeAsync(16_000);
    expect(one.source.writableEnded).toBe(true);
    expect(one.watchers.size).toBe(0);
    // Neither a sign of life, which an ended stream would refuse, nor another look.
    const refused: unknown[] = [];
    one.source.on('error', (error) => refused.push(error));
    const looks = one.looks();
    await jest.advanceTimersByTimeAsync(60_000);
    expect([one.looks(), refused]).toEqual([looks, []]);
    for (let n = 0; n < 4; n += 1) one.open();
    expect(() => one.open()).toThrow(expect.objectContaining({ code: 'streams.too_many' }));
  });
});
