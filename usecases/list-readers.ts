import { listReaders as listRows, type ReaderRow } from '../db/reader-store';
import type { Actor } from '../domain/permissions';
import { READINGS, type Reading } from '../domain/readings';
import type { Words } from '../domain/words';
import { accessSubmission } from './access';
import type { Deps } from './deps';
import { decodeCursor, isId, type Page, toPage } from './page';

export interface ReaderView {
  at: string;
  action: Reading;
  words: Words;
  capacity: ReaderRow['capacity'];
  office: { code: string; name: Words } | null;
  /** The official's, where the office lets the party know it. */
  name: string | null;
  /** The attachment or receipt that was read, where it was a single one. */
  subject: string | null;
}

/** Readings of one thing that belongs to the submission; what else a list showed is not the party's. */
const OF_ONE_THING: readonly Reading[] = [
  'read_attachment',
  'read_receipt',
  'print_receipt',
  'check_evidence',
];

/**
 * Who has read a submission, for its party: when, what, in what capacity and for which office. Auditors and operators
 * are told by their capacity alone.
 */
export function listReaders(
  deps: Deps,
  actor: Actor,
  asked: { submissionId: string; cursor?: string | undefined; limit: number; requestId: string },
): Promise<Page<ReaderView>> {
  const after = decodeCursor(asked.cursor, isId);
  const { submissionId, limit, requestId } = asked;
  const access = { submissionId, requestId, action: 'read_readers' as const };
  return accessSubmission(deps, actor, access, async (row, tx) => {
    const actions = Object.keys(READINGS) as Reading[];
    const rows = await listRows(tx, row.id, { actions, after, limit: limit + 1 });
    return toPage(rows, limit, view, ({ id }) => id);
  });
}

function view({ at, action, capacity, office, officeName, name, subjects }: ReaderRow): ReaderView {
  return {
    at: at.toISOString(),
    action,
    words: READINGS[action],
    capacity,
    office: office === null || officeName === null ? null : { code: office, name: officeName },
    name,
    subject: (OF_ONE_THING.includes(action) ? subjects?.[0] : null) ?? null,
  };
}
