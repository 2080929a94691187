import type { SubmissionRow } from '../../db/submission-store';
import { factOf, instantOf, type Told } from './told';

/** What of a submission's row the evidences tell beside the machine's state. */
export type Dates = Pick<
  SubmissionRow,
  | 'office'
  | 'receivedAt'
  | 'registeredAt'
  | 'registrationNumber'
  | 'dueAt'
  | 'supplementDueAt'
  | 'supplementDays'
  | 'progressAt'
  | 'clockFrom'
  | 'stoppedAt'
  | 'stops'
  | 'extension'
  | 'decidedAt'
  | 'closedAt'
  | 'contentDigest'
>;

export const NOTHING_YET: Dates = {
  office: null,
  receivedAt: new Date(0),
  registeredAt: null,
  registrationNumber: null,
  dueAt: null,
  supplementDueAt: null,
  supplementDays: null,
  progressAt: null,
  clockFrom: null,
  stoppedAt: null,
  stops: [],
  extension: null,
  decidedAt: null,
  closedAt: null,
  contentDigest: '',
};

const NOTHING_ASKED = { supplementDueAt: null, supplementDays: null };
const THIRTY_DAYS_MS = 30 * 24 * 3_600_000;

type Change = (told: Told, at: Date, before: Dates, leg: number) => Partial<Dates>;

const numberOf = (told: Told, name: string): number | null => {
  const fact = factOf(told, name);
  return fact === null ? null : Number(fact);
};

const CHANGES: Partial<Record<Told['says']['event'], Change>> = {
  SubmissionAcceptance: (told, at) => ({
    receivedAt: instantOf(told, 'receivedAt') ?? at,
    contentDigest: told.says.content ?? '',
  }),
  ConsignmentAcceptance: (told, at, before, leg) => ({
    office: factOf(told, 'office'),
    registeredAt: at,
    registrationNumber: factOf(told, 'number'),
    dueAt: instantOf(told, 'dueAt'),
    ...(leg === 1
      ? { clockFrom: before.receivedAt, progressAt: new Date(before.receivedAt.getTime() + THIRTY_DAYS_MS) }
      : { clockFrom: at }),
    ...{ stoppedAt: null, stops: [], extension: null, ...NOTHING_ASKED },
  }),
  SupplementRequested: (told) => ({
    supplementDueAt: instantOf(told, 'supplementDueAt'),
    supplementDays: numberOf(told, 'days'),
  }),
  SupplementPeriodExtended: (told) => ({ supplementDueAt: instantOf(told, 'supplementDueAt') }),
  SupplementReceived: (told) => ({ contentDigest: told.says.content ?? '' }),
  ClockSuspended: (_, at) => ({ stoppedAt: at }),
  ClockResumed: (told, at, before) => ({
    dueAt: instantOf(told, 'dueAt'),
    stoppedAt: null,
    stops: [
      ...before.stops,
      { from: factOf(told, 'stoppedAt') ?? at.toISOString(), until: at.toISOString() },
    ],
    ...NOTHING_ASKED,
  }),
  DeadlineExtended: (told) => ({ dueAt: instantOf(told, 'dueAt'), extension: factOf(told, 'period') }),
  DeadlineRecalculated: (told) => ({ dueAt: instantOf(told, 'dueAt') }),
  DecisionRecorded: (_, at) => ({ decidedAt: at }),
};

/** The dates after one effect; with the end of a procedure nothing waits any more. */
export function datesAfter(
  before: Dates,
  group: readonly Told[],
  { leg, ends }: { leg: number; ends: boolean },
): Dates {
  let dates = before;
  let at = new Date(0);
  for (const told of group) {
    at = new Date(told.says.at);
    dates = { ...dates, ...CHANGES[told.says.event]?.(told, at, dates, leg) };
  }
  return ends ? { ...dates, closedAt: at, stoppedAt: null, ...NOTHING_ASKED } : dates;
}
