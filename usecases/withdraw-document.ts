import type { Actor } from '../domain/permissions';
import type { Deps } from './deps';
import type { RequestIdentity } from './idempotent';
import { type Taken, takeCommand } from './take-command';

/** The party takes its document back, any time before the decision. */
export function withdrawDocument(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: { submissionId: string; version: number },
): Promise<Taken> {
  return takeCommand(deps, actor, request, { ...act, action: 'withdraw', command: { kind: 'withdraw' } });
}
