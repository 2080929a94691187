import { findAppliedCommand, findCommandContent } from '../db/command-store';
import type { Actor } from '../domain/permissions';
import { accessSubmission } from './access';
import type { Deps } from './deps';
import { notFound } from './take-command';

export interface DecisionView {
  outcome: string;
  decidedAt: string;
  reasons: string | null;
  remedy: string | null;
  reply: { title: string; body: string };
  /** Opens the content digest of the DecisionRecorded evidence. */
  salt: string;
  /** The receipt to fetch as JSON or PDF. */
  evidence: string | null;
}

/** @throws GongmunError not_found while nothing was decided */
export function readDecision(
  deps: Deps,
  actor: Actor,
  asked: { submissionId: string; requestId: string },
): Promise<DecisionView> {
  return accessSubmission(deps, actor, { ...asked, action: 'read_decision' }, async (row, tx) => {
    const command = await findAppliedCommand(tx, row.id, 'decide');
    const content = command === undefined ? undefined : await findCommandContent(tx, command.id);
    if (command === undefined || content === undefined) throw notFound();
    const words = content.body as Record<string, string>;
    return {
      outcome: String(command.facts.outcome),
      decidedAt: command.acceptedAt.toISOString(),
      reasons: words.reasons ?? null,
      remedy: words.remedy ?? null,
      reply: { title: words.title ?? '', body: words.body ?? '' },
      salt: content.salt.toString('base64url'),
      evidence: command.result?.evidenceId ?? null,
    };
  });
}
