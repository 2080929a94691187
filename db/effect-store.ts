import { v7 as uuid } from 'uuid';
import type { SealedEvidence } from '../adapters/signer';
import type { NewCommand, StepResult } from './command-store';
import type { Tx } from './knex';
import type { NewNotice } from './notice-store';
import { type SubmissionChange, type SubmissionRow, submissionColumns } from './submission-store';

export interface WrittenEffect {
  /** The row as it was read under its lock. */
  before: SubmissionRow;
  change: SubmissionChange;
  at: Date;
  /** What the step leaves with the commands that it ends. */
  result: StepResult;
  evidences: SealedEvidence[];
  /** They name the result's evidence. */
  notices: NewNotice[];
  /** The system's own command, written as applied; `once` makes it unique. */
  own?: NewCommand & { once: string };
  /** A command that waited for its turn and has had it. */
  settles?: { seq: number; status: 'applied' | 'overtaken' };
  /** The command whose giver is told that it is at its end (`Prefer: wait`), heard when the transaction commits. */
  announces?: number;
}

/**
 * Writes everything that the effects of one step leave, in their order, as a single statement in the caller's transaction:
 * evidence, row, notices, commands, outbox. One by one it took eight round trips for each under the locks of the row and of
 * the office's series. The row is changed by compare-and-set on the evidence count, which grows with every effect.
 * @throws Error when the row moved on since it was read
 */
export async function writeEffects(
  tx: Tx,
  effects: readonly [WrittenEffect, ...WrittenEffect[]],
): Promise<void> {
  const [{ before }] = effects;
  const change = Object.assign({}, ...effects.map((effect) => effect.change));
  const announces = effects.findLast((effect) => effect.announces !== undefined)?.announces;
  const parts = [
    evidencesOf(effects),
    changeOf(before, change),
    ...(movesDesk(before, change) ? [foundOnDeskOf(change)] : []),
    ...(effects.some(({ notices }) => notices.length > 0) ? [noticesOf(effects)] : []),
    ...effects.flatMap((effect, index) => [
      ...(effect.own === undefined ? [] : [ownCommandOf(effect.own, effect, index)]),
      ...(effect.settles === undefined ? [] : [settledOf(effect.settles, effect, index)]),
    ]),
  ];
  const told = announces === undefined ? '' : ", pg_notify('gongmun_settled', :told)";
  const bindings = {
    ...Object.assign({}, ...parts.map((part) => part.bindings)),
    submission: before.id,
    told: `${before.id} ${announces}`,
  };
  const { rows } = await tx.raw(
    `WITH ${parts.map((part) => part.sql).join(', ')} SELECT (SELECT count(*) FROM changed) AS changed${told}`,
    bindings,
  );
  if (rows[0].changed !== 1)
    throw new Error(`Submission ${before.id} moved on while a step was being written.`);
}

/** What each of several effects leaves many of, with the effect that left it. */
const ofAll = <T>(effects: readonly WrittenEffect[], of: (effect: WrittenEffect) => readonly T[]) =>
  effects.flatMap((effect) => of(effect).map((one) => ({ effect, one })));

interface Part {
  sql: string;
  bindings: Record<string, unknown>;
}

function evidencesOf(effects: readonly WrittenEffect[]): Part {
  const all = ofAll(effects, ({ evidences }) => evidences);
  return {
    sql: `sealed AS (
      INSERT INTO evidences (id, submission_id, sequence, event, at, command_seq, payload, jws, digest)
      SELECT id, :submission, sequence, event, at, command_seq, payload, jws, digest
      FROM unnest(:evidenceIds::uuid[], :sequences::integer[], :events::text[], :evidenceAts::timestamptz[],
        :commandSeqs::integer[], :payloads::text[], :jwss::text[], :digests::text[])
        AS x (id, sequence, event, at, command_seq, payload, jws, digest)
    )`,
    bindings: {
      evidenceIds: all.map(({ one }) => one.evidence.id),
      sequences: all.map(({ one }) => one.evidence.sequence),
      events: all.map(({ one }) => one.evidence.event),
      evidenceAts: all.map(({ effect }) => effect.at),
      commandSeqs: all.map(({ effect }) => effect.result.seq),
      payloads: all.map(({ one }) => one.payload),
      jwss: all.map(({ one }) => one.jws),
      digests: all.map(({ one }) => one.digest),
    },
  };
}

function changeOf(before: SubmissionRow, change: SubmissionChange): Part {
  const columns = submissionColumns(change);
  const names = Object.keys(columns);
  return {
    sql: `changed AS (
      UPDATE submissions SET ${names.map((name) => `${name} = :set_${name}`).join(', ')}
      WHERE id = :submission AND evidence_count = :evidenceCount RETURNING id
    )`,
    bindings: {
      evidenceCount: before.evidenceCount,
      ...Object.fromEntries(names.map((name) => [`set_${name}`, columns[name]])),
    },
  };
}

const movesDesk = (before: SubmissionRow, change: SubmissionChange): boolean =>
  change.office !== undefined && change.office !== before.office;

/** From now on the submission is found by the search of this office's desk; before, by nobody's. */
function foundOnDeskOf(change: SubmissionChange): Part {
  return {
    sql: 'found AS (UPDATE search_terms SET office = :desk WHERE submission_id = :submission)',
    bindings: { desk: change.office },
  };
}

function noticesOf(effects: readonly WrittenEffect[]): Part {
  const all = ofAll(effects, ({ notices }) => notices);
  const persons = all.map(({ one }) => ('person' in one.recipient ? one.recipient.person : null));
  const offices = all.map(({ one }) => ('office' in one.recipient ? one.recipient.office : null));
  return {
    sql: `told AS (
      INSERT INTO notices (id, submission_id, evidence_id, kind, recipient_person, recipient_office, batch, status,
        written_at)
      SELECT id, :submission, evidence, kind, person, office, batch, 'written', at
      FROM unnest(:noticeIds::uuid[], :noticeEvidences::uuid[], :noticeKinds::text[], :persons::text[],
        :offices::text[], :batches::uuid[], :noticeAts::timestamptz[])
        AS x (id, evidence, kind, person, office, batch, at)
      ON CONFLICT (batch, kind, recipient_person) WHERE batch IS NOT NULL DO NOTHING
    )`,
    bindings: {
      noticeIds: all.map(() => uuid()),
      noticeEvidences: all.map(({ effect }) => effect.result.evidenceId),
      noticeKinds: all.map(({ one }) => one.kind),
      persons,
      offices,
      batches: all.map(({ one }) => one.batch ?? null),
      noticeAts: all.map(({ effect }) => effect.at),
    },
  };
}

type Dated = Pick<WrittenEffect, 'at' | 'result'>;

function ownCommandOf(own: NewCommand & { once: string }, { at, result }: Dated, index: number): Part {
  const name = (binding: string) => `own${binding}${index}`;
  return {
    sql: `own${index} AS (
      INSERT INTO commands (id, submission_id, seq, kind, once, actor, capacity, office, facts, status, accepted_at,
        applied_at, result)
      VALUES (:${name('Id')}, :submission, :${name('Seq')}, :${name('Kind')}, :${name('Once')}, :${name('Actor')},
        :${name('Capacity')}, :${name('Office')}, :${name('Facts')}, 'applied', :${name('At')}, :${name('At')},
        :${name('Result')})
    )`,
    bindings: {
      [name('Id')]: own.id,
      [name('Seq')]: result.seq,
      [name('Kind')]: own.kind,
      [name('Once')]: own.once,
      [name('Actor')]: own.actor,
      [name('Capacity')]: own.capacity,
      [name('Office')]: own.office,
      [name('Facts')]: JSON.stringify(own.facts),
      [name('At')]: at,
      [name('Result')]: JSON.stringify(result),
    },
  };
}

function settledOf(settles: { seq: number; status: string }, { at, result }: Dated, index: number): Part {
  const name = (binding: string) => `settled${binding}${index}`;
  return {
    sql: `settled${index} AS (
      UPDATE commands SET status = :${name('As')}, applied_at = :${name('At')}, result = :${name('Result')}
      WHERE submission_id = :submission AND seq = :${name('Seq')}
    ), delivered${index} AS (
      DELETE FROM outbox WHERE submission_id = :submission AND seq = :${name('Seq')}
    )`,
    bindings: {
      [name('Seq')]: settles.seq,
      [name('As')]: settles.status,
      [name('At')]: at,
      [name('Result')]: JSON.stringify(result),
    },
  };
}
