import { latestCheckpoint } from '../db/checkpoint-store';
import {
  type FailedDelivery,
  type FailedMail,
  listFailedDeliveries as listDeliveryRows,
  listFailedMails as listMailRows,
} from '../db/failure-store';
import { readLogBacklog } from '../db/log-store';
import { readBacklog } from '../db/outbox-store';
import type { Deps } from './deps';
import { decodeCursor, isPlaceInTime, type Page, type PlaceInTime, toPage } from './page';

export interface WorkersOfQueue {
  queue: string;
  /** Who asked for work lately, as they name themselves to the engine. */
  workers: { identity: string; seenAt: string | null }[];
}

/** What the API's process can ask of the parts, and where the engine's own pages are. */
export interface OperationsView {
  /** Each part by name: `ready` or `not ready`; within seconds, whatever is away. */
  parts(): Promise<Record<string, string>>;
  /** @throws Error while the engine is away */
  workers(): Promise<WorkersOfQueue[]>;
  engineUi: string | null;
}

export interface Health {
  parts: { name: string; ready: boolean }[];
  /** Null while the engine is away. */
  queues: WorkersOfQueue[] | null;
  outbox: { depth: number; undelivered: number; oldest: string | null };
  log: { depth: number; faults: number; oldest: string | null; size: number; sealedAt: string | null };
  engineUi: string | null;
}

/** Later than this what was written should be in the log, whatever the pace of the sealer. */
const SEALED_WITHIN_MS = 120_000;

/** How it stands with each part, what waits, and since when. No submission is told of. */
export async function readHealth({
  db,
  operations,
  now,
}: Pick<Deps, 'db' | 'operations' | 'now'>): Promise<Health> {
  const [parts, queues, outbox, log, checkpoint] = await Promise.all([
    operations.parts(),
    operations.workers().catch(() => null),
    readBacklog(db),
    readLogBacklog(db),
    latestCheckpoint(db),
  ]);
  const late = log.oldest !== null && now().getTime() - log.oldest.getTime() > SEALED_WITHIN_MS;
  const named = Object.entries(parts).map(([name, state]) => ({ name, ready: state === 'ready' }));
  return {
    parts: [...named, { name: 'sealer', ready: !late && log.faults === 0 }],
    queues,
    outbox: { ...outbox, oldest: outbox.oldest?.toISOString() ?? null },
    log: {
      ...{ depth: log.depth, faults: log.faults, size: log.size },
      oldest: log.oldest?.toISOString() ?? null,
      sealedAt: checkpoint?.signedAt.toISOString() ?? null,
    },
    engineUi: operations.engineUi,
  };
}

interface Asked {
  cursor?: string | undefined;
  limit: number;
}

type Instants<T> = Omit<T, 'writtenAt' | 'settledAt'> & { writtenAt: string; settledAt: string };

/** Mails that will not be tried again, the newest first: no address, no name, no submission. */
export async function listFailedMails(
  { db }: Pick<Deps, 'db'>,
  asked: Asked,
): Promise<Page<Instants<FailedMail>>> {
  const after = decodeCursor(asked.cursor, isPlaceInTime);
  return page(asked, await listMailRows(db, { after, limit: asked.limit + 1 }));
}

/** Messages to webhooks that will not be tried again, the newest first: no address, no submission. */
export async function listFailedDeliveries(
  { db }: Pick<Deps, 'db'>,
  asked: Asked,
): Promise<Page<Instants<FailedDelivery>>> {
  const after = decodeCursor(asked.cursor, isPlaceInTime);
  return page(asked, await listDeliveryRows(db, { after, limit: asked.limit + 1 }));
}

function page<T extends { id: string; writtenAt: Date; settledAt: Date }>(
  asked: Asked,
  rows: T[],
): Page<Instants<T>> {
  return toPage(
    rows,
    asked.limit,
    (row) => ({ ...row, writtenAt: row.writtenAt.toISOString(), settledAt: row.settledAt.toISOString() }),
    (row): PlaceInTime => ({ at: row.settledAt.toISOString(), id: row.id }),
  );
}
