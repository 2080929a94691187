import { type BatchRow, countLines, findBatch, type LineRow, listLines } from '../db/batch-store';
import type { BatchStatus, LineRefusal, LineStatus } from '../domain/batch';
import type { Actor } from '../domain/permissions';
import type { Deps } from './deps';
import { notFound } from './take-command';

export interface BatchView {
  id: string;
  organisation: string | null;
  status: BatchStatus;
  lines: number;
  waiting: number;
  accepted: number;
  refused: number;
  receivedAt: string;
  finishedAt: string | null;
}

export async function viewBatch(deps: Pick<Deps, 'db'>, row: BatchRow): Promise<BatchView> {
  const { contentKey: _, person: __, ...batch } = row;
  return {
    ...batch,
    ...(await countLines(deps.db, row.id)),
    receivedAt: row.receivedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

/** How far it has come. @throws GongmunError not_found */
export async function readBatch(deps: Pick<Deps, 'db'>, actor: Actor, id: string): Promise<BatchView> {
  return viewBatch(deps, await ownBatch(deps, actor, id));
}

/** Whoever sent it, and of an organisation's those who read for it: they are the party. */
async function ownBatch(deps: Pick<Deps, 'db'>, actor: Actor, id: string): Promise<BatchRow> {
  const row = await findBatch(deps.db, id);
  if (row === undefined || row.status === 'receiving') throw notFound();
  const own =
    row.organisation === null ? row.person === actor.person : actor.organisations.includes(row.organisation);
  if (!own) throw notFound();
  return row;
}

/** What became of one line. */
export interface LineView {
  line: number;
  status: LineStatus;
  submission?: string;
  doneAt?: string;
  code?: string;
  detail?: string;
  faults?: LineRefusal['faults'];
}

const PAGE = 500;

/** Line by line as they stand now, in order, from after `after` on; a page at a time is held. */
export async function readBatchResults(
  deps: Pick<Deps, 'db' | 'cipher'>,
  actor: Actor,
  asked: { id: string; after: number },
): Promise<AsyncIterable<LineView>> {
  const batch = await ownBatch(deps, actor, asked.id);
  const pageAfter = (after: number) => listLines(deps.db, deps.cipher, batch, { after, limit: PAGE });
  // What cannot be read now is told before the answer has begun.
  const first = await pageAfter(asked.after);
  return (async function* () {
    for (let rows = first; ; ) {
      for (const row of rows) yield viewLine(row);
      const last = rows.at(-1);
      if (rows.length < PAGE || last === undefined) return;
      rows = await pageAfter(last.line);
    }
  })();
}

function viewLine({ line, status, submission, doneAt, refusal }: LineRow): LineView {
  return {
    line,
    status,
    ...(submission === null ? {} : { submission }),
    ...(doneAt === null ? {} : { doneAt: doneAt.toISOString() }),
    ...(refusal === null ? {} : refusal),
  };
}
