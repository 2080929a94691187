import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { createDataConverter } from '../../adapters/payload-codec';
import { dataFolder, readRunning } from '../../local/running';
import { workflowIdOf } from '../../workflows/messages';
import { keepHistory } from './history';

/** `npm run history:save ID [NAME]`: a run of the running embedded default, kept for the replay tests for ever. */
async function save(): Promise<void> {
  const [submissionId, name = submissionId] = process.argv.slice(2);
  if (submissionId === undefined) throw new Error('Say which: npm run history:save SUBMISSION-ID [NAME]');
  const connection = await Connection.connect({ address: readRunning(dataFolder()).temporalAddress });
  const dataConverter = await createDataConverter(join(dataFolder(), 'keys'));
  const client = new Client({ connection, dataConverter });
  const file = await keepHistory(client, workflowIdOf(submissionId), String(name));
  await connection.close();
  process.stdout.write(`${file}\n`);
}

save().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
