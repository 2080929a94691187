/** A receipt or official document as it is printed: plain strings in the reader's language, top to bottom. */
export interface ReceiptPage {
  language: 'ko' | 'en';
  title: string;
  /** The office in whose name it stands. */
  issuer: string;
  /** Label and value, one line each: number, instants, form, office … */
  facts: { label: string; value: string }[];
  /** Paragraphs of the body: what was decided, the reply, the remedy. */
  paragraphs: string[];
  /** The address where it can be checked; printed and set as a QR code. */
  checkAddress: string;
  checkWords: string;
  /** Small print: evidence id, digest, key id. */
  footer: string[];
  /** The receipt itself (`domain/receipt-document.ts`), embedded byte for byte. */
  receipt: string;
  /** Instant of the evidence, ISO 8601: the document's creation date, so that the same page gives the same bytes. */
  at: string;
}
