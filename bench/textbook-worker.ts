import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { readConfig } from '../config';
import { createWorker, payloadConverterPath } from '../worker/create-worker';

/** The product's worker with the textbook's workflow in place of its own. */
async function main(): Promise<void> {
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath: require.resolve('./textbook-workflow'),
    payloadConverterPath,
    logger: new DefaultLogger('WARN'),
  });
  const worker = await createWorker(readConfig(), { workflowBundle });
  process.once('SIGTERM', () => void worker.stop());
  await worker.run();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
