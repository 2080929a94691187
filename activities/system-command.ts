import { v7 as uuid } from 'uuid';
import { type CommandFacts, type CommandRow, findCommandOnce } from '../db/command-store';
import type { Tx } from '../db/knex';
import { machineState, type SubmissionChange } from '../db/submission-store';
import type { Command } from '../domain/commands';
import { apply } from '../domain/submission';
import { carryOut, type Effect } from './carry-out';
import type { Deps } from './deps';
import { type Snapshot, snapshotOf } from './snapshot';

export interface SystemCommand
  extends Pick<
    Effect,
    'row' | 'at' | 'step' | 'details' | 'notices' | 'settles' | 'announces' | 'retention' | 'behind'
  > {
  command: Command;
  facts?: CommandFacts;
  /** Makes the command unique within its submission: asked for twice, it has one effect. */
  once: string;
  change?: SubmissionChange;
  /** What is pending, where the step knows; read otherwise. */
  waiting?: CommandRow[];
}

/**
 * An act of the system itself: the command row and its effect in one transaction. When the state does not allow it,
 * nothing happens, for somebody's act came first.
 */
export async function takeSystemCommand(tx: Tx, deps: Deps, given: SystemCommand): Promise<Snapshot> {
  const { row, at, once, command, change, facts = {}, waiting, ...effect } = given;
  const applied = apply(machineState(row), command);
  // Not allowed: somebody's act came first, or this one was taken before; then its stored result is the answer.
  if (!applied.ok) return snapshotOf(tx, row, [(await findCommandOnce(tx, row.id, once))?.result], waiting);

  const seq = row.lastSeq + 1;
  const actor = { id: 'system', capacity: 'system' as const };
  const changed = { ...applied.submission, ...change, lastSeq: seq };
  const { row: after, result } = await carryOut(tx, deps, {
    ...effect,
    row,
    at,
    command: { seq, actor },
    events: applied.events,
    change: changed,
    own: {
      id: uuid(),
      submissionId: row.id,
      seq,
      kind: command.kind,
      once,
      actor: actor.id,
      capacity: actor.capacity,
      office: changed.office ?? row.office,
      facts,
      acceptedAt: at,
    },
  });
  return snapshotOf(tx, after, [result], row.lastSeq === 1 ? [] : waiting);
}

/** Registering and rejecting end the waiting of `submit`, the first command. */
export const SUBMIT_ENDS = { settles: { seq: 1, status: 'applied' as const }, announces: 1 };

/** @throws Error when there is no such submission; the workflow was started for nothing */
export function present<T>(found: T | undefined): T {
  if (found === undefined) throw new UnknownSubmission();
  return found;
}

export class UnknownSubmission extends Error {}
