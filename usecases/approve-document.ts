import type { DocumentRow } from '../db/document-store';
import type { Tx } from '../db/knex';
import { insertNotices } from '../db/notice-store';
import { findOffice, findRoles } from '../db/office-store';
import { enterOutgoing } from '../db/outgoing-store';
import { dateFormat } from '../domain/date-format';
import { contentDigest } from '../domain/digest';
import { type Fault, GongmunError } from '../domain/errors';
import { type Place, turnOf } from '../domain/official-document';
import { type Actor, rolesIn } from '../domain/permissions';
import { actOnDocument, type Carry } from './act-on-document';
import type { Deps } from './deps';
import type { RequestIdentity } from './idempotent';
import { officialContent } from './official-content';
import { reasonOf } from './seal-words';
import type { DocumentView } from './view-document';

interface Asked {
  documentId: string;
  version: number;
}

export interface WantedLine {
  reviewers: string[];
  cooperators: string[];
  approver: string;
}

/**
 * The draft is put forward (상신): reviewers, then those whose units take part (협조), then the approver, in order. From
 * here on its content is fixed, and evidence names its digest.
 * @throws GongmunError `approval.line_invalid` (422) with a fault for each person who may not be in it
 */
export function proposeDocument(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  { documentId, version, ...wanted }: Asked & WantedLine,
): Promise<DocumentView> {
  const line: Place[] = [
    ...wanted.reviewers.map((person) => ({ person, part: 'reviewer' as const })),
    ...wanted.cooperators.map((person) => ({ person, part: 'cooperator' as const })),
    { person: wanted.approver, part: 'approver' },
  ];
  return actOnDocument(deps, actor, request, {
    ...{ documentId, version, action: 'draft_document', act: { kind: 'propose', line } },
    async carryOut(tx, { row, at }) {
      await requireLine(tx, row, wanted);
      const content = await digestOf(tx, deps, row);
      return {
        change: { contentDigest: content },
        details: { content, facts: { ...factsOf(row), line: line.length } },
        afterwards: (tx, evidence) => tellNext(tx, row, { evidence: evidence.id, place: line[0], at }),
      };
    },
  });
}

/**
 * Whoever's turn it is agrees. The last one's agreement is the approval (결재): it registers the document under the next
 * number of what the office sends, in the same transaction.
 * @throws GongmunError `approval.not_your_turn` (403)
 */
export function agreeToDocument(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  asked: Asked,
): Promise<DocumentView> {
  return actOnDocument(deps, actor, request, {
    ...{ ...asked, action: 'agree_document', act: { kind: 'agree' } },
    async carryOut(tx, { row, becomes, at }) {
      const turn = turnOf(row);
      if (turn === undefined || !standsAt(actor, row, turn)) throw notYourTurn();
      const standsFor = turn.person === actor.person ? undefined : turn.person;
      const content = await digestOf(tx, deps, row);
      const place = { place: row.agreed + 1, of: row.line.length };
      if (becomes === 'registered') return { standsFor, ...(await register(tx, row, { content, at })) };
      return {
        standsFor,
        details: { content, facts: place },
        afterwards: (tx, evidence) =>
          tellNext(tx, row, { evidence: evidence.id, place: row.line[row.agreed + 1], at }),
      };
    },
  });
}

/**
 * Anybody in the line, and the drafter, may send it back; an admin of the office too, where somebody in it has left.
 * @throws GongmunError `approval.not_in_line` (403)
 */
export function sendBackDocument(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  { words, ...asked }: Asked & { words: string },
): Promise<DocumentView> {
  return actOnDocument(deps, actor, request, {
    ...{ ...asked, action: 'send_back_document', act: { kind: 'send_back' }, words },
    async carryOut(_tx, { row, at }) {
      const turn = turnOf(row);
      const own = row.drafter === actor.person || row.line.some(({ person }) => person === actor.person);
      const stands = row.line.find((place) => standsAt(actor, row, place));
      if (!own && stands === undefined && !rolesIn(actor, row.office).includes('office_admin'))
        throw new GongmunError(
          'forbidden',
          'approval.not_in_line',
          'Only who drafted it or is in its line sends it back.',
        );
      return {
        standsFor: own ? undefined : stands?.person,
        details: {
          reasons: [reasonOf('sent_back', words)],
          ...(turn === undefined ? {} : { facts: { place: row.agreed + 1, of: row.line.length } }),
        },
        afterwards: async (tx, evidence) => {
          if (actor.person === row.drafter) return;
          await tell(tx, row, 'document_sent_back', { evidence: evidence.id, person: row.drafter, at });
        },
      };
    },
  });
}

/** The actor's own place, or a colleague's who lent the roles. */
const standsAt = (actor: Actor, { office }: DocumentRow, { person }: Place): boolean =>
  person === actor.person || actor.memberships.some((one) => one.office === office && one.for === person);

function notYourTurn(): GongmunError {
  return new GongmunError(
    'forbidden',
    'approval.not_your_turn',
    'The document waits for somebody else in its line.',
  );
}

async function register(
  tx: Tx,
  row: DocumentRow,
  { content, at }: { content: string; at: Date },
): Promise<Carry> {
  const { timeZone = 'Asia/Seoul' } = (await findOffice(tx, row.office)) ?? {};
  const year = Number(dateFormat('en', { year: 'numeric', timeZone }).format(at));
  const { number, seq } = await enterOutgoing(tx, {
    ...{ documentId: row.id, office: row.office, year, registeredAt: at },
  });
  return {
    change: { number, registeredAt: at },
    details: { content, facts: { ...factsOf(row), number, year, seq } },
  };
}

const factsOf = (row: DocumentRow): Record<string, string | number> => ({
  ...{ office: row.office, openness: row.openness, recipients: row.recipients },
  ...(row.ground === null ? {} : { ground: row.ground }),
});

async function digestOf(tx: Tx, deps: Pick<Deps, 'cipher'>, row: DocumentRow): Promise<string> {
  const { parts, salt } = await officialContent(tx, deps.cipher, row);
  return contentDigest({ parts }, salt);
}

/** Everybody once, not the drafter, each working in the office, the last one an approver. */
async function requireLine(tx: Tx, row: DocumentRow, wanted: WantedLine): Promise<void> {
  const { reviewers, cooperators, approver } = wanted;
  const places = [
    ...reviewers.map((person, at) => ({ person, pointer: `/reviewers/${at}`, last: false })),
    ...cooperators.map((person, at) => ({ person, pointer: `/cooperators/${at}`, last: false })),
    { person: approver, pointer: '/approver', last: true },
  ];
  const faults: Fault[] = [];
  for (const [at, { person, pointer, last }] of places.entries()) {
    const roles = await findRoles(tx, row.office, person);
    const fits = roles.includes('approver') || (!last && roles.includes('handler'));
    const first = places.findIndex((place) => place.person === person) === at;
    if (!fits || !first || person === row.drafter) {
      const detail = 'This person cannot stand here in the line of approval.';
      faults.push({ pointer, code: 'approval.line_invalid', detail });
    }
  }
  if (faults.length > 0)
    throw new GongmunError('unprocessable', 'approval.line_invalid', 'The line of approval cannot be used.', {
      faults,
    });
}

async function tellNext(
  tx: Tx,
  row: DocumentRow,
  { evidence, place, at }: { evidence: string; place: Place | undefined; at: Date },
): Promise<void> {
  if (place !== undefined)
    await tell(tx, row, 'document_approval_official', { evidence, person: place.person, at });
}

/** The relay of the worker sends it in its next round. */
async function tell(
  tx: Tx,
  row: DocumentRow,
  kind: 'document_approval_official' | 'document_sent_back',
  { evidence, person, at }: { evidence: string; person: string; at: Date },
): Promise<void> {
  await insertNotices(tx, [{ documentId: row.id, evidenceId: evidence, kind, person, at }]);
}
