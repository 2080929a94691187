import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as lasting } from 'node:timers/promises';

export interface DatabaseProxy {
  /** The same database, reached through the proxy. */
  through(url: string): string;
  /** Cuts every connection and refuses new ones for so long; resolves when they are taken again. */
  away(ms: number): Promise<void>;
  stop(): Promise<void>;
}

/** A TCP proxy of the test's own before PostgreSQL: an outage without touching the server that other suites use. */
export async function startDatabaseProxy(serverUrl: string): Promise<DatabaseProxy> {
  const target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  };
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    keep(client);
    keep(upstream);
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
    client.pipe(upstream).pipe(client);
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    return closed;
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    through(url) {
      const changed = new URL(url);
      changed.port = String(port);
      return changed.href;
    },
    async away(ms) {
      await close();
      await lasting(ms);
      await listen(port);
    },
    async stop() {
      await close();
    },
  };
}
