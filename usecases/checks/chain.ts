import type { EvidenceRow } from '../../db/evidence-store';
import { canonicalJson, sha256 } from '../../domain/digest';
import type { Report } from './fault';
import type { SignatureCheck } from './signature';
import { readEvidence, type Told } from './told';

/** What has a chain: a submission, an official document, a delivery. */
export interface Chained {
  row: { id: string; evidenceCount: number; lastEvidenceDigest: string | null };
  /** With the id of whose chain it is, as the rows say it. */
  evidences: EvidenceRow[];
}

/**
 * The chain of a submission's evidences: each what its digest and its signature say, each naming the one before, without
 * gaps, up to the one that the submission's row names.
 * @returns what the evidences say, as far as they can be read
 */
export function checkChain(
  { row, evidences }: Chained,
  signature: SignatureCheck,
  report: Report,
  table: 'submissions' | 'official_documents' | 'deliveries' = 'submissions',
): Told[] {
  const told: Told[] = [];
  let previous: string | undefined;
  for (const [index, evidence] of evidences.entries()) {
    const fault = (what: string) => report({ table: 'evidences', row: evidence.id, what });
    const expected = (evidences[index - 1]?.sequence ?? 0) + 1;
    if (evidence.sequence !== expected)
      report({
        table: 'evidences',
        row: `${row.id}:${expected}`,
        what: 'is missing: the sequence has a gap',
      });
    if (sha256(evidence.payload) !== evidence.digest) fault('is not what its digest says');
    const wrong = signature('gongmun-evidence+jws', evidence.payload, evidence.jws);
    if (wrong !== null) fault(wrong);
    const one = readEvidence(evidence);
    if (one === null) fault('cannot be read');
    else {
      told.push(one);
      for (const what of differencesOf(one)) fault(what);
      if (one.says.previous !== previous) fault('does not name the digest of the evidence before it');
    }
    previous = evidence.digest;
  }
  const fault = (what: string) => report({ table, row: row.id, what });
  if (row.evidenceCount !== evidences.length)
    fault(`has evidence_count ${row.evidenceCount}; there are ${evidences.length} evidences`);
  if (row.lastEvidenceDigest !== (evidences.at(-1)?.digest ?? null))
    fault('has a last_evidence_digest that is not that of its last evidence');
  return told;
}

function differencesOf({ row, says }: Told): string[] {
  const found: string[] = [];
  const same = (name: string, column: unknown, said: unknown) => {
    if (column !== said) found.push(`has ${name} ${String(column)} where its payload says ${String(said)}`);
  };
  same('id', row.id, says.id);
  same('submission', row.submissionId, says.submission);
  same('sequence', row.sequence, says.sequence);
  same('event', row.event, says.event);
  same('instant', row.at.toISOString(), says.at);
  if (canonicalJson(says) !== row.payload) found.push('has a payload that is not in canonical form');
  return found;
}
