import { canonicalJson } from '../domain/digest';
import type { HistoryEvent } from './engine-runs';

/** The form in which a history is archived and digested; it can be replayed as it is. */
export function historyText(events: readonly HistoryEvent[]): string {
  return `{"events":[${events.map((event) => canonicalJson(event)).join(',')}]}`;
}

/** @throws SyntaxError when the text is no JSON */
export function eventsIn(text: string): HistoryEvent[] {
  const { events }: { events?: HistoryEvent[] } = JSON.parse(text);
  return events ?? [];
}

interface TaskAttributes {
  workerVersion?: { buildId?: string };
  workerDeploymentVersion?: string;
  deploymentVersion?: { buildId?: string; deploymentName?: string };
  binaryChecksum?: string;
}

/**
 * The build of the worker that took a turn of the workflow, as it named itself; null for any other event. A worker names
 * a deployment version where it has one, else the digest of its workflow code.
 */
export function buildOf(event: HistoryEvent): string | null {
  const done = event.workflowTaskCompletedEventAttributes as TaskAttributes | undefined;
  if (done === undefined) return null;
  const named = [
    done.deploymentVersion?.buildId,
    done.workerDeploymentVersion,
    done.workerVersion?.buildId,
    done.binaryChecksum,
  ];
  return named.find((one) => one !== undefined && one !== '') ?? null;
}

export function buildsOf(events: readonly HistoryEvent[]): string[] {
  return [...new Set(events.map(buildOf).filter((build) => build !== null))];
}
