/** What verifier/verify.mjs, which is plain JavaScript in one file, gives to whoever imports it: the tests alone do. */
declare module '*/verifier/verify.mjs' {
  export interface Checked {
    verdict: 'genuine' | 'not_genuine' | 'cannot_tell';
    kind: 'receipt' | 'proof' | 'receipt-bundle' | 'pdf' | 'bundle' | 'unknown';
    proved: string[];
    faults: string[];
  }
  export function verify(
    bytes: Uint8Array,
    options?: { keys?: object; witnesses?: string[]; issuer?: string },
  ): Checked;
}
