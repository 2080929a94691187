import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { decodeJson } from '../../adapters/payload-codec';

/** Where the replay tests find what was recorded. */
export const HISTORIES = join(__dirname, '../replay/histories');

/** A run's history as the engine keeps it, in proto JSON. */
export async function keptHistoryOf(client: Client, workflowId: string, runId?: string): Promise<string> {
  return historyToJSON(await client.workflow.getHandle(workflowId, runId).fetchHistory());
}

/** The same, decrypted with the client's keys: the form in which it can be read, replayed and kept without them. */
export async function historyOf(client: Client, workflowId: string, runId?: string): Promise<string> {
  const kept = JSON.parse(await keptHistoryOf(client, workflowId, runId));
  const decoded = await decodeJson(client.options.loadedDataConverter.payloadCodecs, kept);
  return JSON.stringify(decoded, null, 2);
}

/**
 * Keeps the newest run under a name for the replay tests, for ever.
 * @throws Error when the name is taken: what was recorded is never edited
 */
export async function keepHistory(client: Client, workflowId: string, name: string): Promise<string> {
  const file = join(HISTORIES, `${name}.json`);
  writeFileSync(file, `${await historyOf(client, workflowId)}\n`, { flag: 'wx' });
  return file;
}
