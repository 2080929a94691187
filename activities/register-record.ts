import type { Tx } from '../db/knex';
import { enterInRegister } from '../db/register-store';
import { lockSubmission, type SubmissionRow } from '../db/submission-store';
import { dateFormat } from '../domain/date-format';
import { type Clock, clockAt, startClock } from './clock';
import type { Deps } from './deps';
import type { Snapshot } from './snapshot';
import { present, SUBMIT_ENDS, takeSystemCommand } from './system-command';

/**
 * Registers the submission with its office: number, due date, evidence, notices and the end of the `submit` command
 * in the caller's transaction. Twice the same: one number.
 */
export async function registerIn(
  tx: Tx,
  deps: Deps,
  { row, office, at, clock }: { row: SubmissionRow; office: string; at: Date; clock?: Clock },
): Promise<Snapshot> {
  const begun = { row, office, leg: row.leg, from: row.receivedAt, at };
  const entry =
    row.state === 'accepted'
      ? await beginLeg(tx, deps, { ...begun, clock: clock ?? (await clockAt(tx, office, row)) })
      : undefined;
  return takeSystemCommand(tx, deps, {
    row,
    command: { kind: 'register' },
    once: `register:${row.leg}`,
    at,
    step: 'registered',
    ...SUBMIT_ENDS,
    ...(entry === undefined
      ? {}
      : {
          change: { ...entry.change, progressAt: thirtyDaysAfter(row.receivedAt) },
          details: { ConsignmentAcceptance: { facts: entry.facts } },
          notices: [
            { kind: 'registered_party' as const, recipient: { person: row.partyPerson } },
            { kind: 'received_office' as const, recipient: { office } },
          ],
        }),
  });
}

/** A step of its own for the runs that began before it was one with validating. */
export function registerRecord(deps: Deps) {
  return (input: { submissionId: string; office: string; at: string }): Promise<Snapshot> =>
    deps.db.transaction(async (tx) => {
      const row = present(await lockSubmission(tx, input.submissionId));
      return registerIn(tx, deps, { row, office: input.office, at: new Date(input.at) });
    });
}

/**
 * Registration with an office: its number, its filing and its clock, begun at the legal receipt or at the transfer. The
 * register's year is that of the same instant, on the office's clock (design §3).
 */
export async function beginLeg(
  tx: Tx,
  deps: Pick<Deps, 'records'>,
  begun: { row: SubmissionRow; office: string; clock: Clock; leg: number; from: Date; at: Date },
) {
  const { row, office, clock, leg, from, at } = begun;
  const dates = startClock(clock, from, at);
  const year = yearOf(from, clock);
  const { number, seq } = await enterInRegister(tx, {
    submissionId: row.id,
    leg,
    office,
    year,
    form: row.form,
    retention: clock.retention,
    receivedAt: row.receivedAt,
    registeredAt: at,
  });
  await deps.records[clock.records].file(tx, { submissionId: row.id, leg, office });
  return {
    change: { office, registeredAt: at, registrationNumber: number, ...dates },
    facts: {
      ...{ number, office, year, seq, leg },
      receivedAt: row.receivedAt.toISOString(),
      dueAt: dates.dueAt.toISOString(),
    },
  };
}

function yearOf(instant: Date, { timeZone }: Clock): number {
  return Number(dateFormat('en', { year: 'numeric', timeZone }).format(instant));
}

/** The party is told how things stand (Civil Petitions Act Enforcement Decree art. 18). */
const thirtyDaysAfter = (instant: Date): Date => new Date(instant.getTime() + 30 * 24 * 3_600_000);
