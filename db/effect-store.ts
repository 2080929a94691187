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
 * Writes everything that one effect leaves as a single statement in the caller's transaction: evidence, row, notices,
 * commands, outbox. Step by step it took eight round trips under the locks of the row and of the office's series.
 * The row is changed by compare-and-set on the evidence count, which grows with every effect.
 * @throws Error when the row moved on since it was read
 */
export async function writeEffect(tx: Tx, effect: WrittenEffect): Promise<void> {
  const parts = [
    evidencesOf(effect),
    changeOf(effect),
    ...(movesDesk(effect) ? [foundOnDeskOf(effect)] : []),
    ...(effect.notices.length > 0 ? [noticesOf(effect)] : []),
    ...(effect.own === undefined ? [] : [ownCommandOf(effect.own, effect)]),
    ...(effect.settles === undefined ? [] : [settledOf(effect.settles)]),
  ];
  const told = effect.announces === undefined ? '' : ", pg_notify('gongmun_settled', :told)";
  const bindings = {
    ...Object.assign({}, ...parts.map((part) => part.bindings)),
    submission: effect.before.id,
    at: effect.at,
    result: JSON.stringify(effect.result),
    told: `${effect.before.id} ${effect.announces}`,
  };
  const { rows } = await tx.raw(
    `WITH ${parts.map((part) => part.sql).join(', ')} SELECT (SELECT count(*) FROM changed) AS changed${told}`,
    bindings,
  );
  if (rows[0].changed !== 1)
    throw new Error(`Submission ${effect.before.id} moved on while a step was being written.`);
}

interface Part {
  sql: string;
  bindings: Record<string, unknown>;
}

function evidencesOf({ evidences, result }: WrittenEffect): Part {
  return {
    sql: `sealed AS (
      INSERT INTO evidences (id, submission_id, sequence, event, at, command_seq, payload, jws, digest)
      SELECT id, :submission, sequence, event, :at, :commandSeq, payload, jws, digest
      FROM unnest(:evidenceIds::uuid[], :sequences::integer[], :events::text[], :payloads::text[], :jwss::text[],
        :digests::text[]) AS x (id, sequence, event, payload, jws, digest)
    )`,
    bindings: {
      commandSeq: result.seq,
      evidenceIds: evidences.map(({ evidence }) => evidence.id),
      sequences: evidences.map(({ evidence }) => evidence.sequence),
      events: evidences.map(({ evidence }) => evidence.event),
      payloads: evidences.map(({ payload }) => payload),
      jwss: evidences.map(({ jws }) => jws),
      digests: evidences.map(({ digest }) => digest),
    },
  };
}

function changeOf({ before, change }: WrittenEffect): Part {
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

const movesDesk = ({ before, change }: WrittenEffect): boolean =>
  change.office !== undefined && change.office !== before.office;

/** From now on the submission is found by the search of this office's desk; before, by nobody's. */
function foundOnDeskOf({ change }: WrittenEffect): Part {
  return {
    sql: 'found AS (UPDATE search_terms SET office = :desk WHERE submission_id = :submission)',
    bindings: { desk: change.office },
  };
}

function noticesOf({ notices, result }: WrittenEffect): Part {
  return {
    sql: `told AS (
      INSERT INTO notices (id, submission_id, evidence_id, kind, recipient_person, recipient_office, batch, status,
        written_at)
      SELECT id, :submission, :noticeEvidence, kind, person, office, batch, 'written', :at
      FROM unnest(:noticeIds::uuid[], :noticeKinds::text[], :persons::text[], :offices::text[], :batches::uuid[])
        AS x (id, kind, person, office, batch)
      ON CONFLICT (batch, kind, recipient_person) WHERE batch IS NOT NULL DO NOTHING
    )`,
    bindings: {
      noticeEvidence: result.evidenceId,
      noticeIds: notices.map(() => uuid()),
      noticeKinds: notices.map(({ kind }) => kind),
      persons: notices.map(({ recipient }) => ('person' in recipient ? recipient.person : null)),
      batches: notices.map(({ batch }) => batch ?? null),
      offices: notices.map(({ recipient }) => ('office' in recipient ? recipient.office : null)),
    },
  };
}

function ownCommandOf(own: NewCommand & { once: string }, { result }: WrittenEffect): Part {
  return {
    sql: `own AS (
      INSERT INTO commands (id, submission_id, seq, kind, once, actor, capacity, office, facts, status, accepted_at,
        applied_at, result)
      VALUES (:ownId, :submission, :ownSeq, :ownKind, :once, :ownActor, :ownCapacity, :ownOffice, :ownFacts, 'applied',
        :at, :at, :result)
    )`,
    bindings: {
      ownId: own.id,
      ownSeq: result.seq,
      ownKind: own.kind,
      once: own.once,
      ownActor: own.actor,
      ownCapacity: own.capacity,
      ownOffice: own.office,
      ownFacts: JSON.stringify(own.facts),
    },
  };
}

function settledOf({ seq, status }: { seq: number; status: string }): Part {
  return {
    sql: `settled AS (
      UPDATE commands SET status = :settledAs, applied_at = :at, result = :result
      WHERE submission_id = :submission AND seq = :settledSeq
    ), delivered AS (
      DELETE FROM outbox WHERE submission_id = :submission AND seq = :settledSeq
    )`,
    bindings: { settledSeq: seq, settledAs: status },
  };
}
