import type { Client } from '@temporalio/client';
import type { Db } from '../db/knex';
import { markDelivered, type Undelivered } from '../db/outbox-store';
import { failpoint } from '../domain/failpoints';
import {
  commandsExist,
  type Queues,
  SUBMISSION_WORKFLOW,
  tellOrStart,
  workflowIdOf,
} from '../workflows/messages';

export interface Delivery {
  /**
   * Tells the engine that rows exist, without holding up the answer. What fails here is left to the relay.
   * @param starts whether a run may be missing: a new submission, or an act on a closed one
   */
  tell(submissionId: string, seq: number, starts: boolean): void;
  /** Waits for what is under way. */
  drain(): Promise<void>;
}

/** More than this at once and the engine is the bottleneck; the rest is the relay's (design §2). */
const AT_ONCE = 50;
/** Sooner than the relay looks for what was not told, and late enough that most rows are gone with their command. */
const MARK_AFTER_MS = 1_000;

export function createDelivery(deps: {
  client: Client;
  queues: Queues;
  db: Db;
  now(): Date;
  failed(error: unknown): void;
}): Delivery {
  const underWay = new Set<Promise<void>>();
  let delivered: Undelivered[] = [];
  let marking: NodeJS.Timeout | undefined;

  async function signal(submissionId: string, seq: number, starts: boolean): Promise<void> {
    if (starts) {
      await deps.client.workflow.signalWithStart(
        SUBMISSION_WORKFLOW,
        tellOrStart(deps.queues, submissionId, seq),
      );
    } else {
      await deps.client.workflow.getHandle(workflowIdOf(submissionId)).signal(commandsExist, seq);
    }
    await failpoint('command.signalled');
    delivered.push({ submissionId, seq });
    marking ??= setTimeout(mark, MARK_AFTER_MS);
  }

  /** In batches. */
  function mark(): Promise<void> {
    clearTimeout(marking);
    marking = undefined;
    const batch = delivered;
    delivered = [];
    return markDelivered(deps.db, batch, deps.now()).catch(deps.failed);
  }

  return {
    tell(submissionId, seq, starts) {
      if (underWay.size >= AT_ONCE) return;
      const telling: Promise<void> = signal(submissionId, seq, starts)
        .catch(deps.failed)
        .finally(() => underWay.delete(telling));
      underWay.add(telling);
    },
    async drain() {
      await Promise.all(underWay);
      await mark();
    },
  };
}

/** Delivery switched off: rows wait for the relay. For measurements and for tests of the relay. */
export const NO_DELIVERY: Delivery = { tell: () => {}, drain: async () => {} };
