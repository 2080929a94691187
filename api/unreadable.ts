import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { v7 as uuid } from 'uuid';
import { GongmunError } from '../domain/errors';
import { toProblem } from './problem';

function refusalOf({ code }: NodeJS.ErrnoException): GongmunError {
  if (code === 'HPE_HEADER_OVERFLOW')
    return new GongmunError(
      'request_header_fields_too_large',
      'request.headers_too_large',
      'The address and the header fields together are longer than 16 KB.',
    );
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new GongmunError(
      'request_timeout',
      'request.timeout',
      'The request did not come to its end in time.',
    );
  return new GongmunError('bad_request', 'request.unreadable', 'This is no request in HTTP/1.1.');
}

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
    const problem = toProblem(refusalOf(error), uuid());
    const body = JSON.stringify(problem);
    const headers = [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Cache-Control: no-store',
      'X-Content-Type-Options: nosniff',
      'Connection: close',
    ];
    socket.end(`${headers.join('\r\n')}\r\n\r\n${body}`);
  });
}
