import type { Words } from './words';

/** What a reading is called in the access log, and in words for the party. */
export const READINGS = {
  open: { ko: '문서 개봉', en: 'Opened the document' },
  list: { ko: '목록에서 조회', en: 'Saw it in a list' },
  read_submission: { ko: '처리 상태 조회', en: 'Looked at its state' },
  read_content: { ko: '내용 열람', en: 'Read the content' },
  read_attachment: { ko: '첨부파일 열람', en: 'Took out an attachment' },
  read_versions: { ko: '문서 판 비교 열람', en: 'Compared the versions' },
  read_commands: { ko: '처리 행위 조회', en: 'Looked at what became of an act' },
  read_receipts: { ko: '증적 열람', en: 'Read the receipts' },
  read_receipt: { ko: '증적 한 건 열람', en: 'Read a receipt' },
  print_receipt: { ko: '증적 출력', en: 'Printed a receipt' },
  check_evidence: { ko: '출력물 진위 확인', en: 'Checked a printed receipt' },
  read_bundle: { ko: '전체 문서철 내려받기', en: 'Took out all there is of it, with its proofs' },
  copy_submission: { ko: '새 문서로 복사', en: 'Copied it into a new document' },
  track: { ko: '조회번호로 진행 상황 조회', en: 'Looked up by its tracking code' },
  read_decision: { ko: '처리 결과 열람', en: 'Read the decision' },
  read_timeline: { ko: '처리 경과 열람', en: 'Read what happened to it' },
  read_notes: { ko: '내부 메모 열람', en: 'Read the notes of colleagues' },
  read_links: { ko: '관련 문서 조회', en: 'Looked at what belongs to it' },
  read_readers: { ko: '열람 기록 조회', en: 'Looked at who had read it' },
  read_filings: { ko: '기관 기록관리시스템 연계 조회', en: "Taken over by the office's own records system" },
  read_document: { ko: '공문 열람', en: 'Read an official document' },
  list_documents: { ko: '공문 목록 조회', en: 'Saw it in the list of official documents' },
  read_document_attachment: {
    ko: '공문 첨부파일 열람',
    en: 'Took out an attachment of an official document',
  },
  print_document: { ko: '공문 출력', en: 'Took out an official document as it is printed' },
  read_deliveries: { ko: '공문 송달 현황 조회', en: 'Looked at whom an official document has reached' },
  read_document_receipts: { ko: '공문 증적 열람', en: 'Read the receipts of an official document' },
  read_register: { ko: '문서등록대장 열람', en: 'Saw it in the register' },
  read_audit: { ko: '감사 기록 열람', en: 'Audited it' },
  read_procedure: { ko: '처리 절차 점검', en: 'Checked the procedure' },
} as const satisfies Record<string, Words>;

export type Reading = keyof typeof READINGS;

/**
 * In what capacity somebody read: `authorised` by the party itself; `anyone` holds the digest of a printed receipt or a tracking code and did not say who they are.
 */
export const READER_CAPACITIES = ['official', 'authorised', 'auditor', 'operator', 'anyone'] as const;
export type ReaderCapacity = (typeof READER_CAPACITIES)[number];
