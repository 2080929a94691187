import type { Words } from './words';

/**
 * The events of ETSI EN 319 522-1 (Electronic Registered Delivery Services, clause 6), each with its group: A submission,
 * B relay between services, C acceptance by the recipient, D consignment, E handover, F other systems.
 */
export const ETSI_EVENTS = {
  SubmissionAcceptance: 'A',
  SubmissionRejection: 'A',
  RelayAcceptance: 'B',
  RelayRejection: 'B',
  RelayFailure: 'B',
  NotificationForAcceptance: 'C',
  NotificationForAcceptanceFailure: 'C',
  ConsignmentAcceptance: 'C',
  ConsignmentRejection: 'C',
  AcceptanceRejectionExpiry: 'C',
  ContentConsignment: 'D',
  ContentConsignmentFailure: 'D',
  ConsignmentNotification: 'D',
  ConsignmentNotificationFailure: 'D',
  ContentAccessTracking: 'D',
  ContentHandover: 'E',
  ContentHandoverFailure: 'E',
  RelayToNonERDS: 'F',
  RelayToNonERDSFailure: 'F',
  ReceivedFromNonERDS: 'F',
} as const;
export type EtsiEvent = keyof typeof ETSI_EVENTS;

/**
 * What can be proved of a submission. `etsi` is the event's name in ETSI EN 319 522-1 where it has one; what the standard
 * does not know, the procedure of an office, has a name of ours alone.
 */
export const EVIDENCE_EVENTS = {
  SubmissionAcceptance: {
    etsi: 'SubmissionAcceptance',
    words: { ko: '접수', en: 'Submission accepted' },
  },
  SubmissionRejection: { etsi: 'SubmissionRejection', words: { ko: '접수 거부', en: 'Submission rejected' } },
  ConsignmentAcceptance: { etsi: 'ConsignmentAcceptance', words: { ko: '등록', en: 'Registered' } },
  ConsignmentRejection: { etsi: 'ConsignmentRejection', words: { ko: '반려', en: 'Returned to sender' } },
  ContentHandover: { etsi: 'ContentHandover', words: { ko: '담당 기관 열람', en: 'Opened by the office' } },
  ContentAccessTracking: { etsi: 'ContentAccessTracking', words: { ko: '추가 열람', en: 'Opened again' } },
  ContentConsignment: {
    etsi: 'ContentConsignment',
    words: { ko: '문서함 송달', en: 'Placed in the mailbox' },
  },
  ConsignmentNotificationFailure: {
    etsi: 'ConsignmentNotificationFailure',
    words: { ko: '알림 전달 실패', en: 'A notice could not be delivered' },
  },
  ConsignmentNotification: {
    etsi: 'ConsignmentNotification',
    words: { ko: '도착 알림', en: 'The recipient was told of it' },
  },
  Assigned: { etsi: null, words: { ko: '담당자 지정', en: 'Assigned' } },
  Reassigned: { etsi: null, words: { ko: '담당자 변경', en: 'Reassigned' } },
  UnitInvolved: { etsi: null, words: { ko: '협조 요청', en: 'Another unit asked to contribute' } },
  UnitContributed: { etsi: null, words: { ko: '협조 의견 제출', en: 'Another unit contributed' } },
  RelayAcceptance: { etsi: 'RelayAcceptance', words: { ko: '이송', en: 'Transferred to another office' } },
  SupplementRequested: { etsi: null, words: { ko: '보완 요구', en: 'Supplement requested' } },
  SupplementReceived: { etsi: null, words: { ko: '보완 접수', en: 'Supplement received' } },
  SupplementPeriodExtended: {
    etsi: null,
    words: { ko: '보완 기간 연장', en: 'More time for the supplement' },
  },
  SupplementMissed: { etsi: null, words: { ko: '보완 기간 경과', en: 'Supplement not received in time' } },
  Expired: { etsi: null, words: { ko: '보완 불이행으로 종결', en: 'Expired without the supplement' } },
  ClosedUndeliverable: {
    etsi: null,
    words: {
      ko: '보완 요구 송달 불능으로 종결',
      en: 'Closed: requests for a supplement could not be delivered',
    },
  },
  ClockSuspended: { etsi: null, words: { ko: '처리기간 정지', en: 'The clock was stopped' } },
  ClockResumed: { etsi: null, words: { ko: '처리기간 재개', en: 'The clock runs again' } },
  DeadlineExtended: { etsi: null, words: { ko: '처리기간 연장', en: 'The due date was extended' } },
  DeadlineRecalculated: {
    etsi: null,
    words: { ko: '휴일 변경에 따른 기한 재산정', en: 'A due date was recalculated' },
  },
  ProgressNotified: {
    etsi: null,
    words: { ko: '처리 진행상황 통지', en: 'The party was told of the progress' },
  },
  DecisionDrafted: { etsi: null, words: { ko: '결정 기안', en: 'A decision was drafted' } },
  DecisionApproved: { etsi: null, words: { ko: '결재', en: 'A drafted decision was approved' } },
  DecisionSentBack: { etsi: null, words: { ko: '결재 반려', en: 'A drafted decision was sent back' } },
  DecisionCorrected: {
    etsi: null,
    words: { ko: '결정 정정', en: 'A mistake in the decision was corrected' },
  },
  NeverOpened: { etsi: null, words: { ko: '미열람', en: 'Nobody has opened it' } },
  NeverAssigned: { etsi: null, words: { ko: '담당자 미지정', en: 'Nobody has been assigned' } },
  StillOverdue: { etsi: null, words: { ko: '처리기한 경과 지속', en: 'Still overdue' } },
  ReplyNeverRead: { etsi: null, words: { ko: '답변 미확인', en: 'The reply has not been read' } },
  DecisionRecorded: { etsi: null, words: { ko: '처리 결과', en: 'Decided' } },
  ReplyRead: { etsi: null, words: { ko: '답변 열람', en: 'Reply read' } },
  Withdrawn: { etsi: null, words: { ko: '취하', en: 'Withdrawn' } },
  Closed: { etsi: null, words: { ko: '종결', en: 'Closed' } },
  DeadlineApproaching: { etsi: null, words: { ko: '처리기한 임박', en: 'The due date approaches' } },
  DeadlinePassed: { etsi: null, words: { ko: '처리기한 경과', en: 'The due date has passed' } },
  HoldSet: { etsi: null, words: { ko: '처분 보류 설정', en: 'A hold was set: it must not be disposed of' } },
  HoldReleased: { etsi: null, words: { ko: '처분 보류 해제', en: 'A hold was released' } },
  DisposalDue: { etsi: null, words: { ko: '보존기간 경과', en: 'The retention period is over' } },
  DisposalReviewed: { etsi: null, words: { ko: '처분 심사', en: 'Its disposal was reviewed' } },
  RecordTransferred: { etsi: null, words: { ko: '기록관 이관', en: 'Given to an archive' } },
  DisposalBegun: { etsi: null, words: { ko: '내용 파기 개시', en: 'The destruction of its content began' } },
  Disposed: { etsi: null, words: { ko: '내용 파기', en: 'Its content was destroyed' } },
  DocumentProposed: { etsi: null, words: { ko: '공문 상신', en: 'A document was put forward for approval' } },
  DocumentReviewed: {
    etsi: null,
    words: { ko: '공문 검토', en: 'Somebody in the line agreed to a document' },
  },
  DocumentSentBack: { etsi: null, words: { ko: '공문 반려', en: 'A document was sent back to its drafter' } },
  DocumentRegistered: {
    etsi: null,
    words: { ko: '공문 결재·등록', en: 'A document was approved and registered' },
  },
  DocumentDispatched: { etsi: null, words: { ko: '공문 발송', en: 'A document was dispatched' } },
  DocumentRecalled: { etsi: null, words: { ko: '공문 회수', en: 'A document was recalled' } },
  DocumentAcknowledged: {
    etsi: null,
    words: { ko: '공문 수신 확인', en: 'The recipient acknowledged a document' },
  },
  DocumentNeverRead: { etsi: null, words: { ko: '공문 미열람', en: 'A document has not been opened' } },
  DeliveryRecalled: {
    etsi: null,
    words: { ko: '열람 전 회수', en: 'Recalled before the recipient had opened it' },
  },
  RemovalAnnounced: {
    etsi: null,
    words: { ko: '보관 만료 예고', en: 'The end of the time in the mailbox was announced' },
  },
  DocumentRemoved: {
    etsi: null,
    words: { ko: '보관 만료 삭제', en: 'Removed from the mailbox when its time was over' },
  },
  CommandOvertaken: {
    etsi: null,
    words: { ko: '처리 전 상태 변경으로 실행되지 않음', en: 'An act was overtaken by events' },
  },
} as const satisfies Record<string, { etsi: EtsiEvent | null; words: Words }>;

export type EvidenceEvent = keyof typeof EVIDENCE_EVENTS;

/** Of what an office sent it is the recipient who opens. */
const OPENED_BY_RECIPIENT: Words = { ko: '받는 이 열람', en: 'Opened by the recipient' };

/** What an event is called on receipts. */
export const eventWords = (event: EvidenceEvent, of: 'submission' | 'document'): Words =>
  of === 'document' && event === 'ContentHandover' ? OPENED_BY_RECIPIENT : EVIDENCE_EVENTS[event].words;

/** In what capacity somebody acted; with the id it is all that evidence says of a person. */
export type Capacity = 'party' | 'official' | 'system' | 'auditor' | 'operator' | 'form_admin';

export interface EvidenceActor {
  id: string;
  capacity: Capacity;
  office?: string;
  organisation?: string;
  /** The colleague on whose behalf an official acted, with that colleague's roles. */
  for?: string;
}

/**
 * The system's own statement of what happened. Its RFC 8785 form is what is hashed, chained and signed; it holds no
 * content, so that it can outlive the destruction of the content.
 */
export interface Evidence {
  v: 1;
  id: string;
  event: EvidenceEvent;
  /** RFC 3339 instant, UTC. */
  at: string;
  issuer: string;
  /** Whose chain it is: a submission's, a document's or a delivery's id (decision 0035). */
  submission: string;
  /** 1, 2, 3 … without gaps in each chain. */
  sequence: number;
  actor: EvidenceActor;
  /** SHA-256 (base64url) of the salted manifest of what was sent or answered; see `usecases/seal-document.ts`. */
  content?: string;
  /** Why, as stable codes; `text` is the SHA-256 (base64url) of the words that went with it. */
  reasons?: { code: string; text?: string }[];
  /** Numbers, codes and instants that belong to the event: registration number, office, due instant … */
  facts?: Record<string, string | number>;
  /** SHA-256 (base64url) of the RFC 8785 form of the evidence before this one; absent on the first. */
  previous?: string;
}
