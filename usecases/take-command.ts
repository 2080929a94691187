import { v7 as uuid } from 'uuid';
import type { ActReading } from '../db/act-answer';
import { insertAct } from '../db/act-store';
import { insertRefusal } from '../db/audit-store';
import type { CommandContent, CommandFacts, CommandRow } from '../db/command-store';
import type { Tx } from '../db/knex';
import { lockWithPending } from '../db/lock-with-commands';
import { submissionKey } from '../db/submission-key';
import { findSubmission, type SubmissionRow } from '../db/submission-store';
import { withinReach } from '../db/within-reach';
import { type Command, capacityFor, GIVEN_BY } from '../domain/commands';
import { isCounterParty } from '../domain/counter-party';
import { GongmunError } from '../domain/errors';
import { failpoint } from '../domain/failpoints';
import { type Action, type Actor, actsFor, authorise, standsForParty } from '../domain/permissions';
import { EVERYTHING } from '../domain/reach';
import { apply, isTerminal, type Submission } from '../domain/submission';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity, reusedForOther } from './idempotent';
import { officeAfter, project } from './project';
import { recordOf } from './resource';
import { standingOf } from './standing';

export interface Act {
  submissionId: string;
  action: Action;
  command: Command;
  /** The version that the actor saw, from `If-Match`. */
  version: number;
  facts?: CommandFacts;
  /** Words that go with the command; destroyed with the submission's content. */
  content?: CommandContent;
  /** The unit for which an official acts, where it is not the office that has the submission. */
  unit?: string;
  /** Further checks that need rows; throws to refuse. */
  check?: (tx: Tx, row: SubmissionRow) => Promise<void>;
  /** Further facts that need rows; throws to refuse. `projected` is the submission when all that waits is done. */
  findFacts?: (tx: Tx, row: SubmissionRow, projected: Submission) => Promise<CommandFacts>;
  /** Writes what belongs to the command beside it. */
  also?: (tx: Tx, written: { row: SubmissionRow; commandId: string; at: Date }) => Promise<void>;
}

export interface Taken {
  submissionId: string;
  seq: number;
  /** The request had been carried out before; its act may be at its end already. */
  replayed: boolean;
  /** What the answer shows of an act taken just now, where that is known without reading it again. */
  fresh?: ActReading;
}

/**
 * Takes a command (design §2): under the submission's lock authorise, compare versions, ask the state machine, give it
 * the next number, write it. After the commit the act has been taken, whatever dies.
 * @throws GongmunError not_found, forbidden, precondition_failed (`submission.changed`), conflict
 *   (`command.not_allowed_in_state`); a refusal is recorded before it is thrown
 */
export async function takeCommand(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: Act,
): Promise<Taken> {
  try {
    let closed = false;
    const { resource, replayed } = await idempotently(deps, request, async (tx) => {
      const locked = await lockWithPending(tx, act.submissionId);
      if (locked === undefined) throw notFound();
      const { row, commands } = locked;
      closed = isTerminal(row.state);
      const seq = await take(tx, deps, actor, request, act, row, commands);
      return `command:${row.id}:${seq}`;
    });
    const taken = { ...parseCommandResource(resource), replayed };
    await failpoint('act.committed');
    if (!replayed) deps.delivery.tell(taken.submissionId, taken.seq, closed);
    return taken;
  } catch (error) {
    if (error instanceof GongmunError && error.kind !== 'unavailable')
      await recordRefusal(deps, actor, request, act, error);
    throw error;
  }
}

async function take(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: Act,
  row: SubmissionRow,
  pending: CommandRow[],
): Promise<number> {
  // The submission that waits to be registered is projected as it is.
  const waiting = row.lastSeq === 1 ? [] : pending;
  const projected = project(row, waiting);
  // Whose document it will be when all that waits is done: who has transferred it has no more to say.
  const subject = { ...row, office: officeAfter(row, waiting), involved: projected.involved };
  const verdict = authorise(actor, act.action, subject);
  if (verdict === 'not_found') throw notFound();
  if (verdict === 'forbidden') {
    throw new GongmunError('forbidden', 'permission.denied', 'Your role does not include this act.');
  }
  if (act.version !== row.lastSeq) throw stale(row, projected);
  const verdictOfMachine = apply(projected, act.command);
  if (!verdictOfMachine.ok) {
    throw new GongmunError(
      'conflict',
      verdictOfMachine.refusal,
      'The state of the submission does not allow this.',
      {
        members: stateMembers(row, projected, verdictOfMachine.allowed),
      },
    );
  }
  await act.check?.(tx, subject);
  const found = await act.findFacts?.(tx, subject, projected);

  // What a sender at the counter does an official writes down, in that capacity.
  const capacity = isCounterParty(row.partyPerson) ? 'official' : capacityFor(act.command.kind);
  const at = deps.now();
  const seq = row.lastSeq + 1;
  const id = uuid();
  const onBehalfOf = actsFor(actor, act.action, subject) ?? null;
  const office = capacity === 'official' ? (act.unit ?? subject.office) : null;
  const words = act.content;
  await insertAct(tx, deps.cipher, {
    command: {
      id,
      submissionId: row.id,
      seq,
      kind: act.command.kind,
      actor: actor.person,
      capacity,
      office,
      onBehalfOf,
      facts: { ...act.facts, ...found },
      acceptedAt: at,
    },
    content: words && { key: await submissionKey(tx, deps.cipher, row), words },
    idempotency: { ...recordOf(request), resource: `command:${row.id}:${seq}` },
    audit: {
      // Of a unit that was asked the contributors are not the office's own people.
      office: office === null ? null : (standingOf(actor, act.action, subject).office ?? office),
      requestId: request.requestId,
    },
  });
  await act.also?.(tx, { row, commandId: id, at });
  return seq;
}

export function notFound(): GongmunError {
  return new GongmunError('not_found', 'not_found', 'There is no such thing, or it is not yours.');
}

export function parseCommandResource(resource: string): { submissionId: string; seq: number } {
  const [kind, submissionId, seq] = resource.split(':');
  if (kind !== 'command' || submissionId === undefined) throw reusedForOther();
  return { submissionId, seq: Number(seq) };
}

function stale(row: SubmissionRow, projected: Submission): GongmunError {
  return new GongmunError(
    'precondition_failed',
    'submission.changed',
    'The submission has changed since you read it. Read it again and decide anew.',
    { members: stateMembers(row, projected) },
  );
}

function stateMembers(
  row: SubmissionRow,
  projected: Submission,
  allowed?: string[],
): Record<string, unknown> {
  return {
    state: row.state,
    version: row.lastSeq,
    ...(projected.state === row.state ? {} : { pendingState: projected.state }),
    ...(allowed === undefined
      ? {}
      : { allowed: allowed.filter((kind) => GIVEN_BY[kind as Command['kind']] !== 'system') }),
  };
}

/** In a transaction of its own, after the rollback; acts on ids that do not exist are only logged (design §2). */
async function recordRefusal(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: Act,
  error: GongmunError,
): Promise<void> {
  // Also what is out of the actor's reach is somebody's.
  const row = await findSubmission(withinReach(deps.db, EVERYTHING), act.submissionId);
  if (row === undefined) return;
  await insertRefusal(deps.db, {
    at: deps.now(),
    submissionId: row.id,
    kind: act.command.kind,
    actor: actor.person,
    onBehalfOf: actsFor(actor, act.action, row),
    code: error.code,
    state: standsForParty(actor, row) || error.kind !== 'not_found' ? row.state : null,
    requestId: request.requestId,
  });
}
