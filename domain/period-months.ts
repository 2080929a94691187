import { DAY } from './period-clock';

/** The day of the same number `months` later; where that month has none, its last day, and `exists` is false. */
export function monthsLater(day: number, months: number): { day: number; exists: boolean } {
  const date = new Date(day * DAY);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth() + months;
  const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const dayOfMonth = Math.min(date.getUTCDate(), length);
  return { day: Date.UTC(year, month, dayOfMonth) / DAY, exists: dayOfMonth === date.getUTCDate() };
}
