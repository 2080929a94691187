import { SILENCES, type Silence } from './commands';
import type { Disposal } from './disposal';
import { CLOCK_RUNS, CLOCK_STOPPED, RECORDS, type Submission } from './submission';

/** A step of a silence: when it is told if it lasts until then, and to whom. */
export interface Watch {
  silence: Silence;
  step: number;
  /** RFC 3339 instant. */
  at: string;
  tell: 'handler' | 'office_admin' | 'parent';
}

/** The instants that a submission's row holds; what is due, and when, follows from them and the machine's state. */
export interface Dates {
  /** 8 working hours before the due date, or less; see `reminderAt`. */
  remindAt: Date | null;
  dueAt: Date | null;
  supplementDueAt: Date | null;
  /** 30 days after receipt (Civil Petitions Act Enforcement Decree art. 18). */
  progressAt: Date | null;
  watches: readonly Watch[];
  /** When the record is due to be disposed of; null while its procedure runs, and for what is kept for ever. */
  disposeAt: Date | null;
}

export type Item =
  | {
      kind: 'deadline_approaching' | 'deadline_passed' | 'supplement_missed' | 'progress_due' | DisposalStep;
      at: Date;
    }
  | { kind: Silence; at: Date; step: number; tell: Watch['tell'] };

type DisposalStep = 'disposal_due' | 'begin_disposal' | 'dispose';

/** What comes next of a disposal without anybody's act; a review and a hold-up are people's. */
const NEXT_STEP: Partial<Record<Disposal, DisposalStep>> = {
  none: 'disposal_due',
  approved: 'begin_disposal',
  begun: 'dispose',
};

/** What time alone will do to the submission, in order; the first is what its workflow waits for. */
export function agenda(now: Submission, dates: Dates): Item[] {
  const runs = CLOCK_RUNS.includes(now.state);
  const atOffice = runs || CLOCK_STOPPED.includes(now.state);
  const items: Item[] = [];
  const add = (kind: Exclude<Item['kind'], Silence>, at: Date | null, holds: boolean) => {
    if (holds && at !== null) items.push({ kind, at });
  };
  // Where reminder and due date coincide, the reminder would only say what the evidence says.
  const reminds = dates.dueAt !== null && Number(dates.remindAt) < dates.dueAt.getTime();
  add('deadline_approaching', dates.remindAt, runs && now.clock === 'running' && reminds);
  add('deadline_passed', dates.dueAt, runs && (now.clock === 'running' || now.clock === 'approaching'));
  add('supplement_missed', dates.supplementDueAt, now.state === 'supplement_requested');
  add('progress_due', dates.progressAt, atOffice && !now.progressTold);
  // Of what is in the past nothing is left to wait for: it is done at once.
  const next = NEXT_STEP[now.disposal];
  if (next !== undefined)
    add(next, dates.disposeAt, RECORDS.includes(now.state) && (now.holds.length === 0 || next === 'dispose'));
  for (const watch of dates.watches) {
    if (watch.step === (now.silence[watch.silence] ?? 0) + 1 && isSilent(now, watch.silence))
      items.push({ kind: watch.silence, at: new Date(watch.at), step: watch.step, tell: watch.tell });
  }
  return items.sort((a, b) => a.at.getTime() - b.at.getTime() || orderOf(a) - orderOf(b));
}

/** The instant that the row's `next_due_at` holds. */
export function nextInstant(now: Submission, dates: Dates): Date | null {
  return agenda(now, dates)[0]?.at ?? null;
}

function isSilent(now: Submission, silence: Silence): boolean {
  const runs = CLOCK_RUNS.includes(now.state);
  switch (silence) {
    case 'never_opened':
      return runs && !now.opened;
    case 'never_assigned':
      return now.state === 'registered';
    case 'still_overdue':
      return runs && now.clock === 'passed';
    case 'never_read':
      return now.state === 'closed' && now.outcome !== null && !now.replyRead;
  }
}

/** Of what falls on one instant, the law's own deadlines come first. */
const ORDER = [
  ...['deadline_approaching', 'deadline_passed', 'supplement_missed', 'progress_due', ...SILENCES],
  ...['disposal_due', 'begin_disposal', 'dispose'],
];
const orderOf = (item: Item): number => ORDER.indexOf(item.kind);
