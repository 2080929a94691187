import type { OfficialPage } from '../../domain/official-page';
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
import { artifacts, close, type Element, type Frame, type Layout, type Rule } from './layout';

const BLACK = '#111111';
const GREY = '#444444';
const SEAL_RED = '#b3261e';
const PLAIN = { weight: 'regular', colour: BLACK, align: 'left' } as const;

const STYLES = {
  office: { size: 20, leading: 30, weight: 'bold', colour: BLACK, align: 'centre' },
  letterhead: { ...PLAIN, size: 16, leading: 24, weight: 'bold' },
  head: { ...PLAIN, size: 11, leading: 19 },
  subject: { ...PLAIN, size: 11, leading: 19, weight: 'bold' },
  body: { ...PLAIN, size: 11, leading: 20 },
  sender: { size: 20, leading: 30, weight: 'bold', colour: BLACK, align: 'centre' },
  seal: { size: 11, leading: 16, weight: 'bold', colour: SEAL_RED, align: 'centre' },
  foot: { ...PLAIN, size: 9.5, leading: 15 },
  small: { ...PLAIN, size: 9, leading: 14, colour: GREY },
} as const satisfies Record<string, Style>;

const LABELS = {
  ko: {
    to: '수신',
    via: '(경유)',
    subject: '제목',
    enclosed: '붙임',
    copy: ' 1부.',
    end: '끝.',
    list: '수신자',
  },
  en: {
    to: 'To',
    via: 'Via',
    subject: 'Subject',
    enclosed: 'Enclosed',
    copy: '',
    end: '',
    list: 'Recipients',
  },
} as const;

const FULL: Box = { x: LEFT, width: WIDTH };
const SEAL = 52;
/** Each level lies one character deeper than the one above. */
const INDENT = 12;
const DEEPEST_INDENT = 7 * INDENT;

/** What a layout is gathered in. */
interface Sheets {
  cursor: Cursor;
  elements: Element[];
  rules: Rule[];
  frames: Frame[];
}

/** Places every line of an official document: head, body, and the foot at the foot of the last sheet. */
export function layOutOfficial(page: OfficialPage): Layout {
  const into: Sheets = { cursor: { sheet: 0, y: TOP }, elements: [], rules: [], frames: [] };
  head(into, page);
  body(into, page);
  pinned(into, (sheets) => foot(sheets, page));
  const sheets = into.cursor.sheet + 1;
  const { elements, rules, frames } = into;
  return {
    ...{ sheets, elements, rules, frames, left: LEFT, right: RIGHT },
    artifacts: artifacts(page.office, page.title, sheets),
  };
}

function head(into: Sheets, page: OfficialPage): void {
  const { cursor, elements, rules } = into;
  const labels = LABELS[page.language];
  const letter = page.language === 'en';
  elements.push({
    tag: 'P',
    runs: flow(cursor, page.office, letter ? STYLES.letterhead : STYLES.office, FULL),
  });
  if (letter) {
    for (const line of page.contact)
      elements.push({ tag: 'P', runs: flow(cursor, line, STYLES.small, FULL) });
    space(cursor, 8);
    rules.push({ ...cursor, thickness: 0.8 });
    space(cursor, 12);
    for (const { label, value } of page.registration) labelled(into, label, value, STYLES.head);
  }
  space(cursor, letter ? 8 : 22);
  labelled(into, labels.to, page.recipient, STYLES.head);
  if (page.via !== null || !letter) labelled(into, labels.via, page.via ?? '', STYLES.head);
  labelled(into, labels.subject, page.title, STYLES.subject, 'H1');
  space(cursor, 6);
  rules.push({ ...cursor, thickness: letter ? 0.8 : 2 });
  space(cursor, 14);
}

/** A label and beside it what it says, however long. */
function labelled(
  { cursor, elements }: Sheets,
  label: string,
  value: string,
  style: Style,
  tag: 'P' | 'H1' = 'P',
): void {
  const width = Math.max(48, face('regular').widthOf(label, style.size) + 14);
  room(cursor, style.leading);
  const first = run(cursor, label, { ...style, weight: 'regular' }, FULL);
  const runs = flow(cursor, value, style, { x: LEFT + width, width: WIDTH - width });
  elements.push({ tag, runs: [first, ...runs] });
}

function body(into: Sheets, page: OfficialPage): void {
  const { cursor, elements } = into;
  const labels = LABELS[page.language];
  const ends = labels.end === '' ? '' : `  ${labels.end}`;
  const last = page.items.length - 1;
  const list: Element[] = [];
  page.items.forEach(({ level, sign, text }, at) => {
    const ending = at === last && page.attachments.length === 0 ? ends : '';
    list.push(item(cursor, { level, sign, text: `${text}${ending}` }));
  });
  elements.push({ tag: 'L', children: list });
  if (page.attachments.length > 0) {
    space(cursor, 8);
    enclosed(into, page, `${labels.copy}${ends}`);
  }
  space(cursor, 24);
}

/** An item hangs from its sign. */
function item(cursor: Cursor, { level, sign, text }: OfficialPage['items'][number]): Element {
  const indent = Math.min(Math.max(level - 1, 0) * INDENT, DEEPEST_INDENT);
  room(cursor, STYLES.body.leading);
  const hang = sign === '' ? 0 : face('regular').widthOf(`${sign} `, STYLES.body.size);
  const label: Run[] =
    sign === '' ? [] : [run(cursor, sign, STYLES.body, { x: LEFT + indent, width: WIDTH })];
  const runs = flow(cursor, text, STYLES.body, { x: LEFT + indent + hang, width: WIDTH - indent - hang });
  return {
    tag: 'LI',
    children: [...(label.length === 0 ? [] : [{ tag: 'Lbl' as const, runs: label }]), { tag: 'LBody', runs }],
  };
}

/** 붙임, each with its number where there are several; the last one ends the text. */
function enclosed({ cursor, elements }: Sheets, page: OfficialPage, ending: string): void {
  const labels = LABELS[page.language];
  const width = face('regular').widthOf(`${labels.enclosed}  `, STYLES.body.size);
  const several = page.attachments.length > 1;
  page.attachments.forEach((name, at) => {
    room(cursor, STYLES.body.leading);
    const label = at === 0 ? [run(cursor, labels.enclosed, STYLES.body, FULL)] : [];
    const text = `${several ? `${at + 1}. ` : ''}${name}${at === page.attachments.length - 1 ? ending : labels.copy}`;
    const runs = flow(cursor, text, STYLES.body, { x: LEFT + width, width: WIDTH - width });
    elements.push({ tag: 'P', runs: [...label, ...runs] });
  });
}

function foot(into: Sheets, page: OfficialPage): void {
  const { cursor, elements, rules } = into;
  sender(into, page);
  if (page.recipients !== null) labelled(into, LABELS[page.language].list, page.recipients, STYLES.foot);
  space(cursor, 4);
  rules.push({ ...room(cursor, STYLES.foot.leading), thickness: page.language === 'ko' ? 2 : 0.8 });
  space(cursor, 8);
  columns(into, page.signatories, 3);
  if (page.cooperators.length > 0) columns(into, page.cooperators, 3);
  if (page.language === 'ko') {
    columns(
      into,
      page.registration.map(({ label, value }) => ({ part: label, name: value })),
      2,
    );
    for (const line of page.contact) elements.push({ tag: 'P', runs: flow(cursor, line, STYLES.foot, FULL) });
  }
  space(cursor, 12);
  elements.push(...close(cursor, page, rules));
}

/** In whose name, and the place of the seal beside it. */
function sender({ cursor, elements, frames }: Sheets, page: OfficialPage): void {
  room(cursor, SEAL + 12);
  const top = { ...cursor };
  const words = page.seal.length > 6 ? page.seal.split(' ') : [page.seal.slice(0, 2), page.seal.slice(2)];
  const lines = linesOf(page.sender, STYLES.sender, { x: LEFT, width: WIDTH - 2 * (SEAL + 16) });
  cursor.y = top.y + Math.max(0, (SEAL - lines.length * STYLES.sender.leading) / 2);
  const runs = lines.map((line) => {
    const placed = run(cursor, line, STYLES.sender, FULL);
    cursor.y += STYLES.sender.leading;
    return placed;
  });
  const right = Math.max(...runs.map(({ x, text, size }) => x + face('bold').widthOf(text, size)));
  const x = Math.min(right + 12, RIGHT - SEAL);
  frames.push({ sheet: top.sheet, x, y: top.y, size: SEAL, colour: SEAL_RED });
  const style = { ...STYLES.seal, size: page.language === 'ko' ? STYLES.seal.size : 8 };
  const sealTop = top.y + (SEAL - words.length * style.leading) / 2;
  const seal = words.map((word, at) =>
    run({ sheet: top.sheet, y: sealTop + at * style.leading }, word, style, { x, width: SEAL }),
  );
  elements.push({ tag: 'P', runs }, { tag: 'P', runs: seal });
  cursor.y = Math.max(cursor.y, top.y + SEAL);
  space(cursor, 14);
}

function columns(
  { cursor, elements }: Sheets,
  cells: readonly { part: string; name: string }[],
  count: number,
): void {
  const width = WIDTH / count;
  for (let from = 0; from < cells.length; from += count) {
    room(cursor, STYLES.foot.leading);
    let deepest = { ...cursor };
    cells.slice(from, from + count).forEach(({ part, name }, at) => {
      const own = { ...cursor };
      const gap = face('regular').widthOf(`${part}  `, STYLES.foot.size);
      const x = LEFT + at * width;
      const label = run(own, part, { ...STYLES.foot, colour: GREY }, FULL);
      const runs = flow(own, name, STYLES.foot, { x: x + gap, width: width - gap - 8 });
      elements.push({ tag: 'P', runs: [{ ...label, x }, ...runs] });
      if (own.sheet > deepest.sheet || (own.sheet === deepest.sheet && own.y > deepest.y)) deepest = own;
    });
    cursor.sheet = deepest.sheet;
    cursor.y = deepest.y;
  }
}

/** At the foot of the sheet where it fits as a whole, else of the next one; where it is longer than a sheet it just flows. */
function pinned(into: Sheets, draw: (into: Sheets) => void): void {
  // Not at the very head of a sheet, where spaces would vanish.
  const from = TOP + 1;
  const trial: Sheets = { cursor: { sheet: 0, y: from }, elements: [], rules: [], frames: [] };
  draw(trial);
  const height = trial.cursor.sheet === 0 ? trial.cursor.y - from : Number.POSITIVE_INFINITY;
  if (height < BOTTOM - TOP) {
    room(into.cursor, height);
    into.cursor.y = BOTTOM - height;
  }
  draw(into);
}
