import type { State } from '../domain/submission';
import type { Words } from '../domain/words';
import type { Tx } from './knex';

export interface Tracked {
  id: string;
  state: State;
  office: Words | null;
  receivedAt: Date;
  registeredAt: Date | null;
  dueAt: Date | null;
  decidedAt: Date | null;
  closedAt: Date | null;
}

/** What is told of a submission to whoever holds its code. @param hash SHA-256 of the code as it was given out */
export async function findTracked(tx: Tx, hash: string): Promise<Tracked | undefined> {
  const { rows } = await tx.raw(
    `SELECT s.id, s.state, o.name AS office, s.received_at AS "receivedAt", s.registered_at AS "registeredAt",
       s.due_at AS "dueAt", s.decided_at AS "decidedAt", s.closed_at AS "closedAt"
     FROM submissions s LEFT JOIN offices o ON o.code = s.office WHERE s.tracking_hash = ?`,
    [hash],
  );
  return rows[0];
}
