import { dateFormat } from '../domain/date-format';
import { type Evidence, eventWords } from '../domain/evidence';
import type { ReceiptPage } from '../domain/receipt-page';
import type { Language, Words } from '../domain/words';

export interface PageFacts {
  language: Language;
  evidence: Pick<Evidence, 'id' | 'event' | 'at' | 'facts' | 'sequence'>;
  digest: string;
  /** Whose receipt it is. */
  subject: { kind: 'submission' | 'document'; id: string };
  number: string | null;
  formTitle: string | null;
  officeName: string | null;
  timeZone: string;
  /** The words that go with the act: `title`, `body`, `reasons`, `remedy` of a decision, `words` of a return. */
  words: Record<string, string>;
  checkAddress: string;
  /** `domain/receipt-document.ts`. */
  receipt: string;
}

const LABELS = {
  receipt: { ko: '확인서', en: 'Receipt' },
  exchange: { ko: '공문 전자문서 교환', en: 'Gongmun document exchange' },
  number: { ko: '등록번호', en: 'Registration number' },
  office: { ko: '기관', en: 'Office' },
  form: { ko: '서식', en: 'Form' },
  letter: { ko: '일반 문서', en: 'Official letter' },
  event: { ko: '내용', en: 'What happened' },
  at: { ko: '일시', en: 'When' },
  receivedAt: { ko: '접수 일시', en: 'Received' },
  dueAt: { ko: '처리 기한', en: 'Due' },
  outcome: { ko: '처리 결과', en: 'Decision' },
  reasons: { ko: '이유', en: 'Reasons' },
  remedy: { ko: '불복 절차', en: 'How to contest this' },
  retention: { ko: '보존기간', en: 'Retention' },
  closedAt: { ko: '종결 일시', en: 'Closed' },
  disposeAt: { ko: '보존기간 만료', en: 'Retention over' },
  dispatchedAt: { ko: '시행 일시', en: 'Dispatched' },
  reviewedBy: { ko: '처분 심사자', en: 'Disposal reviewed by' },
  decision: { ko: '처분 결정', en: 'Decision of the review' },
  archive: { ko: '이관받은 기록관', en: 'Archive that has it' },
  destroyed: { ko: '파기한 내용', en: 'What was destroyed' },
  digests: { ko: '파기된 내용의 해시(SHA-256)', en: 'Digests of what was destroyed (SHA-256)' },
  submission: { ko: '문서 식별번호', en: 'Submission' },
  document: { ko: '공문 식별번호', en: 'Official document' },
  evidence: { ko: '증거 번호', en: 'Evidence' },
  digest: { ko: '증거 해시(SHA-256)', en: 'Evidence digest (SHA-256)' },
  check: {
    ko: '아래 주소나 QR 코드로 이 확인서의 진위를 확인할 수 있습니다.',
    en: 'Whether this receipt is genuine can be checked at this address or by the QR code.',
  },
  sealed: {
    ko: '이 파일은 전자적으로 봉인되어 있어 조금이라도 고치면 봉인이 깨집니다. 파일 안에는 서명된 확인서 원본(receipt.json)이 들어 있어, 이 시스템이 없어도 진위를 확인할 수 있습니다. 종이로 출력한 것은 사본입니다.',
    en: 'This file is sealed electronically: any change to it breaks the seal. Inside is the signed receipt itself (receipt.json), which can be checked without this system. A print on paper is a copy.',
  },
} as const satisfies Record<string, Words>;

const OUTCOMES: Record<string, Words> = {
  granted: { ko: '수용(허가)', en: 'Granted' },
  partially_granted: { ko: '부분 수용', en: 'Partially granted' },
  refused: { ko: '불수용(거부)', en: 'Refused' },
  noted: { ko: '접수 처리', en: 'Noted' },
};

const DECISIONS: Record<string, Words> = {
  destroy: { ko: '파기', en: 'Destroy' },
  keep: { ko: '보존기간 재책정', en: 'Keep on' },
  transfer: { ko: '이관', en: 'Transfer to an archive' },
};

/** The printed form of a receipt, in words a citizen understands. */
export function receiptPage(facts: PageFacts): ReceiptPage {
  const { language, evidence } = facts;
  const say = (words: Words) => words[language];
  const instant = (value: string) => formatInstant(value, facts);
  const event = say(eventWords(evidence.event, facts.subject.kind));
  const receipt = say(LABELS.receipt);
  const own = evidence.facts ?? {};
  const { kind, id } = facts.subject;
  const lines: [Words, string | null][] = [
    [LABELS.number, facts.number],
    [LABELS.office, facts.officeName],
    [LABELS.form, kind === 'document' ? null : (facts.formTitle ?? say(LABELS.letter))],
    [LABELS.event, event],
    [LABELS.at, instant(evidence.at)],
    [LABELS.receivedAt, typeof own.receivedAt === 'string' ? instant(own.receivedAt) : null],
    [LABELS.dueAt, typeof own.dueAt === 'string' ? instant(own.dueAt) : null],
    [LABELS.outcome, typeof own.outcome === 'string' ? say(OUTCOMES[own.outcome] ?? LABELS.outcome) : null],
    ...ofRecord(facts, say, instant),
    [LABELS[kind], id],
  ];
  return {
    language,
    title: facts.words.title ?? (language === 'ko' ? `${event} ${receipt}` : `${receipt}: ${event}`),
    issuer: facts.officeName ?? say(LABELS.exchange),
    facts: lines.flatMap(([label, value]) => (value === null ? [] : [{ label: say(label), value }])),
    paragraphs: paragraphsOf(facts, say),
    checkAddress: facts.checkAddress,
    checkWords: `${say(LABELS.check)} ${say(LABELS.sealed)}`,
    receipt: facts.receipt,
    footer: [`${say(LABELS.evidence)}: ${evidence.id}`, `${say(LABELS.digest)}: ${facts.digest}`],
    at: evidence.at,
  };
}

/** What the certificate of a destruction, and the evidence before it, say of the record. */
function ofRecord(
  { evidence, subject }: PageFacts,
  say: (words: Words) => string,
  instant: (value: string) => string,
): [Words, string | null][] {
  const own = evidence.facts ?? {};
  const { retention, closedAt, disposeAt, reviewedBy, digests, decision, archive, archivedAs } = own;
  const given = (value: unknown): value is string => typeof value === 'string' && value !== '';
  const reviewed = given(reviewedBy) || evidence.event === 'DisposalReviewed';
  const ended = subject.kind === 'document' ? LABELS.dispatchedAt : LABELS.closedAt;
  return [
    [LABELS.retention, given(retention) ? retentionWords(retention, say) : null],
    [ended, given(closedAt) ? instant(closedAt) : null],
    [LABELS.disposeAt, given(disposeAt) ? instant(disposeAt) : null],
    [LABELS.decision, reviewed && given(decision) ? say(DECISIONS[decision] ?? LABELS.decision) : null],
    [LABELS.reviewedBy, given(reviewedBy) ? reviewedBy : null],
    [LABELS.archive, given(archive) ? [archive, archivedAs].filter(given).join(', ') : null],
    [LABELS.destroyed, evidence.event === 'Disposed' ? say(destroyedWords(own)) : null],
    [LABELS.digests, given(digests) ? digests : null],
  ];
}

/** How much is gone: contents of documents, words of acts, files. */
function destroyedWords({ documents, acts, files }: NonNullable<Evidence['facts']>): Words {
  const count = (value: unknown) => (typeof value === 'number' ? value : 0);
  const counted = (n: number, one: string, more: string) => `${n} ${n === 1 ? one : more}`;
  return {
    ko: `문서 ${count(documents)}건, 행위의 사유 ${count(acts)}건, 첨부파일 ${count(files)}개`,
    en: [
      counted(count(documents), 'document', 'documents'),
      `the words of ${counted(count(acts), 'act', 'acts')}`,
      counted(count(files), 'file', 'files'),
    ].join(', '),
  };
}

const RETENTIONS: Record<string, Words> = {
  permanent: { ko: '영구', en: 'Permanent' },
  semi_permanent: { ko: '준영구', en: 'Semi-permanent' },
};

function retentionWords(code: string, say: (words: Words) => string): string {
  const years = Number(code.replace('years:', ''));
  if (Number.isInteger(years))
    return say({ ko: `${years}년`, en: years === 1 ? '1 year' : `${years} years` });
  return say(RETENTIONS[code] ?? LABELS.retention);
}

function paragraphsOf(facts: PageFacts, say: (words: Words) => string): string[] {
  const { body, words, reasons, remedy } = facts.words;
  return [
    ...(body === undefined ? [] : body.split('\n')),
    ...(words === undefined ? [] : words.split('\n')),
    ...(reasons === undefined ? [] : [`${say(LABELS.reasons)}: ${reasons}`]),
    ...(remedy === undefined ? [] : [`${say(LABELS.remedy)}: ${remedy}`]),
  ];
}

function formatInstant(value: string, { language, timeZone }: PageFacts): string {
  return dateFormat(language === 'ko' ? 'ko-KR' : 'en-GB', {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    timeZone,
  }).format(new Date(value));
}
