import { v7 as uuid } from 'uuid';
import { type AuditFinding, type AuditRun, insertAuditRun } from '../db/audit-run-store';
import type { Db } from '../db/knex';

/** A broken system has more faults than anybody reads one by one; how many there are is kept in any case. */
const MOST_FINDINGS = 1_000;

export interface AuditNotes {
  found(finding: Omit<AuditFinding, 'position'>): void;
  looked(part: AuditRun['parts'][number]): void;
  /** Keeps the run for auditors to read. What it was about may be damaged, so that it cannot be kept is no failure of it. */
  keep(exit: 0 | 1 | 2): Promise<'kept' | 'not kept'>;
}

/** What a run of the audit finds, noted as it goes. */
export function createAuditNotes(
  db: Db,
  of: Pick<AuditRun, 'kind' | 'submissionId'>,
  now: () => Date,
): AuditNotes {
  const startedAt = now();
  const findings: Omit<AuditFinding, 'position'>[] = [];
  const parts: AuditRun['parts'] = [];
  return {
    found(finding) {
      if (findings.length < MOST_FINDINGS) findings.push(finding);
    },
    looked: (part) => void parts.push(part),
    async keep(exit) {
      const outcome = (['sound', 'faulty', 'unknown'] as const)[exit];
      const faults = parts.reduce((sum, part) => sum + part.faults, 0);
      const run = { id: uuid(), ...of, startedAt, finishedAt: now(), outcome, faults, parts };
      return insertAuditRun(db, run, findings).then(
        () => 'kept' as const,
        () => 'not kept' as const,
      );
    },
  };
}
