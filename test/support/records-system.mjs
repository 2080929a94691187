import { createHash, randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

/**
 * An office's internal system, as somebody else would write it: it pulls what was registered, commits it under numbers
 * of its own, confirms, decides. It is told to by `POST /rounds` and `POST /decisions`, and where to lose everything
 * that it has not written down: at the place called `dieAt` it kills itself.
 */
const { GONGMUN_URL, GONGMUN_TOKEN, OFFICE, STORE } = process.env;
const JOURNAL = join(STORE, 'journal.jsonl');
mkdirSync(STORE, { recursive: true });

/** Appends and waits for the disk: what was written here stands. */
function commit(entry) {
  write(JOURNAL, `${JSON.stringify(entry)}\n`, 'a');
}

function write(path, content, flags) {
  const file = openSync(path, flags);
  writeSync(file, content);
  fsyncSync(file);
  closeSync(file);
}

const journal = () =>
  existsSync(JOURNAL)
    ? readFileSync(JOURNAL, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line))
    : [];
const entries = (kind) => journal().filter((entry) => entry.kind === kind);

let dieAt;
function mayDie(place) {
  if (dieAt === place) process.kill(process.pid, 'SIGKILL');
}

async function call(method, path, { body, headers = {} } = {}) {
  const response = await fetch(GONGMUN_URL + path, {
    method,
    headers: {
      authorization: `Bearer ${GONGMUN_TOKEN}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const content = Buffer.from(await response.arrayBuffer());
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${content}`);
  const isJson = response.headers.get('content-type')?.includes('json');
  return { headers: response.headers, body: isJson ? JSON.parse(content) : content };
}

/** What a crash left half done comes first, then what is new since the last record that was committed. */
async function round() {
  const confirmed = new Set(entries('confirmed').map(({ filing }) => filing));
  for (const record of entries('record')) if (!confirmed.has(record.filing)) await confirm(record);
  for (const decision of entries('decision')) await sendDecision(decision);
  const cursor = entries('record').at(-1)?.cursor;
  const query = cursor === undefined ? '' : `?cursor=${cursor}`;
  const { body } = await call('GET', `/v1/offices/${OFFICE}/filings${query}`);
  if (body.items.length > 0) mayDie('pulled');
  for (const filing of body.items) await confirm(await keep(filing));
}

async function keep(filing) {
  const files = [];
  for (const { id, url, sha256 } of filing.content?.attachments ?? []) {
    const { body } = await call('GET', url);
    if (createHash('sha256').update(body).digest('hex') !== sha256) throw new Error(`${url} is damaged.`);
    write(join(STORE, id), body, 'w');
    files.push(id);
  }
  mayDie('downloaded');
  const number = `${OFFICE}/${entries('record').length + 1}`;
  const { id, cursor, submission, registrationNumber } = filing;
  const record = { kind: 'record', filing: id, cursor, submission, registrationNumber, number, files };
  commit(record);
  mayDie('committed');
  return record;
}

async function confirm({ filing, number }) {
  // A key of its own each time: the confirmation is safe to repeat by what it says.
  const headers = { 'idempotency-key': randomUUID() };
  const asked = call('POST', `/v1/filings/${filing}/confirmations`, { body: { number }, headers });
  if (dieAt === 'confirming') setImmediate(() => mayDie('confirming'));
  await asked;
  mayDie('confirmed');
  commit({ kind: 'confirmed', filing });
}

/** The act is written down with its key before it is sent, so that it is the same act however often it is sent. */
async function decide({ submission, decision }) {
  const { headers } = await call('GET', `/v1/submissions/${submission}`);
  const entry = { kind: 'decision', submission, decision, key: randomUUID(), etag: headers.get('etag') };
  commit(entry);
  mayDie('decided');
  await sendDecision(entry);
}

async function sendDecision({ submission, decision, key, etag }) {
  if (entries('sent').some((sent) => sent.key === key)) return;
  const headers = { 'idempotency-key': key, 'if-match': etag };
  await call('POST', `/v1/submissions/${submission}/decisions`, { body: decision, headers });
  mayDie('sent');
  commit({ kind: 'sent', key });
}

const ROUTES = {
  'GET /journal': async () => journal(),
  'POST /rounds': round,
  'POST /decisions': decide,
};

const server = createServer(async (req, res) => {
  const body = Buffer.concat(await req.toArray()).toString();
  const order = body === '' ? {} : JSON.parse(body);
  dieAt = order.dieAt;
  try {
    const answer = await ROUTES[`${req.method} ${req.url}`](order);
    res.end(JSON.stringify(answer ?? {}));
  } catch (error) {
    res.writeHead(500).end(String(error.stack));
  }
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
