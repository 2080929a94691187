import type { Words } from './words';

/** What an office writes above and below its documents; what is missing is left out. */
export interface Letterhead {
  sender?: Words;
  postcode?: string;
  address?: Words;
  homepage?: string;
  phone?: string;
  fax?: string;
}

/** One who drafted, reviewed, took part or approved. */
export interface Signatory {
  name: string;
  /** 기안자, 검토자, 협조자, 결재권자. */
  part: string;
}

/**
 * An official document as it is printed: plain strings in its language. In Korean it has the form of the Regulations on
 * the Promotion of Administrative Efficiency and Cooperation (Enforcement Rule, form 1): 두문 (office, recipient, via,
 * title), 본문 (numbered items, attachments, 끝.), 결문 (sender with the place of the seal, signatories, numbers and dates,
 * addresses, openness). In English it is a plain letter with the same parts.
 */
export interface OfficialPage {
  kind: 'official';
  language: 'ko' | 'en';
  office: string;
  /** The recipient's name, or that the list at the foot names them. */
  recipient: string;
  via: string | null;
  title: string;
  items: { level: number; sign: string; text: string }[];
  /** Names of the attached files. */
  attachments: string[];
  /** In whose name it is sent. */
  sender: string;
  /** Stands in the place of the seal. */
  seal: string;
  /** The recipients by name where there are several; offices and organisations only, people are counted. */
  recipients: string | null;
  signatories: Signatory[];
  cooperators: Signatory[];
  /** Label, number and date: 시행, 접수. */
  registration: { label: string; value: string }[];
  /** Postcode and address, homepage, phone, fax, mail, openness. */
  contact: string[];
  checkAddress: string;
  checkWords: string;
  /** Small print: evidence id, digest, key id. */
  footer: string[];
  /** The receipt of the registration (`domain/receipt-document.ts`), embedded byte for byte. */
  receipt: string;
  /** Instant of the registration, ISO 8601. */
  at: string;
}
