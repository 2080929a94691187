import { randomUUID } from 'node:crypto';
import type { Route } from '../../api/route';
import type { Answer, ApiClient } from './api-client';
import { failedNotice } from './contract-operations';
import { DRAFT } from './documents';
import {
  COMPANY,
  DECISION,
  FORM,
  freshNumber,
  LETTER,
  OFFICE,
  PEOPLE,
  type Things,
  WORDS,
  type World,
} from './permission-world';
import { postFile } from './post-file';
import type { System } from './system';

const NOWHERE = '00000000-0000-4000-8000-000000000000';
const SOON = new Date(Date.now() + 3_600_000).toISOString();
const LATER = new Date(Date.now() + 7_200_000).toISOString();
const HOLIDAY = { effect: 'declared', name: { ko: '임시 휴무', en: 'Closed' } };
let days = 0;
/** A day that no running due date hangs on, and that nobody has declared. */
const freshDay = (): string => new Date(Date.UTC(2100, 0, ++days)).toISOString().slice(0, 10);

interface Asked {
  world: World;
  things: Things;
  /** Who asks, of the columns of the matrix. */
  column: string;
}

const ofParty = ({ things }: Asked): object =>
  things.organisation === undefined ? {} : { organisation: things.organisation };
const inMandate = ({ world, column }: Asked): object => {
  const authorisation = world.mandates[PEOPLE[column] ?? ''];
  return authorisation === undefined ? {} : { authorisation };
};

/**
 * A body that each act would accept from whoever may do it. Acts with a version are sent with a stale one: whoever may is
 * answered 412 and nothing changes, in whatever state the subject is.
 */
const BODIES: Record<string, (asked: Asked) => unknown> = {
  submitDocument: (asked) => ({ ...LETTER, ...ofParty(asked), ...inMandate(asked) }),
  saveDraft: (asked) => ({ ...LETTER, ...ofParty(asked), ...inMandate(asked) }),
  editDraft: () => LETTER,
  returnSubmission: () => ({ reason: 'wrong_office', ...WORDS }),
  assignSubmission: () => ({ handler: 'demo-o-handler' }),
  decideSubmission: () => DECISION,
  previewDecision: () => DECISION,
  requestSupplement: () => ({ fields: ['/body'], days: 5, ...WORDS }),
  requestResend: ({ things }) => ({ files: [things.attachment], days: 5, ...WORDS }),
  supplementDocument: () => ({ letter: LETTER.letter }),
  extendSupplement: () => WORDS,
  suspendSubmission: () => ({ reason: 'inquiry', ...WORDS }),
  resumeSubmission: () => WORDS,
  extendDeadline: () => ({ period: 'P2D', ...WORDS }),
  transferSubmission: () => ({ office: 'haneul-dong', ...WORDS }),
  involveUnit: () => ({ office: 'haneul-dong', ...WORDS }),
  contributeToSubmission: () => ({ office: 'haneul-food', ...WORDS }),
  sendBackDecision: () => WORDS,
  correctDecision: () => ({ ...WORDS, reply: DECISION.reply }),
  holdRecord: () => ({ reason: 'litigation', ...WORDS }),
  releaseHold: () => ({ hold: NOWHERE, ...WORDS }),
  reviewDisposal: () => ({ decision: 'keep', reason: 'still_needed', until: '2199-01-01', ...WORDS }),
  confirmTransfer: () => ({ number: 'NA-7' }),
  writeNote: () => ({ body: '내부 메모' }),
  linkSubmissions: ({ world }) => ({ other: world.other, kind: 'related' }),
  answerSurvey: () => ({ rating: 5 }),
  saveDeskView: () => ({ name: randomUUID(), query: { state: 'registered' } }),
  delegateRoles: () => ({ office: OFFICE, to: 'demo-spare', from: SOON, until: LATER }),
  declareHoliday: () => ({ ...HOLIDAY, date: freshDay() }),
  declareOfficeHoliday: () => ({ ...HOLIDAY, date: freshDay() }),
  takeInDocument: () => ({
    ...{ channel: 'in_person', sender: { name: '방문자' }, letter: LETTER.letter },
    receivedAt: new Date().toISOString(),
  }),
  confirmFiling: () => ({ number: 'R-1' }),
  setLadder: () => ({ never_read: [{ afterHours: 40, tell: 'office_admin' }] }),
  setReaderPolicy: () => ({ namesReaders: true }),
  setNoticeSettings: () => ({
    language: null,
    mails: { received: true, progress: true, requests: true, decisions: true, mailbox: true, drafts: true },
  }),
  claimOrganisation: () => ({ number: freshNumber(), name: { ko: '새 기관', en: 'A new organisation' } }),
  inviteMember: () => ({ email: 'somebody@demo.invalid', roles: ['read'] }),
  acceptInvitation: () => ({ token: '0'.repeat(20) }),
  setMembership: () => ({ person: 'demo-member-reads', roles: ['read'] }),
  settleOrganisationClaim: () => ({ outcome: 'rejected' }),
  exportOwn: ofParty,
  authorisePerson: (asked) => ({ ...ofParty(asked), to: 'demo-spare', from: SOON, until: LATER }),
  // No address: whoever may register one is told so.
  registerWebhook: ({ things }) => ({
    ...(things.organisation === undefined ? { office: OFFICE } : { organisation: things.organisation }),
    url: 'nowhere',
  }),
  publishForm: ({ world }) => world.form,
  checkForm: ({ world }) => world.form,
  announceUpload: () => ({ name: 'a.pdf', bytes: 10 }),
  openForm: () => ({ offices: null }),
  draftDocument: () => DRAFT,
  editDocument: () => DRAFT,
  proposeDocument: () => ({ approver: 'demo-o-approver' }),
  sendBackDocument: () => WORDS,
  holdDocument: () => ({ reason: 'litigation', ...WORDS }),
  releaseDocumentHold: () => ({ hold: NOWHERE, ...WORDS }),
  reviewDocumentDisposal: () => ({ decision: 'keep', reason: 'still_needed', until: '2199-01-01', ...WORDS }),
  confirmDocumentTransfer: () => ({ number: 'NA-7' }),
  replyToMail: () => ({ letter: LETTER.letter }),
  keepCosignature: () => ({ cosignature: 'nothing' }),
};

const QUERIES: Record<string, (asked: Asked) => string> = {
  readCalendar: () => '?year=2026',
  proveInclusion: ({ world }) => `?leaf=evidence:${world.digest}`,
  proveConsistency: () => '?from=1&to=1',
  listSubmissions: (asked) =>
    `?${new URLSearchParams(inMandate(asked) as Record<string, string>).toString()}`.replace(/\?$/, ''),
  listBatches: ({ things }) =>
    things.organisation === undefined ? '' : `?organisation=${things.organisation}`,
  submitBatch: ({ things }) =>
    things.organisation === undefined ? '' : `?organisation=${things.organisation}`,
};

type Post = (path: string, body: object) => Promise<string>;
type Make = (asked: Asked, given: { post(key: string): Post; system: System }) => Promise<string>;

/** What an act uses up is made for each cell by whoever it belongs to. @returns its id */
const FRESH: Record<string, Make> = {
  removeDraft: ({ things }, { post }) => post(things.owner)('/v1/drafts', LETTER),
  removeDeskView: (_, { post }) => post('o-handler')('/v1/desk-views', { name: randomUUID(), query: {} }),
  revokeDelegation: (_, { post }) =>
    post('o-approver')('/v1/delegations', { office: OFFICE, to: 'demo-o-handler', from: SOON, until: LATER }),
  settleOrganisationClaim: (_, { post }) =>
    post('claimant')('/v1/organisations', { number: freshNumber(), name: { ko: '새 기관', en: 'New' } }),
  revokeAuthorisation: (asked, { post }) =>
    post(asked.things.owner)('/v1/authorisations', {
      ...{ to: 'demo-agent', from: SOON, until: LATER },
      ...ofParty(asked),
    }),
  removeWebhook: ({ things }, { post }) =>
    post(things.organisation === undefined ? 'o-admin' : 'sora')('/v1/webhooks', {
      ...(things.organisation === undefined ? { office: OFFICE } : { organisation: COMPANY }),
      url: 'http://127.0.0.1:9/hook',
    }),
  resendMail: (_, { system }) => failedNotice(system),
  async resendFailedDelivery({ world }, { system }) {
    // As if it had failed since it was sent again.
    const row = system.db('webhook_deliveries').where({ id: world.failed });
    await row.update({ status: 'failed', written_at: new Date() });
    return world.failed;
  },
};

/** Whoever it belongs to removes it where the act did not: of these only so many may be kept. */
const KEEPER: Record<string, (asked: Asked) => string> = {
  removeDraft: ({ things }) => things.owner,
  removeDeskView: () => 'o-handler',
  removeWebhook: ({ things }) => (things.organisation === undefined ? 'o-admin' : 'sora'),
};

export interface Cell {
  route: Route;
  subject: string;
  column: string;
  expected: number;
}

/** Sends what the cell is about. */
export async function callCell(system: System, world: World, cell: Cell): Promise<Answer> {
  const { route, column } = cell;
  const { operation } = route;
  const things = world.thingsOf(column);
  const asked = { world, things, column };
  const post =
    (key: string): Post =>
    async (path, body) => {
      const answer = await world.who(key).post(path, body, { wait: 0 });
      if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body.id;
    };
  const fresh = await FRESH[operation]?.(asked, { post, system });
  const path = pathOf(cell, asked, fresh) + (QUERIES[operation]?.(asked) ?? '');
  const client = world.as(column);
  const send = () => ask(system, client, route, path, BODIES[operation]?.(asked) ?? {});
  // A connection that was kept alive may be closed at the moment in which it is used again.
  const answer = await send().catch(send);
  const keeper = KEEPER[operation]?.(asked);
  if (keeper !== undefined && answer.status !== 200) await world.who(keeper).post(path, {});
  return answer;
}

async function ask(
  system: System,
  client: ApiClient,
  route: Route,
  path: string,
  body: unknown,
): Promise<Answer> {
  if (route.method === 'get') return client.get(path);
  // Of a file that did not come so far.
  if (route.method === 'patch') return client.append(path, 9, 'a');
  // An empty file and one of a kind that is not looked at are refused after the permission, and cost no process.
  if (route.multipart) return client.upload('a.txt', '');
  if (route.operation === 'submitBatch')
    return client.batch([LETTER], { query: path.slice(route.path.length) });
  if (route.operation === 'verifyFile') return postFile(system.url, '{}', { 'content-type': 'text/plain' });
  const etag = route.class === 'change' ? '"99"' : undefined;
  return client.post(path, body, { etag, wait: 0 });
}

/** What is in question where it is not the party's own submission. */
const OTHER_SUBJECTS: Record<string, (world: World) => string> = {
  counter: ({ counter }) => counter.submission,
  assigned: ({ other }) => other,
};

function pathOf({ route, subject }: Cell, { world, things }: Asked, fresh: string | undefined): string {
  const idOf: Partial<Record<Route['subject'], string>> = {
    submission: OTHER_SUBJECTS[subject]?.(world) ?? things.submission,
    official_document: world.document,
    filing: world.filing,
    form: FORM,
    everybody: FORM,
    draft: things.draft,
    upload: route.path.startsWith('/v1/partial') ? things.partialUpload : things.upload,
    export: things.export,
    batch: things.batch,
    mail: things.mail,
    webhook: things.webhook,
  };
  const evidence = { official_document: world.documentReceipt, mail: things.mailReceipt }[
    route.subject as string
  ];
  const file = route.subject === 'submission' ? things.attachment : world.documentFile;
  const values: Record<string, string | undefined> = {
    id: fresh ?? idOf[route.subject],
    code: route.operation === 'trackSubmission' ? world.trackingCode : OFFICE,
    evidence: evidence ?? things.receipt,
    ...{ file, seq: '1', version: '1', digest: world.digest, size: String(world.checkpoint) },
    ...{ number: COMPANY, claim: fresh, run: world.auditRun, office: OFFICE },
    year: String(new Date().getFullYear()),
    mail: fresh,
    delivery: fresh ?? things.delivery,
  };
  return route.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${route.operation} needs :${name}`);
    return value;
  });
}
