import {
  type CheckpointRow,
  findCheckpoint,
  latestCheckpoint,
  listCheckpoints,
  noteOf,
} from '../db/checkpoint-store';
import { consistencyProof, inclusionPath } from '../db/log-proofs';
import { findLeaf, listLeaves } from '../db/log-store';
import { GongmunError } from '../domain/errors';
import { leafText, parseLeaf } from '../domain/log-leaf';
import type { Hash } from '../domain/merkle-tree';
import type { Deps } from './deps';
import { decodeCursor, type Page, toPage } from './page';

type LogDeps = Pick<Deps, 'db'>;

export interface CheckpointView {
  size: number;
  /** Base64, as in the note. */
  root: string;
  signedAt: string;
  /** The signed note, witnesses' cosignatures included. */
  note: string;
  /** RFC 3161 token over the SHA-256 of the note's body, base64. */
  timestamp: string | null;
}

/** @throws GongmunError not_found while nothing was sealed */
export async function readLatestNote({ db }: LogDeps): Promise<string> {
  return noteOf(await latest(db));
}

export async function readCheckpoints(
  { db }: LogDeps,
  asked: { limit: number; cursor?: string | undefined },
): Promise<Page<CheckpointView>> {
  const before = decodeCursor(asked.cursor, isCount);
  const rows = await listCheckpoints(db, { before, limit: asked.limit + 1 });
  return toPage(rows, asked.limit, viewCheckpoint, (row) => row.size);
}

/** @throws GongmunError not_found when no checkpoint has this size */
export async function readCheckpoint({ db }: LogDeps, size: number): Promise<CheckpointView> {
  const row = await findCheckpoint(db, size);
  if (row === undefined) throw noSuch('No checkpoint has this size.');
  return viewCheckpoint(row);
}

export interface LeavesView {
  /** How many leaves the newest checkpoint counts; none beyond it is shown. */
  size: number;
  items: { index: number; leaf: string }[];
}

/** The log itself, for whoever copies it: what is not under a checkpoint yet is not told. */
export async function readLeaves(
  { db }: LogDeps,
  asked: { start: number; limit: number },
): Promise<LeavesView> {
  const { size } = await latest(db);
  const leaves = await listLeaves(db, { ...asked, below: size });
  return { size, items: leaves.map((leaf) => ({ index: leaf.index, leaf: leafText(leaf) })) };
}

export interface InclusionView {
  leaf: string;
  index: number;
  size: number;
  /** Base64, the lowest first. */
  path: string[];
}

/**
 * That a leaf is in the tree of some size, by default that of the newest checkpoint.
 * @throws GongmunError not_found when the tree of this size does not have it
 */
export async function proveInclusion(
  { db }: LogDeps,
  asked: { leaf: string; size?: number | undefined },
): Promise<InclusionView> {
  const parsed = parseLeaf(asked.leaf);
  const newest = await latest(db);
  const size = asked.size ?? newest.size;
  const found = parsed === undefined ? undefined : await findLeaf(db, parsed);
  if (found === undefined || found.index >= size || size > newest.size)
    throw noSuch('The tree of this size does not have this leaf.');
  const path = await inclusionPath(db, found.index, size);
  return { leaf: asked.leaf, index: found.index, size, path: path.map(base64) };
}

/** @throws GongmunError not_found when the log has not grown so far, bad_request when `to` comes before `from` */
export async function proveConsistency(
  { db }: LogDeps,
  asked: { from: number; to: number },
): Promise<{ from: number; to: number; proof: string[] }> {
  const { from, to } = asked;
  if (from > to)
    throw new GongmunError('bad_request', 'log.sizes_reversed', 'Say the smaller size first.', {
      faults: [{ pointer: '#/query/from', code: 'log.sizes_reversed', detail: 'At most `to`.' }],
    });
  if (to > (await latest(db)).size) throw noSuch('The log has not grown so far.');
  return { from, to, proof: (await consistencyProof(db, from, to)).map(base64) };
}

async function latest(db: Deps['db']): Promise<CheckpointRow> {
  const row = await latestCheckpoint(db);
  if (row === undefined) throw noSuch('Nothing was sealed yet.');
  return row;
}

const noSuch = (detail: string): GongmunError => new GongmunError('not_found', 'log.not_there', detail);

const isCount = (value: unknown): value is number => Number.isSafeInteger(value);

const base64 = (hash: Hash): string => Buffer.from(hash).toString('base64');

function viewCheckpoint(row: CheckpointRow): CheckpointView {
  return {
    size: row.size,
    root: base64(row.root),
    signedAt: row.signedAt.toISOString(),
    note: noteOf(row),
    timestamp: row.timestamp?.toString('base64') ?? null,
  };
}
