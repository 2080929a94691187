import { type CommandRow, machineCommand } from '../db/command-store';
import { releaseVersion } from '../db/content-store';
import type { Tx } from '../db/knex';
import { lockToApply } from '../db/lock-with-commands';
import { machineState, type SubmissionRow } from '../db/submission-store';
import type { CommandKind } from '../domain/commands';
import type { EvidenceActor, EvidenceEvent } from '../domain/evidence';
import { apply, type State } from '../domain/submission';
import { type EvidenceDetails, prepare, write } from './carry-out';
import { deliverIn } from './deliver-reply';
import type { Deps } from './deps';
import { type OwnEffect, ownEffect } from './effects';
import { type Snapshot, snapshotOf } from './snapshot';
import { present } from './system-command';

/**
 * Carries out the next command after the given number, strictly in order. One that the state no longer allows ends as
 * `overtaken`, with evidence of its own. Where the next one was carried out before (the step is asked for again because
 * its answer was lost), its stored result is the answer and the one behind it waits for its turn.
 *
 * A decision behind which nothing waits is delivered with it (decision 0047).
 * @param input.at the instant of delivering; steps that were scheduled before it was given leave it to the next
 */
export function applyCommand(deps: Deps) {
  return (input: { submissionId: string; after: number; at?: string }): Promise<Snapshot> =>
    deps.db.transaction(async (tx) => {
      const { row, commands } = present(await lockToApply(tx, input.submissionId, input.after));
      const [next, ...behind] = commands;
      if (next === undefined) return snapshotOf(tx, row, [], []);
      const waiting = behind.filter((command) => command.status === 'accepted');
      const {
        row: after,
        result,
        written,
      } = next.status === 'accepted'
        ? await prepareCommand(tx, deps, row, next)
        : { row, result: next.result, written: undefined };
      const isDecided = DECIDES.includes(next.kind) && DECIDED.includes(after.state);
      // Once it is delivered its answer tells of both, whatever came since.
      const hasTurn = behind.length === 0 || after.state === 'closed';
      if (input.at === undefined || !hasTurn || !isDecided) {
        if (written !== undefined) await write(tx, deps, [written]);
        return snapshotOf(tx, after, [result], waiting);
      }
      const delivered = { row: after, decision: next, at: new Date(input.at), waiting };
      const before = written === undefined ? {} : { behind: written };
      const snapshot = await deliverIn(tx, deps, { ...delivered, ...before });
      return { ...snapshot, done: [...(result === null ? [] : [result]), ...snapshot.done] };
    });
}

const DECIDES: readonly CommandKind[] = ['decide', 'approve'];
/** Decided, and decided when the step was first asked for. */
const DECIDED: readonly State[] = ['decided', 'closed'];

async function prepareCommand(tx: Tx, deps: Deps, row: SubmissionRow, command: CommandRow) {
  const applied = apply(machineState(row), machineCommand(command));
  const at = command.acceptedAt;
  const base = {
    row,
    command: { seq: command.seq, actor: actorOf(command) },
    at,
    settles: { seq: command.seq, status: applied.ok ? ('applied' as const) : ('overtaken' as const) },
    // Whoever waits for a decision waits for its delivery.
    ...(applied.ok && applied.submission.state === 'decided' ? {} : { announces: command.seq }),
  };
  if (!applied.ok) {
    if (command.kind === 'supplement') await releaseVersion(tx, command.id, at);
    const facts = { command: command.kind, seq: command.seq, state: row.state };
    return prepare(tx, deps, {
      ...base,
      step: 'overtaken',
      events: ['CommandOvertaken'],
      change: {},
      details: { CommandOvertaken: { facts } },
    });
  }
  const own = await ownEffect({ tx, deps, row, after: applied.submission, command, at });
  return prepare(tx, deps, {
    ...base,
    step: command.kind,
    events: applied.events,
    change: { ...applied.submission, ...own.change },
    details: Object.fromEntries(applied.events.map((event) => [event, detailsOf(command, event, own)])),
    ...(own.notices === undefined ? {} : { notices: own.notices }),
  });
}

function actorOf(command: CommandRow): EvidenceActor {
  return {
    id: command.actor,
    capacity: command.capacity,
    ...(command.office === null ? {} : { office: String(command.facts.unit ?? command.office) }),
    ...(command.onBehalfOf === null ? {} : { for: command.onBehalfOf }),
  };
}

/** Codes and digests that the use case wrote into the row when it took the command; the words stay outside. */
function detailsOf(command: CommandRow, event: EvidenceEvent, own: OwnEffect): EvidenceDetails {
  const { content, reason, reasonText, ...given } = own.bare?.includes(event) ? {} : command.facts;
  const kept = Object.entries({ ...given, ...own.facts?.[event] }).filter(
    (entry): entry is [string, string | number] => entry[1] !== null && entry[1] !== undefined,
  );
  return {
    ...(typeof content === 'string' ? { content } : {}),
    ...(typeof reason === 'string'
      ? { reasons: [{ code: reason, ...(typeof reasonText === 'string' ? { text: reasonText } : {}) }] }
      : {}),
    ...(kept.length === 0 ? {} : { facts: Object.fromEntries(kept) }),
  };
}
