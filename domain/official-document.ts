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
}

export type DocumentAct =
  | { kind: 'edit' }
  | { kind: 'propose'; line: Place[] }
  | { kind: 'agree' }
  | { kind: 'send_back' }
  | { kind: 'dispatch' }
  | { kind: 'recall' };
export type DocumentActKind = DocumentAct['kind'];

export type DocumentEvent =
  | 'DocumentProposed'
  | 'DocumentReviewed'
  | 'DocumentSentBack'
  | 'DocumentRegistered'
  | 'DocumentDispatched'
  | 'DocumentRecalled';

const ALLOWED: Record<DocumentActKind, DocumentState> = {
  edit: 'draft',
  propose: 'draft',
  agree: 'in_approval',
  send_back: 'in_approval',
  dispatch: 'registered',
  recall: 'dispatched',
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
  if (document.state !== ALLOWED[act.kind])
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
  }
}

export function allowedDocumentActs({ state }: Pick<DocumentProcedure, 'state'>): DocumentActKind[] {
  return (Object.keys(ALLOWED) as DocumentActKind[]).filter((kind) => ALLOWED[kind] === state);
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
