import type { ContentCipher } from '../../adapters/content-cipher';
import { type Chain, type ChainRows, nextChains, readChains } from '../../db/chain-store';
import type { Db } from '../../db/knex';
import { outgoingFaults } from '../../db/outgoing-store';
import { checkChain } from './chain';
import { checkDocumentContents } from './document-contents';
import { checkDelivery, checkDocument } from './document-projection';
import type { Report } from './fault';
import type { SignatureCheck } from './signature';
import type { Told } from './told';

const BATCH = 500;

/** Official documents and their deliveries: each chain of evidence with its row, and the numbers of what offices sent. */
export async function checkDocuments(
  db: Db,
  cipher: Pick<ContentCipher, 'open'>,
  signature: SignatureCheck,
  report: Report,
): Promise<number> {
  const given = { db, signature, report };
  for (const { row, what } of await outgoingFaults(db))
    report({ table: 'outgoing_registrations', row, what });
  return (
    (await checkChains(given, 'document', 'official_documents', checkDocument, (told) =>
      checkDocumentContents(db, cipher, told, report),
    )) + (await checkChains(given, 'delivery', 'deliveries', checkDelivery))
  );
}

async function checkChains<C extends Chain>(
  { db, signature, report }: { db: Db; signature: SignatureCheck; report: Report },
  chain: C,
  table: 'official_documents' | 'deliveries',
  checkRow: (row: ChainRows[C], told: readonly Told[], report: Report) => void,
  checkContents: (told: { row: ChainRows[C]; told: readonly Told[] }[]) => Promise<void> = async () =>
    undefined,
): Promise<number> {
  let looked = 0;
  for (let after: string | null = null; ; ) {
    const rows: ChainRows[C][] = await nextChains(db, chain, after, BATCH);
    const chains = await readChains(
      db,
      chain,
      rows.map(({ id }) => id),
    );
    const sound: { row: ChainRows[C]; told: readonly Told[] }[] = [];
    for (const row of rows) {
      let whole = true;
      const told = checkChain(
        { row, evidences: chains.get(row.id) ?? [] },
        signature,
        (fault) => {
          whole = false;
          report(fault);
        },
        table,
      );
      if (!whole) continue;
      checkRow(row, told, report);
      sound.push({ row, told });
    }
    await checkContents(sound);
    looked += rows.length;
    after = rows.at(-1)?.id ?? null;
    if (after === null || rows.length < BATCH) return looked;
  }
}
