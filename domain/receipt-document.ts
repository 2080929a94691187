import { canonicalJson } from './digest';
import { receiptOf } from './receipt';

/**
 * A receipt as its holder keeps it, format `gongmun-receipt/1`: the exact bytes of the file (docs/evidence.md, Receipt).
 * They follow from what was stored when the evidence was made and from nothing that a release could change.
 */
export function receiptDocument(stored: { payload: string; digest: string; jws: string }): string {
  return canonicalJson(receiptOf(stored));
}
