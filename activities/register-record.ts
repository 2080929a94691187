import type { Tx } from '../db/knex';
import { enterInRegister } from '../db/register-store';
import { findRegistrationTerms } from '../db/registration-terms';
import { lockSubmission, type SubmissionRow } from '../db/submission-store';
import { dateFormat } from '../domain/date-format';
import { dueAt, reminderAt } from '../domain/deadlines';
import { LETTER_PERIOD, LETTER_RETENTION } from '../domain/letter';
import { workingCalendar } from '../domain/working-calendar';
import type { Deps } from './deps';
import type { Snapshot } from './snapshot';
import { present, SUBMIT_ENDS, takeSystemCommand } from './system-command';

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
      return takeSystemCommand(tx, deps, {
        row,
        command: { kind: 'register' },
        once: `register:${row.leg}`,
        at,
        step: 'registered',
        ...SUBMIT_ENDS,
        ...(entry === undefined ? {} : effectOf(row, input.office, entry, at)),
      });
    });
}

interface Entry {
  number: string;
  seq: number;
  year: number;
  due: Date;
  reminder: Date;
}

async function enter(tx: Tx, row: SubmissionRow, office: string, at: Date): Promise<Entry> {
  const terms = await findRegistrationTerms(tx, office, row);
  const calendar = workingCalendar({
    timeZone: terms.timeZone,
    country: terms.country === 'KR' ? 'KR' : 'none',
    overrides: terms.overrides,
  });
  const due = dueAt(row.receivedAt, terms.period ?? LETTER_PERIOD, calendar);
  const year = yearOf(row.receivedAt, terms.timeZone);
  const { number, seq } = await enterInRegister(tx, {
    submissionId: row.id,
    leg: row.leg,
    office,
    year,
    form: row.form,
    retention: terms.retention ?? LETTER_RETENTION,
    receivedAt: row.receivedAt,
    registeredAt: at,
  });
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

/** The register's year is that of the legal receipt, on the office's clock (design §3). */
function yearOf(receivedAt: Date, timeZone: string): number {
  return Number(dateFormat('en', { year: 'numeric', timeZone }).format(receivedAt));
}
