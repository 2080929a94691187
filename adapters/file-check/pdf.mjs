import { Fault } from './fault.mjs';
import { checkStreams } from './pdf-streams.mjs';

/** How far from the end the last mark may be: some writers leave blanks or a signature's padding after it. */
const TAIL = 4096;
const MOST_PAGES = 50_000;

/** What is packed in it is unpacked within bounds first; then it is opened as its readers in the portal open it. */
export async function checkPdf(bytes, budget) {
  if (bytes.subarray(-TAIL).indexOf('%%EOF') < 0) throw new Fault('file.broken');
  checkStreams(bytes, budget);
  // Several hundred milliseconds to load, and only PDFs need it.
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const data = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  const loading = getDocument({
    ...{ data, verbosity: 0, isEvalSupported: false, useWasm: false },
    stopAtErrors: false,
  });
  try {
    const document = await loading.promise;
    if (document.numPages > MOST_PAGES) throw new Fault('file.expands');
    await document.getPage(1);
    await document.getPage(document.numPages);
  } catch (error) {
    if (error instanceof Error && error.name === 'PasswordException') throw new Fault('file.encrypted');
    throw error;
  } finally {
    await loading.destroy();
  }
}
