import { randomUUID } from 'node:crypto';
import { compactVerify, createRemoteJWKSet } from 'jose';
import { waitFor } from './child';
import { dataFolder, type Running, readRunning } from './running';

/** A small PDF with one blank page, as somebody might attach it. */
const PDF = [
  '%PDF-1.4',
  '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
  '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
  '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj',
  'trailer<</Root 1 0 R>>',
  '%%EOF',
].join('\n');

interface Answer {
  status: number;
  etag: string;
  // biome-ignore lint/suspicious/noExplicitAny: the walk reads documents of every shape
  body: any;
}

const say = (line: string) => process.stdout.write(`${line}\n`);

function expect(promised: boolean, what: string): void {
  if (!promised) throw new Error(`Not as promised: ${what}`);
}

/** Speaks to the running API as one demo person. */
function as(running: Running, key: string) {
  const token = fetch(`${running.issuer}/demo-token`, {
    method: 'POST',
    body: new URLSearchParams({ person: key }),
  }).then((answer) => answer.text());
  async function call(path: string, init: RequestInit = {}): Promise<Answer> {
    const headers = { ...(init.headers as Record<string, string>), authorization: `Bearer ${await token}` };
    const answer = await fetch(running.api + path, { ...init, headers });
    const type = answer.headers.get('content-type') ?? '';
    const body = type.includes('json') ? await answer.json() : Buffer.from(await answer.arrayBuffer());
    return { status: answer.status, etag: answer.headers.get('etag') ?? '', body };
  }
  const post = (path: string, body: unknown, etag?: string, key: string = randomUUID()) =>
    call(path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': key,
        prefer: 'wait=20',
        ...(etag === undefined ? {} : { 'if-match': etag }),
      },
      body: JSON.stringify(body),
    });
  return {
    get: (path: string) => call(path),
    post,
    async act(id: string, what: string, body: unknown): Promise<Answer> {
      const { etag } = await call(`/v1/submissions/${id}`);
      return post(`/v1/submissions/${id}/${what}`, body, etag);
    },
    upload(name: string): Promise<Answer> {
      const form = new FormData();
      form.append('file', new Blob([PDF], { type: 'application/pdf' }), name);
      return call('/v1/uploads', {
        method: 'POST',
        headers: { 'idempotency-key': randomUUID() },
        body: form,
      });
    },
  };
}

type Person = ReturnType<typeof as>;

/** `npm run --silent demo`: the main road against the running system, a line for each step that went as promised. */
async function demo(): Promise<void> {
  const running = readRunning(dataFolder());
  const people = Object.fromEntries(
    ['minji', 'junho', 'registrar', 'handler1', 'auditor'].map((key) => [key, as(running, key)]),
  ) as Record<'minji' | 'junho' | 'registrar' | 'handler1' | 'auditor', Person>;
  const id = await sendTheRequest(running, people.minji);
  await workAtTheOffice(people.registrar, people.handler1, id);
  await readTheAnswer(running, people.minji, id);
  await lookAsAuditor(people.auditor, id);
  expect(
    (await people.junho.get(`/v1/submissions/${id}`)).status === 404,
    "somebody else's submission is not there",
  );
  say('Junho, who has nothing to do with it, is told that there is no such submission.');
  await takeTheOtherWays(people.minji, people.registrar);
  say('Every step was as promised.');
}

async function sendTheRequest(running: Running, minji: Person): Promise<string> {
  const forms = await minji.get('/v1/forms?limit=100');
  expect(forms.status === 200 && forms.body.items.length >= 12, 'the shipped forms are listed');
  say(`Minji sees ${forms.body.items.length} forms.`);

  const form = (await minji.get('/v1/forms/information-disclosure-request')).body;
  const rule = form.definition.attachments.find((one: { types: string[] }) =>
    one.types.includes('application/pdf'),
  );
  const upload = await minji.upload('청구 내용.pdf');
  expect(
    upload.status === 201 && upload.body.mediaType === 'application/pdf',
    'the upload is taken and found to be a PDF',
  );
  say(`She uploads "${upload.body.name}", which is found to be ${upload.body.mediaType}.`);

  const key = randomUUID();
  const document = {
    form: { id: form.form, version: form.version },
    answers: form.definition.example,
    office: 'haneul-civil',
    attachments: [{ upload: upload.body.id, name: rule.name }],
  };
  const sent = await minji.post('/v1/submissions', document, undefined, key);
  expect(sent.status === 201 && sent.body.submission.state === 'registered', 'the submission is registered');
  const { submission, receipt } = sent.body;
  const keys = createRemoteJWKSet(new URL(`${running.api}/.well-known/jwks.json`));
  await compactVerify(receipt.jws, keys, { algorithms: ['EdDSA'] });
  say(
    `She submits; the acceptance is signed and verifies; it is registered as ${submission.registrationNumber}.`,
  );

  const again = await minji.post('/v1/submissions', document, undefined, key);
  expect(again.body.submission.id === submission.id, 'the same request twice is one submission');
  say('The same request sent twice is one submission.');

  const mails = async () => {
    const answer = await fetch(`${running.mail}/messages.json`);
    const all = (await answer.json()) as { to: string; text: string }[];
    return all.filter((mail) => mail.text.includes(submission.registrationNumber)).map((mail) => mail.to);
  };
  const arrived = async () => {
    const to = (await mails()).join(' ');
    return to.includes('minji@demo.invalid') && to.includes('haneul-civil@demo.invalid');
  };
  await waitFor(arrived, { within: 20_000, failed: 'Not as promised: party and office are told by mail' });
  say('She and the office are told by mail.');
  return submission.id;
}

async function workAtTheOffice(registrar: Person, handler: Person, id: string): Promise<void> {
  const desk = await registrar.get('/v1/desk?office=haneul-civil&limit=100');
  expect(
    desk.body.items.some((line: { id: string }) => line.id === id),
    'the desk shows it',
  );
  say('The registrar sees it on the desk.');
  const early = await registrar.get(`/v1/submissions/${id}/content`);
  expect(early.status === 403, 'no content before opening');
  expect((await registrar.act(id, 'openings', {})).status === 200, 'it can be opened');
  expect((await registrar.get(`/v1/submissions/${id}/content`)).status === 200, 'then content is shown');
  say('Its content is shown only after it was opened, and that is recorded.');
  const assigned = await registrar.act(id, 'assignments', { handler: 'demo-handler1' });
  expect(assigned.body.submission.state === 'assigned', 'it is assigned');
  await handler.act(id, 'openings', {});
  const decision = {
    outcome: 'granted',
    reply: { title: '정보공개 결정 통지', body: '청구하신 정보를 공개합니다.' },
  };
  const stale = await handler.post(`/v1/submissions/${id}/decisions`, decision, '"1"');
  expect(stale.status === 412, 'a decision on an old version is refused');
  say('A decision upon an outdated version is refused.');
  const decided = await handler.act(id, 'decisions', decision);
  expect(decided.status === 200 && decided.body.submission.state === 'closed', 'it is decided and closed');
  say('The handler decides with a reply; its delivery closes the submission.');
}

async function readTheAnswer(running: Running, minji: Person, id: string): Promise<void> {
  const decision = await minji.get(`/v1/submissions/${id}/decision`);
  expect(decision.body.outcome === 'granted', 'the party reads the decision');
  const receipts = (await minji.get(`/v1/submissions/${id}/receipts`)).body.items;
  for (const receipt of receipts) {
    const pdf = await minji.get(`/v1/submissions/${id}/receipts/${receipt.evidence.id}/pdf`);
    expect(pdf.status === 200 && pdf.body.subarray(0, 5).toString() === '%PDF-', 'each receipt is a PDF too');
    const check = await fetch(`${running.api}/v1/evidence-checks/${receipt.digest}`);
    expect(check.status === 200, 'the address in the QR code knows it');
  }
  say(
    `Minji reads the decision and fetches ${receipts.length} receipts as JSON and PDF; each can be checked publicly.`,
  );
  expect(
    (await minji.act(id, 'acknowledgements', {})).body.submission.replyRead === true,
    'the reply is acknowledged',
  );
  say('She acknowledges the reply, after it was closed.');
}

async function lookAsAuditor(auditor: Person, id: string): Promise<void> {
  const trail = (await auditor.get(`/v1/submissions/${id}/commands`)).body;
  expect(
    trail.refusals.some((one: { code: string }) => one.code === 'submission.changed'),
    'refusals are recorded',
  );
  const accesses = (await auditor.get(`/v1/submissions/${id}/accesses`)).body.items;
  expect(
    accesses.some((one: { action: string }) => one.action === 'read_content'),
    'reading is recorded',
  );
  const procedure = (await auditor.get(`/v1/submissions/${id}/procedure`)).body;
  expect(procedure.differences.length === 0, 'workflow and rows agree');
  const history = (await auditor.get(`/v1/submissions/${id}/history`)).body;
  expect(history.lines.length > 0, 'the history is there');
  const register = (await auditor.get(`/v1/registers/haneul-civil/${new Date().getFullYear()}`)).body;
  expect(register.gaps.length === 0, 'the register has no gaps');
  say(
    `The auditor reads ${trail.commands.length} commands, ${trail.refusals.length} refused, ${accesses.length} accesses, ` +
      `the history, and a register of ${register.lastSeq} numbers without a gap.`,
  );
}

async function takeTheOtherWays(minji: Person, registrar: Person): Promise<void> {
  const letter = { letter: { title: '문의', body: '안녕하십니까.' }, office: 'haneul-civil' };
  const first = (await minji.post('/v1/submissions', letter)).body.submission.id;
  expect(
    (await minji.act(first, 'withdrawals', {})).body.submission.state === 'withdrawn',
    'a letter can be withdrawn',
  );
  say('Minji withdraws a letter.');
  const second = (await minji.post('/v1/submissions', letter)).body.submission.id;
  const returned = await registrar.act(second, 'returns', {
    reason: 'wrong_office',
    words: '관할이 아닙니다.',
  });
  expect(returned.body.submission.state === 'returned', 'a letter can be sent back');
  say('The office sends another one back, with the reason.');
}

demo().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
