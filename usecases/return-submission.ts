import type { Actor } from '../domain/permissions';
import type { Deps } from './deps';
import type { RequestIdentity } from './idempotent';
import { sealReason } from './seal-words';
import { type Taken, takeCommand } from './take-command';

export const RETURN_REASONS = ['wrong_office', 'not_legible', 'incomplete', 'other'] as const;

/** Sends the document back to its sender, with the reason as a code and in words. */
export function returnSubmission(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: { submissionId: string; version: number; reason: (typeof RETURN_REASONS)[number]; words: string },
): Promise<Taken> {
  const { submissionId, version, reason, words } = act;
  return takeCommand(deps, actor, request, {
    submissionId,
    version,
    action: 'return_to_sender',
    command: { kind: 'return_to_sender' },
    ...sealReason(reason, { words }),
  });
}
