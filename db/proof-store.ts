import type { LogKind } from '../domain/log-leaf';
import type { Db, Tx } from './knex';

/** The proof of a row as it was made once: its exact bytes. */
export async function findProof(db: Db | Tx, kind: LogKind, subject: string): Promise<string | undefined> {
  return (await db('proofs').where({ kind, subject }).first('document'))?.document;
}

/** Of two that are made at once the first stays, and both are answered with it. */
export async function insertProof(
  db: Db | Tx,
  proof: { kind: LogKind; subject: string; document: string; at: Date },
): Promise<string> {
  const { kind, subject, document, at } = proof;
  await db('proofs').insert({ kind, subject, document, made_at: at }).onConflict().ignore();
  return (await findProof(db, kind, subject)) ?? document;
}
