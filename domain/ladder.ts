import type { Watch } from './agenda';
import { SILENCES, type Silence } from './commands';
import type { WorkingCalendar } from './working-calendar';
import { addWorkingMinutes } from './working-period';

export interface LadderStep {
  /** Working hours since the silence began. */
  afterHours: number;
  tell: Watch['tell'];
}

/** Who is told when nothing happens, step by step; an office may have its own steps for each silence. */
export type Ladder = Record<Silence, readonly LadderStep[]>;

/** One working day, then two, then a week; the handler first where there is one. */
export const DEFAULT_LADDER: Ladder = {
  never_opened: [
    { afterHours: 8, tell: 'office_admin' },
    { afterHours: 16, tell: 'parent' },
  ],
  never_assigned: [
    { afterHours: 8, tell: 'office_admin' },
    { afterHours: 16, tell: 'parent' },
  ],
  still_overdue: [
    { afterHours: 8, tell: 'handler' },
    { afterHours: 16, tell: 'office_admin' },
    { afterHours: 40, tell: 'parent' },
  ],
  never_read: [
    { afterHours: 40, tell: 'handler' },
    { afterHours: 80, tell: 'office_admin' },
  ],
};

/** The office's own steps where it has some, ours for the rest. */
export function ladderOf(own: Partial<Ladder> | null): Ladder {
  return { ...DEFAULT_LADDER, ...own };
}

/** The watches of a submission with those of some silences begun anew at an instant. */
export function watchesFrom(
  before: readonly Watch[],
  begun: Partial<Record<Silence, Date>>,
  ladder: Ladder,
  calendar: WorkingCalendar,
): Watch[] {
  const kept = before.filter(({ silence }) => begun[silence] === undefined);
  const fresh = SILENCES.flatMap((silence) => {
    const from = begun[silence];
    if (from === undefined) return [];
    return ladder[silence].map(({ afterHours, tell }, index) => ({
      silence,
      step: index + 1,
      at: addWorkingMinutes(from, afterHours * 60, calendar).toISOString(),
      tell,
    }));
  });
  return [...kept, ...fresh];
}
