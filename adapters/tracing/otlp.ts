import { type Context, context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { Resource } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { OpenTelemetryWorkflowClientInterceptor } from '@temporalio/interceptors-opentelemetry/lib/client';
import type { Tracing } from '.';

const TRACE_HEADER = '_tracer-data';

/** OpenTelemetry, sent as OTLP/HTTP in batches; a collector that is away costs spans and nothing else. */
export function createOtlpTracing(endpoint: string, service: string): Tracing {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` });
  const provider = new BasicTracerProvider({
    resource: new Resource({ 'service.name': service }),
    spanProcessors: [new BatchSpanProcessor(exporter, { scheduledDelayMillis: 1_000 })],
  });
  provider.register({ contextManager: new AsyncLocalStorageContextManager() });
  const tracer = provider.getTracer('gongmun');

  return {
    request(headers, serve) {
      const above = propagation.extract(context.active(), headers);
      const span = tracer.startSpan('request', { kind: SpanKind.SERVER }, above);
      context.with(trace.setSpan(above, span), () =>
        serve(({ method, route, status, requestId, submission }) => {
          span.updateName(`${method} ${route}`);
          span.setAttributes({
            'http.request.method': method,
            'http.route': route,
            'http.response.status_code': status,
            'gongmun.request': requestId,
            ...(submission === undefined ? {} : { 'gongmun.submission': submission }),
          });
          if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
          span.end();
        }),
      );
    },
    clientInterceptors: [new OpenTelemetryWorkflowClientInterceptor({ tracer })],
    activityInterceptors: [
      ({ info }) => ({
        inbound: {
          async execute(input, next) {
            const above = contextOf(input.headers);
            const span = tracer.startSpan(
              `activity ${info.activityType}`,
              {
                attributes: {
                  'temporal.activity': info.activityId,
                  'temporal.attempt': info.attempt,
                  ...(info.workflowExecution === undefined
                    ? {}
                    : { 'temporal.workflow': info.workflowExecution.workflowId }),
                },
              },
              above,
            );
            try {
              return await context.with(trace.setSpan(above, span), () => next(input));
            } catch (error) {
              // Without its words, which may quote what no trace should hold.
              span.setStatus({ code: SpanStatusCode.ERROR });
              throw error;
            } finally {
              span.end();
            }
          },
        },
      }),
    ],
    stop: () => provider.shutdown().catch(() => {}),
  };
}

/** The header may come from a stranger: what cannot be read is no context. */
function contextOf(headers: Record<string, Payload>): Context {
  const header = headers[TRACE_HEADER];
  if (header === undefined) return context.active();
  try {
    const carrier: unknown = defaultPayloadConverter.fromPayload(header);
    if (typeof carrier !== 'object' || carrier === null) return context.active();
    return propagation.extract(context.active(), carrier);
  } catch {
    return context.active();
  }
}
