import { announceSettled, settleCommand } from '../db/command-store';
import { findFormVersion } from '../db/form-store';
import type { Tx } from '../db/knex';
import { findOffice, listHolidayOverrides, type Office } from '../db/office-store';
import { enterInRegister } from '../db/register-store';
import { lockSubmission, type SubmissionRow } from '../db/submission-store';
import { dateFormat } from '../domain/date-format';
import { dueAt, reminderAt } from '../domain/deadlines';
import type { Period, Retention } from '../domain/form';
import { LETTER_PERIOD, LETTER_RETENTION } from '../domain/letter';
import { workingCalendar } from '../domain/working-calendar';
import type { Deps } from './deps';
import type { Snapshot } from './snapshot';
import { present, takeSystemCommand } from './system-command';

/**
 * Registers the submission with its office: number, due date, evidence, notices and the end of the `submit` command
 * in one transaction. Twice the same: one number.
 */
export function registerRecord(deps: Deps) {
  return (input: { submissionId: string; office: string; at: string }): Promise<Snapshot> =>
    deps.db.transaction(async (tx) => {
      const row = present(await lockSubmission(tx, input.submissionId));
      const at = new Date(input.at);
      const entry = row.state === 'accepted' ? await enter(tx, row, input.office, at) : undefined;
      const snapshot = await takeSystemCommand(tx, deps, {
        row,
        command: { kind: 'register' },
        once: `register:${row.leg}`,
        at,
        step: 'registered',
        ...(entry === undefined ? {} : effectOf(row, input.office, entry, at)),
      });
      if (entry !== undefined && snapshot.done !== null) {
        await settleCommand(tx, { submissionId: row.id, seq: 1 }, 'applied', at, snapshot.done);
        await announceSettled(tx, row.id, 1);
      }
      return snapshot;
    });
}

interface Entry {
  number: string;
  seq: number;
  year: number;
  due: Date;
  reminder: Date;
}

async function enter(tx: Tx, row: SubmissionRow, officeCode: string, at: Date): Promise<Entry> {
  const office = await findOffice(tx, officeCode);
  if (office === undefined) throw new Error(`Office ${officeCode} is unknown.`);
  const { period, retention } = await rulesOf(tx, row);
  const calendar = workingCalendar({
    timeZone: office.timeZone,
    country: office.country === 'KR' ? 'KR' : 'none',
    overrides: await listHolidayOverrides(tx, office.code),
  });
  const year = yearOf(row.receivedAt, office);
  const { number, seq } = await enterInRegister(tx, {
    submissionId: row.id,
    leg: row.leg,
    office: office.code,
    year,
    form: row.form,
    retention,
    receivedAt: row.receivedAt,
    registeredAt: at,
  });
  const due = dueAt(row.receivedAt, period, calendar);
  return { number, seq, year, due, reminder: reminderAt(row.receivedAt, due, calendar) };
}

function effectOf(row: SubmissionRow, office: string, entry: Entry, at: Date) {
  return {
    change: {
      office,
      registeredAt: at,
      registrationNumber: entry.number,
      dueAt: entry.due,
      nextDueAt: entry.reminder,
    },
    details: {
      ConsignmentAcceptance: {
        facts: {
          number: entry.number,
          office,
          year: entry.year,
          seq: entry.seq,
          leg: row.leg,
          receivedAt: row.receivedAt.toISOString(),
          dueAt: entry.due.toISOString(),
        },
      },
    },
    notices: [
      { kind: 'registered_party' as const, recipient: { person: row.partyPerson } },
      { kind: 'received_office' as const, recipient: { office } },
    ],
  };
}

async function rulesOf(tx: Tx, row: SubmissionRow): Promise<{ period: Period; retention: Retention }> {
  if (row.form === null) return { period: LETTER_PERIOD, retention: LETTER_RETENTION };
  const form = await findFormVersion(tx, row.form, row.formVersion ?? undefined);
  if (form === undefined) throw new Error(`Form ${row.form} is unknown.`);
  return form.definition;
}

/** The register's year is that of the legal receipt, on the office's clock (design §3). */
function yearOf(receivedAt: Date, { timeZone }: Office): number {
  return Number(dateFormat('en', { year: 'numeric', timeZone }).format(receivedAt));
}
