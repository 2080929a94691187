import type { SubmissionRow } from '../db/submission-store';
import { readTimelineRows, type TimelineRow } from '../db/timeline';
import type { CommandKind } from '../domain/commands';
import { type Actor, isParty } from '../domain/permissions';
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
const INTERNAL: readonly CommandKind[] = [
  'involve',
  'contribute',
  'send_back',
  'notice_failed',
  'never_opened',
  'never_assigned',
  'still_overdue',
];

/** What happened to a submission, in order, with the words that went with it: requests, reasons, replies. */
export function readTimeline(
  deps: Deps,
  actor: Actor,
  asked: { submissionId: string; requestId: string },
): Promise<TimelineEntry[]> {
  return accessSubmission(deps, actor, { ...asked, action: 'read_timeline' }, async (row, tx) => {
    const rows = await readTimelineRows(tx, row.id);
    return isParty(actor, row)
      ? rows.filter((entry) => isForParty(entry, row)).map(withoutNames)
      : rows.map(viewOf);
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
