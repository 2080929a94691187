import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';
import express from 'express';
import { converterPaths, createDataConverter } from '../adapters/payload-codec';
import { readConfig } from '../config';
import { keepShortStacks } from '../worker/short-stacks';
import { first, second } from './floor-workflow';

const QUEUE = 'bench-floor';

/** `FLOOR_PART=api`: a bare route that starts and signals; `worker`: a worker with the product's own options. */
async function main(): Promise<void> {
  const config = readConfig();
  if (process.env.FLOOR_PART === 'worker') return runWorker(config.temporal.address, config.codec.keysDir);
  const connection = await Connection.connect({ address: config.temporal.address });
  const client = new Client({ connection, dataConverter: await createDataConverter(config.codec.keysDir) });
  const app = express();
  app.use(express.json());
  app.post('/first', async (_req, res) => {
    const workflowId = `floor:${crypto.randomUUID()}`;
    await client.workflow.signalWithStart('floor', {
      workflowId,
      taskQueue: QUEUE,
      signal: first,
      signalArgs: [1],
    });
    res.status(201).json({ workflowId });
  });
  app.post('/second', async (req, res) => {
    const run = client.workflow.getHandle(req.body.workflowId);
    await run.signal(second, 2);
    await run.result();
    res.json({ done: true });
  });
  app.listen(config.port, '127.0.0.1');
}

async function runWorker(address: string, keysDir: string): Promise<void> {
  keepShortStacks();
  const worker = await Worker.create({
    connection: await NativeConnection.connect({ address }),
    taskQueue: QUEUE,
    workflowBundle: await bundleWorkflowCode({
      workflowsPath: require.resolve('./floor-workflow'),
      ...converterPaths,
      logger: new DefaultLogger('WARN'),
    }),
    dataConverter: await createDataConverter(keysDir),
    maxCachedWorkflows: 1_000,
  });
  process.once('SIGTERM', () => worker.shutdown());
  await worker.run();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
