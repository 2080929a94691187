import type { Actor } from '../domain/permissions';
import type { Deps } from './deps';
import type { RequestIdentity } from './idempotent';
import { type Taken, takeCommand } from './take-command';

/** The party confirms that it has read the answer; possible after closing too. */
export function acknowledgeReply(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: { submissionId: string; version: number },
): Promise<Taken> {
  return takeCommand(deps, actor, request, {
    ...act,
    action: 'acknowledge',
    command: { kind: 'acknowledge' },
  });
}
