import { type Chain, nextChains, readChains } from '../../db/chain-store';
import type { Db } from '../../db/knex';
import { outgoingFaults } from '../../db/outgoing-store';
import { checkChain } from './chain';
import type { Report } from './fault';
import type { SignatureCheck } from './signature';

const BATCH = 500;

/** Official documents and their deliveries: each chain of evidence, and the numbers of what offices sent. */
export async function checkDocuments(db: Db, signature: SignatureCheck, report: Report): Promise<number> {
  for (const { row, what } of await outgoingFaults(db))
    report({ table: 'outgoing_registrations', row, what });
  return (
    (await checkChains(db, 'document', signature, report)) +
    (await checkChains(db, 'delivery', signature, report))
  );
}

async function checkChains(db: Db, chain: Chain, signature: SignatureCheck, report: Report): Promise<number> {
  const table = chain === 'document' ? 'official_documents' : 'deliveries';
  let looked = 0;
  for (let after: string | null = null; ; ) {
    const rows = await nextChains(db, chain, after, BATCH);
    const chains = await readChains(
      db,
      chain,
      rows.map(({ id }) => id),
    );
    for (const row of rows)
      checkChain({ row, evidences: chains.get(row.id) ?? [] }, signature, report, table);
    looked += rows.length;
    after = rows.at(-1)?.id ?? null;
    if (after === null || rows.length < BATCH) return looked;
  }
}
