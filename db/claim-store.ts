import type { ClaimStatus } from '../domain/organisation';
import type { Words } from '../domain/words';
import type { Db, Tx } from './knex';

/** Somebody says that the organisation of this number is theirs to act for. */
export interface ClaimRow {
  id: string;
  number: string;
  /** The number as it is compared. */
  folded: string;
  name: Words;
  person: string;
  status: ClaimStatus;
  /** Whether the identity provider said so too when it was made. */
  vouched: boolean;
  how: 'identity_provider' | 'official' | null;
  claimedAt: Date;
  settledAt: Date | null;
  settledBy: string | null;
}

const COLUMNS = `id, number, folded, name, person, status, vouched, how, claimed_at AS "claimedAt",
  settled_at AS "settledAt", settled_by AS "settledBy"`;

export type NewClaim = Omit<ClaimRow, 'how' | 'settledAt' | 'settledBy'>;

export async function insertClaim(tx: Tx, claim: NewClaim): Promise<void> {
  await tx.raw(
    `INSERT INTO organisation_claims (id, number, folded, name, person, status, vouched, claimed_at)
     VALUES (:id, :number, :folded, :name, :person, :status, :vouched, :claimedAt)`,
    { ...claim, name: JSON.stringify(claim.name) },
  );
}

/** What the person has claimed of a number and nobody has settled. */
export async function findOpenClaim(tx: Tx, folded: string, person: string): Promise<ClaimRow | undefined> {
  const { rows } = await tx.raw(
    `SELECT ${COLUMNS} FROM organisation_claims
     WHERE folded = ? AND person = ? AND status IN ('waiting', 'disputed')`,
    [folded, person],
  );
  return rows[0];
}

export async function findClaim(db: Db | Tx, id: string): Promise<ClaimRow | undefined> {
  const { rows } = await db.raw(`SELECT ${COLUMNS} FROM organisation_claims WHERE id = ?`, [id]);
  return rows[0];
}

export interface Settlement {
  status: 'confirmed' | 'rejected';
  how: 'identity_provider' | 'official';
  at: Date;
  by: string;
}

/** @returns false where somebody settled it before */
export async function settleClaim(tx: Tx, id: string, settled: Settlement): Promise<boolean> {
  const changed = await tx('organisation_claims')
    .where({ id })
    .whereIn('status', ['waiting', 'disputed'])
    .update({
      status: settled.status,
      how: settled.how,
      vouched: tx.raw('vouched OR ?', [settled.how === 'identity_provider']),
      settled_at: settled.at,
      settled_by: settled.by,
    });
  return changed === 1;
}

/** The number has an organisation now: whoever else waits for it disputes it. */
export async function disputeOthers(tx: Tx, folded: string): Promise<void> {
  await tx('organisation_claims').where({ folded, status: 'waiting' }).update({ status: 'disputed' });
}

export async function listOwnClaims(db: Db, person: string): Promise<ClaimRow[]> {
  const { rows } = await db.raw(
    `SELECT ${COLUMNS} FROM organisation_claims WHERE person = ? ORDER BY id DESC LIMIT 100`,
    [person],
  );
  return rows;
}

/** For officials and auditors, the newest first. */
export async function listClaims(
  tx: Tx,
  asked: { status?: ClaimStatus | undefined; after?: string | undefined; limit: number },
): Promise<ClaimRow[]> {
  const { rows } = await tx.raw(
    `SELECT ${COLUMNS} FROM organisation_claims
     WHERE (CAST(:status AS text) IS NULL OR status = :status)
       AND (CAST(:after AS uuid) IS NULL OR id < CAST(:after AS uuid))
     ORDER BY id DESC LIMIT :limit`,
    { status: asked.status ?? null, after: asked.after ?? null, limit: asked.limit },
  );
  return rows;
}
