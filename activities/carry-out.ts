import { v7 as uuid } from 'uuid';
import type { SealedEvidence } from '../adapters/signer';
import type { StepResult } from '../db/command-store';
import { type WrittenEffect, writeEffects } from '../db/effect-store';
import type { Tx } from '../db/knex';
import type { NewNotice } from '../db/notice-store';
import type { RetentionTerms } from '../db/registration-terms';
import { NO_SUPPLEMENT, type SubmissionChange, type SubmissionRow } from '../db/submission-store';
import { nextInstant } from '../domain/agenda';
import type { Evidence, EvidenceActor, EvidenceEvent } from '../domain/evidence';
import { isTerminal } from '../domain/submission';
import type { Deps } from './deps';
import { type EndOfRecord, endOfRecord } from './end-of-record';

export type EvidenceDetails = Pick<Evidence, 'content' | 'reasons' | 'facts'>;

export interface Effect extends Pick<WrittenEffect, 'own' | 'settles' | 'announces'> {
  row: SubmissionRow;
  /** The command that has this effect. */
  command: { seq: number; actor: EvidenceActor };
  at: Date;
  step: string;
  events: readonly EvidenceEvent[];
  change: SubmissionChange;
  details?: Partial<Record<EvidenceEvent, EvidenceDetails>>;
  notices?: NewNotice[];
  /** By what the record is kept that this may end, where the step has read it. */
  retention?: RetentionTerms;
  /** What the same step did before, which is written with this; `row` is as it leaves it. */
  behind?: WrittenEffect;
}

export interface CarriedOut {
  row: SubmissionRow;
  result: StepResult;
}

/**
 * The one place where a submission changes after its acceptance: row, evidence, notices and commands in the caller's
 * transaction, under the row's lock. The notices name the first evidence of the effect.
 */
export async function carryOut(tx: Tx, deps: Deps, effect: Effect): Promise<CarriedOut> {
  const { written, row, result } = await prepare(tx, deps, effect);
  await write(tx, deps, effect.behind === undefined ? [written] : [effect.behind, written]);
  return { row, result };
}

/** The same, not written yet: for `behind`, or for `write`. */
export async function prepare(
  tx: Tx,
  deps: Deps,
  effect: Effect,
): Promise<CarriedOut & { written: WrittenEffect }> {
  const { row, at, notices = [], own, settles, announces } = effect;
  const ends = isTerminal({ ...row, ...effect.change }.state) && !isTerminal(row.state);
  const end = ends ? await endOfRecord(tx, { ...row, ...effect.change }, at, effect.retention) : null;
  const evidences = await sealEach(
    deps,
    end === null ? effect : { ...effect, details: toldOfEnd(effect, end) },
  );
  const [first, last] = [evidences[0], evidences.at(-1)];
  if (first === undefined || last === undefined) throw new Error('An effect without evidence.');
  const { seq } = effect.command;
  const result = { step: effect.step, seq, evidenceId: first.evidence.id, digest: first.digest };
  const change = {
    ...followed(row, { ...effect.change, ...(end === null ? {} : { disposeAt: end.disposeAt }) }, at),
    evidenceCount: last.evidence.sequence,
    lastEvidenceDigest: last.digest,
  };
  const written = { before: row, change, at, result, evidences, notices, own, settles, announces };
  return { row: { ...row, ...change }, result, written };
}

export async function write(
  tx: Tx,
  deps: Pick<Deps, 'noticesWritten'>,
  effects: readonly [WrittenEffect, ...WrittenEffect[]],
): Promise<void> {
  await writeEffects(tx, effects);
  if (effects.some(({ notices }) => notices.length > 0)) deps.noticesWritten();
}

/** What follows from every change: what time will do next, and when the submission came to its end. */
function followed(row: SubmissionRow, change: SubmissionChange, at: Date): SubmissionChange {
  const after = { ...row, ...change };
  const ends = isTerminal(after.state) && !isTerminal(row.state);
  return {
    ...change,
    nextDueAt: nextInstant(after, after),
    ...(ends ? { closedAt: at, stoppedAt: null, ...NO_SUPPLEMENT } : {}),
  };
}

/** The last evidence of a procedure says how long the record of it is kept. */
function toldOfEnd({ events, details }: Effect, end: EndOfRecord): Effect['details'] {
  const last = events.at(-1);
  if (last === undefined) return details;
  const { facts, ...rest } = details?.[last] ?? {};
  return { ...details, [last]: { ...rest, facts: { ...facts, ...end.facts } } };
}

/** One evidence for each event, each naming the one before it. */
async function sealEach(deps: Deps, effect: Effect): Promise<SealedEvidence[]> {
  const { row } = effect;
  const sealed: SealedEvidence[] = [];
  for (const event of effect.events) {
    sealed.push(
      await deps.signer.seal({
        v: 1,
        id: uuid(),
        event,
        at: effect.at.toISOString(),
        issuer: deps.signer.issuer,
        submission: row.id,
        sequence: row.evidenceCount + sealed.length + 1,
        actor: effect.command.actor,
        ...effect.details?.[event],
        previous: sealed.at(-1)?.digest ?? row.lastEvidenceDigest,
      }),
    );
  }
  return sealed;
}
