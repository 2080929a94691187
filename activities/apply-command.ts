import { type CommandRow, commandsToApply, machineCommand } from '../db/command-store';
import type { Tx } from '../db/knex';
import { insertOpening } from '../db/opening-store';
import {
  lockSubmission,
  machineState,
  type SubmissionChange,
  type SubmissionRow,
} from '../db/submission-store';
import type { EvidenceActor } from '../domain/evidence';
import { apply, CLOCK_RUNS } from '../domain/submission';
import { carryOut, type Effect, type EvidenceDetails } from './carry-out';
import type { Deps } from './deps';
import { type Snapshot, snapshotOf } from './snapshot';
import { present } from './system-command';

/**
 * Carries out the next command after the given number, strictly in order. One that the state no longer allows ends as
 * `overtaken`, with evidence of its own. Where the next one was carried out before (the step is asked for again because
 * its answer was lost), its stored result is the answer and the one behind it waits for its turn.
 */
export function applyCommand(deps: Deps) {
  return ({ submissionId, after: known }: { submissionId: string; after: number }): Promise<Snapshot> =>
    deps.db.transaction(async (tx) => {
      const row = present(await lockSubmission(tx, submissionId));
      const [next, ...behind] = await commandsToApply(tx, submissionId, known);
      if (next === undefined) return snapshotOf(tx, row, null, []);
      const rest = behind.filter((command) => command.status === 'accepted');
      if (next.status !== 'accepted') return snapshotOf(tx, row, next.result, rest);
      const applied = apply(machineState(row), machineCommand(next));
      const at = next.acceptedAt;
      const base = {
        row,
        command: { seq: next.seq, actor: actorOf(next) },
        at,
        settles: { seq: next.seq, status: applied.ok ? ('applied' as const) : ('overtaken' as const) },
        // Whoever waits for a decision waits for its delivery, the next step.
        ...(applied.ok && applied.submission.state === 'decided' ? {} : { announces: next.seq }),
      };
      const { row: after, result } = await carryOut(
        tx,
        deps,
        applied.ok
          ? {
              ...base,
              step: next.kind,
              events: applied.events,
              change: { ...applied.submission, ...changeOf(next, row, applied.submission.state) },
              details: Object.fromEntries(applied.events.map((event) => [event, detailsOf(next)])),
              notices: noticesOf(next, row),
            }
          : {
              ...base,
              step: 'overtaken',
              events: ['CommandOvertaken'],
              change: {},
              details: {
                CommandOvertaken: { facts: { command: next.kind, seq: next.seq, state: row.state } },
              },
            },
      );
      if (applied.ok && next.kind === 'open') await recordOpening(tx, next, row);
      return snapshotOf(tx, after, result, rest);
    });
}

function actorOf(command: CommandRow): EvidenceActor {
  return {
    id: command.actor,
    capacity: command.capacity,
    ...(command.office === null ? {} : { office: command.office }),
    ...(command.onBehalfOf === null ? {} : { for: command.onBehalfOf }),
  };
}

function changeOf(command: CommandRow, row: SubmissionRow, state: SubmissionRow['state']): SubmissionChange {
  return {
    ...(CLOCK_RUNS.includes(state) ? {} : { nextDueAt: null }),
    ...(command.kind === 'decide' ? { decidedAt: command.acceptedAt } : {}),
    ...(row.closedAt === null && ['withdrawn', 'returned'].includes(state)
      ? { closedAt: command.acceptedAt }
      : {}),
  };
}

/** Codes and digests that the use case wrote into the row when it took the command; the words stay outside. */
function detailsOf(command: CommandRow): EvidenceDetails {
  const { content, reason, reasonText, ...facts } = command.facts;
  const kept = Object.entries(facts).filter((entry): entry is [string, string | number] => entry[1] !== null);
  return {
    ...(typeof content === 'string' ? { content } : {}),
    ...(typeof reason === 'string'
      ? { reasons: [{ code: reason, ...(typeof reasonText === 'string' ? { text: reasonText } : {}) }] }
      : {}),
    ...(kept.length === 0 ? {} : { facts: Object.fromEntries(kept) }),
  };
}

function noticesOf(command: CommandRow, row: SubmissionRow): NonNullable<Effect['notices']> {
  const party = { person: row.partyPerson };
  switch (command.kind) {
    case 'assign':
    case 'reassign':
      return [{ kind: 'assigned_official', recipient: { person: String(command.facts.handler) } }];
    case 'return_to_sender':
      return [{ kind: 'returned_party', recipient: party }];
    case 'withdraw':
      return row.office === null ? [] : [{ kind: 'withdrawn_office', recipient: { office: row.office } }];
    default:
      return [];
  }
}

function recordOpening(tx: Tx, command: CommandRow, row: SubmissionRow): Promise<void> {
  return insertOpening(tx, {
    submissionId: row.id,
    leg: row.leg,
    person: command.actor,
    at: command.acceptedAt,
  });
}
