import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Closes what one address opens beyond `most` connections at a time, so that nobody holds the process with connections
 * that say nothing. Behind a proxy all connections are the proxy's, which then has to do this.
 */
export function boundConnections(server: Server, most: number): void {
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const count = (open.get(address) ?? 0) + 1;
    open.set(address, count);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left === 0) open.delete(address);
      else open.set(address, left);
    });
    if (count > most) socket.destroy();
  });
}
