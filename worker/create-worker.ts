import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { createActivities, createNoticeActivities, createWebhookActivities } from '../activities';
import type { Deps } from '../activities/deps';
import { encryptContent } from '../activities/encrypt-content';
import { openContentCipher } from '../adapters/content-cipher';
import { engineAccess } from '../adapters/engine-access';
import { createFiles, createSealedFiles } from '../adapters/files';
import { createFormSchemas } from '../adapters/form-schemas';
import { createKeyRing } from '../adapters/keys';
import { createMailer } from '../adapters/mail';
import { createDataConverter, decodeJson } from '../adapters/payload-codec';
import { createPagePrinter } from '../adapters/pdf-seal';
import { createReadiness, type Readiness } from '../adapters/readiness';
import { createRecordsStores } from '../adapters/records-store';
import { createSigner } from '../adapters/signer';
import { createTracing } from '../adapters/tracing';
import { createWebhookSender, type Lookup } from '../adapters/webhooks';
import type { Config } from '../config';
import { hasEvidence } from '../db/evidence-store';
import { insertFiling } from '../db/filing-store';
import { openKeyRows } from '../db/key-rows';
import { closing } from '../db/knex';
import { type QueueEntry, type QueueFault, readLogBacklog } from '../db/log-store';
import { countNotices } from '../db/notice-store';
import { openRestricted } from '../db/open-restricted';
import { readBacklog } from '../db/outbox-store';
import { requireRestrictedRole } from '../db/require-restricted-role';
import { ZIP_LIMITS, type ZipLimits } from '../domain/export-parts';
import { createDelivery, NO_DELIVERY } from '../usecases/deliver-command';
import { createEngineRuns } from '../usecases/engine-runs';
import { createFormCache } from '../usecases/form-cache';
import { createLineSubmitter } from '../usecases/submit-batch-line';
import { commandsExist, queues, workflowIdOf } from '../workflows/messages';
import { ARCHIVER_SETTINGS, type ArchiverSettings, createArchiver } from './archiver';
import { bundleWorkflows } from './bundle-workflows';
import { createContentSweep } from './content-sweep';
import { createExportActivities } from './export-activities';
import { createLogKeeper, type LogPace } from './keep-log';
import type { Watch } from './metrics';
import { createReconciler, RECONCILER_SETTINGS, type ReconcilerSettings } from './reconciler';
import { createRelay, RELAY_SETTINGS, type RelaySettings } from './relay';
import { keepShortStacks } from './short-stacks';

export interface WorkerProcess {
  /** What waits in the rows, for whoever watches. */
  watch: Watch;
  /** What the worker needs to serve, each asked for a bounded time. */
  readiness: Readiness;
  /** Opens what is encrypted in the engine's JSON; what cannot be opened is left as it is. */
  decode<T>(json: T): Promise<T>;
  /** Resolves when the workers have stopped; rejects when one failed for good. */
  run(): Promise<void>;
  /** Lets what runs end, then closes every connection. */
  stop(): Promise<void>;
}

export interface WorkerOverrides {
  relay?: Partial<RelaySettings>;
  archiver?: Partial<ArchiverSettings>;
  reconciler?: Partial<ReconcilerSettings>;
  log?: Partial<LogPace>;
  now?: () => Date;
  failed?: (what: string, error: unknown) => void;
  roundEnded?: () => void;
  restored?: (workflowId: string, was: 'gone' | 'foreign') => void;
  faultyRow?: (entry: QueueEntry, fault: QueueFault) => void;
  /** A bundle made before, so that many workers of one test run share it. */
  workflowBundle?: { code: string } | { codePath: string };
  /** What names mean to webhooks. */
  lookup?: Lookup;
  maxCachedWorkflows?: number;
  /** What one zip of an export may hold. */
  zipLimits?: ZipLimits;
}

/**
 * Workflows that a worker holds in memory, about 0.7 MB each: with a thousand a worker had 1 GB (`npm run bench -- --scale`).
 * Of thousands that are open nearly all sleep for days and are read from their history when something happens, about a
 * dozen events.
 */
const CACHED = 300;
/**
 * The SDK ends a turn of a workflow after 5 s by terminating its isolate, and Node aborts the whole process when that
 * happens among promises (seen: 3,000 forged signals in one turn on a busy machine, and every worker that took the task
 * died of it). Our turns have no loop that could run away; the engine itself gives up on a task after 10 s. The option
 * is one that the SDK reads and does not name in its types.
 */
const PATIENT = { isolateExecutionTimeout: '5m' };

/** The composition root of the worker: everything is built here, once, and handed down. */
export async function createWorker(config: Config, overrides: WorkerOverrides = {}): Promise<WorkerProcess> {
  const now = overrides.now ?? (() => new Date());
  const failed = overrides.failed ?? (() => {});
  const { namespace, queuePrefix } = config.temporal;
  const access = await engineAccess(config.temporal);
  const db = await openRestricted({ ...config.database, reach: 'everything' }, (error) =>
    failed('role', error),
  );
  const cipher = await openContentCipher({
    rows: openKeyRows(config.keyStore.url),
    mastersDir: config.keyStore.mastersDir,
  });
  const mailer = createMailer({ smtpUrl: config.mail.smtpUrl, from: config.mail.from });
  const keys = await createKeyRing(config.keys, async () => !(await hasEvidence(db))).catch(closing(db));
  const signer = createSigner(keys, config.publicUrl);
  const connection = await NativeConnection.connect(access);
  const clientConnection = await Connection.connect(access);
  const dataConverter = await createDataConverter(config.codec.keysDir);
  const client = new Client({
    connection: clientConnection,
    namespace,
    dataConverter,
  });
  const names = queues(queuePrefix);
  const tracing = createTracing(config.tracingEndpoint, 'gongmun-worker');

  const files = createSealedFiles(createFiles(config.files), cipher);
  const relay = createRelay({
    db,
    cipher,
    files,
    signer,
    client,
    queues: names,
    settings: { ...RELAY_SETTINGS, sendsNotices: config.sendsNotices, ...overrides.relay },
    drafts: config.drafts,
    uploads: config.uploads,
    now,
    failed,
    roundEnded: overrides.roundEnded ?? (() => {}),
  });
  const runs = createEngineRuns(client, (json) => decodeJson(dataConverter.payloadCodecs, json));
  const reconciler = createReconciler({
    ...{ db, client, queues: names, runs, now, failed },
    settings: { ...RECONCILER_SETTINGS, ...overrides.reconciler },
    restored: overrides.restored ?? (() => {}),
  });
  const archiver = createArchiver({
    db,
    runs,
    settings: { ...ARCHIVER_SETTINGS, ...overrides.archiver },
    now,
    failed,
  });
  // The lines of batches are submitted here, by the same use case.
  const delivery = config.delivers
    ? createDelivery({ client, queues: names, db, now, failed: (error) => failed('deliver', error) })
    : NO_DELIVERY;
  const schemas = createFormSchemas();
  const submitLine = createLineSubmitter({
    ...{ db, cipher, signer, schemas, forms: createFormCache(), delivery, now },
  });
  const deps: Deps = {
    db,
    cipher,
    files,
    signer,
    mailer,
    webhooks: createWebhookSender({
      targets: config.webhookTargets,
      ...(overrides.lookup === undefined ? {} : { lookup: overrides.lookup }),
    }),
    records: createRecordsStores(insertFiling),
    publicUrl: config.publicUrl,
    submitLine,
    noticesWritten: () => relay.nudge(),
    async wake(submissionId, seq) {
      try {
        await client.workflow.getHandle(workflowIdOf(submissionId)).signal(commandsExist, seq);
      } catch (error) {
        // One that is missing is brought back by the sweep when its instant comes.
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    },
    now,
  };
  const log = await createLogKeeper({
    ...{ db, keys, mailer, now, failed, issuer: config.publicUrl, settings: config.log },
    pace: overrides.log ?? {},
    faulty: overrides.faultyRow ?? (() => {}),
  }).catch(closing(db));
  const sweep = createContentSweep({ encrypt: (stopped) => encryptContent(deps, stopped), failed });
  const shared = {
    connection,
    namespace,
    dataConverter,
    shutdownGraceTime: '10s' as const,
    interceptors: { activity: tracing.activityInterceptors },
  };
  keepShortStacks();
  const procedures = await Worker.create({
    ...shared,
    ...PATIENT,
    taskQueue: names.submissions,
    workflowBundle: overrides.workflowBundle ?? (await bundleWorkflows()),
    activities: createActivities(deps),
    maxCachedWorkflows: overrides.maxCachedWorkflows ?? CACHED,
  });
  const notices = await Worker.create({
    ...shared,
    taskQueue: names.notices,
    activities: {
      ...createNoticeActivities(deps),
      ...createExportActivities({
        ...deps,
        printPage: createPagePrinter(keys, now),
        keptForMs: config.exportsKeptForMs,
        zipLimits: overrides.zipLimits ?? ZIP_LIMITS,
      }),
    },
    maxConcurrentActivityTaskExecutions: 50,
    maxConcurrentActivityTaskPolls: 10,
  });

  const webhooks = await Worker.create({
    ...shared,
    taskQueue: names.webhooks,
    activities: createWebhookActivities(deps),
    maxConcurrentActivityTaskExecutions: 50,
    maxConcurrentActivityTaskPolls: 2,
  });

  const workers = [procedures, notices, webhooks];
  let running: Promise<void> | undefined;
  return {
    watch: {
      backlog: () => readBacklog(db),
      notices: () => countNotices(db),
      log: () => readLogBacklog(db),
    },
    readiness: createReadiness({
      database: () => requireRestrictedRole(db),
      engine: () => client.workflowService.getSystemInfo({}),
      workers: async () => requireRunning(workers),
    }),
    decode: (json) => decodeJson(dataConverter.payloadCodecs, json),
    run() {
      relay.start();
      reconciler.start();
      archiver.start();
      log.start();
      sweep.start();
      running = Promise.all(workers.map((worker) => worker.run())).then(() => undefined);
      return running;
    },
    async stop() {
      await Promise.all([relay.stop(), reconciler.stop(), archiver.stop(), log.stop(), sweep.stop()]);
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      // How they ended is told by `run`.
      await running?.catch(() => {});
      await delivery.drain();
      await connection.close();
      await clientConnection.close();
      mailer.close();
      await tracing.stop();
      await cipher.stop();
      await db.destroy();
    },
  };
}

/** @throws Error when one of them does not poll: it has not begun, is stopping, or failed */
function requireRunning(workers: Worker[]): void {
  for (const worker of workers)
    if (worker.getState() !== 'RUNNING') throw new Error('A worker does not poll.');
}
