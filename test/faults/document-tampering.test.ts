import type { Knex } from 'knex';
import { canonicalJson, sha256 } from '../../domain/digest';
import { startMail } from '../../local/mail';
import type { CheckDeps } from '../../usecases/check-records';
import { checkDepsOf, findFaults } from '../support/audited';
import { documentsOf } from '../support/documents';
import { type System, startSystem } from '../support/system';
import { tamper } from '../support/tamper';
import { until } from '../support/until';

interface Facts {
  document: string;
  /** Who opened it, who did not, and the office to which it was sent too. */
  opened: string;
  unopened: string;
  atOffice: string;
  /** That tells the second of it. */
  notice: string;
  /** The ids of the delivery's and the document's evidences, by event. */
  evidence(event: string, subject: string): string;
}

interface Tampering {
  name: string;
  tables: string[];
  change(tx: Knex.Transaction, facts: Facts): Promise<unknown>;
  /** Every row that is named, and no other, with words of what is said of it. */
  named(facts: Facts): [row: string, what: RegExp][];
}

const TABLES = ['official_documents', 'deliveries', 'outgoing_registrations', 'dispatches', 'evidences'];

const TAMPERINGS: Tampering[] = [
  {
    name: 'a document that was never approved',
    tables: ['official_documents'],
    change: (tx, { document }) => tx('official_documents').where({ id: document }).update({ agreed: 0 }),
    named: ({ document }) => [[`official_documents ${document}`, /agreed 0 where the evidence leads to 1/]],
  },
  {
    name: 'another number than the registered one',
    tables: ['official_documents', 'outgoing_registrations'],
    async change(tx, { document }) {
      const number = 'haneul-civil/2026-77';
      await tx('official_documents').where({ id: document }).update({ number });
      await tx('outgoing_registrations').where({ document_id: document }).update({ number });
    },
    named: ({ document }) => [[`official_documents ${document}`, /number "haneul-civil\/2026-77"/]],
  },
  {
    name: 'a day of registration that was moved',
    tables: ['official_documents'],
    change: (tx, { document }) =>
      tx('official_documents')
        .where({ id: document })
        .update({ registered_at: tx.raw(`registered_at - interval '1 day'`) }),
    named: ({ document }) => [[`official_documents ${document}`, /has registered_at/]],
  },
  {
    name: 'content that is another',
    tables: ['official_documents'],
    change: (tx, { document }) =>
      tx('official_documents')
        .where({ id: document })
        .update({ content_digest: sha256('x') }),
    named: ({ document }) => [[`official_documents ${document}`, /has content_digest/]],
  },
  {
    name: 'an opening that was taken back',
    tables: ['deliveries'],
    change: (tx, { opened }) =>
      tx('deliveries').where({ id: opened }).update({ state: 'notified', opened_at: null }),
    named: ({ opened }) => [
      [`deliveries ${opened}`, /state "notified" where the evidence leads to "opened"/],
    ],
  },
  {
    name: 'an opening that never was',
    tables: ['deliveries'],
    change: (tx, { unopened }) =>
      tx('deliveries')
        .where({ id: unopened })
        .update({ opened_at: tx.raw('consigned_at') }),
    named: ({ unopened }) => [[`deliveries ${unopened}`, /opened_at .* where the evidence leads to null/]],
  },
  {
    name: 'a recipient who is another',
    tables: ['deliveries'],
    change: (tx, { unopened }) =>
      tx('deliveries').where({ id: unopened }).update({ person: 'demo-sora', box: 'person:demo-sora' }),
    named: ({ document }) => [[`official_documents ${document}`, /deliveries to others/]],
  },
  {
    name: 'a document at an office that is another',
    tables: ['deliveries'],
    change: (tx, { atOffice }) => tx('deliveries').where({ id: atOffice }).update({ submission_id: null }),
    named: ({ atOffice }) => [[`deliveries ${atOffice}`, /submission_id null where the evidence/]],
  },
  {
    name: 'evidence of an opening that was taken out',
    tables: ['evidences'],
    change: (tx, { opened, evidence }) =>
      tx('evidences')
        .where({ id: evidence('ContentHandover', opened) })
        .delete(),
    named: ({ opened }) => [[`deliveries ${opened}`, /evidence_count/]],
  },
  {
    name: 'evidence of an opening that tells of another instant',
    tables: ['evidences'],
    async change(tx, { opened, evidence }) {
      const id = evidence('ContentHandover', opened);
      const { payload } = await tx('evidences').where({ id }).first();
      const altered = canonicalJson({ ...JSON.parse(payload), at: '2026-01-01T00:00:00.000Z' });
      await tx('evidences').where({ id }).update({ payload: altered });
    },
    named: ({ opened, evidence }) => [
      [`evidences ${evidence('ContentHandover', opened)}`, /is not what its digest says/],
    ],
  },
  {
    name: 'a delivery that was taken out',
    tables: ['deliveries'],
    change: (tx, { unopened }) => tx('deliveries').where({ id: unopened }).delete(),
    named: ({ document, unopened, notice, evidence }) => [
      [`notices ${notice}`, /of deliveries, which is not there/],
      [`official_documents ${document}`, /deliveries to others/],
      ...['ContentConsignment', 'ConsignmentNotification'].map((event): [string, RegExp] => [
        `evidences ${evidence(event, unopened)}`,
        /of deliveries, which is not there/,
      ]),
    ],
  },
  {
    name: 'a number that no register has',
    tables: ['outgoing_registrations'],
    change: (tx, { document }) => tx('outgoing_registrations').where({ document_id: document }).delete(),
    named: ({ document }) => [
      [`outgoing_registrations ${document}`, /do not have the same number/],
      [`outgoing_registrations haneul-civil:${new Date().getFullYear()}:1`, /the series has a gap/],
    ],
  },
];

describe('the audit of what offices send', () => {
  let system: System;
  let deps: CheckDeps;
  let facts: Facts;
  beforeAll(async () => {
    const mail = await startMail();
    system = await startSystem({ env: { SMTP_URL: mail.smtpUrl }, relay: { noticesWaitMs: 20 } });
    const recipients = [
      ...['demo-minji', 'demo-junho'].map((id) => ({ kind: 'person', id })),
      { kind: 'office', id: 'haneul-food' },
    ];
    const document = await documentsOf(system).dispatched({ recipients });
    const rows = await until(
      () => system.db('deliveries').where({ document_id: document }).orderBy('position'),
      (all) => all.filter(({ state }) => state === 'notified').length === 2,
    );
    const [opened, unopened, atOffice] = rows.map(({ id }: { id: string }) => id) as [string, string, string];
    const answer = await system.as('minji').post(`/v1/mailbox/${opened}/openings`, {});
    expect(answer.body.state).toBe('opened');
    await system.stopWorker();
    await mail.stop();
    const evidences = await system.db('evidences').whereNull('submission_id');
    const evidence = (event: string, subject: string): string =>
      evidences.find((one) => one.event === event && [one.delivery_id, one.document_id].includes(subject)).id;
    const notice = (await system.db('notices').where({ delivery_id: unopened }).first()).id;
    facts = { document, opened, unopened, atOffice, notice, evidence };
    deps = await checkDepsOf(system);
    await system.db.raw('CREATE SCHEMA kept');
    for (const table of TABLES)
      await system.db.raw('CREATE TABLE kept.?? AS SELECT * FROM ??', [table, table]);
  }, 120_000);
  afterAll(() => system?.stop());

  const faults = async () =>
    (await findFaults(deps)).found.filter(({ check }) => ['documents', 'orphans'].includes(check));

  it('finds nothing where nothing was changed', async () => {
    expect(await faults()).toEqual([]);
    expect((await findFaults(deps)).looked.documents).toBe(4);
  });

  it.each(TAMPERINGS)('finds and names $name', async ({ tables, change, named }) => {
    await tamper(system.db, (tx) => change(tx, facts));
    const found = await faults();
    await tamper(system.db, async (tx) => {
      for (const table of tables) await tx(table).delete();
      for (const table of tables) await tx.raw('INSERT INTO ?? SELECT * FROM kept.??', [table, table]);
    });
    const expected = named(facts);
    expect([...new Set(found.map(({ table, row }) => `${table} ${row}`))].sort()).toEqual(
      expected.map(([row]) => row).sort(),
    );
    for (const [row, what] of expected)
      expect(found.filter((one) => `${one.table} ${one.row}` === row).map((one) => one.what)).toEqual(
        expect.arrayContaining([expect.stringMatching(what)]),
      );
  });

  it('is sound again when everything is put back', async () => {
    expect(await faults()).toEqual([]);
  });
});
