import { randomBytes } from 'node:crypto';
import type { ContentCipher } from '../adapters/content-cipher';
import { type Command, type CommandKind, OUTCOMES, type Outcome } from '../domain/commands';
import { DISPOSAL_DECISIONS, type DisposalDecision } from '../domain/disposal';
import type { Capacity } from '../domain/evidence';
import { openOne, sealContent } from './kept-content';
import type { Db, Tx } from './knex';

export type CommandStatus = 'accepted' | 'applied' | 'overtaken';

/** What a step left behind; the same when the step is asked for again. Ids, digests and codes only. */
export interface StepResult {
  step: string;
  seq: number;
  evidenceId: string;
  digest: string;
}

/** Enums, ids and numbers that steer a command; its words are in `command_contents`. */
export type CommandFacts = Record<string, string | number | null>;

export interface CommandRow {
  id: string;
  submissionId: string;
  seq: number;
  kind: CommandKind;
  actor: string;
  capacity: Capacity;
  office: string | null;
  /** The colleague with whose roles an official acted; null where they were the actor's own. */
  onBehalfOf: string | null;
  facts: CommandFacts;
  status: CommandStatus;
  acceptedAt: Date;
  appliedAt: Date | null;
  result: StepResult | null;
}

/** The select list that makes a `CommandRow`. */
export const COMMAND_COLUMNS = `id, submission_id AS "submissionId", seq, kind, actor, capacity, office,
  on_behalf_of AS "onBehalfOf", facts, status, accepted_at AS "acceptedAt", applied_at AS "appliedAt",
  result`;

export type NewCommand = Pick<
  CommandRow,
  'id' | 'submissionId' | 'seq' | 'kind' | 'actor' | 'capacity' | 'office' | 'facts' | 'acceptedAt'
> &
  Partial<Pick<CommandRow, 'onBehalfOf'>>;

/** A command that no request took: it waits for its turn, and its outbox row tells the workflow that it exists. */
export async function insertCommand(tx: Tx, command: NewCommand): Promise<void> {
  await tx.raw(
    `WITH k AS (
      INSERT INTO commands (id, submission_id, seq, kind, actor, capacity, office, on_behalf_of, facts, status,
        accepted_at)
      VALUES (:id, :submissionId, :seq, :kind, :actor, :capacity, :office, :onBehalfOf, :facts, 'accepted',
        :acceptedAt)
    ), s AS (
      UPDATE submissions SET last_seq = :seq WHERE id = :submissionId
    )
    INSERT INTO outbox (submission_id, seq, written_at) VALUES (:submissionId, :seq, :acceptedAt)`,
    { ...command, onBehalfOf: command.onBehalfOf ?? null, facts: JSON.stringify(command.facts) },
  );
}

/** The words of a command, apart from it so that they can be destroyed; the salt goes with them. */
export function sealCommandContent(
  cipher: Pick<ContentCipher, 'seal'>,
  key: string,
  commandId: string,
  { body, salt }: CommandContent,
): Promise<Buffer> {
  const at = { table: 'command_contents' as const, row: commandId };
  return sealContent(cipher, key, at, { body, salt: salt.toString('base64') });
}

export interface CommandContent {
  /** JSON. */
  body: unknown;
  salt: Buffer;
}

export const newSalt = (): Buffer => randomBytes(32);

/**
 * Undefined where a command has no words, and once they are destroyed.
 * @throws GongmunError `content.destroyed` where they are there and nothing opens them
 */
export async function findCommandContent(
  db: Db | Tx,
  cipher: Pick<ContentCipher, 'open'>,
  commandId: string,
): Promise<CommandContent | undefined> {
  const { rows } = await db.raw(
    `SELECT c.command_id AS row, s.content_key AS key, c.sealed, c.plain
     FROM command_contents c JOIN commands k ON k.id = c.command_id JOIN submissions s ON s.id = k.submission_id
     WHERE c.command_id = ?`,
    [commandId],
  );
  if (rows.length === 0) return undefined;
  const { body, salt } = await openOne<{ body: unknown; salt: string }>(cipher, 'command_contents', rows[0]);
  return { body, salt: Buffer.from(salt, 'base64') };
}

export const PENDING = "status = 'accepted'";

/** Commands that were accepted and not carried out, in order. */
export async function pendingCommands(db: Db | Tx, submissionId: string): Promise<CommandRow[]> {
  const { rows } = await db.raw(
    `SELECT ${COMMAND_COLUMNS} FROM commands WHERE submission_id = ? AND ${PENDING} ORDER BY seq`,
    [submissionId],
  );
  return rows;
}

export const TO_APPLY = `kind <> 'submit' AND (${PENDING} OR (seq > ? AND once IS NULL))`;

/** Of what others than the system gave, all that waits or has a number above the given one, in order. */
export async function commandsToApply(tx: Tx, submissionId: string, after: number): Promise<CommandRow[]> {
  const { rows } = await tx.raw(
    `SELECT ${COMMAND_COLUMNS} FROM commands WHERE submission_id = ? AND ${TO_APPLY} ORDER BY seq`,
    [submissionId, after],
  );
  return rows;
}

export async function findCommand(
  db: Db | Tx,
  submissionId: string,
  seq: number,
): Promise<CommandRow | undefined> {
  const { rows } = await db.raw(
    `SELECT ${COMMAND_COLUMNS} FROM commands WHERE submission_id = ? AND seq = ?`,
    [submissionId, seq],
  );
  return rows[0];
}

export async function findCommandOnce(
  db: Db | Tx,
  submissionId: string,
  once: string,
): Promise<CommandRow | undefined> {
  const { rows } = await db.raw(
    `SELECT ${COMMAND_COLUMNS} FROM commands WHERE submission_id = ? AND once = ?`,
    [submissionId, once],
  );
  return rows[0];
}

/** What time did first since a command or an instant; whatever it does is written with a mark that makes it unique. */
export async function findTimedCommand(
  db: Db | Tx,
  submissionId: string,
  since: { after: number } | { from: Date },
): Promise<CommandRow | undefined> {
  const [condition, value] =
    'after' in since ? ['seq > ?', since.after] : ['accepted_at >= ?', since.from.toISOString()];
  const { rows } = await db.raw(
    `SELECT ${COMMAND_COLUMNS} FROM commands
     WHERE submission_id = ? AND once IS NOT NULL AND kind <> ALL (?) AND ${condition}
     ORDER BY seq LIMIT 1`,
    [submissionId, ['register', 'reject', 'close', 'recalculate'], value],
  );
  return rows[0];
}

export async function listCommands(db: Db | Tx, submissionId: string): Promise<CommandRow[]> {
  const { rows } = await db.raw(
    `SELECT ${COMMAND_COLUMNS} FROM commands WHERE submission_id = ? ORDER BY seq`,
    [submissionId],
  );
  return rows;
}

/** The newest applied command of some kinds, for what reads like a document: the decision, the return. */
export async function findAppliedCommand(
  db: Db | Tx,
  submissionId: string,
  kinds: readonly CommandKind[],
): Promise<CommandRow | undefined> {
  const { rows } = await db.raw(
    `SELECT ${COMMAND_COLUMNS} FROM commands WHERE submission_id = ? AND kind = ANY (?) AND status = 'applied'
     ORDER BY seq DESC LIMIT 1`,
    [submissionId, kinds as string[]],
  );
  return rows[0];
}

/** The command row as the state machine sees it; facts that the API did not write cannot be in a row. */
export function machineCommand({ kind, facts }: Pick<CommandRow, 'kind' | 'facts'>): Command {
  switch (kind) {
    case 'assign':
    case 'reassign':
      return { kind, handler: String(facts.handler) };
    case 'decide':
      return { kind, outcome: outcomeOf(facts.outcome), approvals: Number(facts.approvals ?? 0) };
    case 'open':
      return { kind, by: facts.by === 'unit' ? 'unit' : 'office' };
    case 'approve':
      return { kind, outcome: outcomeOf(facts.outcome) };
    case 'transfer':
    case 'involve':
    case 'contribute':
      return { kind, office: String(facts.office) };
    case 'recalculate':
      return { kind, due: facts.due === 'past' ? 'past' : 'ahead' };
    case 'notice_failed':
      return { kind, about: String(facts.kind).startsWith('supplement_requested') ? 'supplement' : 'other' };
    case 'hold':
    case 'release_hold':
      return { kind, hold: String(facts.hold) };
    case 'review_disposal':
      return { kind, decision: decisionOf(facts.decision) };
    case 'never_opened':
    case 'never_assigned':
    case 'still_overdue':
    case 'never_read':
      return { kind, step: Number(facts.step) };
    default:
      return { kind };
  }
}

function decisionOf(value: unknown): DisposalDecision {
  const decision = DISPOSAL_DECISIONS.find((known) => known === value);
  if (decision === undefined) throw new Error('A review row without a decision.');
  return decision;
}

function outcomeOf(value: unknown): Outcome {
  const outcome = OUTCOMES.find((known) => known === value);
  if (outcome === undefined) throw new Error('A decision row without an outcome.');
  return outcome;
}
