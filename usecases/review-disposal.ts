import type { Tx } from '../db/knex';
import { findOffice } from '../db/office-store';
import type { DisposalDecision, ReviewReason } from '../domain/disposal';
import { GongmunError } from '../domain/errors';
import { DAY } from '../domain/period-clock';
import type { Actor } from '../domain/permissions';
import { startOfDay } from '../domain/retention';
import type { Deps } from './deps';
import type { RequestIdentity } from './idempotent';
import { sealReason } from './seal-words';
import { type Taken, takeCommand } from './take-command';

export interface Review {
  decision: DisposalDecision;
  reason: ReviewReason;
  words: string;
  /** Of `keep`: the date, `YYYY-MM-DD` at the office, on which it is due again. */
  until?: string | undefined;
  /** Of `transfer`: the archive that is to have it. */
  archive?: string | undefined;
}

/**
 * A person of the office decides about a record whose retention is over: destroy it, keep it until a date, or give it to an
 * archive (Public Records Management Act art. 27; ISO 15489-1 clause 9.9).
 * @throws GongmunError `disposal.until_not_ahead` (422)
 */
export function reviewDisposal(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: { submissionId: string; version: number; review: Review },
): Promise<Taken> {
  const { submissionId, version, review } = act;
  const { decision, reason, words, until, archive } = review;
  const { facts, content } = sealReason(reason, { words });
  return takeCommand(deps, actor, request, {
    submissionId,
    version,
    action: 'review_disposal',
    command: { kind: 'review_disposal', decision },
    facts: { ...facts, decision, ...(archive === undefined ? {} : { archive }) },
    content,
    async findFacts(tx, row): Promise<Record<string, string>> {
      if (until === undefined) return {};
      return { until: (await keptUntil(tx, row.office ?? '', until, deps.now())).toISOString() };
    },
  });
}

/**
 * The first instant of the day, at the office, until which a record is kept on.
 * @throws GongmunError `disposal.until_not_ahead` (422)
 */
export async function keptUntil(tx: Tx, office: string, until: string, now: Date): Promise<Date> {
  const { timeZone = 'UTC' } = (await findOffice(tx, office)) ?? {};
  const instant = startOfDay(Date.parse(until) / DAY, timeZone);
  if (instant <= now) throw notAhead();
  return instant;
}

function notAhead(): GongmunError {
  const code = 'disposal.until_not_ahead';
  const detail = 'A record is kept until a date that lies ahead.';
  return new GongmunError('unprocessable', code, detail, { faults: [{ pointer: '/until', code, detail }] });
}
