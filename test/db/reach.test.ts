import { applyGrants } from '../../db/apply-grants';
import { GRANTS } from '../../db/grants';
import { type Db, openDatabase } from '../../db/knex';
import { requireRestrictedRole } from '../../db/require-restricted-role';
import { withinReach } from '../../db/within-reach';
import { EVERYTHING, NOTHING, type Reach } from '../../domain/reach';
import { createTestDatabase } from '../support/parts';

/** Tables whose rows show themselves to every use case, and why that shows nobody what is another's. */
const WITHOUT_POLICY: Record<string, string> = {
  offices: 'published',
  forms: 'published',
  form_versions: 'published',
  form_texts: 'published with the form',
  holidays: 'published',
  people: 'the directory, by which every request finds out who asks',
  office_members: 'the directory',
  grants: 'the directory',
  organisations: 'the directory',
  organisation_members: 'the directory',
  delegations: 'the directory',
  authorisations: 'the directory',
  organisation_claims: 'asked of officials who settle them for people they have never met',
  organisation_invitations: 'found by the digest of a secret',
  notice_settings: 'what somebody does not want to be told, asked whenever anybody is told something',
  webhooks: 'a trigger on the evidence tells them, whoever acted; their secrets are sealed',
  webhook_deliveries: 'ids and states, of a webhook that was found before',
  mails: 'sealed, and read by the worker alone',
  search_terms:
    'found by an index that a policy would switch off, and shown as the submissions that it names alone',
  outbox: 'numbers alone; marked by the API for whoever acted',
  audit_entries:
    'who read what, found by an index that a policy would switch off, for a submission found before',
  refusals: 'as the audit entries',
  printed_documents: 'places of files, found by an evidence that was found before',
  proofs: 'digests',
  log_leaves: 'digests, published',
  log_nodes: 'digests, published',
  log_queue: 'ids of what is to be sealed',
  checkpoints: 'published',
  cosignatures: 'published',
  timestamps: 'published',
  checkpoint_mails: 'who keeps checkpoints, and up to which',
  desk_lines: 'a view: of the offices within reach, by its own condition',
  archive_queue: 'ids of what is to be kept',
  archive_cursor: 'an instant',
  archived_histories: 'ids, digests and instants, of a submission that was found before (design §3)',
  audit_runs: 'what an audit found, by ids',
  audit_findings: 'as the audit runs',
  registration_series: 'counts of an office',
  filing_series: 'counts of an office',
  outgoing_series: 'counts of an office',
  recalculations: 'of an office, by ids',
};

describe('whose rows the database shows', () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let owner: Db;
  beforeAll(async () => {
    database = await createTestDatabase();
    owner = openDatabase({ url: database.url, pool: 2 });
  });
  afterAll(async () => {
    await owner.destroy();
    await database.drop();
  });

  it('is said of every table: by a policy, or by a reason why it needs none', async () => {
    const { rows } = await owner.raw(
      `SELECT c.relname AS name FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid
       WHERE c.relrowsecurity AND c.relnamespace = 'public'::regnamespace`,
    );
    const told = [...rows.map(({ name }: { name: string }) => name), ...Object.keys(WITHOUT_POLICY)];
    expect(told.sort()).toEqual(Object.keys(GRANTS).sort());
  });

  it('holds the view of what desks count as it holds rows: the offices within reach, and none where none is said', async () => {
    const offices = ['one', 'two'];
    await owner('people').insert({ id: 'reach-party', name: '', language: 'ko' });
    for (const [n, office] of offices.entries()) {
      await owner('offices').insert({
        ...{ code: office, name: '{}', time_zone: 'UTC', country: 'KR', email: 'office@demo.invalid' },
        accepts_letters: true,
      });
      await owner('submissions').insert({
        ...{ id: `00000000-0000-4000-8000-00000000000${n}`, kind: 'letter', office, state: 'registered' },
        ...{ registration_number: `${office}-2026-1` },
        ...{ tracking_hash: `reach-${n}`, party_person: 'reach-party', requested_office: office },
        ...{ received_at: new Date(), content_digest: 'x', last_seq: 2, evidence_count: 2 },
        last_evidence_digest: 'x',
      });
    }
    const seen = async (reach: Reach) =>
      (await withinReach(owner, reach).raw('SELECT office FROM desk_lines', [])).rows.map(
        (row: { office: string }) => row.office,
      );
    expect(await seen({ ...NOTHING, level: 'related', offices: offices.slice(0, 1) })).toEqual(
      offices.slice(0, 1),
    );
    for (const reach of [NOTHING, EVERYTHING, { ...NOTHING, people: ['reach-party'] }])
      expect(await seen(reach)).toEqual([]);
  });

  it('has no policy that the role of the processes could pass by', async () => {
    const { rows } = await owner.raw(
      `SELECT c.relname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
       WHERE NOT p.polpermissive OR p.polcmd <> '*' OR p.polroles <> '{0}' OR pg_get_expr(p.polqual, p.polrelid) = 'true'`,
    );
    expect(rows).toEqual([]);
  });

  it('is held against the role that a process is given: one that passes by it is refused', async () => {
    const role = { name: `passes_${database.url.slice(-8)}`, password: 'passes' };
    await applyGrants(owner, role);
    const url = new URL(database.url);
    url.username = role.name;
    url.password = role.password;
    const db = openDatabase({ url: url.href, pool: 1 });
    try {
      await expect(requireRestrictedRole(db)).resolves.toBeUndefined();
      await owner.raw('ALTER ROLE ?? BYPASSRLS', [role.name]);
      await expect(requireRestrictedRole(db)).rejects.toThrow(/passes by the policies/);
    } finally {
      await db.destroy();
      await owner.raw('DROP OWNED BY ??', [role.name]);
      await owner.raw('DROP ROLE ??', [role.name]);
    }
  });
});
