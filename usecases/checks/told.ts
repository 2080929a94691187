import type { EvidenceRow } from '../../db/evidence-store';
import type { Evidence } from '../../domain/evidence';
import { recordOf } from '../history-steps';

/** An evidence's row with what its signed bytes say. */
export interface Told {
  row: EvidenceRow;
  says: Evidence;
}

/** @returns null for bytes that are no evidence at all; then nothing can be concluded from them */
export function readEvidence(row: EvidenceRow): Told | null {
  try {
    const says: unknown = JSON.parse(row.payload);
    const read = recordOf(says);
    return read === undefined || recordOf(read.actor) === undefined ? null : { row, says: says as Evidence };
  } catch {
    return null;
  }
}

/** A fact as a string; null where the evidence has none. */
export function factOf({ says }: Told, name: string): string | null {
  const fact = says.facts?.[name];
  return fact === undefined || fact === '' ? null : String(fact);
}

export function instantOf(told: Told, name: string): Date | null {
  const fact = factOf(told, name);
  return fact === null ? null : new Date(fact);
}
