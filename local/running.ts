import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Pids } from './lock';

/** What other commands need to know of the running embedded default. */
export interface Running {
  api: string;
  issuer: string;
  mail: string;
  temporalUi: string;
  temporalAddress: string;
  /** As the owner, who alone may look at everything and change the schema. */
  databaseUrl: string;
  pids: Pids;
}

const ROOT = join(__dirname, '..');

export const dataFolder = (): string => resolve(ROOT, process.env.GONGMUN_DATA || '.data');

const fileOf = (data: string): string => join(data, 'running.json');

export function writeRunning(data: string, running: Running): void {
  const work = `${fileOf(data)}.new`;
  writeFileSync(work, `${JSON.stringify(running, null, 2)}\n`, { mode: 0o600 });
  renameSync(work, fileOf(data));
}

export function removeRunning(data: string): void {
  rmSync(fileOf(data), { force: true });
}

/** @throws Error with one sentence when nothing runs on the data folder */
export function readRunning(data: string): Running {
  if (!existsSync(fileOf(data)))
    throw new Error('Gongmun is not running here: start it with `npm start` first.');
  return JSON.parse(readFileSync(fileOf(data), 'utf8'));
}

/** The ports of the last start, taken again where they are free, so that addresses and tokens stay good. */
export type Ports = Partial<
  Record<'postgres' | 'temporal' | 'temporalUi' | 'smtp' | 'mail' | 'identity' | 'metrics', number>
>;

export function readPorts(data: string): Ports {
  const file = join(data, 'ports.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

export function writePorts(data: string, ports: Ports): void {
  writeFileSync(join(data, 'ports.json'), `${JSON.stringify(ports, null, 2)}\n`);
}
