import { hasOpened } from '../db/opening-store';
import type { SubmissionRow } from '../db/submission-store';
import { readTimelineRows, type TimelineRow } from '../db/timeline';
import type { CommandKind } from '../domain/commands';
import { type Actor, rolesIn, standsForParty } from '../domain/permissions';
import { accessSubmission } from './access';
import type { Deps } from './deps';

export interface TimelineEntry {
  seq: number;
  kind: CommandKind;
  at: string;
  by: { capacity: string; office: string | null; person?: string };
  events: { id: string; event: string; facts: Record<string, string | number> | null }[];
  words: Record<string, unknown> | null;
}

/** What an office does within itself is not the party's; a drafted decision is no decision yet. */
export const INTERNAL: readonly CommandKind[] = [
  'involve',
  'contribute',
  'send_back',
  'notice_failed',
  'never_opened',
  'never_assigned',
  'still_overdue',
  'hold',
  'release_hold',
  'review_disposal',
];

/** What happened to a submission, in order, with the words that went with it: requests, reasons, replies. */
export function readTimeline(
  deps: Deps,
  actor: Actor,
  asked: { submissionId: string; requestId: string },
): Promise<TimelineEntry[]> {
  return accessSubmission(deps, actor, { ...asked, action: 'read_timeline' }, async (row, tx) => {
    const rows = await readTimelineRows(tx, deps.cipher, row.id);
    if (standsForParty(actor, row)) return rows.filter((entry) => isForParty(entry, row)).map(withoutNames);
    // Words are content: auditors see what was done, and officials what the party wrote once they opened it.
    const official = rolesIn(actor, row.office).length > 0;
    const opened = official && (await hasOpened(tx, row.id, row.leg, actor.person));
    return rows.map((entry) => {
      const readable = official && (entry.capacity !== 'party' || opened);
      return { ...viewOf(entry), ...(readable ? {} : { words: null }) };
    });
  });
}

function isForParty({ kind, events }: TimelineRow, row: SubmissionRow): boolean {
  if (INTERNAL.includes(kind)) return false;
  if (kind !== 'decide' && kind !== 'approve') return true;
  // The draft's words become the party's with the approval that makes it a decision, and are read there.
  return row.outcome !== null && events.some(({ event }) => event === 'DecisionRecorded');
}

function viewOf({ seq, kind, at, capacity, office, actor, events, words }: TimelineRow): TimelineEntry {
  return { seq, kind, at: at.toISOString(), by: { capacity, office, person: actor }, events, words };
}

function withoutNames(row: TimelineRow): TimelineEntry {
  const { by, ...entry } = viewOf(row);
  return { ...entry, by: { capacity: by.capacity, office: by.office } };
}
