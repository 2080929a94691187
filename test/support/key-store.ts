import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeyRows } from '../../adapters/content-keys';
import { keyMigrationSource } from '../../db/key-migrations';
import { openKeyRows } from '../../db/key-rows';
import { type Db, openDatabase } from '../../db/knex';
import { onServer, parts } from './parts';

export interface TestKeyStore {
  url: string;
  db: Db;
  /** A process's own handle; whoever opens it closes it. */
  rows(): KeyRows;
  /** Empty at first. */
  mastersDir: string;
  drop(): Promise<void>;
}

/** A key store of its own, for what the one that all suites share must not suffer. */
export async function createTestKeyStore(): Promise<TestKeyStore> {
  const name = `test_keys_${randomUUID().replaceAll('-', '')}`;
  await onServer(`CREATE DATABASE ${name}`);
  const url = new URL(parts().postgresUrl);
  url.pathname = `/${name}`;
  const db = openDatabase({ url: url.href, pool: 2 });
  await db.migrate.latest({ migrationSource: keyMigrationSource });
  const mastersDir = await mkdtemp(join(tmpdir(), 'gongmun-masters-'));
  return {
    url: url.href,
    db,
    rows: () => openKeyRows(url.href),
    mastersDir,
    async drop() {
      await db.destroy();
      await onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await rm(mastersDir, { recursive: true, force: true });
    },
  };
}
