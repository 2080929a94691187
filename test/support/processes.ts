import { readFileSync } from 'node:fs';
import { freePort } from '../../local/free-port';
import { type ApiClient, createApiClient } from './api-client';
import { environmentOf, type Program, startProgram } from './program';
import { type System, startSystem } from './system';
import { until } from './until';

export interface Processes {
  /** Of the API that runs as a process of its own. */
  url: string;
  /** What they share with the test: database, issuer, files; no part of it answers requests here. */
  system: System;
  as(person: string | null): ApiClient;
  /** Bytes that the API's process holds in memory now. */
  memory(): number;
  /** What API and worker wrote last. */
  output(): string;
  stop(): Promise<void>;
}

const STARTED_WITHIN_MS = 100_000;

/** The system as it runs in production: an API and a worker as processes of their own, on loopback. */
export async function startProcesses(
  env: NodeJS.ProcessEnv = {},
  options: Parameters<typeof startSystem>[0] = {},
): Promise<Processes> {
  const system = await startSystem({ ...options, worker: false });
  const [port, metricsPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const own = environmentOf(system.config, { ...options.env, ...env });
  const api = startProgram('api/main.ts', { ...own, PORT: String(port) });
  const worker = startProgram('worker/main.ts', { ...own, METRICS_PORT: String(metricsPort) });
  const stop = async () => {
    for (const program of [api, worker]) program.signal('SIGKILL');
    await Promise.all([api.ended, worker.ended]);
    await system.stop();
  };
  try {
    await Promise.all([
      ready(api, `${url}/healthz`),
      ready(worker, `http://127.0.0.1:${metricsPort}/readyz`),
    ]);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    system,
    as: (person) =>
      createApiClient(url, person === null ? null : () => system.issuer.token(`demo-${person}`)),
    memory: () => residentBytes(api.pid),
    output: () => api.output() + worker.output(),
    stop,
  };
}

/** Waits until it answers with 200. @throws Error with what it wrote */
export async function ready(program: Program, url: string): Promise<void> {
  const status = () =>
    fetch(url).then(
      (answer) => answer.status,
      () => 0,
    );
  if ((await until(status, (now) => now === 200, STARTED_WITHIN_MS)) !== 200)
    throw new Error(`Not ready: ${program.output()}`);
}

/** What a process holds in memory now: Linux tells it in pages of 4 KB: the second number of `statm`. */
export function residentBytes(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096;
}
