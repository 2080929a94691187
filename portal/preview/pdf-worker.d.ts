/** It has no types of its own; it is run as it is. */
declare module 'pdfjs-dist/legacy/build/pdf.worker.mjs';
