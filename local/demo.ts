import { randomUUID } from 'node:crypto';
import { compactVerify, createRemoteJWKSet } from 'jose';
import { waitFor } from './child';
import { type DemoClient, signIn } from './demo-client';
import { dataFolder, type Running, readRunning } from './running';

const say = (line: string) => process.stdout.write(`${line}\n`);

function expect(promised: boolean, what: string): void {
  if (!promised) throw new Error(`Not as promised: ${what}`);
}

/** `npm run --silent demo`: the main road against the running system, a line for each step that went as promised. */
async function demo(): Promise<void> {
  const running = readRunning(dataFolder());
  const [minji, junho, registrar, handler, auditor] = [
    await signIn(running, 'minji'),
    await signIn(running, 'junho'),
    await signIn(running, 'registrar'),
    await signIn(running, 'handler1'),
    await signIn(running, 'auditor'),
  ];
  const id = await sendTheRequest(running, minji);
  await workAtTheOffice(registrar, handler, id);
  await readTheAnswer(running, minji, id);
  await lookAsAuditor(auditor, id);
  expect(
    (await junho.get(`/v1/submissions/${id}`)).status === 404,
    "somebody else's submission is not there",
  );
  say('Junho, who has nothing to do with it, is told that there is no such submission.');
  await takeTheOtherWays(minji, registrar);
  say('Every step was as promised.');
}

async function sendTheRequest(running: Running, minji: DemoClient): Promise<string> {
  const forms = await minji.get('/v1/forms?limit=100');
  expect(forms.status === 200 && forms.body.items.length >= 12, 'the shipped forms are listed');
  say(`Minji sees ${forms.body.items.length} forms.`);

  const form = await minji.read('/v1/forms/information-disclosure-request');
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
  const { payload } = await compactVerify(receipt.jws, keys, { algorithms: ['EdDSA'] });
  expect(Buffer.from(payload).includes(submission.id), 'the signed acceptance names the submission');
  say(
    `She submits; the acceptance is signed and verifies; it is registered as ${submission.registrationNumber}.`,
  );

  const again = await minji.post('/v1/submissions', document, undefined, key);
  expect(again.body.submission.id === submission.id, 'the same request twice is one submission');
  say('The same request sent twice is one submission.');

  const mails = async () => {
    const answer = await fetch(`${running.mail}/messages.json?contains=${submission.id}`);
    const all = (await answer.json()) as { to: string }[];
    return all.map((mail) => mail.to);
  };
  const arrived = async () => {
    const to = (await mails()).join(' ');
    return to.includes('minji@demo.invalid') && to.includes('haneul-civil@demo.invalid');
  };
  await waitFor(arrived, { within: 20_000, failed: 'Not as promised: party and office are told by mail' });
  say('She and the office are told by mail.');
  return submission.id;
}

async function workAtTheOffice(registrar: DemoClient, handler: DemoClient, id: string): Promise<void> {
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

async function readTheAnswer(running: Running, minji: DemoClient, id: string): Promise<void> {
  const decision = await minji.get(`/v1/submissions/${id}/decision`);
  expect(decision.body.outcome === 'granted', 'the party reads the decision');
  const receipts = (await minji.read(`/v1/submissions/${id}/receipts`)).items;
  expect(receipts.length >= 5, 'every step left a receipt');
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

async function lookAsAuditor(auditor: DemoClient, id: string): Promise<void> {
  const trail = await auditor.read(`/v1/submissions/${id}/commands`);
  expect(
    trail.refusals.some((one: { code: string }) => one.code === 'submission.changed'),
    'refusals are recorded',
  );
  const accesses = (await auditor.read(`/v1/submissions/${id}/accesses`)).items;
  expect(
    accesses.some((one: { action: string }) => one.action === 'read_content'),
    'reading is recorded',
  );
  const procedure = await auditor.read(`/v1/submissions/${id}/procedure`);
  expect(procedure.differences.length === 0, 'workflow and rows agree');
  const history = await auditor.read(`/v1/submissions/${id}/history`);
  expect(history.runs[0].lines.length > 0, 'the history is there');
  // The year of the office, not of this machine: numbers are OFFICE-YEAR-N.
  const { registrationNumber } = await auditor.read(`/v1/submissions/${id}`);
  const year = registrationNumber.split('-').at(-2);
  const register = await auditor.read(`/v1/registers/haneul-civil/${year}`);
  expect(register.gaps.length === 0, 'the register has no gaps');
  say(
    `The auditor reads ${trail.commands.length} commands, ${trail.refusals.length} refused, ${accesses.length} accesses, ` +
      `the history, and a register of ${register.lastSeq} numbers without a gap.`,
  );
}

async function takeTheOtherWays(minji: DemoClient, registrar: DemoClient): Promise<void> {
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
