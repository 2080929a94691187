import { type Face, face, type Weight } from './fonts';
import { printableLines } from './printable';
import { wrap } from './wrap';

/** Points; A4. `y` grows downwards. */
export const SHEET = { width: 595.28, height: 841.89 };
export const LEFT = 64;
export const RIGHT = SHEET.width - LEFT;
export const WIDTH = RIGHT - LEFT;
export const TOP = 72;
export const BOTTOM = SHEET.height - 76;

/** One line of text at its place; `y` is its upper edge. */
export interface Run {
  sheet: number;
  x: number;
  y: number;
  text: string;
  size: number;
  weight: Weight;
  colour: string;
}

export interface Style {
  size: number;
  leading: number;
  weight: Weight;
  colour: string;
  align: 'left' | 'centre';
}

export interface Box {
  x: number;
  width: number;
}

/** Where the next line goes. */
export interface Cursor {
  sheet: number;
  y: number;
}

export function flow(cursor: Cursor, text: string, style: Style, box: Box): Run[] {
  return linesOf(text, style, box).map((line) => {
    room(cursor, style.leading);
    const placed = run(cursor, line, style, box);
    cursor.y += style.leading;
    return placed;
  });
}

export function linesOf(text: string, style: Style, box: Box): string[] {
  const used = face(style.weight);
  return printableLines(text, used).flatMap((line) => wrap(line, used, style.size, box.width));
}

export function run(
  { sheet, y }: Cursor,
  text: string,
  { size, weight, colour, align }: Style,
  box: Box,
): Run {
  const free = box.width - widthOf(face(weight), text, size);
  return { sheet, y, x: box.x + (align === 'centre' ? free / 2 : 0), text, size, weight, colour };
}

const widthOf = (used: Face, text: string, size: number): number => used.widthOf(text, size);

/** Goes to the next sheet when less than `height` is left. */
export function room(cursor: Cursor, height: number): Cursor {
  if (cursor.y + height > BOTTOM + 0.01) {
    cursor.sheet += 1;
    cursor.y = TOP;
  }
  return cursor;
}

/** Room between two things; none at the head of a sheet. */
export function space(cursor: Cursor, height: number): void {
  if (cursor.y > TOP) cursor.y = Math.min(cursor.y + height, BOTTOM);
}
