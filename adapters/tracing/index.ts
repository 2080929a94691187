import type { WorkflowClientInterceptor } from '@temporalio/client';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';

/** What a request's span may say: templates, codes and ids. */
export interface RequestFacts {
  method: string;
  /** The route's template, never the address. */
  route: string;
  status: number;
  requestId: string;
  submission?: string | undefined;
}

/** Where time went, from the request over the signal to the activities it gave rise to. */
export interface Tracing {
  /**
   * Runs `serve` as a span of its own, below the one that the headers name; the returned function ends it.
   * @param headers of the request
   */
  request(headers: Record<string, unknown>, serve: (end: (facts: RequestFacts) => void) => void): void;
  clientInterceptors: WorkflowClientInterceptor[];
  activityInterceptors: ActivityInterceptorsFactory[];
  /** Sends what was not sent yet. */
  stop(): Promise<void>;
}

const OFF: Tracing = {
  request: (_headers, serve) => serve(() => {}),
  clientInterceptors: [],
  activityInterceptors: [],
  stop: async () => {},
};

/**
 * @param endpoint an OTLP/HTTP collector; without it nothing is traced and none of OpenTelemetry is loaded
 * @param service the name under which the process is shown
 */
export function createTracing(endpoint: string | undefined, service: string): Tracing {
  if (endpoint === undefined) return OFF;
  const { createOtlpTracing }: typeof import('./otlp') = require('./otlp');
  return createOtlpTracing(endpoint, service);
}
