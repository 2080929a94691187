declare module 'pdfjs-dist/legacy/build/pdf.worker.mjs?worker' {
  /** As the build makes it: a file of its own. */
  const Reader: new () => Worker;
  export default Reader;
}
