import type { OrganisationRole } from '../domain/organisation';
import type { Db, Tx } from './knex';

/** Somebody, known by a mail address alone, is asked into an organisation. */
export interface InvitationRow {
  id: string;
  organisation: string;
  roles: OrganisationRole[];
  invitedBy: string;
  invitedAt: Date;
  expiresAt: Date;
  acceptedBy: string | null;
  /** Accepted, or no longer valid because the organisation changed hands. */
  endedAt: Date | null;
}

const COLUMNS = `id, organisation, roles, invited_by AS "invitedBy", invited_at AS "invitedAt",
  expires_at AS "expiresAt", accepted_by AS "acceptedBy", ended_at AS "endedAt"`;

export async function insertInvitation(
  tx: Tx,
  given: Omit<InvitationRow, 'acceptedBy' | 'endedAt'> & { tokenHash: string },
): Promise<void> {
  await tx.raw(
    `INSERT INTO organisation_invitations (id, organisation, roles, token_hash, invited_by, invited_at, expires_at)
     VALUES (:id, :organisation, :roles, :tokenHash, :invitedBy, :invitedAt, :expiresAt)`,
    { ...given },
  );
}

export async function findInvitation(db: Db | Tx, id: string): Promise<InvitationRow | undefined> {
  const { rows } = await db.raw(`SELECT ${COLUMNS} FROM organisation_invitations WHERE id = ?`, [id]);
  return rows[0];
}

/** Under its lock: it is accepted once. */
export async function lockByToken(tx: Tx, tokenHash: string): Promise<InvitationRow | undefined> {
  const { rows } = await tx.raw(
    `SELECT ${COLUMNS} FROM organisation_invitations WHERE token_hash = ? FOR UPDATE`,
    [tokenHash],
  );
  return rows[0];
}

export async function acceptInvitation(tx: Tx, id: string, by: string, at: Date): Promise<void> {
  await tx('organisation_invitations').where({ id }).update({ accepted_by: by, ended_at: at });
}

/** Those that somebody may still accept. */
export async function openInvitations(db: Db | Tx, organisation: string, at: Date): Promise<InvitationRow[]> {
  const { rows } = await db.raw(
    `SELECT ${COLUMNS} FROM organisation_invitations
     WHERE organisation = ? AND ended_at IS NULL AND expires_at > ? ORDER BY id`,
    [organisation, at],
  );
  return rows;
}

export async function endInvitations(tx: Tx, organisation: string, at: Date): Promise<void> {
  await tx('organisation_invitations').where({ organisation, ended_at: null }).update({ ended_at: at });
}
