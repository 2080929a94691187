import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

export interface Parts {
  /** Of the database server; the path names its own database `gongmun`. */
  postgresUrl: string;
  temporalAddress: string;
  temporalCli: string;
  testServer: string;
  /** A `KEYS_DIR` with a seal and its authority: an RSA key takes a second to make, so all tests share one. */
  sealDir: string;
}

/** The real parts that the whole run shares: one PostgreSQL, one Temporal. */
export function parts(): Parts {
  const published = process.env.GONGMUN_TEST_PARTS;
  if (published === undefined) throw new Error('The parts are not running: start tests through jest.');
  return JSON.parse(published);
}

export const TEMPLATE = 'gongmun_template';

/** A migrated database of its own, copied from a template in a fraction of a second. */
export async function createTestDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const url = new URL(parts().postgresUrl);
  await onServer(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function onServer(sql: string): Promise<void> {
  const client = new Client({ connectionString: parts().postgresUrl });
  await client.connect();
  try {
    // Copies of one template wait for each other instead of failing.
    await client.query('SELECT pg_advisory_lock(1)');
    await client.query(sql);
  } finally {
    await client.end();
  }
}
