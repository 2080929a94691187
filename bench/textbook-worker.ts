import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';
import { createActivities } from '../activities';
import type { Deps } from '../activities/deps';
import { openContentCipher } from '../adapters/content-cipher';
import { createFiles, createSealedFiles } from '../adapters/files';
import { createKeyRing } from '../adapters/keys';
import { createMailer } from '../adapters/mail';
import { converterPaths, createDataConverter } from '../adapters/payload-codec';
import { createRecordsStores } from '../adapters/records-store';
import { createSigner } from '../adapters/signer';
import { createWebhookSender } from '../adapters/webhooks';
import { readConfig } from '../config';
import { insertFiling } from '../db/filing-store';
import { openKeyRows } from '../db/key-rows';
import { openDatabase } from '../db/knex';
import { keepShortStacks } from '../worker/short-stacks';
import { queues } from '../workflows/messages';
import { createTextbookSteps } from './textbook-steps';

/** The product's activities under the textbook's workflow, with the product's own worker options. */
async function main(): Promise<void> {
  const config = readConfig();
  const keys = await createKeyRing(config.keys, async () => true);
  const cipher = await openContentCipher({
    rows: openKeyRows(config.keyStore.url),
    mastersDir: config.keyStore.mastersDir,
  });
  const deps: Deps = {
    db: openDatabase(config.database),
    cipher,
    files: createSealedFiles(createFiles(config.files), cipher),
    signer: createSigner(keys, config.publicUrl),
    mailer: createMailer({ smtpUrl: config.mail.smtpUrl, from: config.mail.from }),
    records: createRecordsStores(insertFiling),
    publicUrl: config.publicUrl,
    webhooks: createWebhookSender({ targets: 'public' }),
    submitLine: async () => undefined,
    noticesWritten: () => {},
    wake: async () => {},
    now: () => new Date(),
  };
  keepShortStacks();
  const worker = await Worker.create({
    connection: await NativeConnection.connect({ address: config.temporal.address }),
    taskQueue: queues(config.temporal.queuePrefix).submissions,
    workflowBundle: await bundleWorkflowCode({
      workflowsPath: require.resolve('./textbook-workflow'),
      ...converterPaths,
      logger: new DefaultLogger('WARN'),
    }),
    dataConverter: await createDataConverter(config.codec.keysDir),
    activities: { ...createActivities(deps), ...createTextbookSteps(deps) },
    maxCachedWorkflows: 1_000,
  });
  process.once('SIGTERM', () => worker.shutdown());
  await worker.run();
  process.exit(0);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
