import { dateFormat } from '../domain/date-format';
import type { Evidence } from '../domain/evidence';
import { numberItems } from '../domain/number-items';
import type { BodyItem, Openness, Recipient } from '../domain/official-document';
import type { Letterhead, OfficialPage, Signatory } from '../domain/official-page';
import type { Words } from '../domain/words';

/** What stands on an official document, gathered from the rows. */
export interface OfficialFacts {
  language: 'ko' | 'en';
  evidence: Pick<Evidence, 'id' | 'at'>;
  digest: string;
  /** The chain's `kid`, as the receipt's JWS names it. */
  office: { name: Words; timeZone: string; email: string; letterhead: Letterhead };
  title: string;
  via: string | null;
  body: BodyItem[];
  recipients: { kind: Recipient['kind']; name: Words }[];
  attachments: string[];
  drafter: string;
  line: { part: 'reviewer' | 'cooperator' | 'approver'; name: string }[];
  openness: { class: Openness; ground: number | null };
  seq: number;
  number: string;
  checkAddress: string;
  receipt: string;
}

const WORDS = {
  ko: {
    recipient: '수신자 참조',
    internal: '내부결재',
    people: (count: number) => `개인 ${count}명`,
    parts: { drafter: '기안자', reviewer: '검토자', cooperator: '협조자', approver: '결재권자' },
    sent: '시행',
    received: '접수',
    seal: '전자관인',
    phone: '전화',
    fax: '전송',
    openness: { open: '공개', partial: '부분공개', closed: '비공개' },
    check: '이 문서의 진위는 아래 주소에서, 또는 이 파일에 들어 있는 증적과 전자서명으로 확인할 수 있습니다.',
    evidence: '증적 번호',
    digest: '증적 지문(SHA-256)',
  },
  en: {
    recipient: 'As listed below',
    internal: '',
    people: (count: number) => `${count} ${count === 1 ? 'person' : 'people'}`,
    parts: {
      drafter: 'Drafted by',
      reviewer: 'Reviewed by',
      cooperator: 'Agreed by',
      approver: 'Approved by',
    },
    sent: 'Our reference',
    received: 'Received',
    seal: 'Electronic seal',
    phone: 'Phone',
    fax: 'Fax',
    openness: { open: 'Open', partial: 'Partly open', closed: 'Not open' },
    check:
      'Whether this document is genuine can be checked at this address, or by the evidence and the signature in this file.',
    evidence: 'Evidence',
    digest: 'Digest of the evidence (SHA-256)',
  },
} as const;

/** The page of a registered document; see `domain/official-page.ts`. */
export function officialPage(facts: OfficialFacts): OfficialPage {
  const { language, office, openness } = facts;
  const words = WORDS[language];
  const signs = numberItems(facts.body, language);
  const signatory = ({ part, name }: OfficialFacts['line'][number]): Signatory => ({
    part: words.parts[part],
    name,
  });
  const [only, ...others] = facts.recipients;
  const several = others.length > 0 || only === undefined;
  return {
    kind: 'official',
    language,
    office: office.name[language],
    recipient: several ? words.recipient : only.name[language],
    via: facts.via,
    title: facts.title,
    items: facts.body.map(({ level, text }, at) => ({ level, sign: signs[at] ?? '', text })),
    attachments: facts.attachments,
    sender: office.letterhead.sender?.[language] ?? office.name[language],
    seal: words.seal,
    recipients: several ? recipientList(facts) : null,
    signatories: [
      { part: words.parts.drafter, name: facts.drafter },
      ...facts.line.filter(({ part }) => part !== 'cooperator').map(signatory),
    ],
    cooperators: facts.line.filter(({ part }) => part === 'cooperator').map(signatory),
    registration: [
      { label: words.sent, value: referenceOf(facts) },
      ...(language === 'ko' ? [{ label: words.received, value: '' }] : []),
    ],
    contact: contactOf(
      facts,
      `${words.openness[openness.class]}${openness.ground === null ? '' : `${language === 'en' ? ' ' : ''}(${openness.ground})`}`,
    ),
    checkAddress: facts.checkAddress,
    checkWords: words.check,
    footer: [`${words.evidence}: ${facts.evidence.id}`, `${words.digest}: ${facts.digest}`],
    receipt: facts.receipt,
    at: facts.evidence.at,
  };
}

/** 시행 처리과명-일련번호(시행일); an English letter has number and date. */
function referenceOf({ language, office, seq, number, evidence }: OfficialFacts): string {
  const at = new Date(evidence.at);
  const { timeZone } = office;
  if (language === 'en') {
    const date = dateFormat('en-GB', { timeZone, year: 'numeric', month: 'long', day: 'numeric' }).format(at);
    return `${number}, ${date}`;
  }
  const part = (options: Intl.DateTimeFormatOptions) =>
    Number(dateFormat('en', { timeZone, ...options }).format(at));
  const date = `${part({ year: 'numeric' })}. ${part({ month: 'numeric' })}. ${part({ day: 'numeric' })}.`;
  return `${office.name.ko}-${seq} (${date})`;
}

/** Of many recipients nobody reads who the people are. */
function recipientList({ recipients, language }: OfficialFacts): string {
  const named = recipients.filter(({ kind }) => kind !== 'person').map(({ name }) => name[language]);
  const people = recipients.length - named.length;
  return [...named, ...(people === 0 ? [] : [WORDS[language].people(people)])].join(', ');
}

function contactOf({ language, office }: OfficialFacts, openness: string): string[] {
  const { postcode, address, homepage, phone, fax } = office.letterhead;
  const words = WORDS[language];
  const place = [
    language === 'ko' && postcode !== undefined ? `우 ${postcode}` : undefined,
    address?.[language],
    language === 'en' ? postcode : undefined,
  ];
  const lines = [
    [place.filter((one) => one !== undefined).join(' '), homepage],
    [
      phone === undefined ? undefined : `${words.phone} ${phone}`,
      fax === undefined ? undefined : `${words.fax} ${fax}`,
      office.email,
      openness,
    ],
  ];
  return lines
    .map((parts) => parts.filter((one) => one !== undefined && one !== '').join(' / '))
    .filter((line) => line !== '');
}
