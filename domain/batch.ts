import type { Fault } from './errors';

export const MOST_LINES = 10_000;

/** `receiving` while the lines arrive, `processing` while they are carried out. */
export const BATCH_STATUSES = ['receiving', 'processing', 'done'] as const;
export type BatchStatus = (typeof BATCH_STATUSES)[number];

export const LINE_STATUSES = ['waiting', 'accepted', 'refused'] as const;
export type LineStatus = (typeof LINE_STATUSES)[number];

/** Why a line was not taken: a stable code, and where it is a fault of places in it, these. */
export interface LineRefusal {
  code: string;
  detail: string;
  faults: Fault[];
}

/** A line as it was read: a document to be submitted, or refused already. `line` is its number in the body, from 1. */
export type ReadLine<D> = { line: number } & ({ document: D } | { refusal: LineRefusal });
