/** Wall-clock time of a zone: `day` counts local dates from 1970-01-01 (day 0), `ms` is the time shown since midnight. */
interface LocalTime {
  day: number;
  ms: number;
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** What the clocks of `timeZone` show at `instant` (ms since the epoch). */
export function localTime(instant: number, timeZone: string): LocalTime {
  const local = instant + offsetAt(instant, timeZone);
  const day = Math.floor(local / DAY);
  return { day, ms: local - day * DAY };
}

/** When the clocks show it: the first time where they show it twice, the moment they jump ahead where they never do. */
export function instantOf({ day, ms }: LocalTime, timeZone: string): number {
  const local = day * DAY + ms;
  const before = offsetAt(local - DAY, timeZone);
  if (offsetAt(local - before, timeZone) === before) return local - before;
  const after = offsetAt(local + DAY, timeZone);
  if (offsetAt(local - after, timeZone) === after) return local - after;
  return local - before;
}

/** Whether the platform knows a zone of that name. */
export function isTimeZone(name: string): boolean {
  try {
    return zoneOf(name) !== undefined;
  } catch {
    return false;
  }
}

const dates = new Map<number, string>();

/** `YYYY-MM-DD` of a local day. */
export function dateOf(day: number): string {
  let date = dates.get(day);
  if (date === undefined) {
    date = new Date(day * DAY).toISOString().slice(0, 10);
    dates.set(day, date);
  }
  return date;
}

// Formatting is three orders of magnitude slower than a look-up: offsets are kept at the UTC midnights that were asked for,
// and between two midnights with the same offset it is taken to hold.
interface Zone {
  format: Intl.DateTimeFormat;
  offsets: Map<number, number>;
}

const zones = new Map<string, Zone>();

function offsetAt(instant: number, timeZone: string): number {
  const zone = zoneOf(timeZone);
  const midnight = Math.floor(instant / DAY) * DAY;
  const offset = midnightOffset(midnight, zone);
  return offset === midnightOffset(midnight + DAY, zone) ? offset : readOffset(instant, zone);
}

function zoneOf(timeZone: string): Zone {
  let zone = zones.get(timeZone);
  if (zone === undefined) {
    zone = {
      format: new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }),
      offsets: new Map(),
    };
    zones.set(timeZone, zone);
  }
  return zone;
}

function midnightOffset(midnight: number, zone: Zone): number {
  let offset = zone.offsets.get(midnight);
  if (offset === undefined) {
    offset = readOffset(midnight, zone);
    zone.offsets.set(midnight, offset);
  }
  return offset;
}

/** The formatter writes `1/1/2026, GMT+09:00`, plain `GMT` at zero. */
function readOffset(instant: number, { format }: Zone): number {
  const [, sign, hours, minutes, seconds = '0'] =
    /GMT([+-])(\d+):(\d+)(?::(\d+))?/.exec(format.format(instant)) ?? [];
  if (sign === undefined) return 0;
  const offset = Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * 1000;
  return sign === '-' ? -offset : offset;
}
