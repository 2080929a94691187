import { v7 as uuid } from 'uuid';
import { insertAuditEntry } from '../db/audit-store';
import { listHolidays, saveHoliday } from '../db/holiday-store';
import { insertIdempotencyRecord } from '../db/idempotency-store';
import { insertRecalculation } from '../db/recalculation-store';
import { GongmunError } from '../domain/errors';
import { koreanHolidays } from '../domain/korean-holidays';
import { type Actor, actsInOfficeFor, mayAct } from '../domain/permissions';
import type { Words } from '../domain/words';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity } from './idempotent';
import { readOffice } from './list-offices';
import { recordingRefusal } from './record-refusal';

export interface Holiday {
  /** `YYYY-MM-DD`. */
  date: string;
  effect: 'declared' | 'withdrawn';
  name: Words;
}

export interface Declared extends Holiday {
  office: string | null;
  /** The recalculation of running due dates that it gave rise to. */
  recalculation: string;
}

/**
 * An office admin says of a day that the office rests on it, or that it does not; an admin of the exchange says it for
 * all. Every running due date that it moves is counted anew (design §6).
 * @param office null for all
 * @throws GongmunError forbidden, `holiday.recorded_already` (409)
 */
export async function declareHoliday(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  given: { office: string | null; holiday: Holiday },
): Promise<Declared> {
  return recordingRefusal(deps, request, 'declare_holiday', () => declare(deps, actor, request, given));
}

async function declare(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  given: { office: string | null; holiday: Holiday },
): Promise<Declared> {
  const { office, holiday } = given;
  if (office !== null) await readOffice(deps, office);
  const may =
    office === null ? mayAct(actor, 'declare_holiday') : mayAct(actor, 'declare_office_holiday', office);
  if (!may)
    throw new GongmunError('forbidden', 'permission.denied', 'Only an admin of the office may say this.');
  const { resource } = await idempotently(deps, request, async (tx) => {
    const at = deps.now();
    const id = uuid();
    if (!(await saveHoliday(tx, { ...holiday, id: uuid(), office, at })))
      throw new GongmunError('conflict', 'holiday.recorded_already', 'The same was said of this day before.');
    await insertRecalculation(tx, { id, office, date: holiday.date, at, by: actor.person });
    const { key, digest: requestDigest, requestId } = request;
    const resource = `holiday:${id}`;
    await insertIdempotencyRecord(tx, { actor: request.actor, key, requestDigest, resource, at });
    await insertAuditEntry(tx, {
      ...{ at, actor: actor.person, capacity: 'official' as const, action: `holiday_${holiday.effect}` },
      onBehalfOf: office === null ? undefined : actsInOfficeFor(actor, 'declare_office_holiday', office),
      ...{ submissionId: null, subjects: [`${office ?? 'all'} ${holiday.date}`], requestId },
    });
    return resource;
  });
  return { ...holiday, office, recalculation: resource.slice('holiday:'.length) };
}

export interface CalendarDay {
  date: string;
  name: Words;
  /** By law, declared for all or by the office; a withdrawn day is worked on. */
  source: 'law' | 'declared' | 'withdrawn';
}

/** The days of a year on which an office rests beside weekends, and those that were withdrawn. */
export async function readCalendar(
  deps: Deps,
  asked: { office: string; year: number },
): Promise<{ office: string; year: number; timeZone: string; days: CalendarDay[] }> {
  const { code, country, timeZone } = await readOffice(deps, asked.office);
  const days = new Map<string, CalendarDay>();
  const lawful = country === 'KR' ? koreanHolidays(asked.year) : [];
  for (const { date, name } of lawful) days.set(date, { date, name, source: 'law' });
  for (const { date, name, effect } of await listHolidays(deps.db, code, asked.year))
    days.set(date, { date, name, source: effect });
  return {
    office: code,
    year: asked.year,
    timeZone,
    days: [...days.values()].sort((a, b) => (a.date < b.date ? -1 : 1)),
  };
}
