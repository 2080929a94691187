import { NO_SUPPLEMENT, type SubmissionRow } from '../../db/submission-store';
import { factOf, instantOf, type Told } from './told';

/** What of a submission's row the evidences tell beside the machine's state. */
export interface Dates extends ToldDates {
  /** Undefined of what ended before its end said how long it is kept. */
  disposeAt: Date | null | undefined;
}

type ToldDates = Pick<
  SubmissionRow,
  | 'office'
  | 'receivedAt'
  | 'registeredAt'
  | 'registrationNumber'
  | 'dueAt'
  | 'supplementDueAt'
  | 'supplementFrom'
  | 'supplementDays'
  | 'supplementPeriods'
  | 'progressAt'
  | 'clockFrom'
  | 'stoppedAt'
  | 'stops'
  | 'extension'
  | 'decidedAt'
  | 'closedAt'
  | 'contentDigest'
  | 'contentDestroyedAt'
>;

export const NOTHING_YET: Dates = {
  office: null,
  receivedAt: new Date(0),
  registeredAt: null,
  registrationNumber: null,
  dueAt: null,
  ...NO_SUPPLEMENT,
  progressAt: null,
  clockFrom: null,
  stoppedAt: null,
  stops: [],
  extension: null,
  decidedAt: null,
  closedAt: null,
  contentDigest: '',
  disposeAt: null,
  contentDestroyedAt: null,
};

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
    ...{ stoppedAt: null, stops: [], extension: null, ...NO_SUPPLEMENT },
  }),
  SupplementRequested: (told, at) => ({
    supplementDueAt: instantOf(told, 'supplementDueAt'),
    supplementFrom: at,
    supplementDays: numberOf(told, 'days'),
    supplementPeriods: 1,
  }),
  SupplementPeriodExtended: (told, _, { supplementPeriods }) => ({
    supplementDueAt: instantOf(told, 'supplementDueAt'),
    supplementPeriods: (supplementPeriods ?? 0) + 1,
  }),
  SupplementReceived: (told) => ({ contentDigest: told.says.content ?? '' }),
  ClockSuspended: (_, at) => ({ stoppedAt: at }),
  ClockResumed: (told, at, before) => ({
    dueAt: instantOf(told, 'dueAt'),
    stoppedAt: null,
    stops: [
      ...before.stops,
      { from: factOf(told, 'stoppedAt') ?? at.toISOString(), until: at.toISOString() },
    ],
    ...NO_SUPPLEMENT,
  }),
  DeadlineExtended: (told) => ({ dueAt: instantOf(told, 'dueAt'), extension: factOf(told, 'period') }),
  DeadlineRecalculated: (told) =>
    factOf(told, 'period') === 'supplement'
      ? { supplementDueAt: instantOf(told, 'supplementDueAt') }
      : { dueAt: instantOf(told, 'dueAt') },
  DecisionRecorded: (_, at) => ({ decidedAt: at }),
  DisposalReviewed: (told) =>
    factOf(told, 'decision') === 'keep' ? { disposeAt: instantOf(told, 'until') } : {},
  Disposed: (_, at) => ({ contentDestroyedAt: at }),
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
  if (!ends) return dates;
  const last = group.at(-1);
  const silent = last === undefined || factOf(last, 'retention') === null;
  const disposeAt = silent ? (dates.office === null ? null : undefined) : instantOf(last, 'disposeAt');
  return { ...dates, closedAt: at, stoppedAt: null, ...NO_SUPPLEMENT, disposeAt };
}
