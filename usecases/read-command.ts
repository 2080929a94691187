import { readAct } from '../db/act-answer';
import { type CommandRow, findCommand } from '../db/command-store';
import { findTrackingCode } from '../db/content-store';
import { type Actor, isParty } from '../domain/permissions';
import { accessSubmission } from './access';
import type { Deps } from './deps';
import { notFound, type Taken } from './take-command';
import { describeSubmission, type SubmissionView } from './view-submission';

export interface CommandView {
  submission: string;
  seq: number;
  kind: string;
  status: CommandRow['status'];
  acceptedAt: string;
  appliedAt: string | null;
  evidence: string | null;
}

/** A command's present representation. */
export function readCommand(
  deps: Deps,
  actor: Actor,
  asked: { submissionId: string; seq: number; requestId: string },
): Promise<CommandView> {
  return accessSubmission(deps, actor, { ...asked, action: 'read_commands' }, async (row, tx) => {
    const command = await findCommand(tx, row.id, asked.seq);
    if (command === undefined) throw notFound();
    return {
      submission: row.id,
      seq: command.seq,
      kind: command.kind,
      status: command.status,
      acceptedAt: command.acceptedAt.toISOString(),
      appliedAt: command.appliedAt?.toISOString() ?? null,
      evidence: command.result?.evidenceId ?? null,
    };
  });
}

export interface ActAnswer {
  command: CommandView;
  submission: SubmissionView & { trackingCode?: string };
  /** The signed statement of the act once there is one; of `submit` the acceptance, at once. */
  receipt: { id: string; event: string; digest: string; jws: string } | null;
}

/**
 * What the answer to an act shows, carried out already or waiting for its turn. The actor just took the act.
 * @param when `now` reads the rows, `at_once` may show what was just written
 */
export async function describeAct(
  deps: Pick<Deps, 'db' | 'cipher'>,
  actor: Actor,
  taken: Taken,
  when: 'at_once' | 'now',
): Promise<ActAnswer> {
  const known = when === 'at_once' ? taken.fresh : undefined;
  const reading = known ?? (await readAct(deps.db, taken.submissionId, taken.seq));
  if (reading === undefined) throw notFound();
  const { row, command, pending, evidence } = reading;
  const view = describeSubmission(actor, row, pending);
  // Whoever took it in at the counter hands the code to the sender.
  const mayKnow = isParty(actor, row) || command.kind === 'submit';
  const trackingCode = mayKnow
    ? (reading.trackingCode ?? (await findTrackingCode(deps.db, deps.cipher, row.id)))
    : undefined;
  return {
    command: {
      submission: row.id,
      seq: command.seq,
      kind: command.kind,
      status: command.status,
      acceptedAt: new Date(command.acceptedAt).toISOString(),
      appliedAt: command.appliedAt === null ? null : new Date(command.appliedAt).toISOString(),
      evidence: command.result?.evidenceId ?? null,
    },
    submission: trackingCode === undefined ? view : { ...view, trackingCode },
    receipt: evidence,
  };
}
