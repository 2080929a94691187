import type { CounterChannel } from '../domain/channel';
import type { Actor } from '../domain/permissions';
import { channelOfAct } from './channel-of-act';
import type { Deps } from './deps';
import type { RequestIdentity } from './idempotent';
import { type Taken, takeCommand } from './take-command';

/** The party takes its document back, any time before the decision; or an official writes down that a sender did. */
export function withdrawDocument(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: { submissionId: string; version: number; channel?: CounterChannel | undefined },
): Promise<Taken> {
  const { channel, ...on } = act;
  return takeCommand(deps, actor, request, {
    ...on,
    action: 'withdraw',
    command: { kind: 'withdraw' },
    findFacts: async (_, row) => channelOfAct(row, channel),
  });
}
