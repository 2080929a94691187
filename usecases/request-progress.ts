import type { Actor } from '../domain/permissions';
import type { Deps } from './deps';
import type { RequestIdentity } from './idempotent';
import { type Taken, takeCommand } from './take-command';

/** The party asks how its document stands; it is told at once, and that it was told is evidence. */
export function requestProgress(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: { submissionId: string; version: number },
): Promise<Taken> {
  return takeCommand(deps, actor, request, {
    ...act,
    action: 'request_progress',
    command: { kind: 'request_progress' },
  });
}
