import type { Actor } from '../domain/permissions';
import type { Deps } from './deps';
import type { RequestIdentity } from './idempotent';
import { type Taken, takeCommand } from './take-command';

/** The content is handed over to an official; the first time is ContentHandover, the next are ContentAccessTracking. */
export function openSubmission(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: { submissionId: string; version: number },
): Promise<Taken> {
  return takeCommand(deps, actor, request, { ...act, action: 'open', command: { kind: 'open' } });
}
