import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import { create as createQr } from 'qrcode';
import type { OfficialPage } from '../../domain/official-page';
import type { ReceiptPage } from '../../domain/receipt-page';
import { type Run, SHEET } from './flow';
import { face } from './fonts';
import { type Element, type Layout, layOut } from './layout';
import { layOutOfficial } from './layout-official';
import { printableLine } from './printable';
import { addSignatureField } from './signature-field';

type Document = InstanceType<typeof PDFDocument>;

/** pdfkit knows more than its types do. */
interface ElementOptions extends NonNullable<Parameters<Document['struct']>[1]> {
  bbox?: [number, number, number, number];
  scope?: 'Row' | 'Column';
}

/**
 * A receipt or official document as PDF (A4, tagged, fonts embedded, PDF/A-3a), the receipt's own bytes embedded, with
 * room for a seal. The same page and instant give the same bytes. Any text is taken: what the font lacks is shown as a box.
 */
export function renderPage(page: ReceiptPage | OfficialPage, sealedAt: Date): Promise<Buffer> {
  return rendered(page, (document, sheets) => {
    embedReceipt(document, page);
    document.switchToPage(sheets - 1);
    addSignatureField(document, sealedAt);
  });
}

/** The same page before there is anything to prove: no receipt inside, no room for a seal, and every sheet says so. */
export function renderPreview(page: ReceiptPage | OfficialPage): Promise<Buffer> {
  const mark = page.language === 'ko' ? '미리보기' : 'Preview';
  return rendered(page, (document, sheets) => {
    for (let sheet = 0; sheet < sheets; sheet += 1) drawMark(document, sheet, mark);
  });
}

async function rendered(
  page: ReceiptPage | OfficialPage,
  finish: (document: Document, sheets: number) => void,
): Promise<Buffer> {
  const layout = 'kind' in page ? layOutOfficial(page) : layOut(page);
  const document = openDocument('kind' in page ? { ...page, issuer: page.office } : page);
  const finished = buffer(document as unknown as NodeJS.ReadableStream);
  for (let sheet = 0; sheet < layout.sheets; sheet += 1) document.addPage();
  drawArtifacts(document, layout);
  const root = document.struct('Document');
  document.addStructure(root);
  for (const element of layout.elements) root.add(drawn(document, element));
  root.end();
  finish(document, layout.sheets);
  document.end();
  return finished;
}

const MARK_SIZE = 64;

/** Across the middle of a sheet, so light that what stands there stays legible. */
function drawMark(document: Document, sheet: number, mark: string): void {
  document.switchToPage(sheet);
  document.markContent('Artifact', { type: 'Pagination' });
  const [x, y] = [SHEET.width / 2, SHEET.height / 2];
  const width = face('bold').widthOf(mark, MARK_SIZE);
  document
    .save()
    .rotate(-35, { origin: [x, y] })
    .fillOpacity(0.14);
  drawRun(document, {
    ...{ sheet, x: x - width / 2, y: y - MARK_SIZE / 2, text: mark, size: MARK_SIZE },
    ...{ weight: 'bold' as const, colour: '#b3261e' },
  });
  document.restore();
  document.endMarkedContent();
}

/** What of either page goes into the file's metadata. */
type Described = Pick<ReceiptPage, 'language' | 'title' | 'issuer' | 'checkAddress' | 'at'>;

function openDocument(page: Described): Document {
  const at = instantOf(page);
  const document = new PDFDocument({
    size: [SHEET.width, SHEET.height],
    margin: 0,
    autoFirstPage: false,
    bufferPages: true,
    pdfVersion: '1.7',
    subset: 'PDF/A-3a',
    tagged: true,
    lang: page.language === 'ko' ? 'ko-KR' : 'en',
    displayTitle: true,
    info: {
      Title: metadata(page.title),
      Author: metadata(page.issuer),
      // The file's ID is made of these members, so the address makes it differ from page to page.
      Subject: metadata(page.checkAddress),
      Creator: 'Gongmun',
      Producer: 'Gongmun',
      CreationDate: at,
      ModDate: at,
    },
  });
  document.registerFont('regular', face('regular').font as unknown as string);
  document.registerFont('bold', face('bold').font as unknown as string);
  return document;
}

function instantOf(page: Pick<Described, 'at'>): Date {
  const at = new Date(page.at);
  return Number.isNaN(at.getTime()) ? new Date(0) : at;
}

/** What is drawn is made of this; `Data` says so to whoever takes the file apart (ISO 19005-3 §6.8). */
function embedReceipt(document: Document, page: Pick<ReceiptPage, 'at' | 'receipt'>): void {
  const at = instantOf(page);
  document.file(Buffer.from(page.receipt), {
    name: 'receipt.json',
    type: 'application/json',
    description: 'gongmun-receipt/1',
    relationship: 'Data',
    creationDate: at,
    modifiedDate: at,
  } as Parameters<Document['file']>[1]);
}

/**
 * pdfkit writes these into the file as they are, some into XML. The full-width signs say the same and can neither break
 * it nor be taken for the keys by which a seal is found.
 */
function metadata(text: string): string {
  const shown = [...printableLine(text, face('regular'))].slice(0, 300).join('');
  return shown
    .replace(/&/g, '＆')
    .replace(/</g, '＜')
    .replace(/>/g, '＞')
    .replace(/\/(?=ByteRange|Contents|Type|EmbeddedFile)/g, '／');
}

/** A structure element with its content drawn, sheet by sheet. */
function drawn(document: Document, element: Element): PDFKit.PDFStructureElement {
  if ('children' in element) {
    const parent = document.struct(element.tag);
    for (const child of element.children) parent.add(drawn(document, child));
    return parent;
  }
  if (element.tag === 'Figure') {
    const { sheet, x, y, size, qr } = element;
    const options: ElementOptions = { alt: element.alt, bbox: [x, y, x + size, y + size] };
    const figure = document.struct('Figure', options);
    return marked(document, figure, 'Figure', sheet, () => drawQr(document, qr, x, y, size));
  }
  const options: ElementOptions = element.tag === 'TH' ? { scope: 'Row' } : {};
  const paragraph = document.struct(element.tag, options);
  for (const [sheet, runs] of bySheet(element.runs)) {
    marked(document, paragraph, element.tag, sheet, () => {
      for (const run of runs) drawRun(document, run);
    });
  }
  return paragraph;
}

function marked(
  document: Document,
  element: PDFKit.PDFStructureElement,
  tag: string,
  sheet: number,
  draw: () => void,
): PDFKit.PDFStructureElement {
  document.switchToPage(sheet);
  const content = document.markStructureContent(tag);
  draw();
  document.endMarkedContent();
  return element.add(content);
}

function drawArtifacts(document: Document, { artifacts, rules, frames, left, right }: Layout): void {
  for (const { sheet, x, y, size, colour } of frames) {
    document.switchToPage(sheet);
    document.markContent('Artifact', { type: 'Layout' });
    document.rect(x, y, size, size).lineWidth(1.4).strokeColor(colour).stroke();
    document.endMarkedContent();
  }
  for (const { sheet, y, thickness } of rules) {
    document.switchToPage(sheet);
    document.markContent('Artifact', { type: 'Layout' });
    document.moveTo(left, y).lineTo(right, y).lineWidth(thickness).strokeColor('#555555').stroke();
    document.endMarkedContent();
  }
  for (const run of artifacts) {
    document.switchToPage(run.sheet);
    document.markContent('Artifact', { type: 'Pagination' });
    drawRun(document, run);
    document.endMarkedContent();
  }
}

function drawRun(document: Document, { x, y, text, size, weight, colour }: Run): void {
  if (text === '') return;
  document.font(weight).fontSize(size).fillColor(colour).text(text, x, y, { lineBreak: false });
}

function drawQr(document: Document, text: string, x: number, y: number, size: number): void {
  const { modules } = createQr(text, { errorCorrectionLevel: 'M' });
  const side = size / modules.size;
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column)) document.rect(x + column * side, y + row * side, side, side);
    }
  }
  document.fill('#000000');
}

function bySheet(runs: Run[]): Map<number, Run[]> {
  const sheets = new Map<number, Run[]>();
  for (const run of runs) sheets.set(run.sheet, [...(sheets.get(run.sheet) ?? []), run]);
  return sheets;
}
