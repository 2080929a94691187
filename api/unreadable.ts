import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { v7 as uuid } from 'uuid';
import type { Problem } from './problem';

interface Answer {
  status: number;
  reason: string;
  code: string;
  detail: string;
}

const REFUSALS: Record<string, Answer> = {
  HPE_HEADER_OVERFLOW: {
    ...{ status: 431, reason: 'Request Header Fields Too Large', code: 'request.headers_too_large' },
    detail: 'The address and the header fields together are longer than 16 KB.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    ...{ status: 408, reason: 'Request Timeout', code: 'request.timeout' },
    detail: 'The request did not come to its end in time.',
  },
};
const NO_HTTP: Answer = {
  ...{ status: 400, reason: 'Bad Request', code: 'request.unreadable' },
  detail: 'This is no request in HTTP/1.1.',
};

/**
 * What does not become a request is answered as everything else is, with a problem (RFC 9457), and the connection ends:
 * where the next request would begin is not known (RFC 9112 §9.6).
 */
export function answerUnreadable(server: Server): void {
  const answers = new WeakMap<Socket, Set<ServerResponse>>();
  server.on('request', ({ socket }: IncomingMessage, res: ServerResponse) => {
    const open = answers.get(socket) ?? new Set();
    answers.set(socket, open.add(res));
    res.once('close', () => open.delete(res));
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // In the middle of another answer it would become a part of that.
    const isWithin = [...(answers.get(socket) ?? [])].some((res) => res.headersSent);
    if (error.code === 'ECONNRESET' || !socket.writable || isWithin) return void socket.destroy();
    const { status, reason, code, detail } = REFUSALS[error.code ?? ''] ?? NO_HTTP;
    const instance = `urn:uuid:${uuid()}`;
    const problem: Problem = {
      type: 'about:blank',
      ...{ title: reason.toLowerCase(), status, detail, code, instance },
    };
    const body = JSON.stringify(problem);
    const headers = [
      `HTTP/1.1 ${status} ${reason}`,
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Cache-Control: no-store',
      'X-Content-Type-Options: nosniff',
      'Connection: close',
    ];
    socket.end(`${headers.join('\r\n')}\r\n\r\n${body}`);
  });
}
