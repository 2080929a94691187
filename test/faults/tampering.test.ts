import { generateKeyPairSync, sign } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { placeOfFile } from '../../db/file-store';
import { type ContentTable, openOne, sealContent } from '../../db/kept-content';
import { canonicalJson, sha256 } from '../../domain/digest';
import { hashOfLeaf } from '../../domain/log-leaf';
import type { CheckDeps } from '../../usecases/check-records';
import { type Audited, auditedSystem, checkDepsOf, findFaults } from '../support/audited';
import { tamper } from '../support/tamper';

// biome-ignore lint/suspicious/noExplicitAny: rows as the database has them
type Row = any;
type Tx = Knex.Transaction;

/** What a change needs to know of the system: rows of the procedures that it strikes. */
interface Facts extends Audited {
  /** The evidence of an event of a procedure. */
  evidence(id: string, event: string): Row;
  command(id: string, kind: string): Row;
  /** The id of the evidence after one. */
  after(evidence: Row): string;
  leaf(kind: string, subject: string): Row;
  /** The ids of the row that holds a procedure's first run, and of the notice that tells of an evidence. */
  archiveOf(id: string): string;
  noticeOf(evidence: string): string;
}

/** `table row` and words of what must be said of it. */
type Named = [row: string, what: RegExp];

interface Tampering {
  /** What somebody does, as a sentence that goes on from "finds and names". */
  name: string;
  /** The tables that are put back afterwards. */
  tables: string[];
  change(tx: Tx, facts: Facts): Promise<unknown>;
  /** Every row that is named, and no other. */
  named(facts: Facts): Named[];
}

const alter = (payload: string, change: (evidence: Row) => void): { payload: string; digest: string } => {
  const evidence = JSON.parse(payload);
  change(evidence);
  const altered = canonicalJson(evidence);
  return { payload: altered, digest: sha256(altered) };
};

/** An evidence signed anew by a key that nobody published. */
function signForeign(payload: string): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  const header = canonicalJson({ alg: 'EdDSA', kid: 'x'.repeat(43), typ: 'gongmun-evidence+jws' });
  const signed = `${Buffer.from(header).toString('base64url')}.${Buffer.from(payload).toString('base64url')}`;
  return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}`;
}

/** Where a table's rows have the id that their seal is bound to. */
const ROW = {
  submission_contents: 'submission_id',
  content_versions: 'command_id',
  command_contents: 'command_id',
};

/** What somebody does who has the keys as well: other content, sealed in its place under the submission's own key. */
async function rewrite(
  tx: Tx,
  { system: { cipher } }: Facts,
  at: { table: ContentTable & keyof typeof ROW; row: string; of: string },
  change: (content: Row) => object,
): Promise<void> {
  const { table, row } = at;
  const [key] = await tx('submissions').where({ id: at.of }).pluck('content_key');
  const found = tx(table).where({ [ROW[table]]: row });
  const { sealed } = await found.clone().first();
  const content = await openOne<object>(cipher, table, { row, key, sealed, plain: null });
  const changed = { ...content, ...change(content) };
  await found.clone().update({ sealed: await sealContent(cipher, key, { table, row }, changed) });
}

const TAMPERINGS: Tampering[] = [
  {
    name: 'a decision whose outcome is another',
    tables: ['submissions'],
    change: (tx, { whole }) => tx('submissions').where({ id: whole }).update({ outcome: 'granted' }),
    named: ({ whole }) => [
      [`submissions ${whole}`, /outcome "granted" where the evidence leads to "refused"/],
    ],
  },
  {
    name: 'a command whose outcome is another',
    tables: ['commands'],
    change: (tx, { whole, command }) =>
      tx('commands')
        .where({ id: command(whole, 'decide').id })
        .update({ facts: tx.raw(`jsonb_set(facts, '{outcome}', '"granted"')`) }),
    named: ({ whole, command }) => [
      [`commands ${command(whole, 'decide').id}`, /outcome "granted" where its evidence/],
    ],
  },
  {
    name: 'a state set back',
    tables: ['submissions'],
    change: (tx, { whole }) =>
      tx('submissions').where({ id: whole }).update({ state: 'in_process', closed_at: null, outcome: null }),
    named: ({ whole }) => [[`submissions ${whole}`, /state "in_process"/]],
  },
  {
    name: 'a handler who is another',
    tables: ['submissions'],
    change: (tx, { open }) => tx('submissions').where({ id: open }).update({ handler: 'demo-approver' }),
    named: ({ open }) => [[`submissions ${open}`, /handler "demo-approver"/]],
  },
  {
    name: 'a due date that was moved',
    tables: ['submissions'],
    change: (tx, { open }) =>
      tx('submissions')
        .where({ id: open })
        .update({ due_at: tx.raw(`due_at + interval '7 days'`) }),
    named: ({ open }) => [[`submissions ${open}`, /has due_at/]],
  },
  {
    name: 'a next instant that was moved',
    tables: ['submissions'],
    change: (tx, { open }) => tx('submissions').where({ id: open }).update({ next_due_at: null }),
    named: ({ open }) => [[`submissions ${open}`, /next_due_at null where the rest of the row/]],
  },
  {
    name: 'a receipt instant that was moved',
    tables: ['submissions'],
    change: (tx, { open }) =>
      tx('submissions')
        .where({ id: open })
        .update({ received_at: tx.raw(`received_at - interval '1 day'`) }),
    named: ({ open }) => [[`submissions ${open}`, /has received_at/]],
  },
  {
    name: 'a party who is another',
    tables: ['submissions'],
    change: (tx, { open }) => tx('submissions').where({ id: open }).update({ party_person: 'demo-junho' }),
    named: ({ open }) => [[`submissions ${open}`, /party_person "demo-junho"/]],
  },
  {
    name: 'an office that is another',
    tables: ['submissions'],
    change: (tx, { open }) => tx('submissions').where({ id: open }).update({ office: 'haneul-food' }),
    named: ({ open }) => [[`submissions ${open}`, /office "haneul-food"/]],
  },
  {
    name: 'a submission that is gone with all its rows but its evidence',
    tables: ['submissions', 'submission_contents', 'commands', 'command_contents', 'outbox', 'notices'],
    async change(tx, { open }) {
      await tx('command_contents')
        .whereIn('command_id', tx('commands').select('id').where({ submission_id: open }))
        .delete();
      for (const table of ['submission_contents', 'commands', 'notices'])
        await tx(table).where({ submission_id: open }).delete();
      await tx('submissions').where({ id: open }).delete();
    },
    named: ({ open, evidence }) => [
      ...(['SubmissionAcceptance', 'ConsignmentAcceptance', 'Assigned'] as const).map(
        (event): Named => [
          `evidences ${evidence(open, event).id}`,
          /belongs to row .* of submissions, which is not there/,
        ],
      ),
      [`registrations ${open}:1`, /belongs to row/],
    ],
  },
  {
    name: 'a register number that is another',
    tables: ['registrations'],
    change: (tx, { open }) =>
      tx('registrations').where({ submission_id: open }).update({ number: 'haneul-civil-2026-999' }),
    named: ({ open }) => [
      ['registrations haneul-civil-2026-999', /not of its office, year and place/],
      [`registrations ${open}:1`, /has number haneul-civil-2026-999/],
    ],
  },
  {
    name: 'a register entry that is gone, with the series lowered',
    tables: ['registrations', 'registration_series'],
    async change(tx, { open }) {
      const { office, year, seq } = await tx('registrations').where({ submission_id: open }).first();
      await tx('registrations').where({ submission_id: open }).delete();
      await tx('registration_series')
        .where({ office, year })
        .update({ last_seq: seq - 1 });
    },
    named: ({ open, evidence }) => {
      const { year } = JSON.parse(evidence(open, 'ConsignmentAcceptance').payload).facts;
      return [
        [`registrations ${open}:1`, /is missing, though its evidence is there/],
        [`registration_series haneul-civil:${year}`, /a checkpoint has signed/],
      ];
    },
  },
  {
    name: 'a register entry that is gone from the middle',
    tables: ['registrations'],
    change: (tx, { whole }) => tx('registrations').where({ submission_id: whole }).delete(),
    named: ({ whole, evidence }) => [
      [
        `registrations ${JSON.parse(evidence(whole, 'ConsignmentAcceptance').payload).facts.number}`,
        /has a gap/,
      ],
      [`registrations ${whole}:1`, /is missing/],
    ],
  },
  {
    name: 'a series that is raised, as if a number had been given',
    tables: ['registration_series'],
    change: (tx) => tx('registration_series').where({ office: 'haneul-food' }).increment('last_seq', 1),
    named: ({ moved, evidence }) => {
      const { year } = JSON.parse(evidence(moved, 'RelayAcceptance').payload).at.slice(0, 4)
        ? { year: JSON.parse(evidence(moved, 'RelayAcceptance').payload).at.slice(0, 4) }
        : { year: '' };
      return [[`registration_series haneul-food:${year}`, /its highest entry/]];
    },
  },
  {
    name: 'an evidence whose payload is another',
    tables: ['evidences'],
    change: (tx, { whole, evidence }) => {
      const { id, payload } = evidence(whole, 'DecisionRecorded');
      const altered = alter(payload, ({ facts }) => Object.assign(facts, { outcome: 'granted' }));
      return tx('evidences').where({ id }).update({ payload: altered.payload });
    },
    named: ({ whole, evidence, command }) => [
      [`evidences ${evidence(whole, 'DecisionRecorded').id}`, /is not what its digest says/],
      [`submissions ${whole}`, /outcome/],
      [`commands ${command(whole, 'decide').id}`, /outcome "refused" where its evidence says "granted"/],
    ],
  },
  {
    name: 'an evidence that is signed anew by a foreign key, digest and all',
    tables: ['evidences'],
    change: (tx, { whole, evidence }) => {
      const { id, payload } = evidence(whole, 'Closed');
      const altered = alter(payload, (says) => Object.assign(says.actor, { id: 'demo-minji' }));
      return tx('evidences')
        .where({ id })
        .update({ ...altered, jws: signForeign(altered.payload) });
    },
    named: ({ whole, evidence }) => [
      [`evidences ${evidence(whole, 'Closed').id}`, /is signed by key x+, which is not published/],
      [`evidences ${evidence(whole, 'ReplyRead').id}`, /does not name the digest of the evidence before it/],
    ],
  },
  {
    name: 'a signature of another evidence',
    tables: ['evidences'],
    change: (tx, { whole, moved, evidence }) =>
      tx('evidences')
        .where({ id: evidence(whole, 'Assigned').id })
        .update({ jws: evidence(moved, 'RelayAcceptance').jws }),
    named: ({ whole, evidence }) => [
      [`evidences ${evidence(whole, 'Assigned').id}`, /signature that is not over its payload/],
    ],
  },
  {
    name: 'an evidence that is gone',
    tables: ['evidences'],
    change: (tx, { whole, evidence }) =>
      tx('evidences')
        .where({ id: evidence(whole, 'DeadlineExtended').id })
        .delete(),
    named: ({ whole, evidence, command, archiveOf, noticeOf }) => [
      [`evidences ${evidence(whole, 'DeadlineExtended').id}`, /is gone; it is leaf \d+ of the log/],
      [`evidences ${whole}:${evidence(whole, 'DeadlineExtended').sequence}`, /is missing/],
      [`evidences ${evidence(whole, 'DecisionRecorded').id}`, /does not name the digest/],
      [`submissions ${whole}`, /evidence_count/],
      [`commands ${command(whole, 'extend').id}`, /without evidence/],
      [`archived_histories ${archiveOf(whole)}`, /step.without_evidence/],
      [`notices ${noticeOf(evidence(whole, 'DeadlineExtended').id)}`, /tells of evidence .* does not have/],
    ],
  },
  {
    name: 'an evidence that never was',
    tables: ['evidences'],
    change: (tx, { open, evidence }) => {
      const last = evidence(open, 'Assigned');
      const id = '01a20a3e-2587-736a-b773-51037f01b83f';
      const says = {
        ...JSON.parse(last.payload),
        id,
        event: 'ContentHandover',
        sequence: 4,
        previous: last.digest,
      };
      const payload = canonicalJson(says);
      const digest = sha256(payload);
      const own = { id, payload, digest, sequence: 4, event: 'ContentHandover', jws: signForeign(payload) };
      return tx('evidences').insert({ ...last, ...own });
    },
    named: ({ open, evidence }) => [
      ['evidences 01a20a3e-2587-736a-b773-51037f01b83f', /not published as one for evidence/],
      [`evidences ${evidence(open, 'Assigned').id}`, /leads to Assigned, not to Assigned, ContentHandover/],
      [`submissions ${open}`, /evidence_count/],
      [`openings ${open}:1:demo-registrar`, /is missing/],
    ],
  },
  {
    name: 'evidences in another order',
    tables: ['evidences'],
    async change(tx, { whole, evidence }) {
      const [a, b] = [evidence(whole, 'ClockSuspended'), evidence(whole, 'DeadlineExtended')];
      await tx('evidences').where({ id: a.id }).update({ sequence: 1_000 });
      await tx('evidences').where({ id: b.id }).update({ sequence: a.sequence });
      await tx('evidences').where({ id: a.id }).update({ sequence: b.sequence });
    },
    named: ({ whole, evidence, after }) => {
      const [a, b] = [evidence(whole, 'ClockSuspended'), evidence(whole, 'DeadlineExtended')];
      return [
        [`evidences ${a.id}`, /has sequence/],
        [`evidences ${b.id}`, /has sequence/],
        [`evidences ${after(a)}`, /does not name the digest/],
        [`evidences ${after(b)}`, /does not name the digest/],
        [
          `evidences ${evidence(whole, 'SupplementRequested').id}`,
          /leads to SupplementRequested, ClockSuspended, not to/,
        ],
      ];
    },
  },
  {
    name: 'an evidence that is another command’s',
    tables: ['evidences'],
    change: (tx, { whole, evidence }) =>
      tx('evidences')
        .where({ id: evidence(whole, 'DeadlineExtended').id })
        .update({ command_seq: 1 }),
    named: ({ whole, evidence }) => [
      [`evidences ${evidence(whole, 'DeadlineExtended').id}`, /tells of command 1 \(submit\)/],
    ],
  },
  {
    name: 'an access that somebody else had',
    tables: ['audit_entries'],
    change: (tx, { open }) =>
      tx('audit_entries')
        .where({ submission_id: open, action: 'read_audit' })
        .update({ actor: 'demo-admin' }),
    named: ({ access }: Facts & { access?: string }) => [
      [`audit_entries ${access}`, /not as it was when it was sealed/],
    ],
  },
  {
    name: 'an access that is gone',
    tables: ['audit_entries'],
    change: (tx, { open }) =>
      tx('audit_entries').where({ submission_id: open, action: 'read_audit' }).delete(),
    named: ({ access }: Facts & { access?: string }) => [[`audit_entries ${access}`, /is gone; it is leaf/]],
  },
  {
    name: 'a refusal for another reason',
    tables: ['refusals'],
    change: (tx) => tx('refusals').update({ code: 'permission.denied' }),
    named: ({ refusal }: Facts & { refusal?: string }) => [[`refusals ${refusal}`, /not as it was/]],
  },
  {
    name: 'a refusal that is gone',
    tables: ['refusals'],
    change: (tx) => tx('refusals').delete(),
    named: ({ refusal }: Facts & { refusal?: string }) => [[`refusals ${refusal}`, /is gone/]],
  },
  {
    name: 'a refusal that never was',
    tables: ['refusals'],
    change: async (tx) => {
      const row = await tx('refusals').first();
      return tx('refusals').insert({
        ...row,
        id: '01a20a3e-2587-736a-b773-51037f01b83f',
        actor: 'demo-junho',
      });
    },
    named: () => [['refusals 01a20a3e-2587-736a-b773-51037f01b83f', /is not in the log and does not wait/]],
  },
  {
    name: 'a command that somebody else gave',
    tables: ['commands'],
    change: (tx, { whole, command }) =>
      tx('commands')
        .where({ id: command(whole, 'decide').id })
        .update({ actor: 'demo-approver' }),
    named: ({ whole, command }) => [[`commands ${command(whole, 'decide').id}`, /has actor .*demo-approver/]],
  },
  {
    name: 'a command that was given at another time',
    tables: ['commands'],
    change: (tx, { whole, command }) =>
      tx('commands')
        .where({ id: command(whole, 'supplement').id })
        .update({ accepted_at: tx.raw(`accepted_at - interval '1 hour'`) }),
    named: ({ whole, command }) => [[`commands ${command(whole, 'supplement').id}`, /has accepted_at/]],
  },
  {
    name: 'a command that is gone',
    tables: ['commands'],
    change: (tx, { whole, command }) =>
      tx('commands')
        .where({ id: command(whole, 'suspend').id })
        .delete(),
    named: ({ whole, evidence, command }) => [
      [`commands ${whole}:${command(whole, 'suspend').seq}`, /is missing/],
      [`command_contents ${command(whole, 'suspend').id}`, /belongs to row/],
      [`evidences ${evidence(whole, 'suspended').id}`, /names command/],
    ],
  },
  {
    name: 'a command that never was',
    tables: ['commands', 'submissions'],
    async change(tx, { open, command }) {
      const row = command(open, 'assign');
      const own = {
        id: '01a20a3e-2587-736a-b773-51037f01b83f',
        seq: row.seq + 1,
        kind: 'decide',
        result: null,
      };
      await tx('commands').insert({ ...row, ...own, facts: JSON.stringify({ outcome: 'granted' }) });
      await tx('submissions').where({ id: open }).increment('last_seq', 1);
    },
    named: () => [['commands 01a20a3e-2587-736a-b773-51037f01b83f', /is applied without evidence/]],
  },
  {
    name: 'a command that was taken out of the outbox',
    tables: ['commands', 'submissions'],
    async change(tx, { open, command }) {
      const row = command(open, 'assign');
      const own = { id: '01a20a3e-2587-736a-b773-51037f01b83f', seq: row.seq + 1, kind: 'open', facts: '{}' };
      await tx('commands').insert({ ...row, ...own, status: 'accepted', result: null, applied_at: null });
      await tx('submissions').where({ id: open }).increment('last_seq', 1);
    },
    named: () => [['commands 01a20a3e-2587-736a-b773-51037f01b83f', /waits and is not in the outbox/]],
  },
  {
    name: 'an outbox entry without a command',
    tables: ['outbox'],
    change: (tx, { open }) => tx('outbox').insert({ submission_id: open, seq: 77, written_at: new Date() }),
    named: ({ open }) => [[`outbox ${open}:77`, /tells of a command that is not there/]],
  },
  {
    name: 'attachments whose digests were swapped',
    tables: ['files'],
    async change(tx, { whole }) {
      const [a, b] = await tx('files').where({ submission_id: whole, content_version: 1 }).orderBy('id');
      await tx('files').where({ id: a.id }).update({ sha256: b.sha256 });
      await tx('files').where({ id: b.id }).update({ sha256: a.sha256 });
    },
    named: ({ whole, files = [] }: Facts & { files?: Row[] }) => [
      [`submission_contents ${whole}`, /is not, with the attachments/],
      [`content_versions ${whole}:2`, /is not, with the attachments/],
      [`files ${files[0]?.id}`, /bytes in the file store that are not those of its digest/],
      [`files ${files[1]?.id}`, /bytes in the file store that are not those of its digest/],
    ],
  },
  {
    name: 'an attachment that is another submission’s',
    tables: ['files'],
    change: (tx, { open, files = [] }: Facts & { files?: Row[] }) =>
      tx('files').where({ id: files[0]?.id }).update({ submission_id: open }),
    named: ({ whole, open }) => [
      [`submission_contents ${whole}`, /is not, with/],
      [`content_versions ${whole}:2`, /is not, with/],
      [`submission_contents ${open}`, /is not, with/],
    ],
  },
  {
    name: 'a draft that is not what its writer wrote',
    tables: ['drafts'],
    async change(tx, { draft }) {
      const { sealed } = await tx('drafts').where({ id: draft.id }).first('sealed');
      return tx('drafts')
        .where({ id: draft.id })
        .update({ sealed: Buffer.from(sealed).reverse() });
    },
    named: ({ draft }) => [[`drafts ${draft.id}`, /is not what was sealed in its place/]],
  },
  {
    name: 'an upload that waits in a draft which is not there',
    tables: ['files'],
    change: (tx, { draft, open }) => tx('files').where({ id: draft.upload }).update({ draft_id: open }),
    named: ({ draft }) => [
      [`drafts ${draft.id}`, /names upload .* which does not wait in it/],
      [`files ${draft.upload}`, /belongs to row .* of drafts, which is not there/],
    ],
  },
  {
    name: 'a letter with another word',
    tables: ['submission_contents'],
    change: (tx, facts) =>
      rewrite(tx, facts, { table: 'submission_contents', row: facts.whole, of: facts.whole }, () => ({
        body: '딴말',
      })),
    named: ({ whole }) => [[`submission_contents ${whole}`, /is not, with/]],
  },
  {
    name: 'a salt that is another',
    tables: ['submission_contents'],
    change: (tx, facts) =>
      rewrite(tx, facts, { table: 'submission_contents', row: facts.moved, of: facts.moved }, () => ({
        salt: Buffer.alloc(32).toString('base64'),
      })),
    named: ({ moved }) => [[`submission_contents ${moved}`, /is not, with/]],
  },
  {
    name: 'a letter of which a byte is another',
    tables: ['submission_contents'],
    change: (tx, { whole }) =>
      tx('submission_contents')
        .where({ submission_id: whole })
        .update({ sealed: tx.raw('set_byte(sealed, 40, 255 - get_byte(sealed, 40))') }),
    named: ({ whole }) => [[`submission_contents ${whole}`, /not what was sealed in its place/]],
  },
  {
    name: 'letters that were exchanged, with their keys',
    tables: ['submission_contents', 'submissions'],
    async change(tx, { whole, open }) {
      for (const [table, column, id] of [
        ['submission_contents', 'sealed', 'submission_id'],
        ['submissions', 'content_key', 'id'],
      ] as const) {
        const [a] = await tx(table)
          .where({ [id]: whole })
          .pluck(column);
        const [b] = await tx(table)
          .where({ [id]: open })
          .pluck(column);
        // The key is unique, for the index if not for the owner.
        await tx(table)
          .where({ [id]: open })
          .update({ [column]: table === 'submissions' ? null : b });
        await tx(table)
          .where({ [id]: whole })
          .update({ [column]: b });
        await tx(table)
          .where({ [id]: open })
          .update({ [column]: a });
      }
    },
    named: ({ whole, open, command, note }: Facts & { note?: string }) => [
      [`submission_contents ${whole}`, /not what was sealed in its place/],
      [`submission_contents ${open}`, /not what was sealed in its place/],
      [`content_versions ${whole}:2`, /not what was sealed in its place/],
      ...['request_supplement', 'request_supplement_extension', 'suspend', 'resume', 'extend', 'decide'].map(
        (kind): Named => [`command_contents ${command(whole, kind).id}`, /not what was sealed/],
      ),
      [`notes ${note}`, /not what was sealed/],
    ],
  },
  {
    name: 'a letter in plain words, as if it were from before there were keys',
    tables: ['submission_contents'],
    change: (tx, { whole }) =>
      tx('submission_contents')
        .where({ submission_id: whole })
        .update({
          sealed: null,
          plain: JSON.stringify({ title: '딴말', body: '', trackingCode: '', salt: '' }),
        }),
    named: ({ whole }) => [
      [`submission_contents ${whole}`, /is not, with/],
      [`submissions ${whole}`, /tracking_hash/],
    ],
  },
  {
    name: 'content that is said to be destroyed',
    tables: ['submissions'],
    change: (tx, { open }) =>
      tx('submissions').where({ id: open }).update({ content_destroyed_at: new Date() }),
    named: ({ open }) => [[`submissions ${open}`, /no evidence tells why/]],
  },
  {
    name: 'a note of which a byte is another',
    tables: ['notes'],
    change: (tx) =>
      tx('notes').update({ sealed: tx.raw('set_byte(sealed, 40, 255 - get_byte(sealed, 40))') }),
    named: ({ note }: Facts & { note?: string }) => [[`notes ${note}`, /not what was sealed/]],
  },
  {
    name: 'content that is gone',
    tables: ['submission_contents'],
    change: (tx, { moved }) => tx('submission_contents').where({ submission_id: moved }).delete(),
    named: ({ moved }) => [[`submission_contents ${moved}`, /is missing/]],
  },
  {
    name: 'a supplement with another word',
    tables: ['content_versions'],
    change: (tx, facts) => {
      const row = facts.command(facts.whole, 'supplement').id;
      return rewrite(tx, facts, { table: 'content_versions', row, of: facts.whole }, () => ({
        title: '딴말',
      }));
    },
    named: ({ whole }) => [[`content_versions ${whole}:2`, /is not, with/]],
  },
  {
    name: 'reasons of a refusal that are others',
    tables: ['command_contents'],
    change: (tx, facts) => {
      const row = facts.command(facts.whole, 'decide').id;
      return rewrite(tx, facts, { table: 'command_contents', row, of: facts.whole }, ({ body }) => ({
        body: { ...body, reasons: '다른 이유' },
      }));
    },
    named: ({ whole, command }) => [
      [`command_contents ${command(whole, 'decide').id}`, /is not what evidence .* was made of/],
    ],
  },
  {
    name: 'words that are gone',
    tables: ['command_contents'],
    change: (tx, { whole, command }) =>
      tx('command_contents')
        .where({ command_id: command(whole, 'suspend').id })
        .delete(),
    named: ({ whole, command }) => [[`command_contents ${command(whole, 'suspend').id}`, /is missing/]],
  },
  {
    name: 'a printed receipt whose digest is another',
    tables: ['printed_documents'],
    change: (tx) => tx('printed_documents').update({ sha256: 'f'.repeat(64) }),
    named: ({ whole, evidence }) => [
      [
        `printed_documents ${evidence(whole, 'SubmissionAcceptance').id}:ko:false`,
        /not as it was when it was sealed/,
      ],
    ],
  },
  {
    name: 'a printed receipt that is gone',
    tables: ['printed_documents'],
    change: (tx) => tx('printed_documents').delete(),
    named: ({ whole, evidence }) => [
      [`printed_documents ${evidence(whole, 'SubmissionAcceptance').id}:ko:false`, /is gone/],
    ],
  },
  {
    name: 'an opening that never was',
    tables: ['openings'],
    change: (tx, { open }) =>
      tx('openings').insert({ submission_id: open, leg: 1, person: 'demo-approver', at: new Date() }),
    named: ({ open }) => [[`openings ${open}:1:demo-approver`, /there is no evidence of it/]],
  },
  {
    name: 'an opening that is gone',
    tables: ['openings'],
    change: (tx, { whole }) => tx('openings').where({ submission_id: whole }).delete(),
    named: ({ whole }) => [[`openings ${whole}:1:demo-handler1`, /is missing, though its evidence/]],
  },
  {
    name: 'a notice of evidence that does not exist',
    tables: ['notices'],
    change: (tx, { notice }: Facts & { notice?: string }) =>
      tx('notices').where({ id: notice }).update({ evidence_id: '01a20a3e-2587-736a-b773-51037f01b83f' }),
    named: ({ notice }: Facts & { notice?: string }) => [[`notices ${notice}`, /tells of evidence 01a20a3e/]],
  },
  {
    name: 'a notice that was written at another time',
    tables: ['notices'],
    change: (tx, { notice }: Facts & { notice?: string }) =>
      tx('notices')
        .where({ id: notice })
        .update({ written_at: new Date(0) }),
    named: ({ notice }: Facts & { notice?: string }) => [[`notices ${notice}`, /was written at 1970/]],
  },
  {
    name: 'an archived history with another result',
    tables: ['archived_histories'],
    change: (tx, { history }: Facts & { history?: Row }) => {
      const text = String(history?.history).replace('"attempt":1', '"attempt":2');
      return tx('archived_histories')
        .where({ id: history?.id })
        .update({ history: text, digest: sha256(text) });
    },
    named: ({ history }: Facts & { history?: Row }) => [
      [`archived_histories ${history?.id}`, /not as it was when it was sealed/],
    ],
  },
  {
    name: 'an archived history that is gone',
    tables: ['archived_histories'],
    change: (tx, { moved }) => tx('archived_histories').where({ submission_id: moved }).delete(),
    named: ({ moved, history }: Facts & { history?: Row }) => [
      [`archived_histories ${history?.id}`, /is gone/],
      [`archived_histories ${moved}`, /no run of the closed submission is there/],
    ],
  },
  {
    name: 'an archived run that ended otherwise',
    tables: ['archived_histories'],
    change: (tx, { moved }) =>
      tx('archived_histories').where({ submission_id: moved }).update({ status: 'terminated' }),
    named: ({ history }: Facts & { history?: Row }) => [
      [`archived_histories ${history?.id}`, /status terminated where its history says completed/],
    ],
  },
  {
    name: 'a form whose published version is another',
    tables: ['form_versions'],
    change: (tx) =>
      tx('form_versions')
        .where({ form: 'restaurant-business-report' })
        .update({ definition: tx.raw(`jsonb_set(definition, '{title,en}', '"Other"')`) }),
    named: () => [['form_versions restaurant-business-report:1', /not what its own digest says/]],
  },
  {
    name: 'a form that is shown otherwise than it was published',
    tables: ['form_texts'],
    change: (tx) =>
      tx('form_texts')
        .where({ form: 'restaurant-business-report' })
        .update({ written: tx.raw(`jsonb_set(written::jsonb, '{title,en}', '"Other"')::text`) }),
    named: () => [['form_texts restaurant-business-report:1', /not what the digest of its version says/]],
  },
  {
    name: 'a leaf that was replaced',
    tables: ['log_leaves'],
    change: (tx, { whole, evidence, leaf }) =>
      tx('log_leaves')
        .where({ index: leaf('evidence', evidence(whole, 'Assigned').id).index })
        .update({ digest: 'A'.repeat(43) }),
    named: ({ whole, evidence, leaf }) => [
      [
        `log_leaves ${leaf('evidence', evidence(whole, 'Assigned').id).index}`,
        /not what the tree was made of/,
      ],
    ],
  },
  {
    name: 'a row, with its leaf made to fit',
    tables: ['evidences', 'log_leaves'],
    async change(tx, { whole, evidence, leaf }) {
      const { id, payload } = evidence(whole, 'Closed');
      const altered = alter(payload, (says) => Object.assign(says.actor, { id: 'demo-minji' }));
      await tx('evidences').where({ id }).update(altered);
      await tx('log_leaves')
        .where({ index: leaf('evidence', id).index })
        .update({ digest: altered.digest });
    },
    named: ({ whole, evidence, leaf }) => {
      const { id } = evidence(whole, 'Closed');
      return [
        [`evidences ${id}`, /not as it was when it was sealed/],
        [`evidences ${evidence(whole, 'ReplyRead').id}`, /does not name the digest/],
        [`log_leaves ${leaf('evidence', id).index}`, /not what the tree was made of/],
      ];
    },
  },
  {
    name: 'a leaf that is gone',
    tables: ['log_leaves'],
    change: (tx) => tx('log_leaves').where({ index: 5 }).delete(),
    named: ({ leafRow }: Facts & { leafRow?: string }) => [
      ['log_leaves 5', /is missing/],
      [String(leafRow), /is not in the log and does not wait/],
    ],
  },
  {
    name: 'a node of the tree that was replaced',
    tables: ['log_nodes'],
    change: (tx) =>
      tx('log_nodes')
        .where({ level: 2, index: 3 })
        .update({ hash: Buffer.alloc(32) }),
    named: () => [['log_nodes 2:3', /not made of the two below it/]],
  },
  {
    name: 'the node of a leaf that was replaced',
    tables: ['log_nodes'],
    change: (tx) =>
      tx('log_nodes')
        .where({ level: 0, index: 7 })
        .update({ hash: Buffer.from(hashOfLeaf({ kind: 'access', digest: 'A'.repeat(43) })) }),
    named: () => [['log_nodes 0:7', /not the hash of its leaf/]],
  },
  {
    name: 'a checkpoint with another root',
    tables: ['checkpoints'],
    change: (tx, { checkpoints = [] }: Facts & { checkpoints?: Row[] }) =>
      tx('checkpoints')
        .where({ size: checkpoints[1]?.size })
        .update({ root: Buffer.alloc(32) }),
    named: ({ checkpoints = [] }: Facts & { checkpoints?: Row[] }) => [
      [`checkpoints ${checkpoints[1]?.size}`, /has another root than its body/],
    ],
  },
  {
    name: 'a checkpoint that says another number of a register',
    tables: ['checkpoints'],
    change: (tx, { checkpoints = [] }: Facts & { checkpoints?: Row[] }) =>
      tx('checkpoints')
        .where({ size: checkpoints.at(-1)?.size })
        .update({ body: String(checkpoints.at(-1)?.body).replace(/(register haneul-food \d+) \d+/, '$1 0') }),
    named: ({ checkpoints = [] }: Facts & { checkpoints?: Row[] }) => [
      [`checkpoints ${checkpoints.at(-1)?.size}`, /not signed by a published key/],
    ],
  },
  {
    name: 'a checkpoint that is gone',
    tables: ['checkpoints'],
    change: (tx, { checkpoints = [] }: Facts & { checkpoints?: Row[] }) =>
      tx('checkpoints').where({ size: checkpoints[1]?.size }).delete(),
    named: () => [['checkpoints number 2', /is missing, between the sizes/]],
  },
  {
    name: 'the newest checkpoint that is gone',
    tables: ['checkpoints'],
    change: (tx, { checkpoints = [] }: Facts & { checkpoints?: Row[] }) =>
      tx('checkpoints')
        .where({ size: checkpoints.at(-1)?.size })
        .delete(),
    named: ({ checkpoints = [] }: Facts & { checkpoints?: Row[] }) => [
      [`checkpoints ${checkpoints.at(-1)?.size}`, /leaves from \d+ on are under none/],
    ],
  },
  {
    name: 'a proof of another leaf',
    tables: ['proofs'],
    change: (tx) => tx('proofs').update({ document: tx.raw(`replace(document, '"index":', '"index":1')`) }),
    named: ({ whole, evidence }) => [
      [`proofs evidence:${evidence(whole, 'SubmissionAcceptance').id}`, /signature/],
    ],
  },
];

describe('of what the owner of the database changes the check', () => {
  let facts: Facts & Record<string, unknown>;
  let deps: CheckDeps;
  beforeAll(async () => {
    const audited = await auditedSystem();
    const { db } = audited.system;
    deps = await checkDepsOf(audited.system);
    const evidences: Row[] = await db('evidences').orderBy('sequence');
    const commands: Row[] = await db('commands').orderBy('seq');
    const archives: Row[] = await db('archived_histories').orderBy('started_at');
    const notices: Row[] = await db('notices');
    const leaves: Row[] = await db('log_leaves').orderBy('index');
    const suspend = commands.find(({ kind }) => kind === 'suspend');
    const fifth = leaves[5];
    facts = {
      ...audited,
      evidence: (id, event) =>
        event === 'suspended'
          ? evidences.find((row) => row.submission_id === id && row.command_seq === suspend.seq)
          : evidences.find((row) => row.submission_id === id && row.event === event),
      command: (id, kind) => commands.find((row) => row.submission_id === id && row.kind === kind),
      leaf: (kind, subject) => leaves.find((row) => row.kind === kind && row.subject === subject),
      after: ({ submission_id: of, sequence }) =>
        evidences.find((row) => row.submission_id === of && row.sequence === sequence + 1).id,
      archiveOf: (id) => archives.find((row) => row.submission_id === id).id,
      noticeOf: (evidence) => notices.find((row) => row.evidence_id === evidence).id,
      access: (await db('audit_entries').where({ submission_id: audited.open, action: 'read_audit' }).first())
        .id,
      refusal: (await db('refusals').first()).id,
      files: await db('files').where({ submission_id: audited.whole, content_version: 1 }).orderBy('id'),
      note: (await db('notes').first()).id,
      notice: (await db('notices').where({ submission_id: audited.open }).first()).id,
      history: await db('archived_histories').where({ submission_id: audited.moved }).first(),
      checkpoints: await db('checkpoints').orderBy('size'),
      leafRow: `${{ evidence: 'evidences', access: 'audit_entries', refusal: 'refusals', printed: 'printed_documents', history: 'archived_histories', form: 'form_versions' }[fifth.kind as string]} ${fifth.subject}`,
    };
    await db.raw('CREATE SCHEMA kept');
    for (const table of new Set(TAMPERINGS.flatMap(({ tables }) => tables)))
      await db.raw('CREATE TABLE kept.?? AS SELECT * FROM ??', [table, table]);
  }, 120_000);
  afterAll(() => facts?.system.stop());

  const restore = async (tables: string[]) => {
    await tamper(facts.system.db, async (tx) => {
      for (const table of tables) await tx(table).delete();
      for (const table of tables) await tx.raw('INSERT INTO ?? SELECT * FROM kept.??', [table, table]);
    });
  };

  it('finds nothing where nothing was changed', async () => {
    const { found, looked } = await findFaults(deps);
    expect(found).toEqual([]);
    expect(looked).toMatchObject({ registers: 2, submissions: 3, files: 4, proofs: 1 });
    expect(looked.log).toBeGreaterThan(60);
  });

  it.each(TAMPERINGS)('finds and names $name', async ({ tables, change, named }) => {
    await tamper(facts.system.db, (tx) => change(tx, facts));
    try {
      const { found } = await findFaults(deps);
      const expected = named(facts);
      const rows = new Set(found.map(({ table, row }) => `${table} ${row}`));
      expect([...rows].sort()).toEqual(expected.map(([row]) => row).sort());
      for (const [row, what] of expected) {
        const said = found.filter((one) => `${one.table} ${one.row}` === row).map((one) => one.what);
        expect(said.some((one) => what.test(one)) ? row : `${row}: ${said.join('; ')}`).toBe(row);
      }
    } finally {
      await restore(tables);
    }
  });

  it('finds and names bytes of an attachment and of a printed receipt that were replaced', async () => {
    const { db, config } = facts.system;
    const { file_key: key, evidence_id: evidence } = await db('printed_documents').first();
    const [file] = facts.files as Row[];
    const dir = config.files.kind === 'folder' ? config.files.dir : '';
    for (const [path, row] of [
      [placeOfFile({ id: file.id, contentKey: file.content_key }).key, `files ${file.id}`],
      [key, `printed_documents ${evidence}:ko:false`],
    ]) {
      const bytes = await readFile(join(dir, path));
      await writeFile(join(dir, path), Buffer.concat([bytes.subarray(0, -1), Buffer.from('X')]));
      const { found } = await findFaults(deps);
      await writeFile(join(dir, path), bytes);
      expect(found.map((fault) => `${fault.table} ${fault.row}`)).toEqual([row]);
    }
  });

  it('is sound again when everything is put back', async () => {
    expect((await findFaults(deps)).found).toEqual([]);
  });

  it('finds and names what cannot be read for want of a key that nobody was to destroy', async () => {
    const { moved } = facts;
    const [key] = await facts.system.db('submissions').where({ id: moved }).pluck('content_key');
    await facts.system.cipher.destroy([key]);
    const { found } = await findFaults(deps);
    const gone = found.filter(({ what }) => what === 'cannot be read: its key is gone');
    expect(gone).toEqual(found);
    expect(new Set(found.map(({ table, row }) => `${table} ${row}`))).toEqual(
      new Set([
        `submission_contents ${moved}`,
        `command_contents ${facts.command(moved, 'transfer').id}`,
        `command_contents ${facts.command(moved, 'decide').id}`,
      ]),
    );
  });
});
