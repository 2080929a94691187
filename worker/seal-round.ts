import { insertCheckpoint, latestCheckpoint } from '../db/checkpoint-store';
import type { Db, Tx } from '../db/knex';
import {
  countLeaves,
  findLeavesOf,
  insertLeaves,
  insertNodes,
  lockLog,
  markFaulty,
  type QueueEntry,
  type QueueFault,
  readNodes,
  readQueue,
  removeQueued,
} from '../db/log-store';
import { digestsOfRows } from '../db/sealed-rows';
import { checkpointBody, type RegisterLine } from '../domain/checkpoint';
import { failpoint } from '../domain/failpoints';
import { hashOfLeaf, type LogKind } from '../domain/log-leaf';
import { edgeOf, foldRight, type GrowingTree, growTree, type Node } from '../domain/merkle-tree';
import { keyIdOf, NOTE_TYPES, signatureLine } from '../domain/signed-note';

/** The key of purpose `log` that signs now. */
export interface LogKey {
  /** 32 bytes of Ed25519. */
  publicKey: Uint8Array;
  sign(data: Uint8Array): Promise<Uint8Array>;
}

export interface SealDeps {
  db: Db;
  /** The log's name: see `originOf`. */
  origin: string;
  logKey(): Promise<LogKey>;
  now(): Date;
  /** An entry cannot become a leaf; it stays in the queue, marked. */
  faulty(entry: QueueEntry, fault: QueueFault): void;
  /** How many entries one round takes at most. */
  most: number;
}

/** `more`: entries wait that this round had no room for, so it signed no checkpoint. */
export type Round = 'idle' | 'sealed' | 'more' | 'elsewhere';

/** How many rows are read and written in one statement. */
const TOGETHER = 1_000;

/**
 * Takes what waits into the tree, and signs a checkpoint when nothing of that instant is left: all in one transaction,
 * so that a process that dies leaves the log as it was. One process at a time; another finds the lock taken.
 * @throws Error when the tree is not the one that was signed last: such a log is not continued
 */
export function sealRound(deps: SealDeps): Promise<Round> {
  return deps.db.transaction(async (tx) => {
    if (!(await lockLog(tx))) return 'elsewhere';
    const { entries, more, registers } = await readQueue(tx, deps.most);
    const [size, last] = [await countLeaves(tx), await latestCheckpoint(tx)];
    if (entries.length === 0 && size === (last?.size ?? 0)) return 'idle';
    const tree = await takeUp(tx, size, last);
    for (let at = 0; at < entries.length; at += TOGETHER)
      await take(deps, tx, tree, entries.slice(at, at + TOGETHER));
    if (more) return 'more';
    if (tree.size() === (last?.size ?? 0)) return 'idle';
    await failpoint('log.grown');
    await sign(deps, tx, tree, registers);
    return 'sealed';
  });
}

/** The tree as it stands, if it continues what was signed. */
async function takeUp(
  tx: Tx,
  size: number,
  last: { size: number; root: Uint8Array } | undefined,
): Promise<GrowingTree> {
  const edge = edgeOf(size);
  const signed = edgeOf(last?.size ?? 0);
  const hashAt = await readNodes(tx, [...edge, ...signed]);
  if (last !== undefined && !Buffer.from(last.root).equals(foldRight(signed.map(hashAt))))
    throw new Error(`The log is not the one that was signed at size ${last.size}.`);
  return growTree(size, edge.map(hashAt));
}

/** Adds the rows that entries name, in the entries' order; the entries go, or stay with what is wrong with them. */
async function take(deps: SealDeps, tx: Tx, tree: GrowingTree, entries: QueueEntry[]): Promise<void> {
  const verdicts = await judge(tx, entries);
  const nodes: Node[] = [];
  const leaves = entries.flatMap((entry) => {
    const verdict = verdicts.get(entry);
    if (verdict?.is !== 'new') return [];
    const { digest } = verdict;
    const kind = entry.kind as LogKind;
    const index = tree.size();
    nodes.push(...tree.append(hashOfLeaf({ kind, digest })));
    return [{ index, kind, subject: entry.subject, digest }];
  });
  const faults = entries.flatMap((entry) => {
    const verdict = verdicts.get(entry);
    return verdict?.is === 'faulty' ? [{ entry, position: entry.position, fault: verdict.fault }] : [];
  });
  await insertLeaves(tx, leaves);
  await insertNodes(tx, nodes);
  if (faults.length > 0) await markFaulty(tx, faults);
  await removeQueued(
    tx,
    entries.filter((entry) => verdicts.get(entry)?.is !== 'faulty').map(({ position }) => position),
  );
  for (const { entry, fault } of faults) deps.faulty(entry, fault);
}

type Verdict = { is: 'new'; digest: string } | { is: 'sealed' } | { is: 'faulty'; fault: QueueFault };

/** What is to become of each entry: a row that is in the log already does not enter it again. */
async function judge(tx: Tx, entries: QueueEntry[]): Promise<Map<QueueEntry, Verdict>> {
  const verdicts = new Map<QueueEntry, Verdict>();
  for (const kind of new Set(entries.map((entry) => entry.kind))) {
    const queued = entries.filter((entry) => entry.kind === kind);
    const subjects = [...new Set(queued.map(({ subject }) => subject))];
    const digests = await digestsOfRows(tx, kind, subjects);
    const sealed = new Map(
      (await findLeavesOf(tx, kind, subjects)).map((leaf) => [leaf.subject, leaf.digest]),
    );
    for (const entry of queued) {
      const found = digests.get(entry.subject) ?? { fault: 'row_missing' };
      if ('fault' in found) verdicts.set(entry, { is: 'faulty', fault: found.fault });
      else if (!sealed.has(entry.subject)) verdicts.set(entry, { is: 'new', digest: found.digest });
      else if (sealed.get(entry.subject) === found.digest) verdicts.set(entry, { is: 'sealed' });
      else verdicts.set(entry, { is: 'faulty', fault: 'sealed_otherwise' });
      if ('digest' in found && !sealed.has(entry.subject)) sealed.set(entry.subject, found.digest);
    }
  }
  return verdicts;
}

async function sign(deps: SealDeps, tx: Tx, tree: GrowingTree, registers: RegisterLine[]): Promise<void> {
  const { origin } = deps;
  const signedAt = deps.now();
  const [size, root] = [tree.size(), tree.root()];
  const body = checkpointBody({ origin, size, root, time: signedAt.toISOString(), registers });
  const key = await deps.logKey();
  const keyId = keyIdOf(origin, NOTE_TYPES.ed25519, key.publicKey);
  const line = signatureLine({ name: origin, keyId, signature: await key.sign(Buffer.from(body)) });
  await insertCheckpoint(tx, { size, root, body, signature: line, signedAt });
}
