import { findCommand, findCommandContent } from '../db/command-store';
import { listContentVersions } from '../db/content-store';
import type { EvidenceRow } from '../db/evidence-store';
import { listFiles } from '../db/file-store';
import type { Db, Tx } from '../db/knex';
import { hasOpened } from '../db/opening-store';
import type { SubmissionRow } from '../db/submission-store';
import type { CommandKind } from '../domain/commands';
import { documentParts, textsOf, wordParts } from '../domain/content-parts';
import { type ContentPart, contentDigest } from '../domain/digest';
import type { Evidence } from '../domain/evidence';
import { type Actor, rolesIn, standsForParty } from '../domain/permissions';
import type { Deps } from './deps';
import { INTERNAL } from './read-timeline';

/** What a content digest is made of: with the content itself it can be computed again. */
export interface OpenedDigest {
  parts: ContentPart[];
  /** Base64url. */
  salt: string;
}

/**
 * The parts and the salt behind an evidence's content digest, for who may read that content: with them it could be
 * guessed. Undefined for everybody else, where there is no content, and where it is no longer kept.
 */
export async function openDigest(
  tx: Db | Tx,
  cipher: Deps['cipher'],
  actor: Actor,
  row: SubmissionRow,
  stored: EvidenceRow,
): Promise<OpenedDigest | undefined> {
  const found = await openContent(tx, cipher, actor, row, stored);
  return found && { parts: found.parts, salt: found.salt.toString('base64url') };
}

/** The same with the texts themselves. @see openDigest */
export async function openContent(
  tx: Db | Tx,
  cipher: Deps['cipher'],
  actor: Actor,
  row: SubmissionRow,
  stored: EvidenceRow,
): Promise<OpenedContent | undefined> {
  const { content, facts }: Evidence = JSON.parse(stored.payload);
  if (content === undefined) return undefined;
  const found =
    (await ofDocument(tx, cipher, actor, row, content)) ??
    (await ofWords(tx, cipher, actor, row, Number(facts?.decision ?? stored.commandSeq)));
  if (found === undefined || contentDigest({ parts: found.parts }, found.salt) !== content) return undefined;
  return found;
}

export interface OpenedContent {
  parts: ContentPart[];
  /** By the part's name; attached files are parts without a text. */
  texts: Record<string, string>;
  salt: Buffer;
}

async function ofDocument(
  tx: Db | Tx,
  cipher: Deps['cipher'],
  actor: Actor,
  row: SubmissionRow,
  digest: string,
): Promise<OpenedContent | undefined> {
  // Who may not read it cannot: an auditor is shown none of these rows (decision 0051).
  if (!(await hasRead(tx, actor, row))) return undefined;
  const version = (await listContentVersions(tx, cipher, row.id)).find((one) => one.digest === digest);
  if (version === undefined) return undefined;
  const files = await listFiles(tx, cipher, row.id);
  const parts = documentParts(
    version,
    files.filter((file) => file.contentVersion <= version.version),
  );
  const { answers, title, body } = version;
  return { parts, texts: textsOf({ answers, title, body }), salt: version.salt };
}

async function ofWords(
  tx: Db | Tx,
  cipher: Deps['cipher'],
  actor: Actor,
  row: SubmissionRow,
  seq: number,
): Promise<OpenedContent | undefined> {
  const command = await findCommand(tx, row.id, seq);
  if (command === undefined) return undefined;
  const readable = standsForParty(actor, row)
    ? isToldToParty(command.kind, row)
    : rolesIn(actor, row.office).length > 0 &&
      (command.capacity !== 'party' || (await hasRead(tx, actor, row)));
  const words = readable ? await findCommandContent(tx, cipher, command.id) : undefined;
  if (words === undefined) return undefined;
  const body = words.body as Record<string, unknown>;
  return { parts: wordParts(body), texts: textsOf(body), salt: words.salt };
}

async function hasRead(tx: Db | Tx, actor: Actor, row: SubmissionRow): Promise<boolean> {
  return standsForParty(actor, row) || hasOpened(tx, row.id, row.leg, actor.person);
}

/** The draft's words become the party's with the approval that makes it a decision. */
function isToldToParty(kind: CommandKind, { outcome }: SubmissionRow): boolean {
  return !INTERNAL.includes(kind) && (outcome !== null || (kind !== 'decide' && kind !== 'approve'));
}
