import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * What the way between two parts does to what passes: `reset` breaks every connection and each new one, `black_hole` takes
 * everything and hands on nothing, `deaf` hands on what is sent and swallows what is answered, `late` holds each piece for
 * two seconds, `narrow` lets 1 KB pass in a second, `half_closed` tells the server that nothing more comes and goes on
 * handing its answers to the client.
 */
export type NetworkFault = 'reset' | 'black_hole' | 'deaf' | 'late' | 'narrow' | 'half_closed';

export interface FaultProxy {
  port: number;
  /** The same place, reached through the proxy. */
  through(url: string): string;
  /** `host:port`, for what is no URL. */
  address: string;
  /** From now on; undefined lets everything pass again, over new connections: those that the fault touched are broken. */
  fault(kind: NetworkFault | undefined): void;
  stop(): Promise<void>;
}

const LATE_MS = 2_000;
const BYTES_PER_SECOND = 1_024;

/** A TCP proxy of the test's own between two parts. */
export async function startFaultProxy(target: { host: string; port: number }): Promise<FaultProxy> {
  let kind: NetworkFault | undefined;
  const pairs = new Set<{ client: Socket; upstream: Socket }>();

  const server = createServer({ allowHalfOpen: true }, (client) => {
    if (kind === 'reset') {
      client.on('error', () => {});
      client.resetAndDestroy();
      return;
    }
    const upstream = connect({ ...target, allowHalfOpen: true });
    const pair = { client, upstream };
    pairs.add(pair);
    const gone = () => {
      pairs.delete(pair);
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      socket.on('error', gone);
      socket.on('close', gone);
    }
    pass(client, upstream, () => kind === 'black_hole');
    pass(upstream, client, () => kind === 'black_hole' || kind === 'deaf');
    if (kind === 'half_closed') upstream.end();
  });

  /** Hands pieces on in their order, each when the fault of its moment lets it. */
  function pass(from: Socket, to: Socket, isSwallowed: () => boolean): void {
    let free = Date.now();
    from.on('data', (part) => {
      if (isSwallowed()) return;
      const now = Date.now();
      if (kind === 'late') free = Math.max(free, now + LATE_MS);
      if (kind === 'narrow') free = Math.max(free, now) + (part.length / BYTES_PER_SECOND) * 1_000;
      if (free <= now) return void write(to, part);
      from.pause();
      setTimeout(() => {
        write(to, part);
        from.resume();
      }, free - now).unref();
    });
    from.on('end', () => setTimeout(() => to.end(), Math.max(0, free - Date.now())).unref());
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const breakAll = () => {
    for (const { client, upstream } of pairs) {
      client.resetAndDestroy();
      upstream.resetAndDestroy();
    }
  };
  return {
    port,
    address: `127.0.0.1:${port}`,
    through(url) {
      const changed = new URL(url);
      changed.hostname = '127.0.0.1';
      changed.port = String(port);
      return changed.href;
    },
    fault(next) {
      // What a fault swallowed would leave both ends waiting for each other when it is over.
      if (next === 'reset' || next === undefined) breakAll();
      kind = next;
      if (next === 'half_closed') for (const { upstream } of pairs) upstream.end();
    },
    async stop() {
      breakAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function write(to: Socket, part: Buffer): void {
  if (to.writable) to.write(part);
}
