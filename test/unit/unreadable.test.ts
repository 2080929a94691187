import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { answerUnreadable } from '../../api/unreadable';

describe('what does not become a request', () => {
  let server: Server;
  beforeAll(async () => {
    server = createServer({ connectionsCheckingInterval: 20 }, (req, res) => {
      if (req.url === '/begins') res.write('begun');
      else if (req.url !== '/waits') res.end('x');
    });
    server.headersTimeout = 100;
    server.requestTimeout = 100;
    answerUnreadable(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  /** What is said until the connection ends. */
  async function answerTo(said: string) {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.write(said);
    const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
    return { head, problem: JSON.parse(body) };
  }

  it.each([
    ['no HTTP', 'SSH-2.0-x\r\n\r\n', 400, 'request.unreadable'],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      400,
      'request.unreadable',
    ],
    [
      '16 KB of a field',
      `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(16_384)}\r\n\r\n`,
      431,
      'request.headers_too_large',
    ],
    [
      'an address of 16 KB',
      `GET /?${'x'.repeat(16_384)} HTTP/1.1\r\nHost: x\r\n\r\n`,
      431,
      'request.headers_too_large',
    ],
    [
      'a body without an end',
      'POST /waits HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx',
      408,
      'request.timeout',
    ],
    ['a head without an end', 'GET / HTTP/1.1\r\nHost: x\r\n', 408, 'request.timeout'],
  ])('is answered with a problem, and the connection ends: %s', async (_what, said, status, code) => {
    const { head, problem } = await answerTo(said);
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(head).toContain('Content-Type: application/problem+json');
    expect(head).toContain('Connection: close');
    expect(problem).toMatchObject({
      type: 'about:blank',
      status,
      code,
      instance: expect.stringMatching(/^urn:uuid:/),
    });
  });

  it('what follows an answer that is under way becomes no part of it', async () => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.write('GET /begins HTTP/1.1\r\nHost: x\r\n\r\nSSH-2.0-x\r\n\r\n');
    const said = await text(socket).catch(() => '');
    expect(said).not.toContain('400');
  });

  it('a connection that breaks off is let go, and the next is served', async () => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write('GET / HTTP/1.1\r\nHost');
    socket.resetAndDestroy();
    await once(socket, 'close');
    const { port } = server.address() as AddressInfo;
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  });
});
