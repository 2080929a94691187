// Many who ask at once, from many addresses, over connections that stand open, as a proxy hands them on: what is opened anew
// is accepted one at a time between other work. Run as a process, so that what it costs to ask is not counted to who
// answers. Reads what to do from standard input and prints the ledger of what was answered:
// { ms, answers: [{ key, kind, status, code, retryAfter, type, id, ms, tries }] }.
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

const {
  url,
  path,
  tokens,
  body,
  small,
  large = 0,
  held = 0,
  atOnce,
  addresses,
} = JSON.parse(await text(process.stdin));
const { hostname, port } = new URL(url);
const MOST_TRIES = 5;
const addressOf = (n) => `127.0.${2 + Math.floor((n % addresses) / 250)}.${1 + ((n % addresses) % 250)}`;
/** One connection each. */
const agents = Array.from(
  { length: atOnce },
  (_, n) => new Agent({ keepAlive: true, maxSockets: 1, localAddress: addressOf(n) }),
);
const LARGE = JSON.stringify({ ...JSON.parse(body), filler: 'x'.repeat(900_000) });

function open(n) {
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path: '/healthz', agent: agents[n] }, (answer) => {
      answer.resume().on('end', resolve);
    });
    asked.on('error', reject);
    asked.end();
  });
}

function send(lane, n, key, payload) {
  return new Promise((resolve) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(payload),
      'idempotency-key': key,
      authorization: `Bearer ${tokens[n % tokens.length]}`,
    };
    const asked = request({ hostname, port, path, method: 'POST', agent: agents[lane], headers });
    asked.on('error', () => resolve({ status: 0 }));
    asked.on('response', async (answer) => {
      const said = JSON.parse((await text(answer).catch(() => '')) || '{}');
      resolve({
        status: answer.statusCode,
        code: said.code,
        retryAfter: answer.headers['retry-after'],
        type: answer.headers['content-type'],
        id: said.submission?.id,
      });
    });
    asked.end(payload);
  });
}

/** Without an answer the same is asked again under the same key, as clients should. */
async function ask(lane, n, kind) {
  const key = randomUUID();
  const began = performance.now();
  for (let tries = 1; ; tries += 1) {
    const answer = await send(lane, n, key, kind === 'large' ? LARGE : body);
    if (answer.status !== 0 || tries === MOST_TRIES)
      return { key, kind, tries, ms: performance.now() - began, ...answer };
  }
}

/** Half a request, whose rest never comes. */
function hold(n) {
  const socket = connect({ host: hostname, port: Number(port), localAddress: addressOf(n) }, () =>
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n${'x'.repeat(50_000)}`,
    ),
  );
  socket.on('error', () => {});
}

await Promise.all(agents.map((_, n) => open(n)));
for (let n = 0; n < held; n += 1) hold(n);
/** The large ones come with the others from the first on. */
const kinds = Array.from({ length: small + large }, (_, n) =>
  Math.floor(((n + 1) * large) / (small + large)) > Math.floor((n * large) / (small + large))
    ? 'large'
    : 'small',
);
const answers = [];
const began = performance.now();
let next = 0;
await Promise.all(
  agents.map(async (_, lane) => {
    for (let n = next++; n < kinds.length; n = next++) answers.push(await ask(lane, n, kinds[n]));
  }),
);
process.stdout.write(JSON.stringify({ ms: performance.now() - began, answers }), () => process.exit());
