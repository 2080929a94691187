// What reads a PDF, in a worker of its own: it runs nothing but pdfjs.
import 'pdfjs-dist/legacy/build/pdf.worker.mjs';
