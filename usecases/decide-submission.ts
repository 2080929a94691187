import type { Tx } from '../db/knex';
import { findRoles } from '../db/office-store';
import type { SubmissionRow } from '../db/submission-store';
import type { Outcome } from '../domain/commands';
import { type Fault, GongmunError } from '../domain/errors';
import type { Actor } from '../domain/permissions';
import type { Deps } from './deps';
import type { RequestIdentity } from './idempotent';
import { sealWords } from './seal-words';
import { type Taken, takeCommand } from './take-command';

export interface Decision {
  outcome: Outcome;
  /** Why; required for a refusal. */
  reasons?: string | undefined;
  /** How the party can contest it; required for a refusal (design §4). */
  remedy?: string | undefined;
  reply: { title: string; body: string };
  /** Who must agree, in order, before the decision stands: reviewers, then the approver. */
  line?: string[] | undefined;
}

/**
 * The office's decision with its reply; delivering it to the party's mailbox closes the submission. With a line it is
 * a draft until everybody in it has agreed.
 * @throws GongmunError `approval.line_invalid` (422) with a fault for each person who may not be in it
 */
export function decideSubmission(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: { submissionId: string; version: number; decision: Decision },
): Promise<Taken> {
  const { outcome, reasons, remedy, reply, line = [] } = act.decision;
  const sealed = sealWords({
    title: reply.title,
    body: reply.body,
    ...(reasons === undefined ? {} : { reasons }),
    ...(remedy === undefined ? {} : { remedy }),
  });
  return takeCommand(deps, actor, request, {
    submissionId: act.submissionId,
    version: act.version,
    action: 'decide',
    command: { kind: 'decide', outcome, approvals: line.length },
    facts: {
      outcome,
      content: sealed.digest,
      ...(line.length === 0 ? {} : { approvals: line.length, line: JSON.stringify(line) }),
      ...(sealed.digests.reasons === undefined
        ? {}
        : { reason: outcome, reasonText: sealed.digests.reasons }),
    },
    content: sealed.content,
    check: (tx, row) => requireLine(tx, row, actor, line),
  });
}

/** Everybody once, not the drafter, each working in the office, the last one an approver. */
async function requireLine(tx: Tx, row: SubmissionRow, actor: Actor, line: string[]): Promise<void> {
  const faults: Fault[] = [];
  for (const [index, person] of line.entries()) {
    const roles = await findRoles(tx, row.office ?? '', person);
    const last = index === line.length - 1;
    const fits = roles.includes('approver') || (!last && roles.includes('handler'));
    if (!fits || person === actor.person || line.indexOf(person) !== index) {
      const detail = 'This person cannot stand here in the line of approval.';
      faults.push({ pointer: `/line/${index}`, code: 'approval.line_invalid', detail });
    }
  }
  if (faults.length > 0)
    throw new GongmunError('unprocessable', 'approval.line_invalid', 'The line of approval cannot be used.', {
      faults,
    });
}
