import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { addKey } from '../../adapters/keys';
import { openDatabase } from '../../db/knex';
import { migrationSource } from '../../db/migrations';
import { startPostgres } from '../../local/postgres';
import { startTemporal } from '../../local/temporal';
import { type Parts, TEMPLATE } from './parts';

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
  const [postgres, temporal] = await Promise.all([
    startPostgres({ dataDir }),
    startTemporal({ cli: temporalCli }),
  ]);
  const killAll = () => {
    postgres.child.kill();
    temporal.child.kill();
  };
  process.once('exit', killAll);
  globalThis.stopParts = async () => {
    process.off('exit', killAll);
    await Promise.all([postgres.stop(), temporal.stop()]);
    for (const dir of [dataDir, sealDir]) await rm(dir, { recursive: true, force: true });
  };
  await makeTemplate(postgres.url);
  await addKey(sealDir, 'seal', 'http://127.0.0.1');
  const parts: Parts = {
    postgresUrl: postgres.url,
    temporalAddress: temporal.address,
    temporalCli,
    testServer,
    sealDir,
  };
  process.env.GONGMUN_TEST_PARTS = JSON.stringify(parts);
};

async function makeTemplate(serverUrl: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`CREATE DATABASE ${TEMPLATE}`);
  await client.end();
  const url = new URL(serverUrl);
  url.pathname = `/${TEMPLATE}`;
  const db = openDatabase({ url: url.href, pool: 2 });
  await db.migrate.latest({ migrationSource });
  await db.destroy();
}
