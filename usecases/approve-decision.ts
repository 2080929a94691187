import { type CommandRow, findAppliedCommand, pendingCommands } from '../db/command-store';
import type { Tx } from '../db/knex';
import type { SubmissionRow } from '../db/submission-store';
import type { Outcome } from '../domain/commands';
import { GongmunError } from '../domain/errors';
import { type Actor, rolesIn } from '../domain/permissions';
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
      const { drafted, ...stands } = await requireTurn(tx, row, now, actor);
      const { seq, facts } = drafted;
      const { outcome, content, reason = null, reasonText = null } = facts;
      const decision = { decision: seq, outcome: outcome ?? null, content: content ?? null };
      return { ...decision, reason, reasonText, ...stands };
    },
  });
}

/**
 * Whoever's turn it is sends the draft back to the one who drafted it, with the reason; so may the drafter, and an admin
 * of the office.
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
      const drafted = await findDraft(tx, row);
      // The one who drafted it may take it back, and an admin may where somebody in the line has left.
      const mayTakeBack =
        drafted?.actor === actor.person || rolesIn(actor, row.office).includes('office_admin');
      if (drafted !== undefined && mayTakeBack) return { decision: drafted.seq };
      const { drafted: other, ...stands } = await requireTurn(tx, row, now, actor);
      return { decision: other.seq, ...stands };
    },
  });
}

interface Turn {
  drafted: CommandRow;
  /** Whose place in the line a colleague takes to whom the roles were given. */
  standsFor?: string;
}

async function requireTurn(tx: Tx, row: SubmissionRow, now: Submission, actor: Actor): Promise<Turn> {
  const drafted = await findDraft(tx, row);
  const line: string[] = JSON.parse(String(drafted?.facts.line ?? '[]'));
  const expected = line[line.length - now.approvals];
  if (drafted !== undefined && expected === actor.person) return { drafted };
  const lent = actor.memberships.some((one) => one.office === row.office && one.for === expected);
  if (drafted !== undefined && expected !== undefined && lent) return { drafted, standsFor: expected };
  throw new GongmunError(
    'forbidden',
    'approval.not_your_turn',
    'The drafted decision waits for somebody else in its line.',
  );
}

/** The newest decision, also one that waits for its turn. */
async function findDraft(tx: Tx, row: SubmissionRow): Promise<CommandRow | undefined> {
  const waiting = (await pendingCommands(tx, row.id)).filter(({ kind }) => kind === 'decide').at(-1);
  return waiting ?? findAppliedCommand(tx, row.id, ['decide']);
}
