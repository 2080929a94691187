import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Knex } from 'knex';
import { Client } from 'pg';
import { addKey } from '../../adapters/keys';
import { applyGrants, applyKeyGrants } from '../../db/apply-grants';
import { keyMigrationSource } from '../../db/key-migrations';
import { type Db, openDatabase } from '../../db/knex';
import { migrationSource } from '../../db/migrations';
import { startPostgres } from '../../local/postgres';
import { startTemporal } from '../../local/temporal';
import { bundleWorkflows } from '../../worker/bundle-workflows';
import { loadDemo } from './load-demo';
import { APP_ROLE, DEMO_TEMPLATE, type Parts, TEMPLATE } from './parts';

declare global {
  var stopParts: (() => Promise<void>) | undefined;
}

/** Starts what the tests share; jest calls it once per run. */
module.exports = async function startParts(): Promise<void> {
  const { findTool } = await import('../../local/temporal-cli.mjs');
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const temporalCli = findTool('temporal', say);
  const testServer = findTool('temporal-test-server', say);
  const dataDir = await mkdtemp(join(tmpdir(), 'gongmun-parts-'));
  const sealDir = await mkdtemp(join(tmpdir(), 'gongmun-seal-'));
  const bundleDir = await mkdtemp(join(tmpdir(), 'gongmun-bundle-'));
  const codePath = join(bundleDir, 'workflows.js');
  const [postgres, temporal] = await Promise.all([
    // A test kills processes, never the machine: what PostgreSQL gave to the system is not waited for.
    startPostgres({ dataDir, settings: { fsync: 'off' } }),
    startTemporal({ cli: temporalCli }),
    bundleWorkflows().then(({ code }) => writeFile(codePath, code)),
    buildPortal(),
  ]);
  const killAll = () => {
    postgres.child.kill();
    temporal.child.kill();
  };
  process.once('exit', killAll);
  globalThis.stopParts = async () => {
    process.off('exit', killAll);
    await Promise.all([postgres.stop(), temporal.stop()]);
    for (const dir of [dataDir, sealDir, bundleDir]) await rm(dir, { recursive: true, force: true });
  };
  await Promise.all([makeTemplates(postgres.url), makeKeyStore(postgres.url)]);
  await addKey(sealDir, 'seal', 'http://127.0.0.1');
  const parts: Parts = {
    postgresUrl: postgres.url,
    temporalAddress: temporal.address,
    temporalCli,
    testServer,
    sealDir,
    mastersDir: join(dataDir, 'masters'),
    workflowBundle: { codePath },
  };
  process.env.GONGMUN_TEST_PARTS = JSON.stringify(parts);
};

/** Once for all suites: two builds at a time would empty each other's folder. */
async function buildPortal(): Promise<void> {
  await promisify(execFile)(process.execPath, [join(__dirname, '../../portal/build.mjs')]);
}

async function makeTemplates(serverUrl: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`CREATE DATABASE ${TEMPLATE}`);
  await migrate(serverUrl, TEMPLATE, migrationSource, (db) => applyGrants(db, APP_ROLE));
  await client.query(`CREATE DATABASE ${DEMO_TEMPLATE} TEMPLATE ${TEMPLATE}`);
  await client.end();
  const db = openDatabase({ url: urlOf(serverUrl, DEMO_TEMPLATE), pool: 2 });
  await loadDemo(db);
  await db.destroy();
}

/** All suites keep their keys in the database that config.ts names in the embedded default. */
const makeKeyStore = (serverUrl: string) =>
  migrate(serverUrl, 'gongmun_keys', keyMigrationSource, (db) => applyKeyGrants(db, APP_ROLE));

async function migrate(
  serverUrl: string,
  name: string,
  migrationSource: Knex.MigrationSource<string>,
  grant: (db: Db) => Promise<void>,
): Promise<void> {
  const db = openDatabase({ url: urlOf(serverUrl, name), pool: 2 });
  await db.migrate.latest({ migrationSource });
  await grant(db);
  await db.destroy();
}

function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
