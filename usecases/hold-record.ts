import { v7 as uuid } from 'uuid';
import type { HoldReason } from '../domain/disposal';
import type { Actor } from '../domain/permissions';
import type { Deps } from './deps';
import type { RequestIdentity } from './idempotent';
import { sealReason } from './seal-words';
import { type Taken, takeCommand } from './take-command';

/** Forbids the disposal of a record until the hold is released; several can be set, each for a reason of its own. */
export function holdRecord(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: { submissionId: string; version: number; reason: HoldReason; words: string },
): Promise<Taken> {
  const { submissionId, version, reason, words } = act;
  const hold = uuid();
  const { facts, content } = sealReason(reason, { words });
  return takeCommand(deps, actor, request, {
    submissionId,
    version,
    action: 'hold',
    command: { kind: 'hold', hold },
    facts: { ...facts, hold },
    content,
  });
}

/** The hold's reason is over; where none is left the disposal goes on from where it stood. */
export function releaseHold(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: { submissionId: string; version: number; hold: string; words: string },
): Promise<Taken> {
  const { submissionId, version, hold, words } = act;
  const { facts, content } = sealReason('reason_over', { words });
  return takeCommand(deps, actor, request, {
    submissionId,
    version,
    action: 'release_hold',
    command: { kind: 'release_hold', hold },
    facts: { ...facts, hold },
    content,
  });
}
