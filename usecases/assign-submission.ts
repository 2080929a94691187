import type { Tx } from '../db/knex';
import { findRoles } from '../db/office-store';
import type { SubmissionRow } from '../db/submission-store';
import { findSubmission } from '../db/submission-store';
import { GongmunError } from '../domain/errors';
import type { Actor } from '../domain/permissions';
import type { Deps } from './deps';
import type { RequestIdentity } from './idempotent';
import { type Taken, takeCommand } from './take-command';

/**
 * Gives the submission to a handler of the office, or to another one than before.
 * @throws GongmunError `assignment.not_a_handler` (422)
 */
export async function assignSubmission(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: { submissionId: string; version: number; handler: string },
): Promise<Taken> {
  const { submissionId, version, handler } = act;
  const kind = (await isAssigned(deps, submissionId)) ? 'reassign' : 'assign';
  return takeCommand(deps, actor, request, {
    submissionId,
    version,
    action: kind,
    command: { kind, handler },
    facts: { handler },
    check: (tx, row) => requireHandler(tx, row, handler),
  });
}

/** Which of the two acts it is follows from the present state; a race is caught by the version. */
async function isAssigned(deps: Deps, submissionId: string): Promise<boolean> {
  const row = await findSubmission(deps.db, submissionId);
  return row?.state === 'assigned' || row?.state === 'in_process';
}

async function requireHandler(tx: Tx, row: SubmissionRow, handler: string): Promise<void> {
  const roles = row.office === null ? [] : await findRoles(tx, row.office, handler);
  if (roles.includes('handler') || roles.includes('approver')) return;
  const detail = 'This person does not handle documents in the office.';
  throw new GongmunError('unprocessable', 'assignment.not_a_handler', detail, {
    faults: [{ pointer: '/handler', code: 'assignment.not_a_handler', detail }],
  });
}
