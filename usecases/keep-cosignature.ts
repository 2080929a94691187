import { findCheckpoint, insertCosignature } from '../db/checkpoint-store';
import { GongmunError } from '../domain/errors';
import { parseSignatures, signatureLine } from '../domain/signed-note';
import type { Deps } from './deps';
import { notFound } from './take-command';

/**
 * A witness's cosignature under one of our checkpoints, brought by whoever has it: it proves itself. The same one
 * again changes nothing; of two by one witness the first stays.
 * @throws GongmunError not_found, unprocessable `cosignature.not_of_a_witness` when it is not of a witness that this
 *   log names, or not under this checkpoint
 */
export async function keepCosignature(
  deps: Pick<Deps, 'db' | 'witnesses' | 'now'>,
  given: { size: number; cosignature: string },
): Promise<{ size: number; witness: string; cosignedAt: string }> {
  const checkpoint = await findCheckpoint(deps.db, given.size);
  if (checkpoint === undefined) throw notFound();
  const [signature, ...more] = parseSignatures(given.cosignature) ?? [];
  for (const witness of deps.witnesses) {
    const cosignedAt =
      signature && more.length === 0 ? witness.checks(checkpoint.body, signature) : undefined;
    if (signature === undefined || cosignedAt === undefined) continue;
    const line = signatureLine(signature);
    await insertCosignature(deps.db, {
      ...{ size: given.size, witness: witness.name, line },
      ...{ cosignedAt, receivedAt: deps.now() },
    });
    return { size: given.size, witness: witness.name, cosignedAt: cosignedAt.toISOString() };
  }
  const words = 'This is no cosignature of a named witness under this checkpoint.';
  throw new GongmunError('unprocessable', 'cosignature.not_of_a_witness', words);
}
