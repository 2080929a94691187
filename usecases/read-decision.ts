import { type CommandRow, findCommandContent, listCommands } from '../db/command-store';
import { listEvidences } from '../db/evidence-store';
import type { Db, Tx } from '../db/knex';
import type { Actor } from '../domain/permissions';
import { accessSubmission } from './access';
import type { Deps } from './deps';
import { requireKept } from './require-kept';
import { notFound } from './take-command';

export interface DecisionView {
  outcome: string;
  decidedAt: string;
  reasons: string | null;
  remedy: string | null;
  reply: { title: string; body: string };
  /** Opens the content digest of the DecisionRecorded evidence. */
  salt: string;
  /** The receipt to fetch as JSON or PDF. */
  evidence: string | null;
  /** Corrections of evident mistakes, oldest first; the decision above stays as it was made. */
  corrections: {
    at: string;
    words: string;
    reply: { title: string; body: string };
    evidence: string | null;
  }[];
}

/** @throws GongmunError not_found while nothing was decided, `content.destroyed` (410) */
export function readDecision(
  deps: Deps,
  actor: Actor,
  asked: { submissionId: string; requestId: string },
): Promise<DecisionView> {
  return accessSubmission(deps, actor, { ...asked, action: 'read_decision' }, async (row, tx) => {
    if (row.outcome === null) throw notFound();
    requireKept(row);
    const commands = (await listCommands(tx, row.id)).filter(({ status }) => status === 'applied');
    const command = commands.findLast(({ kind }) => kind === 'decide');
    const content = command === undefined ? undefined : await findCommandContent(tx, deps.cipher, command.id);
    if (command === undefined || content === undefined) throw notFound();
    const stands = commands.findLast(({ kind }) => kind === 'approve' || kind === 'decide') ?? command;
    const words = content.body as Record<string, string>;
    const corrections = commands.filter(({ kind }) => kind === 'correct');
    return {
      outcome: row.outcome,
      decidedAt: stands.acceptedAt.toISOString(),
      reasons: words.reasons ?? null,
      remedy: words.remedy ?? null,
      reply: { title: words.title ?? '', body: words.body ?? '' },
      salt: content.salt.toString('base64url'),
      evidence: await recordedIn(tx, row.id, stands),
      corrections: await Promise.all(corrections.map((correction) => viewCorrection(deps, tx, correction))),
    };
  });
}

/** The DecisionRecorded evidence; an approval has one of its own before it. */
async function recordedIn(tx: Db | Tx, submissionId: string, command: CommandRow): Promise<string | null> {
  const evidences = await listEvidences(tx, submissionId);
  const found = evidences.find(
    ({ event, commandSeq }) => event === 'DecisionRecorded' && commandSeq === command.seq,
  );
  return found?.id ?? null;
}

async function viewCorrection(
  deps: Deps,
  tx: Db | Tx,
  command: CommandRow,
): Promise<DecisionView['corrections'][number]> {
  const words = ((await findCommandContent(tx, deps.cipher, command.id))?.body ?? {}) as Record<
    string,
    string
  >;
  return {
    at: command.acceptedAt.toISOString(),
    words: words.words ?? '',
    reply: { title: words.title ?? '', body: words.body ?? '' },
    evidence: command.result?.evidenceId ?? null,
  };
}
