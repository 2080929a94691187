import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readiness } from '../adapters/readiness';

export interface OperationsDeps {
  readiness: Readiness;
  metrics: { contentType: string; text(): Promise<string> };
}

export interface Operations {
  port: number;
  stop(): Promise<void>;
}

/** The worker's small door for operators and their machines: `/healthz`, `/readyz`, `/metrics`. */
export async function serveOperations(
  deps: OperationsDeps,
  listen: { host: string; port: number },
): Promise<Operations> {
  const pages: Record<string, (res: ServerResponse) => Promise<void>> = {
    '/healthz': async (res) => sendJson(res, 200, { status: 'alive' }),
    '/readyz': async (res) => {
      const parts = await deps.readiness.check();
      const ready = Object.values(parts).every((state) => state === 'ready');
      sendJson(res, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready', parts });
    },
    '/metrics': async (res) => {
      const text = await deps.metrics.text();
      res.setHeader('Content-Type', deps.metrics.contentType);
      res.end(text);
    },
  };
  const server = createServer((req, res) => {
    const page = req.method === 'GET' ? pages[req.url?.split('?')[0] ?? ''] : undefined;
    if (page === undefined) return sendJson(res, 404, { status: 'not found' });
    page(res).catch(() => sendJson(res, 500, { status: 'failed' }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(listen.port, listen.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function sendJson(res: ServerResponse, status: number, body: unknown): void {
  if (res.headersSent) return void res.destroy();
  res.writeHead(status, { 'Content-Type': 'application/json' });
  res.end(JSON.stringify(body));
}
