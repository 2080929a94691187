import type { Evidence } from './evidence';

/** A receipt as its holder keeps it (docs/evidence.md, Receipt): the evidence, its digest, its signature. */
export interface Receipt {
  format: 'gongmun-receipt/1';
  evidence: Evidence;
  digest: string;
  jws: string;
}

/** @param stored the evidence as it was signed: its exact bytes, their digest and their JWS */
export function receiptOf(stored: { payload: string; digest: string; jws: string }): Receipt {
  const { payload, digest, jws } = stored;
  return { format: 'gongmun-receipt/1', evidence: JSON.parse(payload), digest, jws };
}
