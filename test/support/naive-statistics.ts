import type { Db } from '../../db/knex';
import type { StatisticDimension } from '../../domain/statistics';

interface Row {
  received_at: Date;
  registered_at: Date | null;
  decided_at: Date | null;
  closed_at: Date | null;
  stopped_at: Date | null;
  due_at: Date | null;
  office: string | null;
  requested_office: string | null;
  time_zone: string | null;
  form: string | null;
  kind: string;
  channel: string;
  party_organisation: string | null;
  outcome: string | null;
  state: string;
  rating: number | null;
}

/** The statistics counted row by row, as anybody would who has read what they say; in the order of the values. */
export async function naiveStatistics(
  db: Db,
  asked: {
    by: StatisticDimension;
    from: string;
    until: string;
    minimum: number;
    /** What each one sent online saves. */
    each: { visits: number; hours: number; sheets: number };
  },
) {
  const { rows }: { rows: Row[] } = await db.raw(
    `SELECT s.*, o.time_zone, a.rating FROM submissions s
     LEFT JOIN offices o ON o.code = COALESCE(s.office, s.requested_office)
     LEFT JOIN survey_answers a ON a.submission_id = s.id`,
  );
  const cells = new Map<string, Row[]>();
  for (const row of rows) {
    const month = monthOf(row);
    if (month < asked.from || month > asked.until) continue;
    const key = JSON.stringify([month, valueIn(row, asked.by)]);
    cells.set(key, [...(cells.get(key) ?? []), row]);
  }
  const shown = [...cells].filter(([key]) => isShown(key, cells, asked.minimum));
  const values = [...new Set(shown.map(([key]) => JSON.parse(key)[1] as string))].sort();
  const of = (value?: string) =>
    measured(
      shown.flatMap(([key, some]) => (value === undefined || JSON.parse(key)[1] === value ? some : [])),
      asked,
    );
  return { total: of(), items: values.map((value) => ({ value, ...of(value) })) };
}

function monthOf({ received_at, time_zone }: Row): string {
  const parts = new Intl.DateTimeFormat('en', {
    ...{ timeZone: time_zone ?? 'UTC', year: 'numeric', month: '2-digit' },
  }).formatToParts(received_at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value;
  return `${part('year')}-${part('month')}`;
}

function valueIn(row: Row, by: StatisticDimension): string {
  if (by === 'month') return monthOf(row);
  if (by === 'office') return row.office ?? row.requested_office ?? 'none';
  if (by === 'form') return row.form ?? row.kind;
  if (by === 'outcome') return row.outcome ?? (row.closed_at === null ? 'open' : row.state);
  if (row.channel !== 'online') return 'counter';
  return row.party_organisation === null ? 'person' : 'organisation';
}

/** Neither one of the few, nor the one that would give away a single one of the few. */
function isShown(key: string, cells: Map<string, Row[]>, minimum: number): boolean {
  const [month] = JSON.parse(key);
  const ofMonth = [...cells]
    .filter(([other]) => JSON.parse(other)[0] === month)
    .map(([other, { length }]) => ({ length, other, value: String(JSON.parse(other)[1]) }))
    .sort((a, b) => a.length - b.length || (a.value < b.value ? -1 : 1));
  const few = ofMonth.filter(({ length }) => length < minimum);
  const hidden = few.length === 1 ? ofMonth.slice(0, 2) : few;
  return !hidden.some(({ other }) => other === key);
}

function measured(
  rows: Row[],
  { minimum, each }: { minimum: number; each: { visits: number; hours: number; sheets: number } },
) {
  const where = (condition: (row: Row) => boolean) => rows.filter(condition).length;
  const told = (count: number, value: number) => (count < minimum ? null : Math.round(value * 1_000) / 1_000);
  const hours = (until: 'registered_at' | 'decided_at') => {
    const sorted = rows
      .flatMap((row) => (row[until] === null ? [] : [(Number(row[until]) - Number(row.received_at)) / 3.6e6]))
      .sort((a, b) => a - b);
    const at = (share: number) => {
      const place = share * (sorted.length - 1);
      const [before = 0, after = 0] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
      return told(sorted.length, before + (place - Math.floor(place)) * (after - before));
    };
    return { median: at(0.5), p90: at(0.9) };
  };
  const sent = where(({ channel }) => channel === 'online');
  const online = sent < minimum ? 0 : sent;
  const due = where((row) => row.due_at !== null);
  const closed = where((row) => row.closed_at !== null);
  const ratings = rows.flatMap(({ rating }) => (rating === null ? [] : [rating]));
  const overdue = where(
    (row) =>
      row.due_at !== null && row.due_at < (row.decided_at ?? row.closed_at ?? row.stopped_at ?? new Date()),
  );
  return {
    submissions: rows.length,
    hoursToRegistration: hours('registered_at'),
    hoursToDecision: hours('decided_at'),
    overdue: told(due, overdue / due),
    bothWays: told(closed, where((row) => row.closed_at !== null && row.outcome !== null) / closed),
    satisfaction: {
      mean: told(ratings.length, ratings.reduce((sum, rating) => sum + rating, 0) / ratings.length),
      answers: ratings.length < minimum ? null : ratings.length,
    },
    saved: { visits: online * each.visits, hours: online * each.hours, sheets: online * each.sheets },
  };
}
