import { setTimeout } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { Express } from 'express';
import { openContentCipher } from '../adapters/content-cipher';
import { engineAccess } from '../adapters/engine-access';
import { createFileChecker } from '../adapters/file-check';
import { inspect } from '../adapters/file-type';
import { createFiles, createSealedFiles } from '../adapters/files';
import { createFormSchemas } from '../adapters/form-schemas';
import { createKeyRing } from '../adapters/keys';
import { createMailer } from '../adapters/mail';
import { createDataConverter, decodeJson } from '../adapters/payload-codec';
import { renderPreview } from '../adapters/pdf';
import { createPagePrinter } from '../adapters/pdf-seal';
import { createReadiness } from '../adapters/readiness';
import { createClamdScanner, createNoScanner } from '../adapters/scan';
import { createSigner } from '../adapters/signer';
import { createTracing } from '../adapters/tracing';
import { createVerifier } from '../adapters/verifier';
import { createWebhookSender, type Lookup } from '../adapters/webhooks';
import { createWitness } from '../adapters/witness';
import type { Config } from '../config';
import { hasEvidence } from '../db/evidence-store';
import { openKeyRows } from '../db/key-rows';
import { closing } from '../db/knex';
import { openRestricted } from '../db/open-restricted';
import { requireRestrictedRole } from '../db/require-restricted-role';
import { listenForSettled } from '../db/settled-listener';
import { withinReach } from '../db/within-reach';
import { EVERYTHING } from '../domain/reach';
import { createUseCases } from '../usecases';
import { createDelivery, type Delivery, NO_DELIVERY } from '../usecases/deliver-command';
import { createEngine } from '../usecases/engine';
import { createFormCache } from '../usecases/form-cache';
import { keepAnswers } from '../usecases/kept-answers';
import type { WorkersOfQueue } from '../usecases/read-operations';
import { queues } from '../workflows/messages';
import { createApp } from './app';
import { createAuthenticator } from './authenticate';
import { createEventStreams } from './event-streams';
import { createLimits } from './limits';
import { linesOfClients, linesOfProcess } from './lines';
import type { Log } from './log';
import { createMetrics } from './metrics';
import { ROUTES } from './routes';

export interface Api {
  app: Express;
  /** Requests that only wait (`Prefer: wait`) are answered now, and whoever follows something is let go. */
  release(): void;
  /** Waits for what is under way, then closes every connection. */
  stop(): Promise<void>;
}

export interface ApiOverrides {
  now?: () => Date;
  delivery?: Delivery;
  /** What names mean to webhooks. */
  lookup?: Lookup;
}

const DRAIN_MS = 3_000;

/** Statistics may be this old: they cost most of all answers, and everybody may ask. */
const STATISTICS_KEPT_MS = 60_000;

/** The composition root of the API: everything is built here, once, and handed down. */
export async function createApi(config: Config, log: Log, overrides: ApiOverrides = {}): Promise<Api> {
  const failed = (what: string) => (error: unknown) =>
    log.warn(
      { what, error: error instanceof Error ? error.name : 'unknown' },
      'left to the relay or tried again',
    );
  const now = overrides.now ?? (() => new Date());
  const { namespace, queuePrefix } = config.temporal;
  const access = await engineAccess(config.temporal);
  // What is asked for a person is asked within that person's reach, which the use cases are given.
  const db = await openRestricted({ ...config.database, reach: 'nothing' }, failed('role'));
  // Lazy: with the engine away the API still takes documents, and the relay delivers them later (design §2).
  const connection = Connection.lazy(access);
  const tracing = createTracing(config.tracingEndpoint, 'gongmun-api');
  const dataConverter = await createDataConverter(config.codec.keysDir);
  const client = new Client({
    connection,
    namespace,
    interceptors: { workflow: tracing.clientInterceptors },
    dataConverter,
  });
  const keys = await createKeyRing(
    config.keys,
    async () => !(await hasEvidence(withinReach(db, EVERYTHING))),
  ).catch(closing(db));
  const signer = createSigner(keys, config.publicUrl);
  const engine = createEngine(client, (json) => decodeJson(dataConverter.payloadCodecs, json));
  const cipher = await openContentCipher({
    rows: openKeyRows(config.keyStore.url),
    mastersDir: config.keyStore.mastersDir,
  });
  const files = createSealedFiles(createFiles(config.files), cipher);
  const delivery =
    overrides.delivery ??
    (config.delivers
      ? createDelivery({ client, queues: queues(queuePrefix), db, now, failed: failed('deliver') })
      : NO_DELIVERY);
  const settled = await listenForSettled(config.database.url, failed('listen'));
  const authenticator = createAuthenticator(config.identity);
  const parts = {
    database: () => requireRestrictedRole(db),
    keys: () => cipher.ready(),
    engine: () => engine.ready(),
    worker: () => workersAlive(client, namespace, queues(queuePrefix).submissions),
    files: () => files.ready(),
    identity: () => authenticator.ready(),
  };
  const fileChecker = createFileChecker();
  const mailer = createMailer(config.mail);
  const useCases = createUseCases({
    db,
    signer,
    verifier: createVerifier(),
    files,
    cipher,
    inspect,
    fileChecker,
    scanner: config.clamdAddress === undefined ? createNoScanner() : createClamdScanner(config.clamdAddress),
    schemas: createFormSchemas(),
    forms: createFormCache(),
    delivery,
    engine,
    witnesses: config.log.witnesses.map(createWitness),
    webhooks: createWebhookSender({
      targets: config.webhookTargets,
      ...(overrides.lookup === undefined ? {} : { lookup: overrides.lookup }),
    }),
    printPage: createPagePrinter(keys, now),
    previewPage: renderPreview,
    statistics: { settings: config.statistics, ...keepAnswers(STATISTICS_KEPT_MS) },
    operations: {
      // The API itself needs neither to take documents; whoever operates it does.
      parts: createReadiness({
        ...parts,
        mail: () => mailer.verify(),
        signer: () => signer.signJws('gongmun-manifest+jws', '{}'),
      }).check,
      workers: () => seenWorkers(client, namespace, Object.values(queues(queuePrefix))),
      engineUi: config.temporal.uiUrl ?? null,
    },
    publicUrl: config.publicUrl,
    mailbox: config.mailbox,
    drafts: config.drafts,
    uploads: config.uploads,
    now,
  });
  const app = createApp({
    routes: ROUTES,
    useCases,
    authenticator,
    stepUp: config.stepUp,
    now,
    limits: createLimits(config.limits),
    ofClients: linesOfClients(),
    ofProcess: linesOfProcess(config.database.pool, config.load),
    mostBodyBytes: config.load.mostBodyBytes,
    settled: settled.wait,
    streams: createEventStreams(settled),
    publicKeys: () => keys.published(),
    readiness: createReadiness(parts),
    metrics: createMetrics(),
    tracing,
    portal: { issuer: config.identity.issuer, ...config.portal },
    log,
    rateLimitPerMinute: config.rateLimitPerMinute,
    trackingLimitPerMinute: config.trackingLimitPerMinute,
    trustedProxies: config.trustedProxies,
  });
  return {
    app,
    release: () => settled.release(),
    async stop() {
      // What the engine has not taken by then is the relay's.
      await Promise.race([delivery.drain(), setTimeout(DRAIN_MS, undefined, { ref: false })]);
      await settled.stop();
      await tracing.stop();
      mailer.close();
      fileChecker.stop();
      await connection.close();
      await cipher.stop();
      await db.destroy();
    },
  };
}

/** @throws Error when nobody polls the queue of the procedures: what is accepted would only wait */
async function workersAlive(client: Client, namespace: string, queue: string): Promise<void> {
  const [seen] = await seenWorkers(client, namespace, [queue]);
  if (seen === undefined || seen.workers.length === 0) throw new Error('No worker polls the queue.');
}

const ACTIVITIES = 2;
const WORKFLOWS = 1;
const ANSWER_WITHIN_MS = 3_000;

/** Who has polled these queues lately, for turns of workflows or for activities. @throws Error while the engine is away */
async function seenWorkers(
  client: Client,
  namespace: string,
  names: readonly string[],
): Promise<WorkersOfQueue[]> {
  const pollersOf = async (name: string, taskQueueType: number) => {
    const asked = { namespace, taskQueue: { name }, taskQueueType };
    return (await client.workflowService.describeTaskQueue(asked)).pollers ?? [];
  };
  return client.withDeadline(Date.now() + ANSWER_WITHIN_MS, () =>
    Promise.all(
      names.map(async (queue) => {
        const pollers = [...(await pollersOf(queue, WORKFLOWS)), ...(await pollersOf(queue, ACTIVITIES))];
        const seen = new Map(
          pollers.map(({ identity, lastAccessTime }) => [
            identity ?? '',
            lastAccessTime?.seconds == null
              ? null
              : new Date(Number(lastAccessTime.seconds) * 1_000).toISOString(),
          ]),
        );
        return { queue, workers: [...seen].map(([identity, seenAt]) => ({ identity, seenAt })) };
      }),
    ),
  );
}
