import type { Payload } from '@temporalio/common';
import type { WorkflowInterceptorsFactory } from '@temporalio/workflow';

/** Where the client's tracing interceptor puts the W3C trace context. */
const TRACE_HEADER = '_tracer-data';

/** A trace context is some 100 bytes; what a stranger sends instead is not copied into the history. */
const LONGEST = 512;

/**
 * Hands the trace context of the newest message on to the activities that it gave rise to, unread: decoding here
 * would let whoever reaches the engine's port fail the workflow task, and a span here would need the clock. Always in
 * the bundle and without commands of its own, so that tracing may be switched at any restart.
 */
export const interceptors: WorkflowInterceptorsFactory = () => {
  let newest: Payload | undefined;
  const notice = ({ headers }: { headers: Record<string, Payload> }): void => {
    const found = headers[TRACE_HEADER];
    if (found !== undefined && (found.data?.length ?? 0) <= LONGEST) newest = found;
  };
  const handOn = <I extends { headers: Record<string, Payload> }>(input: I): I =>
    newest === undefined ? input : { ...input, headers: { ...input.headers, [TRACE_HEADER]: newest } };
  return {
    inbound: [
      {
        execute(input, next) {
          notice(input);
          return next(input);
        },
        handleSignal(input, next) {
          notice(input);
          return next(input);
        },
      },
    ],
    outbound: [
      {
        scheduleActivity: (input, next) => next(handOn(input)),
        scheduleLocalActivity: (input, next) => next(handOn(input)),
      },
    ],
  };
};
