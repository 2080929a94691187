import { findAppliedCommand } from '../db/command-store';
import type { Actor } from '../domain/permissions';
import type { Deps } from './deps';
import type { RequestIdentity } from './idempotent';
import { type Taken, takeCommand } from './take-command';

/** The archive has the record and keeps it under a number of its own; what is here is destroyed. */
export function confirmTransfer(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: { submissionId: string; version: number; number: string },
): Promise<Taken> {
  const { submissionId, version, number } = act;
  return takeCommand(deps, actor, request, {
    submissionId,
    version,
    action: 'confirm_transfer',
    command: { kind: 'confirm_transfer' },
    facts: { number },
    async findFacts(tx, row): Promise<Record<string, string>> {
      const review = await findAppliedCommand(tx, row.id, ['review_disposal']);
      return review === undefined ? {} : { archive: String(review.facts.archive) };
    },
  });
}
