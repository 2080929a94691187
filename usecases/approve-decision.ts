import { type CommandRow, findAppliedCommand, pendingCommands } from '../db/command-store';
import type { Tx } from '../db/knex';
import type { SubmissionRow } from '../db/submission-store';
import type { Outcome } from '../domain/commands';
import { GongmunError } from '../domain/errors';
import type { Actor } from '../domain/permissions';
import type { Submission } from '../domain/submission';
import type { Deps } from './deps';
import type { RequestIdentity } from './idempotent';
import { sealReason } from './seal-words';
import { type Taken, takeCommand } from './take-command';

interface Asked {
  submissionId: string;
  version: number;
}

/**
 * Whoever's turn it is in the line agrees to the drafted decision; when the last one has, it stands.
 * @throws GongmunError `approval.not_your_turn` (403)
 */
export async function approveDecision(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  { submissionId, version }: Asked,
): Promise<Taken> {
  const drafted = await findAppliedCommand(deps.db, submissionId, ['decide']);
  return takeCommand(deps, actor, request, {
    submissionId,
    version,
    action: 'approve',
    // Where nothing is drafted the machine refuses before any outcome counts.
    command: { kind: 'approve', outcome: (drafted?.facts.outcome ?? 'noted') as Outcome },
    async findFacts(tx, row, now) {
      const { seq, facts } = await requireTurn(tx, row, now, actor);
      const { outcome, content, reason = null, reasonText = null } = facts;
      return { decision: seq, outcome: outcome ?? null, content: content ?? null, reason, reasonText };
    },
  });
}

/**
 * Whoever's turn it is sends the draft back to the one who drafted it, with the reason.
 * @throws GongmunError `approval.not_your_turn` (403)
 */
export function sendBackDecision(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  { submissionId, version, words }: Asked & { words: string },
): Promise<Taken> {
  return takeCommand(deps, actor, request, {
    submissionId,
    version,
    action: 'send_back',
    command: { kind: 'send_back' },
    ...sealReason('sent_back', { words }),
    async findFacts(tx, row, now) {
      const { seq } = await requireTurn(tx, row, now, actor);
      return { decision: seq };
    },
  });
}

async function requireTurn(tx: Tx, row: SubmissionRow, now: Submission, actor: Actor): Promise<CommandRow> {
  const waiting = (await pendingCommands(tx, row.id)).filter(({ kind }) => kind === 'decide').at(-1);
  const drafted = waiting ?? (await findAppliedCommand(tx, row.id, ['decide']));
  const line: string[] = JSON.parse(String(drafted?.facts.line ?? '[]'));
  if (drafted !== undefined && line[line.length - now.approvals] === actor.person) return drafted;
  throw new GongmunError(
    'forbidden',
    'approval.not_your_turn',
    'The drafted decision waits for somebody else in its line.',
  );
}
