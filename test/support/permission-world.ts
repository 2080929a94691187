import { randomUUID } from 'node:crypto';
import { insertAuditRun } from '../../db/audit-run-store';
import { type ApiClient, createApiClient } from './api-client';
import { failedDelivery } from './contract-operations';
import { DRAFT } from './documents';
import { smallPdf } from './pdf-file';
import type { System } from './system';
import { until } from './until';

export const OFFICE = 'labor-saebyeok';
export const COMPANY = '000-00-00017';
export const FORM = 'information-disclosure-request';
export const LETTER = { letter: { title: '질의', body: '문의드립니다.' }, office: OFFICE };
export const DECISION = { outcome: 'granted', reply: { title: '답변', body: '회신합니다.' } };
export const WORDS = { words: '사유를 적습니다.' };

const ELSEWHERE = 'haneul-transport';
const ASKED = 'haneul-food';
const PDF = smallPdf();
const DAY = 86_400_000;

/** Who stands for each column of the matrix; `nobody` has no token. */
export const PEOPLE: Record<string, string | null> = {
  nobody: null,
  expired_token: 'minji',
  party: 'minji',
  other_party: 'junho',
  agent: 'agent',
  agent_expired: 'agent-expired',
  agent_revoked: 'agent-revoked',
  agent_other_form: 'agent-other-form',
  agent_of_other: 'agent-of-other',
  member_submits: 'member-submits',
  member_reads: 'member-reads',
  service_account: 'program',
  manager: 'member-manages',
  member_removed: 'member-removed',
  registrar: 'o-registrar',
  handler: 'o-handler',
  approver: 'o-approver',
  office_admin: 'o-admin',
  delegate: 'o-delegate',
  delegate_expired: 'o-delegate-expired',
  delegate_revoked: 'o-delegate-revoked',
  official_removed: 'o-removed',
  involved: 'handler-food',
  other_office: 'handler-transport',
  records_system: 'records-labor',
  other_records: 'x-records',
  auditor: 'auditor',
  operator: 'operator',
  form_admin: 'x-form-admin',
  grant_removed: 'x-auditor-once',
};

/** A program gets its token for itself. */
const tokenOf = (key: string): object => (key === 'program' ? { client_id: 'demo-program' } : {});

/** Those to whom the organisation's things are the subject; to everybody else those of the person who is the party. */
const OF_THE_COMPANY = ['member_submits', 'member_reads', 'service_account', 'manager', 'member_removed'];

/** The things of one party, each there to be asked for. */
export interface Things {
  owner: string;
  organisation: string | undefined;
  submission: string;
  attachment: string;
  receipt: string;
  upload: string;
  partialUpload: string;
  draft: string;
  export: string;
  batch: string;
  mail: string;
  mailReceipt: string;
  webhook: string;
  delivery: string;
}

export interface World {
  as(column: string): ApiClient;
  /** The person behind a key of the directory, whatever the column. */
  who(key: string): ApiClient;
  thingsOf(column: string): Things;
  /** What an official took in at the counter. */
  counter: Pick<Things, 'submission'>;
  /** Another submission of the party, which has its handler. */
  other: string;
  filing: string;
  document: string;
  documentFile: string;
  documentReceipt: string;
  auditRun: string;
  trackingCode: string;
  digest: string;
  checkpoint: number;
  form: object;
  failed: string;
  /** What the agents were authorised by. */
  mandates: Record<string, string>;
}

/** Everything that the routes are about, with people who are, are not or were something to it. */
export async function createWorld(system: System): Promise<World> {
  const { db } = system;
  const clients = new Map<string | null, ApiClient>();
  const who = (key: string | null, claims = {}): ApiClient => {
    const known = clients.get(key);
    if (known !== undefined && Object.keys(claims).length === 0) return known;
    let token: Promise<string> | undefined;
    const client = createApiClient(
      system.url,
      key === null
        ? null
        : () => (token ??= system.issuer.token(`demo-${key}`, { ...tokenOf(key), ...claims })),
    );
    if (Object.keys(claims).length === 0) clients.set(key, client);
    return client;
  };
  const expired = who('minji', { exp: Math.floor(Date.now() / 1_000) - 600 });
  const done = async (what: string, answer: ReturnType<ApiClient['get']>, ...statuses: number[]) => {
    const { status, body } = await answer;
    if (!statuses.includes(status)) throw new Error(`${what}: ${status} ${JSON.stringify(body)}`);
    return body;
  };
  /** Where a command of the system came between reading and acting it is read and done again. */
  const act = async (key: string, id: string, what: string, body: object = {}) => {
    let answer = await who(key).act(id, what, body);
    for (let again = 0; answer.status === 412 && again < 3; again++)
      answer = await who(key).act(id, what, body);
    return done(`${key} ${what}`, Promise.resolve(answer), 200);
  };

  for (const key of new Set([...Object.values(PEOPLE), 'sora', 'spare', 'claimant']))
    if (key !== null) await done(`${key} signs in`, who(key).get('/v1/me'), 200);
  const seat = (office: string, key: string, ...roles: string[]) =>
    db('office_members')
      .insert({ office, person: `demo-${key}`, roles })
      .onConflict(['office', 'person'])
      .merge();
  await seat(OFFICE, 'o-registrar', 'registrar');
  await seat(OFFICE, 'o-handler', 'handler');
  await seat(OFFICE, 'o-approver', 'approver');
  await seat(OFFICE, 'o-admin', 'office_admin');
  for (const key of ['o-delegate', 'o-delegate-expired', 'o-delegate-revoked'])
    await seat(OFFICE, key, 'registrar');
  await seat(OFFICE, 'o-removed', 'registrar', 'handler', 'approver', 'office_admin');
  await seat(OFFICE, 'spare', 'handler');
  await seat(ELSEWHERE, 'handler-transport', 'registrar', 'handler', 'approver', 'office_admin');
  await seat('registry-haneul', 'x-records', 'records_system');
  for (const [key, grant] of [
    ['x-form-admin', 'form_admin'],
    ['x-auditor-once', 'auditor'],
  ])
    await db('grants').insert({ person: `demo-${key}`, grant });
  for (const [key, role] of [
    ['submits', 'submit'],
    ['reads', 'read'],
    ['manages', 'manage'],
    ['removed', 'submit'],
  ])
    await db('organisation_members').insert({
      organisation: COMPANY,
      person: `demo-member-${key}`,
      roles: [role],
    });
  await db('organisation_members').insert({
    ...{ organisation: COMPANY, person: 'client:demo-program', roles: ['submit', 'read'] },
  });
  await db('offices').where({ code: OFFICE }).update({ records: 'connector' });
  await db('forms').where({ id: FORM }).update({ office: OFFICE });

  const span = { from: new Date().toISOString(), until: new Date(Date.now() + 30 * DAY).toISOString() };
  const past = { starts_at: new Date(Date.now() - 2 * DAY), ends_at: new Date(Date.now() - DAY) };
  const mandates: Record<string, string> = {};
  for (const [key, giver, form] of [
    ['agent', 'minji'],
    ['agent-expired', 'minji'],
    ['agent-revoked', 'minji'],
    ['agent-other-form', 'minji', 'resident-certificate-request'],
    ['agent-of-other', 'junho'],
  ] as const) {
    const given = who(giver).post('/v1/authorisations', { to: `demo-${key}`, form, ...span });
    mandates[key] = (await done(`authorise ${key}`, given, 201)).id;
  }
  await db('authorisations').where({ id: mandates['agent-expired'] }).update(past);
  await done(
    'revoke',
    who('minji').post(`/v1/authorisations/${mandates['agent-revoked']}/revocations`, {}),
    200,
  );
  for (const key of ['o-delegate', 'o-delegate-expired', 'o-delegate-revoked']) {
    const wanted = { office: OFFICE, to: `demo-${key}`, ...span };
    const { id } = await done(`lend to ${key}`, who('o-approver').post('/v1/delegations', wanted), 201);
    if (key === 'o-delegate-expired') await db('delegations').where({ id }).update(past);
    if (key === 'o-delegate-revoked')
      await done('take back', who('o-approver').post(`/v1/delegations/${id}/revocations`, {}), 200);
  }

  const hook = { url: 'http://127.0.0.1:9/hook' };
  const officeHook = await done(
    'hook',
    who('o-admin').post('/v1/webhooks', { ...hook, office: OFFICE }),
    201,
  );
  const companyHook = await done(
    'hook',
    who('sora').post('/v1/webhooks', { ...hook, organisation: COMPANY }),
    201,
  );
  const file = (await done('upload', who('o-handler').upload('a.pdf', PDF), 201)).id;
  const drafted = await done(
    'draft',
    who('o-handler').post(`/v1/offices/${OFFICE}/official-documents`, {
      ...DRAFT,
      recipients: [
        { kind: 'person', id: 'demo-minji' },
        { kind: 'organisation', id: COMPANY },
      ],
      attachments: [{ upload: file }],
    }),
    201,
  );
  const onDocument = async (key: string, what: string, body: object = {}) => {
    const path = `/v1/official-documents/${drafted.id}`;
    const { etag } = await who(key).get(path);
    await done(what, who(key).post(`${path}/${what}`, body, { etag }), 200);
  };
  await onDocument('o-handler', 'proposals', { approver: 'demo-o-approver' });
  await onDocument('o-approver', 'agreements');
  await onDocument('o-handler', 'dispatches');

  const send = async (key: string, organisation: string | undefined) => {
    const upload = (await done('upload', who(key).upload('a.pdf', PDF), 201)).id;
    const written = { ...LETTER, ...(organisation === undefined ? {} : { organisation }) };
    const sent = await done('submit', who(key).submit({ ...written, attachments: [{ upload }] }), 201);
    const id = sent.submission.id;
    for (const official of ['o-registrar', 'o-handler', 'o-approver', 'o-admin'])
      await act(official, id, 'openings');
    for (const official of ['o-delegate', 'o-delegate-expired', 'o-delegate-revoked'])
      await act(official, id, 'openings');
    await act('o-handler', id, 'involvements', { office: ASKED, ...WORDS });
    await act('handler-food', id, 'openings');
    await act('o-handler', id, 'decisions', DECISION);
    await done('survey', who(key).post(`/v1/submissions/${id}/survey`, { rating: 5 }), 201);
    const draft = await done('draft', who(key).post('/v1/drafts', written), 201);
    const query = organisation === undefined ? '' : `?organisation=${organisation}`;
    const batch = await done('batch', who(key).batch([LETTER], { query }), 202);
    const waiting = (await done('upload', who(key).upload('b.pdf', PDF), 201)).id;
    const announced = { name: 'c.pdf', bytes: 10 };
    const partial = await done('announce', who(key).post('/v1/partial-uploads', announced), 201);
    const box = organisation === undefined ? { person: `demo-${key}` } : { organisation };
    const delivered = await until(
      () =>
        db('deliveries')
          .where({ document_id: drafted.id, ...box })
          .first(),
      (row) => row?.consigned_at != null,
      30_000,
    );
    await done('open', who(key).post(`/v1/mailbox/${delivered.id}/openings`, {}), 200);
    const asked = await done(
      'export',
      who(key).post('/v1/exports', { ...(organisation && { organisation }) }),
      201,
    );
    const consignment = await db('evidences')
      .where({ event: 'ContentConsignment', delivery_id: delivered.id })
      .first('id');
    const webhook = organisation === undefined ? officeHook.id : companyHook.id;
    const message = await db('webhook_deliveries').where({ webhook }).first('id');
    return {
      ...{
        owner: key,
        organisation,
        submission: id,
        attachment: upload,
        receipt: sent.receipt.id,
        upload: waiting,
        partialUpload: partial.id,
      },
      ...{
        draft: draft.id,
        export: asked.id,
        batch: batch.id,
        mail: delivered.id,
        mailReceipt: consignment.id,
      },
      ...{
        webhook,
        delivery: message.id,
        trackingCode: sent.submission.trackingCode,
        digest: sent.receipt.digest,
      },
    };
  };
  const own = await send('minji', undefined);
  const company = await send('sora', COMPANY);
  const other = (await done('submit', who('minji').submit(LETTER), 201)).submission.id;
  await act('o-registrar', other, 'assignments', { handler: 'demo-o-handler' });
  await act('o-handler', other, 'involvements', { office: ASKED, ...WORDS });
  await done(
    'link',
    who('o-handler').post(`/v1/submissions/${own.submission}/links`, { other, kind: 'related' }),
    201,
  );
  await done(
    'link',
    who('o-handler').post(`/v1/submissions/${company.submission}/links`, { other, kind: 'related' }),
    201,
  );
  const intake = { channel: 'in_person', sender: { name: '방문자' }, letter: LETTER.letter };
  const counter = await done(
    'intake',
    who('o-registrar').post(`/v1/offices/${OFFICE}/intakes`, {
      ...intake,
      receivedAt: new Date().toISOString(),
    }),
    201,
  );
  await act('o-registrar', counter.submission.id, 'involvements', { office: ASKED, ...WORDS });
  const filing = (await db('filings').where({ submission_id: own.submission }).first('id')).id;
  await done(
    'file',
    who('records-labor').post(`/v1/filings/${filing}/confirmations`, { number: 'R-1' }),
    200,
  );
  const auditRun = '01a20a3e-2587-736a-b773-51037f01b83f';
  const run = {
    id: auditRun,
    kind: 'check' as const,
    submissionId: null,
    startedAt: new Date(),
    finishedAt: new Date(),
  };
  await insertAuditRun(
    db,
    { ...run, outcome: 'faulty', faults: 1, parts: [{ name: 'registers', looked: 3, faults: 1 }] },
    [{ part: 'registers', place: 'registrations x', what: 'is missing' }],
  );
  const failed = await failedDelivery(system);
  const registration = await db('evidences')
    .where({ event: 'DocumentRegistered', document_id: drafted.id })
    .first('id');
  const { body } = await who('minji').get(`/v1/forms/${FORM}`);

  // What was taken away in between.
  await db('organisation_members').where({ person: 'demo-member-removed' }).delete();
  await db('office_members').where({ person: 'demo-o-removed' }).delete();
  await db('grants').where({ person: 'demo-x-auditor-once' }).delete();

  await until(
    () => who('minji').get(`/v1/exports/${own.export}`),
    (answer) => answer.body.state === 'ready',
    60_000,
  );
  for (const [key, path] of [
    ['minji', `submissions/${own.submission}/bundle`],
    ['sora', `submissions/${company.submission}/bundle`],
    ['minji', `mailbox/${own.mail}/receipts/${own.mailReceipt}/proof`],
    ['sora', `mailbox/${company.mail}/receipts/${company.mailReceipt}/proof`],
    ['o-handler', `official-documents/${drafted.id}/receipts/${registration.id}/proof`],
  ] as const)
    await until(
      () => who(key).get(`/v1/${path}`),
      ({ status }) => status === 200,
      30_000,
    );
  const checkpoint = (await db('checkpoints').orderBy('size', 'desc').first('size')).size;
  return {
    as: (column) => (column === 'expired_token' ? expired : who(PEOPLE[column] ?? null)),
    who,
    thingsOf: (column) => (OF_THE_COMPANY.includes(column) ? company : own),
    counter: { submission: counter.submission.id },
    ...{
      other,
      filing,
      document: drafted.id,
      documentFile: file,
      documentReceipt: registration.id,
      auditRun,
    },
    ...{ trackingCode: own.trackingCode, digest: own.digest, checkpoint: Number(checkpoint), failed },
    ...{ form: { ...body.definition, office: OFFICE }, mandates },
  };
}

export const freshNumber = (): string =>
  String(10 ** 9 + (Number.parseInt(randomUUID().slice(0, 8), 16) % (9 * 10 ** 9))).replace(
    /^(...)(..)(.....)$/,
    '$1-$2-$3',
  );
