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
  /** The master keys of the key store, which all suites share. */
  mastersDir: string;
  /** The workflows' code, bundled once for all workers of the run. */
  workflowBundle: { codePath: string };
}

/** The real parts that the whole run shares: one PostgreSQL, one Temporal. */
export function parts(): Parts {
  const published = process.env.GONGMUN_TEST_PARTS;
  if (published === undefined) throw new Error('The parts are not running: start tests through jest.');
  return JSON.parse(published);
}

export const TEMPLATE = 'gongmun_template';
/** The same with the demo's people, offices and forms. */
export const DEMO_TEMPLATE = 'gongmun_demo_template';

/** As which API and worker of the tests connect; a grant that is missing shows there. */
export const APP_ROLE = { name: 'gongmun_app', password: 'app' };

/** A migrated database of its own, copied from a template in a fraction of a second. */
export async function createTestDatabase(template = TEMPLATE): Promise<{
  /** As the owner. */
  url: string;
  appUrl: string;
  drop(): Promise<void>;
}> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const url = new URL(parts().postgresUrl);
  await onServer(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  url.pathname = `/${name}`;
  const appUrl = new URL(url);
  appUrl.username = APP_ROLE.name;
  appUrl.password = APP_ROLE.password;
  return {
    url: url.href,
    appUrl: appUrl.href,
    drop: () => onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

export async function onServer(sql: string): Promise<void> {
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
