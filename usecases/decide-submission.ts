import type { Actor } from '../domain/permissions';
import type { Outcome } from '../domain/submission';
import type { Deps } from './deps';
import type { RequestIdentity } from './idempotent';
import { sealWords } from './seal-words';
import { type Taken, takeCommand } from './take-command';

export interface Decision {
  outcome: Outcome;
  /** Why; required for a refusal. */
  reasons?: string | undefined;
  /** How the party can contest it; required for a refusal (design §4). */
  remedy?: string | undefined;
  reply: { title: string; body: string };
}

/** The office's decision with its reply; delivering it to the party's mailbox closes the submission. */
export function decideSubmission(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: { submissionId: string; version: number; decision: Decision },
): Promise<Taken> {
  const { outcome, reasons, remedy, reply } = act.decision;
  const sealed = sealWords({
    title: reply.title,
    body: reply.body,
    ...(reasons === undefined ? {} : { reasons }),
    ...(remedy === undefined ? {} : { remedy }),
  });
  return takeCommand(deps, actor, request, {
    submissionId: act.submissionId,
    version: act.version,
    action: 'decide',
    command: { kind: 'decide', outcome },
    facts: {
      outcome,
      content: sealed.digest,
      ...(sealed.digests.reasons === undefined
        ? {}
        : { reason: outcome, reasonText: sealed.digests.reasons }),
    },
    content: sealed.content,
  });
}
