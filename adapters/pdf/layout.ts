import type { ReceiptPage } from '../../domain/receipt-page';
import {
  BOTTOM,
  type Box,
  type Cursor,
  flow,
  LEFT,
  linesOf,
  RIGHT,
  type Run,
  room,
  run,
  type Style,
  space,
  TOP,
  WIDTH,
} from './flow';
import { face } from './fonts';
import { printableLine } from './printable';
import { cutToWidth } from './wrap';

const QR = 92;

/** A piece of the document as a screen reader meets it. */
export type Element =
  | { tag: 'H1' | 'P' | 'TH' | 'TD' | 'Lbl' | 'LBody'; runs: Run[] }
  | { tag: 'Table' | 'TR' | 'L' | 'LI'; children: Element[] }
  | { tag: 'Figure'; alt: string; sheet: number; x: number; y: number; size: number; qr: string };

export interface Rule {
  sheet: number;
  y: number;
  thickness: number;
}

export interface Frame {
  sheet: number;
  x: number;
  y: number;
  size: number;
  colour: string;
}

/** The whole document, every line placed: what is drawn on which sheet, and what decorates it. */
export interface Layout {
  sheets: number;
  elements: Element[];
  rules: Rule[];
  /** Running heads and page numbers. */
  artifacts: Run[];
  /** The place of a seal. */
  frames: Frame[];
  left: number;
  right: number;
}

const BLACK = '#111111';
const GREY = '#444444';
const LEFT_BLACK = { weight: 'regular', colour: BLACK, align: 'left' } as const;

const STYLES = {
  issuer: { size: 13, leading: 19, weight: 'bold', colour: BLACK, align: 'centre' },
  title: { size: 20, leading: 28, weight: 'bold', colour: BLACK, align: 'centre' },
  label: { ...LEFT_BLACK, size: 10, leading: 15, weight: 'bold', colour: GREY },
  value: { ...LEFT_BLACK, size: 10.5, leading: 15 },
  paragraph: { ...LEFT_BLACK, size: 10.5, leading: 17.5 },
  check: { ...LEFT_BLACK, size: 9.5, leading: 14 },
  footer: { ...LEFT_BLACK, size: 8, leading: 12, colour: GREY },
  running: { ...LEFT_BLACK, size: 8.5, leading: 12, colour: GREY },
} as const satisfies Record<string, Style>;

const FULL: Box = { x: LEFT, width: WIDTH };
const LABEL: Box = { x: LEFT + 4, width: 116 };
const VALUE: Box = { x: LEFT + 132, width: WIDTH - 136 };
const BESIDE_QR: Box = { x: LEFT + QR + 20, width: WIDTH - QR - 20 };

/** Places every line of a page, however long its parts are. Nothing is drawn and nothing can overlap. */
export function layOut(page: ReceiptPage): Layout {
  const cursor: Cursor = { sheet: 0, y: TOP };
  const rules: Rule[] = [];
  const elements: Element[] = [];

  elements.push({ tag: 'P', runs: flow(cursor, page.issuer, STYLES.issuer, FULL) });
  space(cursor, 8);
  rules.push({ ...cursor, thickness: 1.2 });
  space(cursor, 26);
  elements.push({ tag: 'H1', runs: flow(cursor, page.title, STYLES.title, FULL) });
  space(cursor, 24);
  if (page.facts.length > 0) elements.push(table(cursor, page.facts, rules));
  space(cursor, 18);
  for (const paragraph of page.paragraphs) {
    elements.push({ tag: 'P', runs: flow(cursor, paragraph, STYLES.paragraph, FULL) });
    space(cursor, 6);
  }
  space(cursor, 18);
  elements.push(...closing(cursor, page, rules));

  const sheets = cursor.sheet + 1;
  return {
    ...{ sheets, elements, rules, artifacts: artifacts(page.issuer, page.title, sheets) },
    ...{ frames: [], left: LEFT, right: RIGHT },
  };
}

function table(cursor: Cursor, facts: ReceiptPage['facts'], rules: Rule[]): Element {
  const rows = facts.map(({ label, value }): Element => {
    const labels = linesOf(label, STYLES.label, LABEL);
    const values = linesOf(value, STYLES.value, VALUE);
    const head: Run[] = [];
    const data: Run[] = [];
    const count = Math.max(labels.length, values.length);
    // A short row stays together; a long one begins where there is room for some of it.
    rules.push({ ...room(cursor, Math.min(count, 6) * STYLES.value.leading + 5), thickness: 0.4 });
    space(cursor, 5);
    for (let n = 0; n < count; n += 1) {
      room(cursor, STYLES.value.leading);
      if (labels[n] !== undefined) head.push(run(cursor, labels[n] ?? '', STYLES.label, LABEL));
      if (values[n] !== undefined) data.push(run(cursor, values[n] ?? '', STYLES.value, VALUE));
      cursor.y += STYLES.value.leading;
    }
    space(cursor, 5);
    return {
      tag: 'TR',
      children: [
        { tag: 'TH', runs: head },
        { tag: 'TD', runs: data },
      ],
    };
  });
  rules.push({ ...cursor, thickness: 0.4 });
  return { tag: 'Table', children: rows };
}

/** The QR code with its words, and the small print, at the foot of the last sheet. */
function closing(cursor: Cursor, page: ReceiptPage, rules: Rule[]): Element[] {
  const height = closingHeight(page);
  if (height < BOTTOM - TOP) {
    room(cursor, height);
    cursor.y = BOTTOM - height;
  }
  return close(cursor, page, rules);
}

function closingHeight(page: ReceiptPage): number {
  // Not at the very head of a sheet, where spaces would vanish.
  const from = TOP + 1;
  const trial: Cursor = { sheet: 0, y: from };
  close(trial, page, []);
  return trial.sheet === 0 ? trial.y - from : Number.POSITIVE_INFINITY;
}

type Checked = Pick<ReceiptPage, 'language' | 'checkAddress' | 'checkWords' | 'footer'>;

export function close(cursor: Cursor, page: Checked, rules: Rule[]): Element[] {
  const elements: Element[] = [];
  const words: Box = hasQr(page) ? BESIDE_QR : FULL;
  const beside = hasQr(page) ? QR : STYLES.check.leading;
  rules.push({ ...room(cursor, beside + 14), thickness: 0.8 });
  space(cursor, 14);
  const start = { ...cursor };
  if (hasQr(page)) {
    const alt = page.language === 'ko' ? `QR 코드: ${page.checkAddress}` : `QR code: ${page.checkAddress}`;
    elements.push({ tag: 'Figure', alt, ...cursor, x: LEFT, size: QR, qr: page.checkAddress });
  }
  space(cursor, 4);
  elements.push({ tag: 'P', runs: flow(cursor, page.checkWords, STYLES.check, words) });
  space(cursor, 4);
  elements.push({ tag: 'P', runs: flow(cursor, page.checkAddress, STYLES.check, words) });
  if (hasQr(page) && cursor.sheet === start.sheet) cursor.y = Math.max(cursor.y, start.y + QR);
  space(cursor, 10);
  for (const line of page.footer) elements.push({ tag: 'P', runs: flow(cursor, line, STYLES.footer, FULL) });
  return elements;
}

/** An address is plain ASCII; a QR code holds more than this, but is read well only with less. */
const hasQr = ({ checkAddress }: Checked): boolean => /^[\x21-\x7e]{1,600}$/.test(checkAddress);

export function artifacts(issuer: string, title: string, sheets: number): Run[] {
  const { size, weight } = STYLES.running;
  const regular = face(weight);
  const head = cutToWidth(printableLine(`${issuer} · ${title}`, regular), regular, size, WIDTH);
  return Array.from({ length: sheets }, (_, sheet) => {
    const numbered = run(
      { sheet, y: BOTTOM + 28 },
      `${sheet + 1} / ${sheets}`,
      { ...STYLES.running, align: 'centre' },
      FULL,
    );
    return sheet === 0 ? [numbered] : [run({ sheet, y: 40 }, head, STYLES.running, FULL), numbered];
  }).flat();
}
