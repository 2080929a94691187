import { randomUUID } from 'node:crypto';
import { createApi } from '../../api/create-api';
import { createLog } from '../../api/log';
import { applyGrants } from '../../db/apply-grants';
import { GRANTS, PROTECTED } from '../../db/grants';
import { type Db, openDatabase } from '../../db/knex';
import { requireRestrictedRole } from '../../db/require-restricted-role';
import { createWorker } from '../../worker/create-worker';
import { APP_ROLE, createTestDatabase } from '../support/parts';
import { type System, startSystem } from '../support/system';

describe("the processes' role in the database", () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let owner: Db;
  let app: Db;
  beforeAll(async () => {
    database = await createTestDatabase();
    owner = openDatabase({ url: database.url, pool: 4 });
    // A copy of the template has the tables' rights and not those of the database itself.
    await applyGrants(owner, APP_ROLE);
    app = openDatabase({ url: database.appUrl, pool: 2 });
  });
  afterAll(async () => {
    await Promise.all([owner.destroy(), app.destroy()]);
    await database.drop();
  });

  const tables = async (): Promise<string[]> => {
    const { rows } = await owner.raw(
      `SELECT relname AS name FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v') AND relname NOT LIKE 'knex%' ORDER BY 1`,
    );
    return rows.map((row: { name: string }) => row.name);
  };

  /** As the catalog says it: of a table, then of single columns. */
  async function rightsIn(role: string): Promise<Record<string, string[]>> {
    const { rows } = await owner.raw(
      `SELECT name, array_agg(privilege ORDER BY privilege) AS rights FROM (
         SELECT c.relname AS name, a.privilege_type AS privilege
           FROM pg_class c, aclexplode(c.relacl) a
           WHERE c.relnamespace = 'public'::regnamespace AND a.grantee = CAST(:role AS regrole)
         UNION ALL
         SELECT c.relname, a.privilege_type || ' (' || string_agg(t.attname, ', ' ORDER BY t.attname) || ')'
           FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid, aclexplode(t.attacl) a
           WHERE c.relnamespace = 'public'::regnamespace AND a.grantee = CAST(:role AS regrole)
           GROUP BY c.relname, a.privilege_type) held
       GROUP BY name`,
      { role },
    );
    return Object.fromEntries(rows.map((row: { name: string; rights: string[] }) => [row.name, row.rights]));
  }

  const sorted = (right: string): string =>
    right.replace(/\((.*)\)/, (_, columns: string) => `(${columns.split(', ').sort().join(', ')})`);

  it('has of every table what db/grants.ts says, and nothing of what it does not say', async () => {
    expect(Object.keys(GRANTS).sort()).toEqual(await tables());
    const stated = Object.entries(GRANTS).map(([table, rights]) => [table, rights.map(sorted).sort()]);
    expect(await rightsIn(APP_ROLE.name)).toEqual(Object.fromEntries(stated));
  });

  it('has the same after the rights were set twice at once, and loses what was given by hand', async () => {
    await owner.raw('GRANT ALL ON evidences TO ??', [APP_ROLE.name]);
    await Promise.all([applyGrants(owner, APP_ROLE), applyGrants(owner, APP_ROLE)]);
    expect((await rightsIn(APP_ROLE.name)).evidences).toEqual(['INSERT', 'SELECT']);
  });

  it('is made where it is missing, with its password, and is no more than a role that may log in', async () => {
    const role = { name: `it's "${randomUUID()}"`, password: "p'w\\" };
    await applyGrants(owner, role);
    const { rows } = await owner.raw(
      `SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication, rolcanlogin,
         (SELECT count(*) FROM pg_auth_members m WHERE m.member = r.oid) AS memberships
       FROM pg_roles r WHERE rolname = ?`,
      [role.name],
    );
    expect(rows).toEqual([
      {
        ...{ rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolbypassrls: false },
        ...{ rolreplication: false, rolcanlogin: true, memberships: 0 },
      },
    ]);
    const url = new URL(database.url);
    url.username = encodeURIComponent(role.name);
    url.password = encodeURIComponent(role.password);
    const db = openDatabase({ url: url.href, pool: 1 });
    expect((await db.raw('SELECT current_user AS name')).rows).toEqual([{ name: role.name }]);
    await db.destroy();
    await owner.raw('DROP OWNED BY ??', [role.name]);
    await owner.raw('DROP ROLE ??', [role.name]);
  });

  const A_COLUMN: Record<(typeof PROTECTED)[number], string> = {
    evidences: 'payload',
    audit_entries: 'actor',
    refusals: 'code',
    registrations: 'number',
    form_versions: 'digest',
    form_texts: 'written',
    log_leaves: 'digest',
    log_nodes: 'hash',
    checkpoints: 'body',
    cosignatures: 'line',
    timestamps: 'token',
    proofs: 'document',
    archived_histories: 'history',
    outgoing_registrations: 'number',
    audit_runs: 'outcome',
    audit_findings: 'what',
  };
  describe.each([...PROTECTED])('on %s', (table) => {
    it.each([
      ['update', `UPDATE ?? SET ${A_COLUMN[table]} = NULL`],
      ['delete', 'DELETE FROM ??'],
      ['truncate', 'TRUNCATE ??'],
      ['truncate with what hangs on it', 'TRUNCATE ?? CASCADE'],
      ['lock for update', 'SELECT 1 FROM ?? FOR UPDATE'],
      ['disable its triggers', 'ALTER TABLE ?? DISABLE TRIGGER ALL'],
      ['drop its trigger', `DROP TRIGGER ${table}_immutable ON ??`],
      ['add a trigger', 'CREATE TRIGGER x BEFORE INSERT ON ?? EXECUTE FUNCTION refuse_change()'],
      ['add a rule', 'CREATE RULE x AS ON INSERT TO ?? DO INSTEAD NOTHING'],
      ['add a column', 'ALTER TABLE ?? ADD COLUMN x text'],
      ['rename it', 'ALTER TABLE ?? RENAME TO x'],
      ['drop it', 'DROP TABLE ?? CASCADE'],
      ['take it over', 'ALTER TABLE ?? OWNER TO CURRENT_USER'],
    ])('cannot %s', async (_what, sql) => {
      await expect(app.raw(sql, [table])).rejects.toMatchObject({ code: '42501' });
    });

    it('cannot give itself a right', async () => {
      // The server only warns of it.
      await app.raw('GRANT UPDATE ON ?? TO CURRENT_USER', [table]).catch(() => {});
      expect((await rightsIn(APP_ROLE.name))[table]).toEqual(['INSERT', 'SELECT']);
    });
  });

  it.each([
    ['become the owner', 'SET ROLE gongmun'],
    ['become the owner for the session', 'SET SESSION AUTHORIZATION gongmun'],
    ['switch triggers off for itself', 'SET session_replication_role = replica'],
    ['make a table', 'CREATE TABLE public.x (n int)'],
    ['make a table of its own that stands before the real one', 'CREATE TEMP TABLE audit_entries (n int)'],
    ['make a schema', 'CREATE SCHEMA x'],
    ['make a role', 'CREATE ROLE x SUPERUSER'],
    ['raise itself', `ALTER ROLE ${APP_ROLE.name} SUPERUSER`],
    [
      'replace the function of the triggers',
      'CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$',
    ],
    ['drop the function of the triggers', 'DROP FUNCTION refuse_change() CASCADE'],
    ['write a file of the server', "COPY (SELECT 1) TO '/tmp/gongmun-x'"],
    ['run a program of the server', "COPY (SELECT 1) TO PROGRAM 'true'"],
    ['change what was commanded', "UPDATE commands SET facts = '{}'"],
    ['change who may act', "UPDATE office_members SET roles = '{approver}'"],
    ['give itself a grant', `INSERT INTO grants (person, "grant") VALUES ('x', 'auditor')`],
    ['change a file’s digest', "UPDATE files SET sha256 = 'x'"],
  ])('cannot %s', async (_what, sql) => {
    await expect(app.raw(sql.replaceAll('?', '\\?'))).rejects.toMatchObject({ code: '42501' });
  });

  it('is the only kind of role that API and worker start with', async () => {
    await expect(requireRestrictedRole(app)).resolves.toBeUndefined();
    await expect(requireRestrictedRole(owner)).rejects.toThrow(
      /role gongmun may change archived_histories, audit_entries, .*evidences,/,
    );
    const system: System = await startSystem({ worker: false });
    try {
      const url = new URL(database.url);
      url.pathname = new URL(system.config.database.url).pathname;
      const config = { ...system.config, database: { ...system.config.database, url: url.href } };
      await expect(createApi(config, createLog('silent'))).rejects.toThrow(
        /may change archived_histories, audit_entries/,
      );
      await expect(createWorker(config)).rejects.toThrow(/may change archived_histories, audit_entries/);
      await system.db.raw('GRANT UPDATE (digest) ON evidences TO ??', [APP_ROLE.name]);
      await expect(createWorker(system.config)).rejects.toThrow(/may change evidences/);
      expect((await system.as(null).get('/readyz')).body.parts.database).toBe('not ready');
    } finally {
      await system.stop();
    }
  });
});
