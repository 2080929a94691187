import { useWords } from '../words';

const UNITS: Record<string, string> = { H: 'hours', D: 'days', W: 'weeks', M: 'months', Y: 'years' };

/** A statutory period in plain words: `P7D` by the rule `kr` → seven working days. */
export function usePeriodWords(): (period: { duration: string; rule: string }) => string {
  const { t } = useWords();
  return ({ duration, rule }) => {
    const found = /^P(?:T(\d+)H|(\d+)([DWMY]))$/.exec(duration);
    if (found === null) return duration;
    const unit = UNITS[found[3] ?? 'H'];
    const count = Number(found[1] ?? found[2]);
    const working = rule === 'kr' && (unit === 'days' || unit === 'hours');
    return t(working ? `period.working_${unit}` : `period.${unit}`, { count });
  };
}
