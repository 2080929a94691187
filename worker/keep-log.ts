import { readFile } from 'node:fs/promises';
import type { KeyRing } from '../adapters/keys';
import type { Mailer } from '../adapters/mail';
import { createTimeStamper } from '../adapters/time-stamps';
import { createWitness } from '../adapters/witness';
import type { LogSettings } from '../config';
import type { Db } from '../db/knex';
import type { QueueEntry, QueueFault } from '../db/log-store';
import { originOf } from '../domain/checkpoint';
import { createCirculation } from './circulation';
import type { LogKey } from './seal-round';
import { createSealer } from './sealer';

/** How often things are done, in milliseconds, and how much at once; tests are in a hurry. */
export interface LogPace {
  sealEveryMs: number;
  circulateEveryMs: number;
  /** How many rows one transaction seals at most. */
  most: number;
}

export interface LogKeeperDeps {
  db: Db;
  keys: KeyRing;
  mailer: Mailer;
  issuer: string;
  settings: LogSettings;
  pace: Partial<LogPace>;
  now(): Date;
  failed(what: string, error: unknown): void;
  /** A row cannot be sealed. */
  faulty(entry: QueueEntry, fault: QueueFault): void;
}

export interface LogKeeper {
  start(): void;
  /** Ends after the transaction under way; what was asked of others is given up. */
  stop(): Promise<void>;
}

const CIRCULATE_EVERY_MS = 10_000;
const MOST = 10_000;

/** The part of the worker that keeps the transparency log: it seals, and brings checkpoints to those who hold them. */
export async function createLogKeeper(deps: LogKeeperDeps): Promise<LogKeeper> {
  const { db, issuer, settings, now, failed } = deps;
  const { sealEveryMs, circulateEveryMs, most } = {
    ...{ sealEveryMs: settings.sealEveryMs, circulateEveryMs: CIRCULATE_EVERY_MS, most: MOST },
    ...deps.pace,
  };
  const sealer = createSealer({
    db,
    origin: originOf(issuer),
    logKey: () => currentKey(deps.keys),
    settings: { everyMs: sealEveryMs, most },
    now,
    failed,
    faulty: deps.faulty,
  });
  const circulation = createCirculation({
    db,
    issuer,
    witnesses: settings.witnesses.map(createWitness),
    timeStamper: settings.tsa && createTimeStamper(await timeStampSettings(settings.tsa)),
    mailer: deps.mailer,
    settings: { everyMs: circulateEveryMs, ...settings },
    now,
    failed,
  });
  return {
    start() {
      sealer.start();
      circulation.start();
    },
    async stop() {
      await Promise.all([sealer.stop(), circulation.stop()]);
    },
  };
}

async function currentKey(keys: KeyRing): Promise<LogKey> {
  const key = await keys.current('log');
  return {
    publicKey: Buffer.from(key.publicJwk.x ?? '', 'base64url'),
    sign: (data) => key.sign(data),
  };
}

async function timeStampSettings({ url, certificateFile }: NonNullable<LogSettings['tsa']>) {
  const certificates = certificateFile === undefined ? undefined : await readFile(certificateFile, 'utf8');
  return { url, certificates };
}
