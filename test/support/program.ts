import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Config } from '../../config';

export interface Program {
  pid: number;
  /** What it wrote so far, for the message of a failed test. */
  output(): string;
  signal(name: NodeJS.Signals): void;
  /** The exit code, or the signal's name, and how long the end took after the last signal. */
  ended: Promise<{ code: number | string | null; ms: number }>;
}

const ROOT = join(__dirname, '../..');

/** A process of ours as it runs in production: node, tsx, one program. */
export function startProgram(
  program: 'api/main.ts' | 'worker/main.ts' | 'worker/audit.ts' | 'bench/bare-server.ts',
  env: NodeJS.ProcessEnv,
  args: readonly string[] = [],
): Program {
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let signalled = Date.now();
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part) => {
      said = (said + part).slice(-20_000);
    });
  return {
    pid: child.pid ?? 0,
    output: () => said,
    signal(name) {
      signalled = Date.now();
      child.kill(name);
    },
    ended: new Promise((resolve) => {
      child.once('close', (code, signal) => resolve({ code: code ?? signal, ms: Date.now() - signalled }));
    }),
  };
}

/** The environment that gives a process the same parts as a system in this one. */
export function environmentOf(config: Config, own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (config.files.kind !== 'folder') throw new Error('Only for files in a folder.');
  return {
    MODE: 'embedded',
    PUBLIC_URL: config.publicUrl,
    DATABASE_URL: config.database.url,
    KEYSTORE_URL: config.keyStore.url,
    TEMPORAL_ADDRESS: config.temporal.address,
    TASK_QUEUE_PREFIX: config.temporal.queuePrefix,
    OIDC_ISSUER: config.identity.issuer,
    SMTP_URL: config.mail.smtpUrl,
    FILES_DIR: config.files.dir,
    KEYS_DIR: config.keys.dir,
    MASTER_KEYS_DIR: config.keyStore.mastersDir,
    RATE_LIMIT_PER_MINUTE: '1000000',
    PERSON_LIMIT_PER_MINUTE: '1000000',
    ORGANISATION_LIMIT_PER_MINUTE: '1000000',
    OFFICE_LIMIT_PER_MINUTE: '1000000',
    TRACKING_LIMIT_PER_MINUTE: '1000000',
    CONNECTIONS_PER_ADDRESS: '10000',
    LOG_LEVEL: 'info',
    ...own,
  };
}
