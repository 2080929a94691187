import { type CommandRow, commandsToApply, machineCommand } from '../db/command-store';
import { releaseVersion } from '../db/content-store';
import { lockSubmission, machineState } from '../db/submission-store';
import type { EvidenceActor, EvidenceEvent } from '../domain/evidence';
import { apply } from '../domain/submission';
import { carryOut, type EvidenceDetails } from './carry-out';
import type { Deps } from './deps';
import { type OwnEffect, ownEffect } from './effects';
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
      if (!applied.ok) {
        if (next.kind === 'supplement') await releaseVersion(tx, next.id, at);
        const facts = { command: next.kind, seq: next.seq, state: row.state };
        const { row: same, result } = await carryOut(tx, deps, {
          ...base,
          step: 'overtaken',
          events: ['CommandOvertaken'],
          change: {},
          details: { CommandOvertaken: { facts } },
        });
        return snapshotOf(tx, same, result, rest);
      }
      const own = await ownEffect({ tx, deps, row, after: applied.submission, command: next, at });
      const { row: after, result } = await carryOut(tx, deps, {
        ...base,
        step: next.kind,
        events: applied.events,
        change: { ...applied.submission, ...own.change },
        details: Object.fromEntries(applied.events.map((event) => [event, detailsOf(next, event, own)])),
        ...(own.notices === undefined ? {} : { notices: own.notices }),
      });
      return snapshotOf(tx, after, result, rest);
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
