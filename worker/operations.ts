import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readiness } from '../adapters/readiness';
import type { CodecEndpoint } from './codec-endpoint';

export interface OperationsDeps {
  readiness: Readiness;
  metrics: { contentType: string; text(): Promise<string> };
  /** Where payloads are decoded for whoever may read them; undefined: nowhere. */
  decode: CodecEndpoint | undefined;
}

export interface Operations {
  port: number;
  stop(): Promise<void>;
}

const CODEC_PATH = '/codec/decode';

/** The worker's small door for operators and their machines: `/healthz`, `/readyz`, `/metrics`, `/codec/decode`. */
export async function serveOperations(
  deps: OperationsDeps,
  listen: { host: string; port: number },
): Promise<Operations> {
  const pages: Record<string, CodecEndpoint> = {
    '/healthz': async (_req, res) => sendJson(res, 200, { status: 'alive' }),
    '/readyz': async (_req, res) => {
      const parts = await deps.readiness.check();
      const ready = Object.values(parts).every((state) => state === 'ready');
      sendJson(res, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready', parts });
    },
    '/metrics': async (_req, res) => {
      const text = await deps.metrics.text();
      res.setHeader('Content-Type', deps.metrics.contentType);
      res.end(text);
    },
  };
  const server = createServer((req, res) => {
    const path = req.url?.split('?')[0] ?? '';
    const page = path === CODEC_PATH ? deps.decode : req.method === 'GET' ? pages[path] : undefined;
    if (page === undefined) return sendJson(res, 404, { status: 'not found' });
    page(req, res).catch(() => sendJson(res, 500, { status: 'failed' }));
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
