import type { Tx } from '../db/knex';
import { findRegistrationTerms } from '../db/registration-terms';
import type { SubmissionRow } from '../db/submission-store';
import { dueAt } from '../domain/deadlines';
import { GongmunError } from '../domain/errors';
import { LETTER_PERIOD } from '../domain/letter';
import { countPeriod, invalidPeriod } from '../domain/period';
import type { Actor } from '../domain/permissions';
import { workingCalendar } from '../domain/working-calendar';
import type { Deps } from './deps';
import type { RequestIdentity } from './idempotent';
import { sealReason } from './seal-words';
import { type Taken, takeCommand } from './take-command';

export const SUSPENSION_REASONS = [
  'inquiry',
  'consultation',
  'litigation',
  'force_majeure',
  'other',
] as const;

interface WithWords {
  submissionId: string;
  version: number;
  words: string;
}

/** The clock stops, with the reason; it is told to the party. */
export function suspendSubmission(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: WithWords & { reason: (typeof SUSPENSION_REASONS)[number] },
): Promise<Taken> {
  const { submissionId, version, reason, words } = act;
  return takeCommand(deps, actor, request, {
    submissionId,
    version,
    action: 'suspend',
    command: { kind: 'suspend' },
    ...sealReason(reason, { words }),
  });
}

/** The clock runs on; what it stopped is given back. */
export function resumeSubmission(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: WithWords,
): Promise<Taken> {
  const { submissionId, version, words } = act;
  return takeCommand(deps, actor, request, {
    submissionId,
    version,
    action: 'resume',
    command: { kind: 'resume' },
    ...sealReason('resumed', { words }),
  });
}

/**
 * The one extension, in the unit of the period and at most as long (Civil Petitions Act Enforcement Decree art. 21).
 * @throws GongmunError `extension.not_possible` (422) for another unit or a longer time
 */
export function extendDeadline(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: WithWords & { period: string },
): Promise<Taken> {
  const { submissionId, version, period, words } = act;
  const { facts, content } = sealReason('extended', { words });
  return takeCommand(deps, actor, request, {
    submissionId,
    version,
    action: 'extend',
    command: { kind: 'extend' },
    facts: { ...facts, period },
    content,
    check: (tx, row) => requireCountable(tx, row, period),
  });
}

async function requireCountable(tx: Tx, row: SubmissionRow, duration: string): Promise<void> {
  const terms = await findRegistrationTerms(tx, row.office ?? '', row);
  if (terms === undefined) throw new Error(`Office ${row.office} is unknown.`);
  const period = terms.period ?? LETTER_PERIOD;
  try {
    const extension = { duration, rule: period.rule };
    dueAt(row.receivedAt, period, workingCalendar(terms), { extension });
    if (countPeriod(extension).amount > countPeriod(period).amount)
      throw invalidPeriod('An extension is at most as long as the period itself.');
  } catch (error) {
    if (!(error instanceof GongmunError)) throw error;
    const code = 'extension.not_possible';
    throw new GongmunError('unprocessable', code, error.message, {
      faults: [{ pointer: '/period', code, detail: error.message }],
    });
  }
}
