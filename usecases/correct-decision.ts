import type { Actor } from '../domain/permissions';
import type { Deps } from './deps';
import type { RequestIdentity } from './idempotent';
import { sealReason } from './seal-words';
import { type Taken, takeCommand } from './take-command';

/**
 * An evident mistake in a decision is corrected by a new document that points to the first; nothing is overwritten.
 * The party finds it in its mailbox beside the decision.
 */
export function correctDecision(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: { submissionId: string; version: number; words: string; reply: { title: string; body: string } },
): Promise<Taken> {
  const { submissionId, version, words, reply } = act;
  return takeCommand(deps, actor, request, {
    submissionId,
    version,
    action: 'correct',
    command: { kind: 'correct' },
    ...sealReason('evident_mistake', { words, ...reply }),
  });
}
