import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { createTally } from './tally';

/**
 * Closes what one address opens beyond `most` connections at a time, so that nobody holds the process with connections
 * that say nothing. Behind a proxy all connections are the proxy's, which then has to do this.
 */
export function boundConnections(server: Server, most: number): void {
  const open = createTally();
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const count = open.add(address, 1);
    socket.once('close', () => open.add(address, -1));
    if (count > most) socket.destroy();
  });
}
