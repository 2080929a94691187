import type { CommandFacts } from '../db/command-store';
import { type Actor, rolesIn } from '../domain/permissions';
import type { Deps } from './deps';
import type { RequestIdentity } from './idempotent';
import { type Taken, takeCommand } from './take-command';

/**
 * The content is handed over to an official; the first time is ContentHandover, the next are ContentAccessTracking. A
 * unit that was asked to contribute looks at it too: that hands nothing over, for the office has not seen it.
 */
export function openSubmission(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: { submissionId: string; version: number },
): Promise<Taken> {
  return takeCommand(deps, actor, request, {
    ...act,
    action: 'open',
    command: { kind: 'open' },
    async findFacts(_tx, row): Promise<CommandFacts> {
      if (rolesIn(actor, row.office).length > 0) return {};
      const unit = actor.memberships.find(({ office }) => row.involved.includes(office))?.office ?? null;
      return { by: 'unit', unit };
    },
  });
}
