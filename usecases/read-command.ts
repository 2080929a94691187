import { type ActReading, readAct } from '../db/act-answer';
import { type CommandRow, findCommand } from '../db/command-store';
import { findTrackingCode } from '../db/content-store';
import type { Db, Tx } from '../db/knex';
import { type Actor, actsFor, isParty, standsForParty } from '../domain/permissions';
import { accessSubmission } from './access';
import type { Deps } from './deps';
import { recordReading } from './record-reading';
import { standingOf } from './standing';
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

async function reread(db: Db | Tx, { submissionId, seq }: Taken): Promise<ActReading> {
  const reading = await readAct(db, submissionId, seq);
  if (reading === undefined) throw notFound();
  return reading;
}

/** The act was recorded when it was taken; asked again it only shows, which is a reading as any other. */
function readAgain(
  deps: Pick<Deps, 'db' | 'now'>,
  actor: Actor,
  taken: Taken,
  requestId: string,
): Promise<ActReading> {
  return deps.db.transaction(async (tx) => {
    const reading = await reread(tx, taken);
    const { row } = reading;
    if (!isParty(actor, row))
      await recordReading(tx, {
        at: deps.now(),
        actor: actor.person,
        onBehalfOf: actsFor(actor, 'read_commands', row),
        ...standingOf(actor, 'read_commands', row),
        action: 'read_commands',
        submissionId: row.id,
        requestId,
      });
    return reading;
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
 * @param asked.when `now` reads the rows, `at_once` may show what was just written
 */
export async function describeAct(
  deps: Pick<Deps, 'db' | 'cipher' | 'now'>,
  actor: Actor,
  taken: Taken,
  asked: { when: 'at_once' | 'now'; requestId: string },
): Promise<ActAnswer> {
  const known = asked.when === 'at_once' ? taken.fresh : undefined;
  const reading =
    known ??
    (taken.replayed ? await readAgain(deps, actor, taken, asked.requestId) : await reread(deps.db, taken));
  const { row, command, pending, evidence } = reading;
  const view = describeSubmission(actor, row, pending);
  // Whoever took it in at the counter hands the code to the sender.
  const mayKnow = standsForParty(actor, row) || command.kind === 'submit';
  const trackingCode = mayKnow
    ? (taken.fresh?.trackingCode ?? (await findTrackingCode(deps.db, deps.cipher, row.id)))
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
