import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createReadiness } from '../../adapters/readiness';
import { boundConnections } from '../../api/bound-connections';
import { holdBackRefusals } from '../../api/held-refusals';
import { createBuckets, createLimits } from '../../api/limits';
import { linesOfClients, linesOfProcess } from '../../api/lines';
import { overloaded } from '../../api/overloaded';
import { createTurns } from '../../api/turns';
import { GongmunError } from '../../domain/errors';
import type { Actor } from '../../domain/permissions';

const MINUTE = 60_000;

describe('limits', () => {
  const actor = (own: Partial<Actor>): Actor => ({
    ...{ person: 'p', name: '', email: null, language: 'ko', memberships: [], organisations: [] },
    ...{ sendsFor: [], mandates: [], vouchedFor: [], grants: [], ...own },
  });
  const refusal = (act: () => void): unknown => {
    try {
      act();
    } catch (error) {
      return error;
    }
    return undefined;
  };

  it('a bucket gives ten seconds’ tokens at once and then as time passes', () => {
    let at = 0;
    const { take } = createBuckets(36, () => at);
    expect(Array.from({ length: 7 }, () => take('a'))).toEqual([0, 0, 0, 0, 0, 0, 2]);
    expect(take('b')).toBe(0);
    at = 2_000;
    expect([take('a'), take('a')]).toEqual([0, 2]);
    at = 10 * MINUTE;
    expect(Array.from({ length: 7 }, () => take('a'))).toEqual([0, 0, 0, 0, 0, 0, 2]);
  });

  it('forgets the least recently used instead of growing', () => {
    const { take, size } = createBuckets(1, () => 0);
    for (let n = 0; n < 60_000; n += 1) {
      take(`k${n}`);
      take('often');
    }
    expect(size()).toBe(50_000);
    expect(take('often')).toBeGreaterThan(0);
    expect(take('k0')).toBe(0);
  });

  it('counts a person, the offices of an official, and an organisation only for who acts for it', () => {
    const limits = createLimits(
      { personPerMinute: 1, organisationPerMinute: 1, officePerMinute: 12 },
      () => 0,
    );
    limits.ofPerson('minji');
    limits.ofPerson('junho');
    expect(refusal(() => limits.ofPerson('minji'))).toMatchObject({
      ...{ kind: 'too_many_requests', code: 'rate.limited', retryAfter: 60, members: { limit: 'person' } },
    });
    const stranger = actor({});
    for (let n = 0; n < 5; n += 1) limits.ofCircle(stranger, '000-00-00017');
    const member = actor({ organisations: ['000-00-00017'] });
    limits.ofCircle(member, '000-00-00017');
    limits.ofCircle(member, undefined);
    expect(refusal(() => limits.ofCircle(member, '000-00-00017'))).toMatchObject({
      members: { limit: 'organisation' },
    });
    const official = (person: string) =>
      actor({ person, memberships: [{ office: 'haneul', roles: ['handler'] }] });
    limits.ofCircle(official('a'), undefined);
    limits.ofCircle(official('b'), undefined);
    expect(refusal(() => limits.ofCircle(official('c'), undefined))).toMatchObject({
      members: { limit: 'office' },
    });
  });

  it('a few of what one client asks for are worked on at a time, in order; others do not wait for it', async () => {
    const turns = linesOfClients();
    const begun: string[] = [];
    const ends: (() => void)[] = [];
    const work = (name: string) => () => {
      begun.push(name);
      return new Promise<string>((resolve) => ends.push(() => resolve(name)));
    };
    const stays = () => false;
    const asked = ['a1', 'a2', 'a3', 'a4', 'a5', 'a6'].map((name) => turns.take('a', stays, work(name)));
    const left = turns.take('a', () => true, work('nobody waits for it'));
    const other = turns.take('b', stays, work('b1'));
    await new Promise(setImmediate);
    expect(begun).toEqual(['a1', 'a2', 'b1']);
    for (let n = 0; n < 7; n += 1) {
      ends[n]?.();
      await new Promise(setImmediate);
    }
    expect(begun).toEqual(['a1', 'a2', 'b1', 'a3', 'a4', 'a5', 'a6']);
    expect(await Promise.all([...asked, other])).toEqual(['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'b1']);
    expect(await left).toBeUndefined();
  });

  it('of a line in which very many wait one is worked on at a time, in order, and two again when few are left', async () => {
    const turns = createTurns({
      ...{ atOnce: 2, crowd: 3, mostWaiting: 9, holdsUpMs: 60_000, refusal: overloaded },
    });
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const ask = (n: number) =>
      turns.take(
        'a',
        () => false,
        () => {
          begun.push(n);
          return new Promise<void>((resolve) => ends.push(resolve));
        },
      );
    const asked = [1, 2, 3, 4, 5, 6, 7, 8].map(ask);
    const underWay: number[] = [];
    for (let ended = 0; ended < asked.length; ended += 1) {
      await new Promise(setImmediate);
      underWay.push(begun.length - ended);
      ends[ended]?.();
      if (ended === 4) asked.push(ask(9));
    }
    await Promise.all(asked);
    // One ends and nobody follows, for six wait; when the fifth begins three are left, and the sixth begins with it.
    expect(underWay).toEqual([2, 1, 1, 1, 2, 2, 2, 2, 1]);
    expect(begun).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('work that hangs holds up what comes after it for a while and no longer', async () => {
    const turns = linesOfClients(20);
    const hung = () => new Promise<void>(() => {});
    for (let n = 0; n < 4; n += 1) void turns.take('a', () => false, hung);
    expect(
      await turns.take(
        'a',
        () => false,
        async () => 'then',
      ),
    ).toBe('then');
  });

  it('a turn is handed on by work that fails, and a line that is too long is refused', async () => {
    const turns = linesOfClients();
    const failed = async () => {
      throw new Error('x');
    };
    for (let n = 0; n < 10; n += 1) await expect(turns.take('a', () => false, failed)).rejects.toThrow('x');
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const waiting = Array.from({ length: 102 }, () =>
      turns.take(
        'a',
        () => false,
        () => ended,
      ),
    );
    await expect(
      turns.take(
        'a',
        () => false,
        () => ended,
      ),
    ).rejects.toMatchObject({
      ...{ kind: 'too_many_requests', code: 'rate.limited', retryAfter: 5 },
    });
    end();
    await Promise.all(waiting);
    expect(
      await turns.take(
        'a',
        () => false,
        async () => 'again',
      ),
    ).toBe('again');
  });

  it('of all that is asked so much is worked on at a time; what only waits for others holds up nobody', async () => {
    const lines = linesOfProcess(1, { mostWaiting: 2, longestWaitMs: 60_000 });
    const begun: string[] = [];
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const ask = (line: string, name: string, leaves = 'stays') =>
      lines.take(
        line,
        () => false,
        async (leave) => {
          begun.push(name);
          if (leaves === 'leaves') leave();
          await ended;
          return name;
        },
      );
    const asked = [ask('acts', 'a1'), ask('acts', 'a2', 'leaves'), ask('acts', 'a3')];
    await new Promise(setImmediate);
    expect(begun).toEqual(['a1', 'a2', 'a3']);
    asked.push(ask('acts', 'a4'), ask('acts', 'a5'));
    await expect(ask('acts', 'a6')).rejects.toMatchObject({
      ...{ kind: 'unavailable', code: 'server.overloaded', retryAfter: 5 },
    });
    asked.push(ask('reads', 'r1'));
    await new Promise(setImmediate);
    expect(begun).toEqual(['a1', 'a2', 'a3', 'r1']);
    end();
    expect(await Promise.all(asked)).toEqual(['a1', 'a2', 'a3', 'a4', 'a5', 'r1']);
  });

  it('whoever has waited too long is refused, and the next has their turn', async () => {
    const settings = { atOnce: 1, mostWaiting: 9, longestWaitMs: 20, holdsUpMs: 60_000, refusal: overloaded };
    const turns = createTurns(settings);
    const stays = () => false;
    let end = () => {};
    const first = turns.take('a', stays, () => new Promise<void>((resolve) => (end = resolve)));
    await expect(turns.take('a', stays, async () => 'late')).rejects.toMatchObject({
      code: 'server.overloaded',
    });
    const next = turns.take('a', stays, async () => 'next');
    end();
    await first;
    expect(await next).toBe('next');
  });

  it('whoever asks on though refused learns it later, and beyond so many is cut off; others are told at once', () => {
    jest.useFakeTimers();
    try {
      const holdBack = holdBackRefusals(() => 0);
      const refused = new GongmunError('too_many_requests', 'rate.limited', 'x');
      const ask = (ip: string, error: unknown = refused, destroyed = false) => {
        const [told, destroy] = [jest.fn(), jest.fn()];
        const response = Object.assign(new EventEmitter(), { destroyed });
        holdBack(error, { ip, socket: { destroy } } as never, response as never, told);
        return { response, told, destroy };
      };
      for (let n = 0; n < 300; n += 1) expect(ask('a').told).toHaveBeenCalledWith(refused);
      // Whoever left before is not waited for, and takes nobody's place.
      for (let n = 0; n < 100; n += 1) expect(ask('a', refused, true).told).toHaveBeenCalledTimes(1);
      const held = Array.from({ length: 64 }, () => ask('a'));
      expect(ask('a').destroy).toHaveBeenCalledTimes(1);
      expect(ask('b').told).toHaveBeenCalledTimes(1);
      const other = new GongmunError('not_found', 'route.unknown', 'x');
      expect(ask('a', other).told).toHaveBeenCalledWith(other);
      // One that goes leaves its place to another, and is told nothing any more.
      held[0]?.response.emit('close');
      const late = ask('a');
      expect(late.destroy).not.toHaveBeenCalled();
      jest.advanceTimersByTime(999);
      for (const { told } of held) expect(told).not.toHaveBeenCalled();
      jest.advanceTimersByTime(1_001);
      expect(held.map(({ told }) => told.mock.calls.length)).toEqual([0, ...Array(63).fill(1)]);
      expect(late.told).toHaveBeenCalledWith(refused);
    } finally {
      jest.useRealTimers();
    }
  });

  it('an address has so many connections open, and one more when one was closed', async () => {
    const server = createServer((_req, res) => void res.end('x'));
    boundConnections(server, 3);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const open = async (localAddress = '127.0.0.1'): Promise<Socket> => {
      const socket = connect({ port, host: '127.0.0.1', localAddress });
      await once(socket, 'connect');
      return socket;
    };
    /** An answer, or nothing where the connection was closed. */
    const answer = async (socket: Socket): Promise<string> => {
      let said = '';
      socket.on('data', (part) => {
        said += part;
        socket.end();
      });
      socket.on('error', () => {});
      socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      await once(socket, 'close');
      return said.split('\r\n')[0] ?? '';
    };
    const held = [await open(), await open(), await open()];
    expect(await answer(await open())).toBe('');
    expect(await answer(await open('127.0.0.2'))).toBe('HTTP/1.1 200 OK');
    const [first] = held;
    if (first === undefined) throw new Error('None is held.');
    expect(await answer(first)).toBe('HTTP/1.1 200 OK');
    expect(await answer(await open())).toBe('HTTP/1.1 200 OK');
    for (const socket of held) socket.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('many who ask whether all is ready are one question to each part', async () => {
    let asked = 0;
    const parts = createReadiness({
      database: async () => {
        asked += 1;
      },
    });
    const told = await Promise.all(Array.from({ length: 50 }, () => parts.check()));
    expect(new Set(told.map((states) => JSON.stringify(states)))).toEqual(new Set(['{"database":"ready"}']));
    expect(asked).toBe(1);
    await parts.check();
    expect(asked).toBe(2);
  });
});
