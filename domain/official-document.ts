import type { Disposal, DisposalDecision } from './disposal';

/** An official document of an office: drafted, passed along its line of approval, registered, dispatched. */
export const DOCUMENT_STATES = ['draft', 'in_approval', 'registered', 'dispatched'] as const;
export type DocumentState = (typeof DOCUMENT_STATES)[number];

/** What somebody in the line is asked for; the last one approves (결재), which registers. */
export const LINE_PARTS = ['reviewer', 'cooperator', 'approver'] as const;

export interface Place {
  person: string;
  part: (typeof LINE_PARTS)[number];
}

/** What the rules need to know of a document. */
export interface DocumentProcedure {
  state: DocumentState;
  drafter: string;
  line: Place[];
  /** How many of the line have agreed. */
  agreed: number;
  /** Ids of the holds that forbid its disposal. */
  holds: readonly string[];
  disposal: Disposal;
}

export type DocumentAct =
  | { kind: 'edit' }
  | { kind: 'propose'; line: Place[] }
  | { kind: 'agree' }
  | { kind: 'send_back' }
  | { kind: 'dispatch' }
  | { kind: 'recall' }
  | { kind: 'hold' | 'release_hold'; hold: string }
  | { kind: 'review_disposal'; decision: DisposalDecision }
  | { kind: 'confirm_transfer' }
  | { kind: DisposalStep };
/** What time does to a document that was dispatched, when its retention is over. */
export type DisposalStep = 'disposal_due' | 'begin_disposal' | 'dispose';
export type DocumentActKind = DocumentAct['kind'];

export type DocumentEvent =
  | 'DocumentProposed'
  | 'DocumentReviewed'
  | 'DocumentSentBack'
  | 'DocumentRegistered'
  | 'DocumentDispatched'
  | 'DocumentRecalled'
  | 'HoldSet'
  | 'HoldReleased'
  | 'DisposalDue'
  | 'DisposalReviewed'
  | 'RecordTransferred'
  | 'DisposalBegun'
  | 'Disposed';

const isHeld = ({ holds }: Ended): boolean => holds.length > 0;
const isGoing = ({ disposal }: Ended): boolean =>
  disposal === 'approved' || disposal === 'begun' || disposal === 'done';

type Ended = Pick<DocumentProcedure, 'holds' | 'disposal'>;

/** From which state an act is possible, and what else must be so: the same rules of disposal as a submission's (decision 0039). */
const ALLOWED: Record<DocumentActKind, { from: DocumentState; when?: (document: Ended) => boolean }> = {
  edit: { from: 'draft' },
  propose: { from: 'draft' },
  agree: { from: 'in_approval' },
  send_back: { from: 'in_approval' },
  dispatch: { from: 'registered' },
  recall: { from: 'dispatched', when: (document) => !isGoing(document) },
  hold: { from: 'dispatched', when: ({ disposal }) => disposal !== 'begun' && disposal !== 'done' },
  release_hold: { from: 'dispatched', when: isHeld },
  disposal_due: { from: 'dispatched', when: (one) => one.disposal === 'none' && !isHeld(one) },
  review_disposal: { from: 'dispatched', when: (one) => one.disposal === 'due' && !isHeld(one) },
  confirm_transfer: { from: 'dispatched', when: (one) => one.disposal === 'transfer' && !isHeld(one) },
  begin_disposal: { from: 'dispatched', when: (one) => one.disposal === 'approved' && !isHeld(one) },
  dispose: { from: 'dispatched', when: ({ disposal }) => disposal === 'begun' },
};

const OF_TIME: readonly DocumentActKind[] = ['disposal_due', 'begin_disposal', 'dispose'];

const REVIEWED: Record<DisposalDecision, Disposal> = {
  destroy: 'approved',
  keep: 'none',
  transfer: 'transfer',
};

type Applied = {
  ok: true;
  document: DocumentProcedure;
  /** What is proved of it; an edit of a draft is nobody's act yet. */
  event: DocumentEvent | null;
};

/** The one rule of what may be done to a document and what comes of it. */
export function applyDocumentAct(
  document: DocumentProcedure,
  act: DocumentAct,
): Applied | { ok: false; refusal: 'document.not_allowed_in_state'; allowed: DocumentActKind[] } {
  if (!isAllowed(document, act))
    return { ok: false, refusal: 'document.not_allowed_in_state', allowed: allowedDocumentActs(document) };
  switch (act.kind) {
    case 'edit':
      return { ok: true, document, event: null };
    case 'propose':
      return {
        ok: true,
        document: { ...document, state: 'in_approval', line: act.line, agreed: 0 },
        event: 'DocumentProposed',
      };
    case 'agree': {
      const agreed = document.agreed + 1;
      const all = agreed === document.line.length;
      return {
        ok: true,
        document: { ...document, agreed, state: all ? 'registered' : 'in_approval' },
        event: all ? 'DocumentRegistered' : 'DocumentReviewed',
      };
    }
    case 'send_back':
      return {
        ok: true,
        document: { ...document, state: 'draft', line: [], agreed: 0 },
        event: 'DocumentSentBack',
      };
    case 'dispatch':
      return { ok: true, document: { ...document, state: 'dispatched' }, event: 'DocumentDispatched' };
    case 'recall':
      return { ok: true, document, event: 'DocumentRecalled' };
    case 'hold': {
      const holds = [...document.holds, act.hold];
      return { ok: true, document: { ...document, holds }, event: 'HoldSet' };
    }
    case 'release_hold': {
      const holds = document.holds.filter((one) => one !== act.hold);
      return { ok: true, document: { ...document, holds }, event: 'HoldReleased' };
    }
    case 'disposal_due':
      return { ok: true, document: { ...document, disposal: 'due' }, event: 'DisposalDue' };
    case 'review_disposal': {
      const disposal = REVIEWED[act.decision];
      return { ok: true, document: { ...document, disposal }, event: 'DisposalReviewed' };
    }
    case 'confirm_transfer':
      return { ok: true, document: { ...document, disposal: 'approved' }, event: 'RecordTransferred' };
    case 'begin_disposal':
      return { ok: true, document: { ...document, disposal: 'begun' }, event: 'DisposalBegun' };
    case 'dispose':
      return { ok: true, document: { ...document, disposal: 'done' }, event: 'Disposed' };
  }
}

function isAllowed(document: DocumentProcedure, act: DocumentAct): boolean {
  const { from, when } = ALLOWED[act.kind];
  const fits = act.kind !== 'release_hold' || document.holds.includes(act.hold);
  return document.state === from && (when?.(document) ?? true) && fits;
}

/** What people may do now. */
export function allowedDocumentActs(
  document: Pick<DocumentProcedure, 'state' | 'holds' | 'disposal'>,
): DocumentActKind[] {
  return (Object.keys(ALLOWED) as DocumentActKind[]).filter((kind) => {
    const { from, when } = ALLOWED[kind];
    return !OF_TIME.includes(kind) && document.state === from && (when?.(document) ?? true);
  });
}

const NEXT_STEP: Partial<Record<Disposal, DisposalStep>> = {
  none: 'disposal_due',
  approved: 'begin_disposal',
  begun: 'dispose',
};

/** What comes next of a disposal without anybody's act; undefined where people have to decide, and while it is held. */
export function nextDisposalStep({ state, disposal, holds }: DocumentProcedure): DisposalStep | undefined {
  const step = state === 'dispatched' ? NEXT_STEP[disposal] : undefined;
  return step === 'dispose' || holds.length === 0 ? step : undefined;
}

/** Who has to agree next; undefined where nobody is asked. */
export const turnOf = ({ state, line, agreed }: DocumentProcedure): Place | undefined =>
  state === 'in_approval' ? line[agreed] : undefined;

export const OPENNESS = ['open', 'partial', 'closed'] as const;
/** 공개, 부분공개, 비공개; the ground is the number in article 9(1) of the Official Information Disclosure Act, 1 to 8. */
export type Openness = (typeof OPENNESS)[number];

export const RECIPIENT_KINDS = ['person', 'organisation', 'office'] as const;
export interface Recipient {
  kind: (typeof RECIPIENT_KINDS)[number];
  /** A person's id, an organisation's number, an office's code. */
  id: string;
}

/** Names a recipient in one text; unique within a dispatch. */
export const boxOf = ({ kind, id }: Recipient): string => `${kind}:${id}`;

/** A paragraph of the body: level 0 has no number, 1 to 8 are the levels of `numberItems`. */
export interface BodyItem {
  level: number;
  text: string;
}

/** What people wrote; kept sealed under the document's own key. */
export interface DocumentContent {
  title: string;
  /** Through which office or person it goes ((경유)). */
  via: string | null;
  body: BodyItem[];
  recipients: Recipient[];
}
