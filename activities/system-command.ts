import { v7 as uuid } from 'uuid';
import { findCommandOnce, insertAppliedCommand } from '../db/command-store';
import type { Tx } from '../db/knex';
import { machineState, type SubmissionChange, type SubmissionRow } from '../db/submission-store';
import { apply, type Command } from '../domain/submission';
import { carryOut, type Effect } from './carry-out';
import type { Deps } from './deps';
import { type Snapshot, snapshotOf } from './snapshot';

export interface SystemCommand extends Pick<Effect, 'row' | 'at' | 'step' | 'details' | 'notices'> {
  command: Command;
  /** Makes the command unique within its submission: asked for twice, it has one effect. */
  once: string;
  change?: SubmissionChange;
}

/**
 * An act of the system itself: the command row and its effect in one transaction. When the state does not allow it,
 * nothing happens, for somebody's act came first.
 */
export async function takeSystemCommand(tx: Tx, deps: Deps, given: SystemCommand): Promise<Snapshot> {
  const { row, at, once } = given;
  const applied = apply(machineState(row), given.command);
  // Not allowed: somebody's act came first, or this one was taken before; then its stored result is the answer.
  if (!applied.ok) return snapshotOf(tx, row, (await findCommandOnce(tx, row.id, once))?.result ?? null);

  const seq = row.lastSeq + 1;
  const actor = { id: 'system', capacity: 'system' as const };
  const { row: after, result } = await carryOut(tx, deps, {
    row,
    command: { seq, actor },
    at,
    step: given.step,
    events: applied.events,
    change: { ...applied.submission, ...given.change, lastSeq: seq },
    ...(given.details === undefined ? {} : { details: given.details }),
    ...(given.notices === undefined ? {} : { notices: given.notices }),
  });
  await insertAppliedCommand(tx, {
    id: uuid(),
    submissionId: row.id,
    seq,
    kind: given.command.kind,
    once,
    actor: actor.id,
    capacity: actor.capacity,
    office: after.office,
    facts: {},
    acceptedAt: at,
    result,
  });
  return snapshotOf(tx, after, result, row.lastSeq === 1 ? [] : undefined);
}

/** @throws Error when there is no such submission; the workflow was started for nothing */
export function present(row: SubmissionRow | undefined): SubmissionRow {
  if (row === undefined) throw new UnknownSubmission();
  return row;
}

export class UnknownSubmission extends Error {}
