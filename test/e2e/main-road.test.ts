import { compactVerify, createRemoteJWKSet } from 'jose';
import { canonicalJson, sha256 } from '../../domain/digest';
import { smallPdf } from '../support/pdf-file';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';

const PDF = smallPdf();

describe('the main road', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  const example = async (form: string) =>
    (await system.as(null).get(`/v1/forms/${form}`)).body.definition.example;

  it('takes a submission the whole way, with a receipt for each step that anyone can verify', async () => {
    const [minji, registrar, handler, auditor] = ['minji', 'registrar', 'handler1', 'auditor'].map(system.as);
    if (!minji || !registrar || !handler || !auditor) throw new Error('unreachable');

    const forms = await minji.get('/v1/forms');
    expect(forms.body.items.map((form: { id: string }) => form.id)).toContain(
      'information-disclosure-request',
    );

    const upload = await minji.upload('청구 자료.pdf'.normalize('NFD'), PDF);
    expect(upload).toMatchObject({
      status: 201,
      body: { name: '청구 자료.pdf', mediaType: 'application/pdf', bytes: PDF.length },
    });

    const form = (await minji.get('/v1/forms/information-disclosure-request')).body;
    const rule = form.definition.attachments.find((one: { types: string[] }) =>
      one.types.includes('application/pdf'),
    );
    const submitted = await minji.submit({
      form: { id: form.form, version: form.version },
      answers: form.definition.example,
      office: 'haneul-civil',
      attachments: [{ upload: upload.body.id, name: rule.name }],
    });
    expect(submitted.status).toBe(201);
    const { submission, receipt } = submitted.body;
    expect(submission).toMatchObject({ state: 'registered', office: 'haneul-civil', version: 2 });
    expect(submission.registrationNumber).toMatch(/^haneul-civil-\d{4}-\d+$/);
    expect(submission.trackingCode).toMatch(/^[0-9A-Z]{5}(-[0-9A-Z]{5}){3}$/);
    expect(receipt.event).toBe('SubmissionAcceptance');

    const desk = await registrar.get('/v1/desk?office=haneul-civil');
    expect(desk.body.items.map((line: { id: string }) => line.id)).toContain(submission.id);

    expect(await registrar.get(`/v1/submissions/${submission.id}/content`)).toMatchObject({
      status: 403,
      body: { code: 'content.not_opened' },
    });
    expect((await registrar.act(submission.id, 'openings', {})).status).toBe(200);
    expect(
      (await registrar.act(submission.id, 'assignments', { handler: 'demo-handler1' })).body.submission.state,
    ).toBe('assigned');
    expect((await handler.act(submission.id, 'openings', {})).body.submission.state).toBe('in_process');

    const content = await handler.get(`/v1/submissions/${submission.id}/content`);
    expect(content.body.answers).toEqual(form.definition.example);
    const download = await handler.get(`/v1/submissions/${submission.id}/attachments/${upload.body.id}`);
    expect(download.body.toString()).toBe(PDF);
    expect(download.headers.get('content-disposition')).toMatch(/^attachment;/);
    expect(download.headers.get('x-content-type-options')).toBe('nosniff');

    const refused = await handler.act(submission.id, 'decisions', {
      outcome: 'refused',
      reply: { title: 'x', body: 'y' },
    });
    expect(refused).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
    expect(refused.body.faults.map((fault: { pointer: string }) => fault.pointer)).toEqual([
      '/reasons',
      '/remedy',
    ]);
    const decided = await handler.act(submission.id, 'decisions', {
      outcome: 'refused',
      reasons: '해당 정보가 존재하지 않습니다.',
      remedy: '30일 이내에 이의신청을 할 수 있습니다.',
      reply: { title: '정보공개 청구에 대한 답변', body: '귀하의 청구를 검토하였습니다.' },
    });
    expect(decided).toMatchObject({
      status: 200,
      body: { submission: { state: 'closed', outcome: 'refused' } },
    });

    const decision = await minji.get(`/v1/submissions/${submission.id}/decision`);
    expect(decision.body).toMatchObject({
      outcome: 'refused',
      reply: { title: '정보공개 청구에 대한 답변' },
    });
    expect((await minji.act(submission.id, 'acknowledgements', {})).body.submission.replyRead).toBe(true);

    const receipts = (await minji.get(`/v1/submissions/${submission.id}/receipts`)).body.items;
    expect(receipts.map((one: { evidence: { event: string } }) => one.evidence.event)).toEqual([
      'SubmissionAcceptance',
      'ConsignmentAcceptance',
      'ContentHandover',
      'Assigned',
      'ContentAccessTracking',
      'DecisionRecorded',
      'ContentConsignment',
      'Closed',
      'ReplyRead',
    ]);
    const keys = createRemoteJWKSet(new URL(`${system.url}/.well-known/jwks.json`));
    let previous: string | undefined;
    for (const one of receipts) {
      const { payload, protectedHeader } = await compactVerify(one.jws, keys, { algorithms: ['EdDSA'] });
      expect(protectedHeader.typ).toBe('gongmun-evidence+jws');
      expect(Buffer.from(payload).toString()).toBe(canonicalJson(one.evidence));
      expect(one.digest).toBe(sha256(canonicalJson(one.evidence)));
      expect(one.evidence.previous).toBe(previous);
      previous = one.digest;
    }

    const decisionReceipt = receipts.find(
      (one: { evidence: { event: string } }) => one.evidence.event === 'DecisionRecorded',
    );
    const path = `/v1/submissions/${submission.id}/receipts/${decisionReceipt.evidence.id}`;
    const pdf = await minji.get(`${path}/pdf`);
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect(pdf.body.subarray(0, 5).toString()).toBe('%PDF-');
    expect((await minji.get(`${path}/pdf`)).body.equals(pdf.body)).toBe(true);
    expect((await system.as(null).get(`/v1/evidence-checks/${decisionReceipt.digest}`)).body).toMatchObject({
      known: true,
      event: 'DecisionRecorded',
    });

    const commands = await auditor.get(`/v1/submissions/${submission.id}/commands`);
    expect(commands.body.commands.map((one: { kind: string }) => one.kind)).toEqual([
      'submit',
      'register',
      'open',
      'assign',
      'open',
      'decide',
      'close',
      'acknowledge',
    ]);
    const accesses = (await auditor.get(`/v1/submissions/${submission.id}/accesses`)).body.items;
    expect(accesses).toContainEqual(
      expect.objectContaining({ actor: 'demo-handler1', action: 'read_content' }),
    );
    expect(accesses).toContainEqual(expect.objectContaining({ actor: 'demo-registrar', action: 'list' }));
    // Page by page it is the same log; each look at it adds a line at its end.
    const log = `/v1/submissions/${submission.id}/accesses?limit=3`;
    const paged: { id: string }[] = [];
    for (let next: string | undefined = ''; next !== undefined && paged.length < accesses.length; ) {
      const { body } = await auditor.get(next === '' ? log : `${log}&cursor=${next}`);
      paged.push(...body.items);
      next = body.nextCursor;
    }
    expect(paged.slice(0, accesses.length).map(({ id }) => id)).toEqual(
      accesses.map(({ id }: { id: string }) => id),
    );
    // Acknowledging came after the end: it has a run of its own, unless the first had not quite ended.
    const history = await until(
      () => auditor.get(`/v1/submissions/${submission.id}/history`),
      ({ body }) => body.runs.every(({ status }: { status: string }) => status === 'completed'),
    );
    expect(history.body.runs.length).toBeGreaterThan(0);
    for (const run of history.body.runs) {
      expect(run).toMatchObject({ type: 'submission', status: 'completed', complete: true });
    }
    expect(history.body.runs[0].lines.map((line: { event: string }) => line.event)).toEqual(
      expect.arrayContaining([
        'workflow_execution_started',
        'marker_recorded',
        'workflow_execution_completed',
      ]),
    );
    const raw = await auditor.get(`/v1/submissions/${submission.id}/history?form=raw`);
    expect(raw.body.runs[0].events).toHaveLength(history.body.runs[0].lines.length);
    expect(raw.body.runs[0].events[0]).toMatchObject({
      eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_STARTED',
      workflowExecutionStartedEventAttributes: { workflowType: { name: 'submission' } },
    });
    const register = await auditor.get(`/v1/registers/haneul-civil/${new Date().getFullYear()}`);
    expect(register.body).toMatchObject({ gaps: [] });
    expect((await system.as('junho').get(`/v1/submissions/${submission.id}`)).status).toBe(404);
  });

  it('routes by a field of the form', async () => {
    const answers = { ...(await example('restaurant-business-report')), district: 'seo' };
    const uploads = (await system.as(null).get('/v1/forms/restaurant-business-report')).body.definition
      .attachments;
    const minji = system.as('minji');
    const attachments = [];
    for (const rule of uploads.filter((one: { required: boolean }) => one.required)) {
      attachments.push({ upload: (await minji.upload('a.pdf', PDF)).body.id, name: rule.name });
    }
    const sent = await minji.submit({ form: { id: 'restaurant-business-report' }, answers, attachments });
    expect(sent).toMatchObject({ status: 201, body: { submission: { office: 'haneul-seo' } } });
  });

  it('takes an official letter to any office that accepts letters', async () => {
    const sent = await system.as('sora').submit({
      letter: { title: '질의', body: '안녕하십니까.\n문의드립니다.' },
      office: 'determination',
      organisation: '000-00-00017',
    });
    expect(sent).toMatchObject({
      status: 201,
      body: {
        submission: {
          kind: 'letter',
          office: 'determination',
          organisation: '000-00-00017',
          state: 'registered',
        },
      },
    });
  });

  it('lets the party withdraw before the decision, and the office send back', async () => {
    const minji = system.as('minji');
    const letter = { letter: { title: 'a', body: 'b' }, office: 'haneul-civil' };
    const first = (await minji.submit(letter)).body.submission.id;
    expect((await minji.act(first, 'withdrawals', {})).body.submission.state).toBe('withdrawn');
    expect(await minji.act(first, 'withdrawals', {})).toMatchObject({
      status: 409,
      body: { code: 'command.not_allowed_in_state', state: 'withdrawn', allowed: ['hold'] },
    });
    const second = (await minji.submit(letter)).body.submission.id;
    const returned = await system
      .as('registrar')
      .act(second, 'returns', { reason: 'wrong_office', words: '관할이 아닙니다.' });
    expect(returned.body.submission.state).toBe('returned');
    const receipts = (await minji.get(`/v1/submissions/${second}/receipts`)).body.items;
    expect(receipts.at(-1).evidence).toMatchObject({
      event: 'ConsignmentRejection',
      reasons: [{ code: 'wrong_office' }],
    });
  });

  it('rejects technically what can no longer be registered, with the reason as a code', async () => {
    await system.stopWorker();
    const minji = system.as('minji');
    const sent = await minji.submit({ letter: { title: 'a', body: 'b' }, office: 'haneul-buk' }, { wait: 0 });
    expect(sent).toMatchObject({
      status: 202,
      body: { submission: { state: 'accepted', registrationNumber: null } },
    });
    await system.db('offices').where({ code: 'haneul-buk' }).update({ active: false });
    await system.startWorker();
    const id = sent.body.submission.id;
    const state = async () => (await minji.get(`/v1/submissions/${id}`)).body.state;
    expect(await until(state, (now) => now !== 'accepted')).toBe('rejected');
    const last = (await minji.get(`/v1/submissions/${id}/receipts`)).body.items.at(-1).evidence;
    expect(last).toMatchObject({ event: 'SubmissionRejection', reasons: [{ code: 'office.not_in_force' }] });
  });
});
