import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

export interface Metrics {
  contentType: string;
  text(): Promise<string>;
  /** Without a time it is only counted. */
  request(labels: { method: string; route: string; status: number }, seconds: number | undefined): void;
}

/** Prometheus metrics of the API process; labels are route templates, never addresses with ids in them. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const names = ['method', 'route', 'status'];
  const requests = new Counter({
    name: 'gongmun_http_requests_total',
    help: 'Requests answered',
    labelNames: names,
    registers: [registry],
  });
  const durations = new Histogram({
    name: 'gongmun_http_request_seconds',
    help: 'Time to the end of the answer, in seconds',
    labelNames: ['route'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  });
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    request(labels, seconds) {
      requests.inc(labels);
      if (seconds !== undefined) durations.observe({ route: labels.route }, seconds);
    },
  };
}
