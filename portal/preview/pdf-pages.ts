import { getDocument, type PDFDocumentProxy, PDFWorker } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** So many device pixels at most, whatever size a page says it has. */
const MOST_PIXELS = 16_000_000;

export interface Pages {
  count: number;
  /** Draws a page as wide as asked; resolves to its words, for who does not see it. */
  draw(page: number, canvas: HTMLCanvasElement, width: number): Promise<string>;
  close(): void;
}

/**
 * A PDF as pictures and words: no script of it runs, no form, no link, nothing is fetched. It is read in a worker of its own,
 * which may load and fetch nothing (docs/decisions/0045) and ends with the look.
 */
export async function openPdf(bytes: ArrayBuffer): Promise<Pages> {
  const reader = new Worker(new URL('./pdf-reader.ts', import.meta.url), { type: 'module' });
  const worker = PDFWorker.create({ port: reader });
  const loading = getDocument({
    ...{ data: bytes, worker },
    isEvalSupported: false,
    enableXfa: false,
    disableAutoFetch: true,
    useWorkerFetch: false,
    useWasm: false,
    stopAtErrors: false,
  });
  const close = () => {
    void loading.destroy();
    worker.destroy();
    reader.terminate();
  };
  const document = await loading.promise.catch((error: unknown) => {
    close();
    throw error;
  });
  return {
    count: document.numPages,
    draw: (page, canvas, width) => draw(document, page, canvas, width),
    close,
  };
}

async function draw(
  document: PDFDocumentProxy,
  number: number,
  canvas: HTMLCanvasElement,
  width: number,
): Promise<string> {
  const page = await document.getPage(number);
  const whole = page.getViewport({ scale: 1 });
  const wanted = (width * window.devicePixelRatio) / whole.width;
  const scale = Math.min(wanted, Math.sqrt(MOST_PIXELS / (whole.width * whole.height)));
  const viewport = page.getViewport({ scale });
  canvas.width = Math.floor(viewport.width);
  canvas.height = Math.floor(viewport.height);
  await page.render({ canvas, viewport, annotationMode: 0 }).promise;
  const { items } = await page.getTextContent();
  return items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
}
