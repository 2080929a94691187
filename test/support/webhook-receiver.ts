import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface WebhookReceiver {
  port: number;
  received: Received[];
  /** How it answers from now on. */
  answer(how: (res: ServerResponse, received: Received) => void): void;
  stop(): Promise<void>;
}

/** Somebody else's server, as kind or unkind as a test wants it. */
export async function startReceiver(): Promise<WebhookReceiver> {
  const received: Received[] = [];
  let how: (res: ServerResponse, one: Received) => void = (res) => res.writeHead(204).end();
  const server = createServer((req, res) => {
    let body = '';
    req.on('data', (part) => {
      body += part;
    });
    req.on('end', () => {
      const one = { path: req.url ?? '', headers: req.headers, body };
      received.push(one);
      how(res, one);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    received,
    answer(given) {
      how = given;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
