import type { Client } from '@temporalio/client';
import { giveUpDeliveries } from '../activities/deliver-webhook';
import { giveUpMails } from '../activities/send-mail';
import { giveUpNotices } from '../activities/send-notice';
import type { ContentCipher } from '../adapters/content-cipher';
import type { SealedFiles } from '../adapters/files';
import type { Signer } from '../adapters/signer';
import { abandonedBatches, discardBatch, openBatches } from '../db/batch-store';
import { dueDispatches } from '../db/delivery-store';
import { openExports } from '../db/export-store';
import type { Db } from '../db/knex';
import { markMailStarted, writtenMails } from '../db/mail-store';
import { groupNotices, markStarted } from '../db/notice-store';
import { deliveredButUnapplied, markDelivered, overdueForAttention, undelivered } from '../db/outbox-store';
import { openRecalculations } from '../db/recalculation-store';
import { markDeliveryStarted, writtenDeliveries } from '../db/webhook-delivery-store';
import { failpoint } from '../domain/failpoints';
import { inLanes } from '../domain/in-lanes';
import { dateDocuments } from '../usecases/date-documents';
import { foldStatistics } from '../usecases/fold-statistics';
import { sweepDrafts } from '../usecases/sweep-drafts';
import { sweepParts } from '../usecases/sweep-parts';
import { sweepUploads } from '../usecases/sweep-uploads';
import {
  BATCH_WORKFLOW,
  batchWorkflowIdOf,
  DISPATCH_WORKFLOW,
  dispatchWorkflowIdOf,
  EXPORT_WORKFLOW,
  exportWorkflowIdOf,
  mailActivityIdOf,
  noticeActivityIdOf,
  type Queues,
  RECALCULATION_WORKFLOW,
  recalculationWorkflowIdOf,
  webhookActivityIdOf,
} from '../workflows/messages';
import { bringBack, rehydrate } from './bring-back';
import { startStandalone } from './start-standalone';

export interface RelaySettings {
  /** Commands older than this were not delivered by who took them. */
  undeliveredAfterMs: number;
  /** Commands delivered longer ago than this and not applied are looked into. */
  stuckAfterMs: number;
  /** A deadline unattended for this long has lost its workflow. */
  missedDeadlineAfterMs: number;
  /** Off: notices are left where they are written. */
  sendsNotices: boolean;
  /** How many notices one activity carries at most. */
  noticesTogether: number;
  /** How long notices wait for others to go with. */
  noticesWaitMs: number;
  /** A notice is tried for three days (`startNotice`); one of which nothing was heard for longer has failed. */
  noticesGivenUpAfterMs: number;
  /** Between two rounds of delivering. */
  everyMs: number;
  /** Between two looks at what is stuck or missed. */
  inspectEveryMs: number;
  /** Between two times that what has ended is added to the sums of the statistics. */
  foldEveryMs: number;
}

export const RELAY_SETTINGS: RelaySettings = {
  undeliveredAfterMs: 2_000,
  stuckAfterMs: 60_000,
  missedDeadlineAfterMs: 60_000,
  sendsNotices: true,
  noticesTogether: 40,
  noticesWaitMs: 500,
  noticesGivenUpAfterMs: 73 * 3_600_000,
  everyMs: 1_000,
  inspectEveryMs: 15_000,
  foldEveryMs: 3_600_000,
};

export interface RelayDeps {
  db: Db;
  cipher: ContentCipher;
  files: SealedFiles;
  /** For the evidence of notices that were given up. */
  signer: Signer;
  client: Client;
  queues: Queues;
  settings: RelaySettings;
  /** How long drafts are kept. */
  drafts: { keptDays: number; warnedDays: number };
  /** How long uploads are kept that nothing takes. */
  uploads: { keptDays: number };
  now(): Date;
  failed(what: string, error: unknown): void;
  /** A round is over, whatever came of it. */
  roundEnded(): void;
}

export interface Relay {
  /** Notices were written: start them without waiting for the next round. */
  nudge(): void;
  /** Starts the rounds; the first runs at once. */
  start(): void;
  /** Ends after the round under way. */
  stop(): Promise<void>;
}

const BATCH = 500;
/** Longer than anybody sends at a batch. */
const UPLOADS_BREAK_OFF_MS = 86_400_000;
const AT_ONCE = 50;

/**
 * Delivers what a process that died could not: outboxed commands, written notices, deadlines whose workflow is gone.
 * Everything it does may be done twice, by two workers at once.
 */
export function createRelay(deps: RelayDeps): Relay {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> = Promise.resolve();
  let nudged = false;
  const startedAt = Date.now();
  let inspectedAt = startedAt;

  const guarded = (what: string, act: () => Promise<void>) =>
    act().catch((error: unknown) => deps.failed(what, error));

  // One at a time: two runs would give the engine the same notices, which it refuses at the same cost.
  let starting: Promise<void> | undefined;
  let again = false;
  function notices(): Promise<void> {
    if (!deps.settings.sendsNotices) return Promise.resolve();
    again = starting !== undefined;
    starting ??= guarded('notices', () => startNotices(deps)).finally(() => {
      starting = undefined;
      if (again && !stopped) void notices();
    });
    return starting;
  }

  // Beside the rounds, for the first fold of a large installation takes minutes, which nothing else should wait for.
  let foldDueAt = 0;
  let folding: Promise<void> | undefined;
  function fold(): void {
    if (Date.now() < foldDueAt) return;
    // Of one that failed.
    foldDueAt = Date.now() + deps.settings.inspectEveryMs;
    folding ??= guarded('statistics', async () => {
      await foldStatistics(deps, { going: () => !stopped });
      foldDueAt = Date.now() + deps.settings.foldEveryMs;
    }).finally(() => {
      folding = undefined;
    });
  }

  async function everything(): Promise<void> {
    await guarded('deliver', () => deliver(deps));
    await notices();
    for (const rows of ROWS_WITH_WORKFLOWS) await guarded(rows.what, () => startEach(deps, rows));
    await guarded('mails', () => startMails(deps));
    await guarded('webhooks', () => startDeliveries(deps));
    fold();
    if (Date.now() - inspectedAt < deps.settings.inspectEveryMs) return;
    inspectedAt = Date.now();
    // A worker that just came up may have a backlog; what waits in it is not stuck.
    if (inspectedAt - startedAt >= deps.settings.stuckAfterMs) await guarded('stuck', () => freeStuck(deps));
    await guarded('deadlines', () => attendDeadlines(deps));
    const { noticesGivenUpAfterMs } = deps.settings;
    const givenUp = new Date(deps.now().getTime() - noticesGivenUpAfterMs);
    const brokenOff = new Date(deps.now().getTime() - UPLOADS_BREAK_OFF_MS);
    await guarded('drafts', () => sweepDrafts(deps));
    await guarded('uploads', () => sweepUploads(deps));
    await guarded('undated documents', () => dateDocuments(deps));
    await guarded('uploads in part', () => sweepParts(deps));
    await guarded('abandoned batches', () => discardBatches(deps, brokenOff));
    await guarded('abandoned notices', () => giveUpNotices(deps, givenUp));
    await guarded('abandoned mails', () => giveUpMails(deps, givenUp));
    await guarded('abandoned webhooks', () => giveUpDeliveries(deps, givenUp));
  }

  function next(): void {
    if (stopped) return;
    round = everything().finally(() => {
      deps.roundEnded();
      if (!stopped) timer = setTimeout(next, deps.settings.everyMs);
    });
  }

  return {
    start: next,
    nudge() {
      if (nudged || stopped) return;
      nudged = true;
      setTimeout(() => {
        nudged = false;
        if (!stopped) void notices();
      }, deps.settings.noticesWaitMs);
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await round;
      await starting;
      await folding;
    },
  };
}

async function deliver(deps: RelayDeps): Promise<void> {
  const before = new Date(deps.now().getTime() - deps.settings.undeliveredAfterMs);
  const waiting = await undelivered(deps.db, before, BATCH);
  await inLanes(waiting, AT_ONCE, async (command) => {
    await rehydrate(deps, command);
    await failpoint('command.relayed');
    await markDelivered(deps.db, [command], deps.now());
  });
}

export interface RowsWithWorkflows {
  what: string;
  type: string;
  /** Rows of which a workflow has something to do now. */
  open(db: Db, at: Date): Promise<string[]>;
  workflowIdOf(id: string): string;
}

/** What has a workflow of its own beside submissions. */
export const ROWS_WITH_WORKFLOWS: readonly RowsWithWorkflows[] = [
  {
    what: 'recalculations',
    type: RECALCULATION_WORKFLOW,
    open: openRecalculations,
    workflowIdOf: recalculationWorkflowIdOf,
  },
  { what: 'batches', type: BATCH_WORKFLOW, open: openBatches, workflowIdOf: batchWorkflowIdOf },
  { what: 'dispatches', type: DISPATCH_WORKFLOW, open: dueDispatches, workflowIdOf: dispatchWorkflowIdOf },
  { what: 'exports', type: EXPORT_WORKFLOW, open: openExports, workflowIdOf: exportWorkflowIdOf },
];

/**
 * Each is a workflow under its own id, which ends when its rows say so. Where it runs nothing happens; one whose run is
 * gone comes back.
 */
async function startEach(deps: RelayDeps, rows: RowsWithWorkflows): Promise<void> {
  for (const id of await rows.open(deps.db, deps.now())) {
    await deps.client.workflow.start(rows.type, {
      workflowId: rows.workflowIdOf(id),
      taskQueue: deps.queues.submissions,
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
  }
}

/** Each group is a standalone activity under its carrier's id: the engine refuses a second start. */
async function startNotices(deps: RelayDeps): Promise<void> {
  const carriers = await groupNotices(deps.db, deps.settings.noticesTogether, BATCH);
  await failpoint('notices.grouped');
  const started: string[] = [];
  await inLanes(carriers, AT_ONCE, async (noticeId) => {
    await startNotice(deps, noticeId);
    await failpoint('notices.started');
    started.push(noticeId);
  }).finally(() => markStarted(deps.db, started));
}

const startNotice = (deps: RelayDeps, noticeId: string): Promise<void> =>
  startStandalone(deps.client, {
    name: 'sendNotice',
    id: noticeActivityIdOf(noticeId),
    taskQueue: deps.queues.notices,
    args: [{ noticeId }],
    summary: 'Send notices',
  });

/** Each is an activity under its own id, for it has an address of its own. */
async function startMails(deps: RelayDeps): Promise<void> {
  if (!deps.settings.sendsNotices) return;
  await inLanes(await writtenMails(deps.db, BATCH), AT_ONCE, async (mailId) => {
    await startStandalone(deps.client, {
      name: 'sendMail',
      id: mailActivityIdOf(mailId),
      taskQueue: deps.queues.notices,
      args: [{ mailId }],
      summary: 'Send a mail',
    });
    await markMailStarted(deps.db, mailId);
  });
}

async function startDeliveries(deps: RelayDeps): Promise<void> {
  await inLanes(await writtenDeliveries(deps.db, BATCH), AT_ONCE, async (deliveryId) => {
    await startStandalone(deps.client, {
      name: 'deliverWebhook',
      id: webhookActivityIdOf(deliveryId),
      taskQueue: deps.queues.webhooks,
      args: [{ deliveryId }],
      summary: 'Send a webhook',
    });
    await markDeliveryStarted(deps.db, deliveryId);
  });
}

async function discardBatches(deps: RelayDeps, before: Date): Promise<void> {
  for (const { id, contentKey } of await abandonedBatches(deps.db, before)) {
    await discardBatch(deps.db, id);
    await deps.cipher.destroy([contentKey]);
  }
}

/** A run that took the signal and does not apply the rows: foreign, failing, or never told. */
async function freeStuck(deps: RelayDeps): Promise<void> {
  const before = new Date(deps.now().getTime() - deps.settings.stuckAfterMs);
  await inLanes(await deliveredButUnapplied(deps.db, before, BATCH), AT_ONCE, async (stuck) => {
    if (await bringBack(deps, stuck, stuck.deliveries > 1)) await markDelivered(deps.db, [stuck], deps.now());
  });
}

/** Where an instant passed and nothing came of it the run is missing, or sleeps for a later one that no longer holds. */
async function attendDeadlines(deps: RelayDeps): Promise<void> {
  const before = new Date(deps.now().getTime() - deps.settings.missedDeadlineAfterMs);
  await inLanes(await overdueForAttention(deps.db, before, BATCH), AT_ONCE, async (overdue) => {
    await bringBack(deps, overdue, false);
  });
}
