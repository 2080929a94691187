import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { decodeJson } from '../../adapters/payload-codec';

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
