/** The little of fontkit that is used here; pdfkit, which brings it, takes its fonts as they are. */
declare module 'fontkit' {
  export interface Font {
    postscriptName: string;
    unitsPerEm: number;
    hasGlyphForCodePoint(codePoint: number): boolean;
    glyphForCodePoint(codePoint: number): { id: number; advanceWidth: number };
  }
  export function create(data: Buffer): Font;
}
