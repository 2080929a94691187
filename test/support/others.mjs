// What people do while somebody attacks: each from an address of their own, at their own pace, answered or not. Run as a
// process, so that what else the test does is not counted to how long they wait. Prints each answer's status and
// milliseconds as JSON.
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const [url, forMs, eachPerSecond, ...tokens] = process.argv.slice(2);
const { hostname, port } = new URL(url);
const LETTER = JSON.stringify({ letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' });
const READS = ['/v1/submissions?limit=20', '/v1/me'];
/** People read more often than they submit. */
const SUBMITS_EVERY = 6;

const people = tokens.map((token, n) => ({
  authorization: `Bearer ${token}`,
  agent: new Agent({ keepAlive: true, localAddress: `127.0.1.${n + 1}` }),
}));

async function ask({ agent, authorization }, round) {
  const submits = round % SUBMITS_EVERY === 0;
  const path = submits ? '/v1/submissions' : READS[round % READS.length];
  const headers = submits
    ? { authorization, 'content-type': 'application/json', 'idempotency-key': randomUUID() }
    : { authorization };
  const began = performance.now();
  const answer = await new Promise((resolve, reject) => {
    const method = submits ? 'POST' : 'GET';
    const asked = request({ hostname, port, agent, path, headers, method }, resolve);
    asked.on('error', reject);
    asked.end(submits ? LETTER : undefined);
  });
  for await (const _ of answer);
  return { status: answer.statusCode, ms: performance.now() - began };
}

const gap = 1_000 / (Number(eachPerSecond) * people.length);
const began = performance.now();
const sent = [];
for (let n = 0; n * gap < Number(forMs); n += 1) {
  await pause(Math.max(0, began + n * gap - performance.now()));
  sent.push(ask(people[n % people.length], Math.floor(n / people.length)));
}
process.stdout.write(JSON.stringify(await Promise.all(sent)), () => process.exit());
