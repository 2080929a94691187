import { randomUUID } from 'node:crypto';
import { createApp } from '../../api/app';
import { openApiDocument, refusalsOf } from '../../api/openapi';
import { hasKey, type Route } from '../../api/route';
import { ROUTES } from '../../api/routes';
import { type AuditRun, insertAuditRun } from '../../db/audit-run-store';
import type { Answer } from '../support/api-client';
import { createRecorder, DOCUMENT } from '../support/contract';
import { BATCH_OPERATIONS, driveBatches } from '../support/contract-batches';
import { DRAFT_OPERATIONS, driveDrafts } from '../support/contract-drafts';
import { driveOperations, OPERATOR_OPERATIONS } from '../support/contract-operations';
import { driveOrganisations, ORGANISATION_OPERATIONS } from '../support/contract-organisations';
import { drivePartialUploads, PARTIAL_UPLOAD_OPERATIONS } from '../support/contract-partial-uploads';
import { driveWebhooks, WEBHOOK_OPERATIONS } from '../support/contract-webhooks';
import { DRAFT, documentsOf } from '../support/documents';
import { fallDue } from '../support/fall-due';
import { smallPdf } from '../support/pdf-file';
import { holdFiles, postFile } from '../support/post-file';
import { type System, startSystem } from '../support/system';
import { until } from '../support/until';
import { type Cosigner, createCosigner } from '../support/witness';

const PDF = smallPdf();
const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: 'haneul-civil' };
const DECISION = { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } };
const FILED = { letter: LETTER.letter, office: 'labor-saebyeok' };
const NOWHERE = '00000000-0000-4000-8000-000000000000';

/** By hand, from design §7: what each class of route must at least be able to answer. */
const REQUIRED: Record<string, number[]> = {
  'public read': [400, 429, 503],
  'signed-in read': [400, 401, 429, 503],
  keep: [400, 413, 415, 422, 429, 503],
  create: [400, 401, 409, 413, 415, 422, 429, 503],
  change: [400, 401, 403, 409, 412, 413, 415, 422, 428, 429, 503],
};

const classOf = (route: Route): string =>
  route.class === 'read' ? (route.permission === 'public' ? 'public read' : 'signed-in read') : route.class;

const WORDS = { words: '사유를 적습니다.' };
const HOLIDAY = { effect: 'declared', name: { ko: '임시 휴무', en: 'Closed' } };

/** Those that suites of their own drive through every documented answer. */
const ELSEWHERE: readonly string[] = [
  ...ORGANISATION_OPERATIONS,
  ...BATCH_OPERATIONS,
  ...WEBHOOK_OPERATIONS,
  ...DRAFT_OPERATIONS,
  ...OPERATOR_OPERATIONS,
  ...PARTIAL_UPLOAD_OPERATIONS,
];
const HERE = ROUTES.filter(({ operation }) => !ELSEWHERE.includes(operation));

/** Receipts that are asked for before they are sealed: by whom, whose, of which event, below which path. */
const UNSEALED: [who: string, of: string, event: string, what: string, operations: string[]][] = [
  [
    ...(['registrar', 'document_id', 'DocumentRegistered', 'official-documents'] as const),
    ['proveDocumentReceipt', 'bundleDocumentReceipt'],
  ],
  [
    ...(['minji', 'delivery_id', 'ContentHandover', 'mailbox'] as const),
    ['proveMailReceipt', 'bundleMailReceipt'],
  ],
];

interface Tried {
  who: string;
  /** A body that the act accepts; `file` is an attachment of the submission. */
  body: unknown | ((file: string) => unknown);
  /** What is done before it, so that the act is possible. */
  after?: string[];
}

const AUDIT_RUN: AuditRun = {
  ...{ id: '01a20a3e-2587-736a-b773-51037f01b83f', kind: 'check', submissionId: null },
  ...{ startedAt: new Date(), finishedAt: new Date(), outcome: 'faulty', faults: 1 },
  parts: [{ name: 'registers', looked: 3, faults: 1 }],
};
const IN_PROCESS = ['assignSubmission', 'openSubmission'];

/** Each act on a submission: who gives it, what with, and what has to have happened. */
const ACTS: Record<string, Tried> = {
  withdrawDocument: { who: 'minji', body: {} },
  acknowledgeReply: { who: 'minji', body: {}, after: ['decideSubmission'] },
  openSubmission: { who: 'registrar', body: {} },
  assignSubmission: { who: 'registrar', body: { handler: 'demo-handler1' } },
  returnSubmission: { who: 'registrar', body: { reason: 'wrong_office', words: '관할이 아닙니다.' } },
  decideSubmission: { who: 'handler1', body: DECISION },
  requestSupplement: {
    who: 'handler1',
    body: { fields: ['/body'], days: 5, ...WORDS },
    after: IN_PROCESS,
  },
  requestResend: {
    who: 'handler1',
    body: (file: string) => ({ files: [file], days: 5, ...WORDS }),
    after: IN_PROCESS,
  },
  supplementDocument: {
    who: 'minji',
    body: { letter: { title: '보완', body: '보완합니다.' } },
    after: [...IN_PROCESS, 'requestSupplement'],
  },
  extendSupplement: { who: 'minji', body: WORDS, after: [...IN_PROCESS, 'requestSupplement'] },
  requestProgress: { who: 'minji', body: {} },
  suspendSubmission: { who: 'handler1', body: { reason: 'inquiry', ...WORDS }, after: IN_PROCESS },
  resumeSubmission: { who: 'handler1', body: WORDS, after: [...IN_PROCESS, 'suspendSubmission'] },
  extendDeadline: { who: 'handler1', body: { period: 'P2D', ...WORDS } },
  transferSubmission: { who: 'registrar', body: { office: 'haneul-food', ...WORDS } },
  involveUnit: { who: 'handler1', body: { office: 'haneul-food', ...WORDS } },
  contributeToSubmission: {
    who: 'handler-food',
    body: { office: 'haneul-food', ...WORDS },
    after: ['involveUnit'],
  },
  approveDecision: { who: 'approver', body: {}, after: ['draft'] },
  sendBackDecision: { who: 'approver', body: WORDS, after: ['draft'] },
  correctDecision: {
    who: 'handler1',
    body: { ...WORDS, reply: DECISION.reply },
    after: ['decideSubmission'],
  },
  holdRecord: { who: 'registrar', body: { reason: 'litigation', ...WORDS } },
  releaseHold: {
    who: 'approver',
    body: (hold: string) => ({ hold, ...WORDS }),
    after: ['holdRecord', 'itsHold'],
  },
  reviewDisposal: {
    who: 'approver',
    body: { decision: 'keep', reason: 'still_needed', until: '2199-01-01', ...WORDS },
    after: ['decideSubmission', 'due'],
  },
  confirmTransfer: {
    who: 'registrar',
    body: { number: 'NA-7' },
    after: ['decideSubmission', 'due', 'toArchive'],
  },
};
const TO_ARCHIVE = {
  decision: 'transfer',
  reason: 'historical_value',
  archive: 'national-archives',
  ...WORDS,
};

/** Those that create something beside a submission's course. */
const CREATES: Record<string, { who: string; body: () => unknown }> = {
  submitDocument: { who: 'minji', body: () => LETTER },
  copySubmission: { who: 'minji', body: () => ({}) },
  writeNote: { who: 'registrar', body: () => ({ body: '내부 메모' }) },
  declareHoliday: { who: 'admin', body: () => ({ ...HOLIDAY, date: freshDate() }) },
  declareOfficeHoliday: { who: 'admin', body: () => ({ ...HOLIDAY, date: freshDate() }) },
  draftDocument: { who: 'registrar', body: () => DRAFT },
  takeInDocument: { who: 'registrar', body: () => ({ ...INTAKE, receivedAt: new Date().toISOString() }) },
  linkSubmissions: { who: 'registrar', body: () => ({ other, kind: 'related' }) },
  answerSurvey: { who: 'minji', body: () => ({ rating: 5, comment: '고맙습니다.' }) },
  setNoticeSettings: { who: 'minji', body: () => SETTINGS },
  setReaderPolicy: { who: 'admin', body: () => ({ namesReaders: true }) },
  setLadder: { who: 'admin', body: () => ({ never_read: [{ afterHours: 40, tell: 'office_admin' }] }) },
};
const SETTINGS = {
  language: null,
  mails: { received: true, progress: true, requests: true, decisions: true, mailbox: true, drafts: true },
};
const INTAKE = { channel: 'in_person', sender: { name: '방문자' }, letter: LETTER.letter };
/** Another submission of the same office. */
let other = NOWHERE;
/** Where the registrar is at home; everything else is done at the office above, by its admin. */
const AT_CIVIL = [
  'draftDocument',
  'listOfficialDocuments',
  'takeInDocument',
  'readLadder',
  'listMembers',
  'readReaderPolicy',
  'listDisposals',
  'listSurveyAnswers',
];
let dates = 0;
/** A day that no running due date hangs on. */
const freshDate = (): string => new Date(Date.UTC(2100, 0, ++dates)).toISOString().slice(0, 10);

const SOON = new Date(Date.now() + 3_600_000).toISOString();
const LATER = new Date(Date.now() + 7_200_000).toISOString();
const DELEGATION = { office: 'haneul-civil', to: 'demo-handler1', from: SOON, until: LATER };
/** What the registrar does that is no act on a submission. */
const DESK_BODIES: Record<string, unknown> = {
  saveDeskView: { name: '오늘', query: { state: 'registered' } },
  removeDeskView: {},
  delegateRoles: DELEGATION,
  revokeDelegation: {},
};
/** The hold that is released. */
let heldBy = NOWHERE;
/** Acts on an official document and on what lies in a mailbox; in this order they are all possible. */
const DOCUMENT_ACTS: typeof CREATES = {
  editDocument: { who: 'registrar', body: () => DRAFT },
  proposeDocument: { who: 'registrar', body: () => ({ approver: 'demo-approver' }) },
  sendBackDocument: { who: 'approver', body: () => WORDS },
  agreeToDocument: { who: 'approver', body: () => ({}) },
  dispatchDocument: { who: 'registrar', body: () => ({}) },
  recallDocument: { who: 'registrar', body: () => ({}) },
  holdDocument: { who: 'registrar', body: () => ({ reason: 'litigation', ...WORDS }) },
  releaseDocumentHold: { who: 'approver', body: () => ({ hold: heldBy, ...WORDS }) },
  reviewDocumentDisposal: { who: 'approver', body: () => ({ ...TO_ARCHIVE, ...WORDS }) },
  confirmDocumentTransfer: { who: 'registrar', body: () => ({ number: 'NA-7' }) },
  openMail: { who: 'minji', body: () => ({}) },
  acknowledgeMail: { who: 'minji', body: () => ({}) },
  replyToMail: { who: 'minji', body: () => ({ letter: LETTER.letter }) },
};
const CONFIRMATION = { who: 'records-labor', body: () => ({ number: 'R-1' }) };
const BESIDE: typeof CREATES = {
  ...CREATES,
  handleSurveyAnswer: { who: 'handler1', body: () => ({}) },
  exportOwn: { who: 'minji', body: () => ({}) },
  openForm: { who: 'admin', body: () => ({ offices: null }) },
  ...DOCUMENT_ACTS,
  confirmFiling: CONFIRMATION,
  ...Object.fromEntries(
    Object.entries(DESK_BODIES).map(([operation, body]) => [
      operation,
      { who: 'registrar', body: () => body },
    ]),
  ),
};

describe('the contract', () => {
  const recorder = createRecorder();
  let system: System;
  let submission: string;
  let trackingCode: string;
  let attachment: string;
  let filing: string;
  let evidence: { id: string; digest: string };
  let checkpoint: { size: number; body: string };
  let witness: Cosigner;
  let exported = NOWHERE;
  /** An official document that was sent to minji, who has opened it, and one that nobody has opened. */
  let sent: { document: string; mail: string; file: string; registration: string; consignment: string };
  let unopened: { document: string; mail: string };

  const put = (operation: string, answer: Answer): Answer => {
    expect(recorder.check(operation, answer)).toEqual([]);
    return answer;
  };
  const routeOf = (operation: string): Route => {
    const route = ROUTES.find((one) => one.operation === operation);
    if (route === undefined) throw new Error(`No operation ${operation}`);
    return route;
  };
  const codeOf = (route: Route): string =>
    route.operation === 'trackSubmission'
      ? trackingCode
      : route.path.endsWith('/filings')
        ? FILED.office
        : AT_CIVIL.includes(route.operation)
          ? 'haneul-civil'
          : 'haneul';
  /** The route's path with real values in it. */
  const pathOf = (route: Route, id = submission): string =>
    route.path
      .replace(
        ':id',
        route.path.startsWith('/v1/forms')
          ? 'resident-certificate-request'
          : route.path.startsWith('/v1/exports')
            ? exported
            : route.path.startsWith('/v1/uploads')
              ? attachment
              : route.path.startsWith('/v1/filings')
                ? filing
                : route.path.startsWith('/v1/official-documents')
                  ? (sent?.document ?? NOWHERE)
                  : route.path.startsWith('/v1/mailbox')
                    ? (sent?.mail ?? NOWHERE)
                    : id,
      )
      .replace(':code', codeOf(route))
      .replace(':version', '1')
      .replace(':digest', evidence.digest)
      .replace(
        ':evidence',
        route.path.startsWith('/v1/official-documents')
          ? (sent?.registration ?? NOWHERE)
          : route.path.startsWith('/v1/mailbox')
            ? (sent?.consignment ?? NOWHERE)
            : evidence.id,
      )
      .replace(':file', /official-documents|mailbox/.test(route.path) ? (sent?.file ?? NOWHERE) : attachment)
      .replace(':seq', '1')
      .replace(':run', AUDIT_RUN.id)
      .replace(':size', String(checkpoint?.size ?? 1))
      .replace(':office', 'haneul-civil')
      .replace(':year', String(new Date().getFullYear()));
  const reader = (route: Route): string => {
    if (route.tag === 'Auditor') return 'auditor';
    if (route.tag === 'Records system') return CONFIRMATION.who;
    return route.tag === 'Official' || /^\/v1\/(desk|delegations)/.test(route.path) ? 'registrar' : 'minji';
  };
  /** What a query must have. */
  const queryOf = ({ operation }: Route): string =>
    ({
      readCalendar: '?year=2026',
      proveInclusion: `?leaf=evidence:${evidence.digest}`,
      proveConsistency: '?from=1&to=1',
    })[operation] ?? '';
  const triedOf = (operation: string): Tried => {
    const tried = ACTS[operation];
    if (tried === undefined) throw new Error(`No body for ${operation}`);
    return tried;
  };
  const bodyOf = (operation: string, file = attachment): unknown => {
    const { body } = triedOf(operation);
    return typeof body === 'function' ? body(file) : body;
  };
  const act = async (operation: string, id: string, options = {}, file = attachment): Promise<Answer> => {
    const what = routeOf(operation).path.split('/').at(-1) ?? '';
    const { who } = triedOf(operation);
    return put(operation, await system.as(who).act(id, what, bodyOf(operation, file), options));
  };
  /** A submission on which the act is possible, and one of its files. */
  async function prepared(operation: string): Promise<{ id: string; file: string }> {
    const file = (await system.as('minji').upload('a.pdf', PDF)).body.id;
    const sent = await system.as('minji').submit({ ...LETTER, attachments: [{ upload: file }] });
    const { id } = sent.body.submission;
    let named = file;
    const further: Record<string, () => Promise<unknown>> = {
      draft: () => system.as('handler1').act(id, 'decisions', { ...DECISION, line: ['demo-approver'] }),
      due: () => fallDue(system, id),
      toArchive: () => system.as('approver').act(id, 'disposal-reviews', TO_ARCHIVE),
      itsHold: async () => {
        named = (await system.as('approver').get(`/v1/submissions/${id}`)).body.holds[0];
      },
    };
    for (const step of triedOf(operation).after ?? []) await (further[step] ?? (() => act(step, id)))();
    return { id, file: named };
  }
  /** An act on a document, with the version that it has now. */
  async function onDocument(operation: string, id: string, who?: string, options = {}): Promise<Answer> {
    const tried = DOCUMENT_ACTS[operation];
    const path = routeOf(operation).path.replace(':id', id);
    const { etag } = await system.as('registrar').get(`/v1/official-documents/${id}`);
    return put(
      operation,
      await system.as(who ?? tried?.who ?? '').post(path, tried?.body(), { etag, ...options }),
    );
  }
  /** A document on its way through every act up to one. */
  async function documentUpTo(last: string, own: object = {}): Promise<string> {
    const path = pathOf(routeOf('draftDocument'));
    const { id } = (await system.as('registrar').post(path, { ...DRAFT, ...own })).body;
    const steps = ['editDocument', 'proposeDocument', 'agreeToDocument', 'dispatchDocument'];
    // Its attachments stay as they were drafted.
    for (const step of steps.slice(1, steps.indexOf(last) + 1)) {
      const answer = await onDocument(step, id);
      expect([step, answer.status]).toEqual([step, 200]);
    }
    return id;
  }
  async function delivered(own: object = {}): Promise<{ document: string; mail: string }> {
    const document = await documentUpTo('dispatchDocument', own);
    const found = await until(
      () => system.db('deliveries').where({ document_id: document }).first(),
      ({ consigned_at }) => consigned_at !== null,
    );
    return { document, mail: found.id };
  }
  const publication = async () => {
    const { body } = await system.as(null).get('/v1/forms/resident-certificate-request');
    return {
      definition: { ...body.definition, retention: { class: 'years', years: 3 + (body.version % 2) } },
      etag: `"${body.version}"`,
    };
  };

  beforeAll(async () => {
    witness = createCosigner('witness.example.org');
    system = await startSystem({ env: { WITNESSES: witness.key, WEBHOOK_TARGETS: 'any' } });
    const minji = system.as('minji');
    attachment = put('uploadFile', await minji.upload('a.pdf', PDF)).body.id;
    const first = put(
      'submitDocument',
      await minji.submit({ ...LETTER, attachments: [{ upload: attachment }] }),
    );
    submission = first.body.submission.id;
    trackingCode = first.body.submission.trackingCode;
    evidence = first.body.receipt;
    await insertAuditRun(system.db, AUDIT_RUN, [
      { part: 'registers', place: 'registrations x', what: 'is missing' },
    ]);
    exported = put('exportOwn', await minji.post('/v1/exports', {})).body.id;
    await system.db('offices').where({ code: FILED.office }).update({ records: 'connector' });
    const filed = (await minji.submit(FILED)).body.submission.id;
    filing = (await system.db('filings').where({ submission_id: filed }).first('id')).id;
    other = (await minji.submit(LETTER)).body.submission.id;
    for (const operation of Object.keys(ACTS)) {
      const { id, file } = await prepared(operation);
      const answer = await act(operation, id, {}, file);
      // Whoever gives a submission away, or has contributed, has no more to do with it than to read what came of it.
      expect([operation, answer.status]).toEqual([operation, 200]);
    }
    for (const operation of ['openSubmission', 'assignSubmission', 'decideSubmission', 'acknowledgeReply'])
      await act(operation, submission);
    for (const [operation, { who, body }] of Object.entries(CREATES)) {
      const answer = await system.as(who).post(pathOf(routeOf(operation)), body());
      expect([operation, put(operation, answer).status]).toEqual([operation, 201]);
    }
    const file = (await system.as('registrar').upload('a.pdf', PDF)).body.id;
    const dispatched = await delivered({ attachments: [{ upload: file }] });
    const evidenceOf = async (event: string, of: object): Promise<string> =>
      (
        await system
          .db('evidences')
          .where({ event, ...of })
          .first('id')
      ).id;
    sent = {
      ...{ ...dispatched, file },
      registration: await evidenceOf('DocumentRegistered', { document_id: dispatched.document }),
      consignment: await evidenceOf('ContentConsignment', { delivery_id: dispatched.mail }),
    };
    unopened = await delivered();
    for (const operation of ['openMail', 'acknowledgeMail', 'replyToMail']) {
      const { who = '', body } = DOCUMENT_ACTS[operation] ?? {};
      const answer = await system.as(who).post(pathOf(routeOf(operation)), body?.());
      expect([operation, put(operation, answer).status]).toEqual([
        operation,
        operation === 'replyToMail' ? 201 : 200,
      ]);
    }
    const { definition, etag } = await publication();
    const packing = `/v1/exports/${exported}`;
    put('downloadExport', await minji.get(`${packing}/file`));
    const packed = await until(
      () => minji.get(packing),
      ({ body }) => body.state === 'ready',
      120_000,
    );
    expect(packed.body.state).toBe('ready');
    const proofs: [operation: string, who: string][] = [
      ['readProof', 'minji'],
      ['proveDocumentReceipt', 'registrar'],
      ['packageDocument', 'registrar'],
      ['proveMailReceipt', 'minji'],
    ];
    for (const [operation, who] of proofs)
      await until(
        () => system.as(who).get(pathOf(routeOf(operation))),
        ({ status }) => status === 200,
      );
    checkpoint = await system.db('checkpoints').orderBy('size', 'desc').first('size', 'body');
    put(
      'publishForm',
      await system.as('admin').post('/v1/forms/resident-certificate-request/versions', definition, { etag }),
    );
  }, 180_000);
  afterAll(() => system.stop());

  for (const route of HERE.filter((one) => one.method === 'get')) {
    it(`${route.operation} answers as documented`, async () => {
      const { operation } = route;
      const who = route.permission === 'public' ? null : reader(route);
      const path = pathOf(route) + queryOf(route);
      const nonsense = `${path}${path.includes('?') ? '&' : '?'}nonsense=1`;
      expect(put(operation, await system.as(who).get(path)).status).toBe(200);
      expect(put(operation, await system.as(who).get(nonsense)).status).toBe(400);
      if (route.permission !== 'public')
        expect(put(operation, await system.as(null).get(path)).status).toBe(401);
    });
  }

  it('tells who has no right from who has nothing to do with it', async () => {
    for (const route of HERE.filter((one) => one.method === 'get' && refusalsOf(one).includes(403))) {
      const insider = route.params?.shape.id === undefined || ['Auditor', 'Official'].includes(route.tag);
      const outsider = insider ? 'minji' : 'operator';
      expect([
        route.operation,
        put(route.operation, await system.as(outsider).get(pathOf(route))).status,
      ]).toEqual([route.operation, 403]);
    }
    for (const route of ROUTES.filter(
      (one) => one.params?.shape.id !== undefined && one.path.startsWith('/v1/submissions/'),
    )) {
      const path = pathOf(route);
      const answer =
        route.method === 'get'
          ? await system.as('junho').get(path)
          : await system.as('junho').post(path, validBody(route), { etag: '"1"' });
      expect([route.operation, put(route.operation, answer).status]).toEqual([route.operation, 404]);
    }
  });

  it('answers 404 for what is not there', async () => {
    const missing: Record<string, string> = {
      readOffice: '/v1/offices/no-such-office',
      readCalendar: '/v1/offices/no-such-office/calendar?year=2026',
      readForm: '/v1/forms/no-such-form',
      listFormVersions: '/v1/forms/no-such-form/versions',
      readFormVersion: '/v1/forms/resident-certificate-request/versions/999',
      checkEvidence: `/v1/evidence-checks/${'A'.repeat(43)}`,
      trackSubmission: `/v1/track/${'0'.repeat(20)}`,
      readUpload: `/v1/uploads/${NOWHERE}`,
      listSubmissions: `/v1/submissions?authorisation=${NOWHERE}`,
      readExport: `/v1/exports/${NOWHERE}`,
      downloadExport: `/v1/exports/${NOWHERE}/file`,
      listOfficialDocuments: '/v1/offices/no-such-office/official-documents',
      readDesk: '/v1/desk?office=determination',
      followDesk: '/v1/desk/events?office=determination',
      listFilings: '/v1/offices/haneul-civil/filings',
      readLadder: '/v1/offices/no-such-office/ladder',
      listMembers: '/v1/offices/no-such-office/members',
      listDisposals: '/v1/offices/no-such-office/disposals',
      listSurveyAnswers: '/v1/offices/no-such-office/survey-answers',
      readReaderPolicy: '/v1/offices/no-such-office/reader-policy',
      readRegister: '/v1/registers/no-such-office/2026',
      readAuditRun: `/v1/audit/runs/${NOWHERE}`,
      readCheckpoint: '/v1/log/checkpoints/999999999',
      proveInclusion: `/v1/log/inclusion?leaf=evidence:${'A'.repeat(43)}`,
      proveConsistency: '/v1/log/consistency?from=1&to=999999999',
    };
    for (const [operation, path] of Object.entries(missing)) {
      const route = routeOf(operation);
      const who = route.permission === 'public' ? null : reader(route);
      expect([operation, put(operation, await system.as(who).get(path)).status]).toEqual([operation, 404]);
    }
  });

  it('keeps a cosignature as documented', async () => {
    const { size, body } = checkpoint;
    const post = async (expected: number, sent: unknown, options = {}, at = size) => {
      const path = `/v1/log/checkpoints/${at}/cosignatures`;
      const answer = put('keepCosignature', await system.as(null).post(path, sent, options));
      expect(answer.status).toBe(expected);
    };
    await post(200, { cosignature: witness.cosign(body) });
    await post(422, { cosignature: witness.cosign('something else\n') });
    await post(404, { cosignature: witness.cosign(body) }, {}, 999_999_999);
    await post(400, { nonsense: true });
    await post(413, { cosignature: 'x'.repeat(1_100_000) });
    await post(415, { cosignature: '' }, { headers: { 'content-type': 'text/plain' } });
  });

  it('declares no holiday of an office that is not there', async () => {
    const holiday = CREATES.declareOfficeHoliday?.body();
    const answer = await system.as('admin').post('/v1/offices/no-such-office/holidays', holiday);
    expect(put('declareOfficeHoliday', answer).status).toBe(404);
  });

  it('takes nothing in and sets nothing at an office that is not there', async () => {
    for (const [operation, what] of [
      ['draftDocument', 'official-documents'],
      ['takeInDocument', 'intakes'],
      ['setLadder', 'ladder'],
      ['setReaderPolicy', 'reader-policy'],
    ] as const) {
      const { who = '', body } = CREATES[operation] ?? {};
      const answer = await system.as(who).post(`/v1/offices/no-such-office/${what}`, body?.());
      expect([operation, put(operation, answer).status]).toEqual([operation, 404]);
    }
  });

  it('says of what was destroyed that it is gone', async () => {
    const row = system.db('submissions').where({ id: submission });
    await row.clone().update({ content_destroyed_at: new Date() });
    for (const operation of [
      'readContent',
      'downloadAttachment',
      'readDecision',
      'readNotes',
      'readVersions',
    ]) {
      const route = routeOf(operation);
      const answer = put(operation, await system.as(reader(route)).get(pathOf(route)));
      expect([operation, answer.status, answer.body.code]).toEqual([operation, 410, 'content.destroyed']);
    }
    const copied = await system.as('minji').post(pathOf(routeOf('copySubmission')), {});
    expect(put('copySubmission', copied).status).toBe(410);
    await row.clone().update({ content_destroyed_at: null });
  });

  it('does not hand out a file that is infected', async () => {
    await system.db('files').where({ id: attachment }).update({ scan: 'infected' });
    const route = routeOf('downloadAttachment');
    expect(put(route.operation, await system.as('minji').get(pathOf(route))).status).toBe(409);
    await system.db('files').where({ id: sent.file }).update({ scan: 'infected' });
    for (const [operation, who] of [
      ['downloadDocumentAttachment', 'registrar'],
      ['downloadMailAttachment', 'minji'],
    ] as const) {
      const answer = await system.as(who).get(pathOf(routeOf(operation)));
      expect([operation, put(operation, answer).status]).toEqual([operation, 409]);
    }
    await system.db('files').where({ id: sent.file }).update({ scan: 'not_scanned' });
    await system.db('files').where({ id: attachment }).update({ scan: 'not_scanned' });
  });

  const validBody = ({ operation }: Route): unknown =>
    ACTS[operation] === undefined
      ? (BESIDE[operation]?.body() ?? (operation === 'previewDecision' ? DECISION : LETTER))
      : bodyOf(operation);

  it('refuses acts in every documented way', async () => {
    const acts = HERE.filter((one) => hasKey(one) && !one.multipart && one.raw === undefined);
    for (const route of acts) {
      const { operation, class: kind } = route;
      const publishes = operation === 'publishForm';
      const { definition } = await publication();
      const { id, file } =
        ACTS[operation] === undefined ? { id: submission, file: attachment } : await prepared(operation);
      const body = publishes ? definition : ACTS[operation] ? bodyOf(operation, file) : validBody(route);
      const who = publishes ? 'admin' : ((ACTS[operation] ?? BESIDE[operation])?.who ?? 'minji');
      const path = pathOf(route, id);
      const etag = kind === 'change' ? '"2"' : undefined;
      const post = async (expected: number, sent: unknown, options = {}, as: string | null = who) => {
        const answer = put(operation, await system.as(as).post(path, sent, { etag, wait: 0, ...options }));
        expect([operation, answer.status]).toEqual([operation, expected]);
      };
      await post(401, body, {}, null);
      await post(400, { nonsense: true });
      await post(413, { nonsense: 'x'.repeat(1_100_000) });
      await post(415, body, { headers: { 'content-type': 'text/plain' } });
      if (kind === 'change') {
        await post(428, body, { etag: undefined });
        await post(412, body, { etag: '"999"' });
      }
      const own =
        ['submitDocument', 'confirmFiling', 'exportOwn', 'setNoticeSettings'].includes(operation) ||
        operation in DOCUMENT_ACTS;
      if (!own && !(operation in DESK_BODIES))
        await post(403, body, {}, !publishes && who === 'minji' ? 'handler1' : 'minji');
      const key = randomUUID();
      await system.db.transaction(async (tx) => {
        await tx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 7))', [`demo-${who}\n${key}`]);
        await post(409, body, { key });
      });
    }
    const foreign = { ...LETTER, organisation: '000-00-00017' };
    expect(put('submitDocument', await system.as('minji').submit(foreign)).status).toBe(403);
  }, 180_000);

  it('refuses a key that was used for something else', async () => {
    const tried = Object.entries({ ...ACTS, ...BESIDE });
    for (const [operation, { who }] of tried) {
      const used = randomUUID();
      await system.as(who).upload('x.pdf', PDF, used);
      const route = routeOf(operation);
      const options = { key: used, etag: '"1"' };
      const answer = await system.as(who).post(pathOf(route), validBody(route), options);
      expect([operation, put(operation, answer).status]).toEqual([operation, 422]);
    }
    const broken = { ...(await publication()).definition, schema: { $ref: '#/nowhere' } };
    const published = await system
      .as('admin')
      .post('/v1/forms/resident-certificate-request/versions', broken, { etag: '"2"' });
    expect(put('publishForm', published).status).toBe(422);
  });

  it('lets each act on a document only whom it is for, and shows it to nobody else', async () => {
    const draft = await documentUpTo('editDocument');
    const edited = await onDocument('editDocument', draft);
    expect(edited.status).toBe(200);
    const back = await documentUpTo('proposeDocument');
    expect((await onDocument('sendBackDocument', back, 'registrar')).status).toBe(200);
    const waiting = await documentUpTo('proposeDocument');
    expect((await onDocument('agreeToDocument', waiting, 'registrar')).status).toBe(403);
    expect((await onDocument('sendBackDocument', waiting, 'handler1')).status).toBe(403);
    await system.db('office_members').insert({
      ...{ office: 'haneul-civil', person: 'demo-admin', roles: ['office_admin'] },
    });
    for (const operation of ['editDocument', 'proposeDocument', 'dispatchDocument', 'recallDocument'])
      expect([operation, (await onDocument(operation, draft, 'admin')).status]).toEqual([operation, 403]);
    await system.db('office_members').where({ office: 'haneul-civil', person: 'demo-admin' }).delete();
    expect((await onDocument('recallDocument', unopened.document)).status).toBe(200);
    await documentsOf(system).fallsDue(unopened.document);
    const held = await onDocument('holdDocument', unopened.document);
    heldBy = held.body.holds[0];
    for (const operation of Object.keys(DOCUMENT_ACTS).filter((one) =>
      /Hold|holdD|Disposal|Transfer/.test(one),
    ))
      expect([operation, (await onDocument(operation, unopened.document, 'handler1')).status]).toEqual([
        operation,
        403,
      ]);
    for (const operation of ['releaseDocumentHold', 'reviewDocumentDisposal', 'confirmDocumentTransfer'])
      expect([operation, (await onDocument(operation, unopened.document)).status]).toEqual([operation, 200]);
    await documentsOf(system).comesTo(unopened.document, 'done');
    for (const operation of ['printDocument', 'downloadDocumentAttachment']) {
      const path = pathOf(routeOf(operation)).replace(sent.document, unopened.document);
      const answer = put(operation, await system.as('registrar').get(path));
      expect([operation, answer.status, answer.body.code]).toEqual([operation, 410, 'content.destroyed']);
    }
    for (const [operation, what] of [
      ['printDocument', 'pdf'],
      ['packageDocument', 'package'],
    ] as const) {
      const answer = await system.as('registrar').get(`/v1/official-documents/${draft}/${what}`);
      expect([operation, put(operation, answer).body.code]).toEqual([operation, 'document.not_registered']);
    }
    for (const route of ROUTES.filter((one) => /^\/v1\/(official-documents|mailbox)\/:id/.test(one.path))) {
      const stranger = system.as('junho');
      const answer =
        route.method === 'get'
          ? await stranger.get(pathOf(route))
          : await stranger.post(pathOf(route), validBody(route), { etag: '"1"' });
      expect([route.operation, put(route.operation, answer).status]).toEqual([route.operation, 404]);
    }
  });

  it('shows what is in a mailbox when it was opened, and as long as it is kept', async () => {
    const mailbox = ROUTES.filter((one) => one.path.startsWith('/v1/mailbox/:id'));
    const ask = async (route: Route, id: string): Promise<number> => {
      const path = route.path
        .replace(':id', id)
        .replace(':file', sent.file)
        .replace(':evidence', sent.consignment);
      const answer =
        route.method === 'get'
          ? await system.as('minji').get(path)
          : await system.as('minji').post(path, validBody(route));
      return put(route.operation, answer).status;
    };
    const closed = (await delivered()).mail;
    for (const route of mailbox.filter(({ operation }) =>
      ['acknowledgeMail', 'replyToMail', 'printMail', 'downloadMailAttachment'].includes(operation),
    ))
      expect([route.operation, await ask(route, closed)]).toEqual([route.operation, 409]);
    const row = system.db('deliveries').where({ id: sent.mail });
    await row.clone().update({ removed_at: new Date() });
    for (const route of mailbox) {
      const proves = route.path.includes('/receipts');
      expect([route.operation, await ask(route, sent.mail)]).toEqual([route.operation, proves ? 200 : 410]);
    }
    await row.clone().update({ removed_at: null });
  });

  it('keeps and removes a view of the desk as documented', async () => {
    const post = async (operation: string, who: string, path: string, body: unknown, key?: string) =>
      put(operation, await system.as(who).post(path, body, { key }));
    const key = randomUUID();
    const kept = await post('saveDeskView', 'registrar', '/v1/desk-views', DESK_BODIES.saveDeskView, key);
    expect(kept.status).toBe(201);
    expect(put('listDeskViews', await system.as('registrar').get('/v1/desk-views')).body.items).toHaveLength(
      1,
    );
    const twice = await post('saveDeskView', 'registrar', '/v1/desk-views', DESK_BODIES.saveDeskView);
    expect(twice.status).toBe(409);
    expect((await post('saveDeskView', 'minji', '/v1/desk-views', DESK_BODIES.saveDeskView)).status).toBe(
      403,
    );
    const path = `/v1/desk-views/${kept.body.id}/removals`;
    expect((await post('removeDeskView', 'registrar', path, {})).status).toBe(200);
    expect((await post('removeDeskView', 'registrar', path, {})).status).toBe(404);
    const again = await post('saveDeskView', 'registrar', '/v1/desk-views', DESK_BODIES.saveDeskView, key);
    expect(again.status).toBe(404);
  });

  it('gives and ends a delegation as documented', async () => {
    const post = async (operation: string, who: string, path: string, body: unknown) =>
      put(operation, await system.as(who).post(path, body));
    const given = await post('delegateRoles', 'registrar', '/v1/delegations', DELEGATION);
    expect(given.status).toBe(201);
    expect(put('listDelegations', await system.as('registrar').get('/v1/delegations')).body.items).toEqual([
      given.body,
    ]);
    expect((await post('delegateRoles', 'minji', '/v1/delegations', DELEGATION)).status).toBe(403);
    const abroad = { ...DELEGATION, office: 'determination' };
    expect((await post('delegateRoles', 'registrar', '/v1/delegations', abroad)).status).toBe(404);
    const path = `/v1/delegations/${given.body.id}/revocations`;
    expect((await post('revokeDelegation', 'minji', path, {})).status).toBe(404);
    expect((await post('revokeDelegation', 'handler1', path, {})).status).toBe(403);
    expect((await post('revokeDelegation', 'registrar', path, {})).status).toBe(200);
    expect((await post('revokeDelegation', 'registrar', path, {})).status).toBe(409);
  });

  it('marks what a party said at the end as dealt with, as documented', async () => {
    const path = pathOf(routeOf('handleSurveyAnswer'));
    expect(put('handleSurveyAnswer', await system.as('handler1').post(path, {})).status).toBe(200);
    const again = await system.as('minji').post(pathOf(routeOf('answerSurvey')), { rating: 1 });
    expect(put('answerSurvey', again).body.code).toBe('survey.answered');
  });

  it('hands out an export as documented', async () => {
    const path = `/v1/exports/${exported}/file`;
    const fetched = async () => put('downloadExport', await system.as('minji').get(path));
    const row = system.db('exports').where({ id: exported });
    const { ready_at, remove_at, parts } = await row.clone().first();
    await row.clone().update({ ready_at: null, remove_at: null, parts: null });
    expect((await fetched()).body.code).toBe('export.not_ready');
    expect(put('exportOwn', await system.as('minji').post('/v1/exports', {})).body.code).toBe(
      'export.under_way',
    );
    await row.clone().update({ ready_at, remove_at, parts, removed_at: new Date() });
    expect((await fetched()).body.code).toBe('export.removed');
    await row.clone().update({ removed_at: null });
    expect(put('downloadExport', await system.as('minji').get(`${path}?part=2`)).status).toBe(404);
    const foreign = { organisation: '000-00-00017' };
    expect(put('exportOwn', await system.as('minji').post('/v1/exports', foreign)).status).toBe(403);
  });

  it('confirms a filing as documented', async () => {
    const confirm = async (who: string, number: string) => {
      const answer = await system.as(who).post(`/v1/filings/${filing}/confirmations`, { number });
      return put('confirmFiling', answer).status;
    };
    expect(await confirm('handler-labor', 'R-1')).toBe(403);
    expect(await confirm('minji', 'R-1')).toBe(404);
    expect(await confirm('records-labor', 'R-1')).toBe(200);
    expect(await confirm('records-labor', 'R-1')).toBe(200);
    expect(await confirm('records-labor', 'R-2')).toBe(409);
  });

  it('refuses uploads in every documented way', async () => {
    const minji = system.as('minji');
    const key = randomUUID();
    await minji.upload('a.pdf', PDF, key);
    expect(put('uploadFile', await minji.upload('a.pdf', `${PDF}%`, key)).status).toBe(422);
    expect(put('uploadFile', await minji.upload('a.pdf', '')).status).toBe(400);
    expect(put('uploadFile', await minji.upload('a.bin', Buffer.from([0, 1, 2, 3, 254, 255]))).status).toBe(
      415,
    );
    expect(put('uploadFile', await minji.upload('a.pdf', PDF + ' '.repeat(51 * 1024 * 1024))).status).toBe(
      413,
    );
    expect(put('uploadFile', await system.as(null).upload('a.pdf', PDF)).status).toBe(401);
    const taken = randomUUID();
    await system.db.transaction(async (tx) => {
      await tx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 7))', [`demo-minji\n${taken}`]);
      expect(put('uploadFile', await minji.upload('a.pdf', PDF, taken)).status).toBe(409);
    });
  });

  it('opens a form for offices as documented', async () => {
    const admin = system.as('admin');
    const path = pathOf(routeOf('openForm'));
    expect(put('openForm', await admin.post(path, { offices: null })).status).toBe(200);
    expect(put('openForm', await admin.post('/v1/forms/nothing/openings', { offices: null })).status).toBe(
      404,
    );
  });

  it('checks a form as documented, and finds what publishing it would', async () => {
    const path = pathOf(routeOf('checkForm'));
    const { definition } = await publication();
    const check = async (who: string | null, body: unknown, options = {}) =>
      put('checkForm', await system.as(who).post(path, body, options));
    expect((await check('admin', definition)).body).toEqual({ ready: true, problems: [] });
    const broken = {
      ...definition,
      routing: { kind: 'fixed', office: 'no-such-office' },
    };
    const found = await check('admin', broken);
    expect(found).toMatchObject({
      status: 200,
      body: { ready: false, problems: [{ code: 'office.unknown' }] },
    });
    const published = await system
      .as('admin')
      .post('/v1/forms/resident-certificate-request/versions', broken, { etag: '"2"' });
    expect([published.status, published.body.faults]).toEqual([422, found.body.problems]);
    expect((await check(null, definition)).status).toBe(401);
    expect((await check('minji', definition)).status).toBe(403);
    expect((await check('admin', { nonsense: true })).status).toBe(400);
    expect((await check('admin', { id: 'x', nonsense: 'x'.repeat(1_100_000) })).status).toBe(413);
    const unknown = { headers: { 'content-type': 'application/json; charset=utf-99' } };
    expect((await check('admin', definition, unknown)).status).toBe(415);
  });

  it('shows what a decision would look like as documented', async () => {
    const path = pathOf(routeOf('previewDecision'));
    const preview = async (who: string | null, at: string, body: unknown, options = {}) =>
      put('previewDecision', await system.as(who).post(at, body, options)).status;
    expect(await preview('handler1', `${path}?language=en`, DECISION)).toBe(200);
    expect(await preview('handler1', path, { ...DECISION, outcome: 'refused' })).toBe(400);
    expect(await preview(null, path, DECISION)).toBe(401);
    expect(await preview('minji', path, DECISION)).toBe(403);
    expect(await preview('handler1', path, { ...DECISION, reasons: 'x'.repeat(1_100_000) })).toBe(413);
    const unknown = { headers: { 'content-type': 'application/json; charset=utf-99' } };
    expect(await preview('handler1', path, DECISION, unknown)).toBe(415);
  });

  it('checks a file as documented', async () => {
    const check = async (...rest: Parameters<typeof postFile> extends [string, ...infer R] ? R : never) =>
      put('verifyFile', await postFile(system.url, ...rest)).status;
    expect(await check(PDF, { 'content-type': 'application/pdf' })).toBe(200);
    expect(await check('{}', { 'content-type': 'application/json' })).toBe(200);
    expect(await check('')).toBe(200);
    expect(await check(PDF, {}, '?nonsense=1')).toBe(400);
    expect(await check(PDF, { 'content-type': 'text/plain' })).toBe(415);
    expect(await check(PDF, { 'content-encoding': 'gzip' })).toBe(415);
    expect(await check(Buffer.alloc(32 * 1024 * 1024 + 1))).toBe(413);
    const release = await holdFiles(system.url, 8);
    const busy = await until(
      () => check(PDF),
      (status) => status === 503,
    );
    release();
    expect(busy).toBe(503);
    const free = await until(
      () => check(PDF),
      (status) => status === 200,
    );
    expect(free).toBe(200);
  });

  it('accepts acts at once while nobody carries them out', async () => {
    const open: [string, { id: string; file: string }][] = [];
    const laid = await delivered();
    for (const operation of Object.keys(ACTS)) open.push([operation, await prepared(operation)]);
    await system.stopWorker();
    for (const [operation, { id, file }] of open)
      expect([operation, (await act(operation, id, { wait: 0 }, file)).status]).toEqual([operation, 202]);
    const sentNow = await system.as('minji').submit(LETTER, { wait: 0 });
    expect(put('submitDocument', sentNow).status).toBe(202);
    const replyPath = pathOf(routeOf('replyToMail'));
    const replied = await system.as('minji').post(replyPath, { letter: LETTER.letter }, { wait: 0 });
    expect(put('replyToMail', replied).status).toBe(202);
    for (const operation of ['readProof', 'readReceiptBundle', 'bundleSubmission', 'packageRecord']) {
      const unsealed = pathOf(routeOf(operation), sentNow.body.submission.id);
      const answer = await system.as('minji').get(unsealed.replace(evidence.id, sentNow.body.receipt.id));
      expect([operation, put(operation, answer).status]).toEqual([operation, 202]);
    }
    // Both are written by the API itself, and wait for the sealer like everything.
    const registered = await documentUpTo('agreeToDocument');
    await system.as('minji').post(`/v1/mailbox/${laid.mail}/openings`, {});
    for (const [who, of, event, what, operations] of UNSEALED) {
      const subject = of === 'document_id' ? registered : laid.mail;
      const { id } = await system
        .db('evidences')
        .where({ [of]: subject, event })
        .first('id');
      for (const operation of operations) {
        const ending = operation.startsWith('prove') ? 'proof' : 'bundle';
        const answer = await system.as(who).get(`/v1/${what}/${subject}/receipts/${id}/${ending}`);
        expect([operation, put(operation, answer).status]).toEqual([operation, 202]);
      }
    }
    const packed = await system.as('registrar').get(`/v1/official-documents/${registered}/package`);
    expect(put('packageDocument', packed).status).toBe(202);
    const path = pathOf(routeOf('takeInDocument'));
    const intake = await system.as('registrar').post(path, CREATES.takeInDocument?.body(), { wait: 0 });
    expect(put('takeInDocument', intake).status).toBe(202);
    await system.startWorker();
  });

  it('answers about organisations as documented', () => driveOrganisations(system, put), 120_000);

  it('answers about batches as documented', () => driveBatches(system, put), 60_000);

  it('answers about webhooks and authorisations as documented', () => driveWebhooks(system, put), 120_000);

  it('answers about operations as documented', () => driveOperations(system, put), 60_000);

  it('answers about files in parts as documented', () => drivePartialUploads(system, put), 60_000);

  it('answers about drafts as documented', () => driveDrafts(system, put), 60_000);

  it('bundles no more than a verifier reads', async () => {
    const upload = (await system.as('minji').upload('a.pdf', PDF)).body.id;
    const { body } = await system.as('minji').submit({ ...LETTER, attachments: [{ upload }] });
    const { id } = body.submission;
    await system
      .db('files')
      .where({ submission_id: id })
      .update({ bytes: 2 ** 30 });
    for (const operation of ['bundleSubmission', 'packageRecord']) {
      const answer = await system.as('minji').get(pathOf(routeOf(operation), id));
      expect([operation, put(operation, answer).body.code]).toEqual([operation, 'bundle.too_large']);
    }
    const attached = system.db('files').where({ id: sent.file });
    await attached.clone().update({ bytes: 2 ** 30 });
    const packed = await system.as('registrar').get(pathOf(routeOf('packageDocument')));
    expect(put('packageDocument', packed).body.code).toBe('bundle.too_large');
  });

  it('refuses an address and header fields that are longer than is read, on every route', async () => {
    for (const { operation, method, path } of ROUTES) {
      const headers = { 'x-long': 'x'.repeat(16 * 1024) };
      const response = await fetch(system.url + path, { method: method.toUpperCase(), headers });
      const answer = {
        status: response.status,
        headers: response.headers,
        body: await response.json(),
        etag: '',
      };
      expect([operation, put(operation, answer).body.code]).toEqual([operation, 'request.headers_too_large']);
    }
  });

  it('answers 429 past the limit and 503 when the records are away, on every route', async () => {
    const limited = await startSystem({ worker: false, env: { RATE_LIMIT_PER_MINUTE: '3' } });
    // Where nothing was sealed there is no log yet.
    for (const operation of ['readLatestCheckpoint', 'listLeaves']) {
      const answer = await limited.as(null).get(routeOf(operation).path);
      expect([operation, put(operation, answer).status]).toEqual([operation, 404]);
    }
    await limited.as(null).get('/v1/offices');
    await expectEverywhere(limited, 429);
    await limited.stop();
    const away = await startSystem({ worker: false });
    await away.loseDatabase();
    await expectEverywhere(away, 503);
    await away.stop();
  });

  async function expectEverywhere(other: System, status: number): Promise<void> {
    // Checking a file asks nothing of the records; when it answers 503 has a test of its own.
    const asked = ROUTES.filter((one) => one.operation !== 'verifyFile' || status !== 503);
    for (const route of asked) {
      const client = other.as(route.permission === 'public' ? null : 'minji');
      const path = pathOf(route);
      const answer =
        route.method === 'get'
          ? await client.get(path + queryOf(route))
          : route.multipart
            ? await client.upload('a.pdf', PDF)
            : route.method === 'patch'
              ? await client.append(path, 0, 'x')
              : route.raw
                ? route.operation === 'submitBatch'
                  ? await client.batch([LETTER])
                  : await postFile(other.url, PDF)
                : await client.post(path, route.class === 'keep' ? { cosignature: '' } : validBody(route), {
                    etag: '"1"',
                    wait: 0,
                  });
      expect([route.operation, put(route.operation, answer).status]).toEqual([route.operation, status]);
    }
  }

  it('documents what it must, and nothing that no test has seen', () => {
    for (const route of ROUTES) {
      const documented = refusalsOf(route);
      const missing = (REQUIRED[classOf(route)] ?? []).filter((status) => !documented.includes(status));
      const exempt = route.operation === 'publishForm' ? [] : missing;
      expect([route.operation, exempt]).toEqual([route.operation, []]);
      if (route.params?.shape.id !== undefined && route.path.startsWith('/v1/submissions/')) {
        expect([route.operation, documented]).toEqual([route.operation, expect.arrayContaining([403, 404])]);
      }
    }
    expect(recorder.neverSeen()).toEqual([]);
  });

  it('is the committed document, in OpenAPI 3.1', () => {
    expect(DOCUMENT).toEqual(JSON.parse(JSON.stringify(openApiDocument(ROUTES))));
    expect(DOCUMENT.openapi).toBe('3.1.0');
  });

  it('serves a page to browse it that loads nothing from elsewhere', async () => {
    const page = await system.as(null).get('/v1/docs/');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(page.body.toString()).not.toMatch(/(src|href)="https?:/);
    expect((await system.as(null).get('/v1/openapi.json')).body).toEqual(DOCUMENT);
  });

  it('does not start with a route that would keep nobody out', () => {
    const started = (operation: string, changed: Partial<Record<keyof Route, unknown>>) => () =>
      createApp({ routes: [{ ...routeOf(operation), ...changed }] } as never);
    expect(started('readDraft', { permission: undefined })).toThrow(/declares no permission/);
    expect(started('readDraft', { permission: 'read_everything' })).toThrow(/declares no permission/);
    expect(started('readDraft', { subject: undefined })).toThrow(/declares no subject/);
    expect(started('readDraft', { subject: 'thing' })).toThrow(/declares no subject/);
    expect(started('readDraft', { subject: 'everybody' })).toThrow(/everybody and somebody/);
    expect(started('readDraft', { permission: 'public' })).toThrow(/everybody and somebody/);
    for (const subject of ['own', 'system'])
      expect(started('readDraft', { subject })).toThrow(/nobody looks up whose it is/);
    expect(started('listDrafts', { subject: 'draft' })).toThrow(/names none in its path/);
    expect(started('listSubmissions', { permission: 'read_content' })).toThrow(/is about none/);
    expect(started('readDocument', { permission: 'contribute' })).toThrow(/is about none/);
  });
});
