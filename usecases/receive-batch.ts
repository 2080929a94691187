import { v7 as uuid } from 'uuid';
import {
  countOpenBatches,
  discardBatch,
  findBatch,
  insertBatch,
  insertLines,
  startBatch,
} from '../db/batch-store';
import { findIdempotencyRecord } from '../db/idempotency-store';
import type { ReadLine } from '../domain/batch';
import { sha256 } from '../domain/digest';
import { GongmunError } from '../domain/errors';
import type { Actor } from '../domain/permissions';
import type { Document } from './check-document';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity } from './idempotent';
import { type BatchView, viewBatch } from './read-batch';
import { recordAct } from './record-act';
import { idIn } from './resource';
import { notFound } from './take-command';

/** A batch while it arrives. */
export interface IncomingBatch {
  /** For which every line is sent. */
  organisation?: string | undefined;
  /** @throws GongmunError too_large, where there are too many */
  lines: AsyncIterable<ReadLine<Document>>;
  /** Of all bytes, once they were read. */
  digest(): string;
}

/** Of one person, whichever process took them. */
const MOST_OPEN = 20;

/** So many lines are held in memory at most before they are written. */
const TOGETHER = 100;

/**
 * Takes many documents at once: the lines are kept, sealed, as they arrive, and carried out once all of them are there.
 * An upload that broke off leaves nothing and is sent again under the same key; one that had come before is that batch.
 * @throws GongmunError `organisation.not_a_member` (403), `batch.empty` (400), `batch.too_many_open` (429), and what
 *   reading the lines throws
 */
export async function receiveBatch(
  deps: Deps,
  actor: Actor,
  request: Omit<RequestIdentity, 'digest'>,
  incoming: IncomingBatch,
): Promise<BatchView> {
  const { organisation } = incoming;
  if (organisation !== undefined && !actor.sendsFor.includes(organisation))
    throw new GongmunError(
      'forbidden',
      'organisation.not_a_member',
      'You do not send for this organisation.',
    );
  const known = await findIdempotencyRecord(deps.db, request.actor, request.key);
  const batch = known === undefined ? await begin(deps, actor, organisation) : undefined;
  let kept = false;
  try {
    let count = 0;
    let held: ReadLine<Document>[] = [];
    const write = async () => {
      if (batch !== undefined && held.length > 0) await insertLines(deps.db, deps.cipher, batch, held);
      held = [];
    };
    for await (const line of incoming.lines) {
      count += 1;
      held.push(line);
      if (held.length === TOGETHER) await write();
    }
    await write();
    if (count === 0) throw new GongmunError('bad_request', 'batch.empty', 'The batch has no lines.');
    const digest = sha256(`batch\n${organisation ?? ''}\n${incoming.digest()}`);
    const identity = { ...request, digest };
    const { resource, replayed } = await idempotently(deps, identity, async (tx) => {
      if (batch === undefined) throw notFound();
      const at = deps.now();
      await startBatch(tx, batch.id, count);
      const resource = `batch:${batch.id}`;
      await recordAct(tx, identity, {
        ...{ resource, action: 'submit_batch', capacity: 'party', subjects: [batch.id], at },
      });
      return resource;
    });
    kept = !replayed;
    const found = await findBatch(deps.db, idIn(resource, 'batch'));
    if (found === undefined) throw notFound();
    return await viewBatch(deps, found);
  } finally {
    if (!kept && batch !== undefined) {
      await discardBatch(deps.db, batch.id);
      await deps.cipher.destroy([batch.contentKey]);
    }
  }
}

async function begin(deps: Deps, actor: Actor, organisation: string | undefined) {
  const contentKey = await deps.cipher.newKey();
  const batch = {
    ...{ id: uuid(), person: actor.person, organisation: organisation ?? null },
    ...{ contentKey, receivedAt: deps.now() },
  };
  await deps.db.transaction(async (tx) => {
    if ((await countOpenBatches(tx, actor.person)) >= MOST_OPEN)
      throw new GongmunError(
        'too_many_requests',
        'batch.too_many_open',
        `At most ${MOST_OPEN} batches of yours are under way at a time.`,
        { retryAfter: 60 },
      );
    await insertBatch(tx, batch);
  });
  return batch;
}
