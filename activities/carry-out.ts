import { v7 as uuid } from 'uuid';
import type { StepResult } from '../db/command-store';
import { insertEvidence } from '../db/evidence-store';
import type { Tx } from '../db/knex';
import { insertNotices, type NoticeKind } from '../db/notice-store';
import { changeSubmission, type SubmissionChange, type SubmissionRow } from '../db/submission-store';
import type { Evidence, EvidenceActor, EvidenceEvent } from '../domain/evidence';
import type { Deps } from './deps';

export type EvidenceDetails = Pick<Evidence, 'content' | 'reasons' | 'facts'>;

export interface Effect {
  row: SubmissionRow;
  /** The command that has this effect. */
  command: { seq: number; actor: EvidenceActor };
  at: Date;
  step: string;
  events: readonly EvidenceEvent[];
  change: SubmissionChange;
  details?: Partial<Record<EvidenceEvent, EvidenceDetails>>;
  notices?: { kind: NoticeKind; recipient: { person: string } | { office: string } }[];
}

/**
 * The one place where a submission changes after its acceptance: row, evidence and notices in the caller's
 * transaction, under the row's lock. The notices name the first evidence of the effect.
 */
export async function carryOut(
  tx: Tx,
  deps: Deps,
  effect: Effect,
): Promise<{ row: SubmissionRow; result: StepResult }> {
  const { row, at } = effect;
  let previous = row.lastEvidenceDigest;
  let sequence = row.evidenceCount;
  let first: StepResult | undefined;
  for (const event of effect.events) {
    sequence += 1;
    const sealed = await deps.signer.seal({
      v: 1,
      id: uuid(),
      event,
      at: at.toISOString(),
      issuer: deps.signer.issuer,
      submission: row.id,
      sequence,
      actor: effect.command.actor,
      ...effect.details?.[event],
      previous,
    });
    await insertEvidence(tx, sealed, effect.command.seq);
    previous = sealed.digest;
    first ??= {
      step: effect.step,
      seq: effect.command.seq,
      evidenceId: sealed.evidence.id,
      digest: sealed.digest,
    };
  }
  if (first === undefined) throw new Error('An effect without evidence.');
  const { evidenceId } = first;
  const after = { ...effect.change, evidenceCount: sequence, lastEvidenceDigest: previous };
  await changeSubmission(tx, row, after);
  const notices = effect.notices ?? [];
  await insertNotices(
    tx,
    notices.map((notice) => ({ ...notice, submissionId: row.id, evidenceId })),
    at,
  );
  if (notices.length > 0) deps.noticesWritten();
  return { row: { ...row, ...after }, result: first };
}
