import { carryDeliveries } from '../db/carry-deliveries';
import { lockEachDelivery } from '../db/delivery-store';
import { type DocumentRow, readContentOf } from '../db/document-store';
import { listDocumentFiles } from '../db/file-store';
import type { Tx } from '../db/knex';
import { attachmentsDigest } from '../domain/attachments-digest';
import type { Deps } from './deps';

export const SYSTEM = { id: 'system', capacity: 'system' } as const;

/** The mail that tells a recipient left; the first one counts where several act for an organisation. */
export async function recordNotified(
  tx: Tx,
  deps: Pick<Deps, 'signer'>,
  deliveries: readonly string[],
  at: Date,
): Promise<void> {
  const rows = await lockEachDelivery(tx, [...new Set(deliveries)]);
  await carryDeliveries(tx, deps.signer, rows, { kind: 'notified', at, actor: SYSTEM });
}

/** A notice of a delivery could not be handed over for good. */
export async function recordNoticeFailure(
  tx: Tx,
  deps: Pick<Deps, 'signer' | 'now'>,
  delivery: string,
  facts: { notice: string; kind: string; response: string },
): Promise<void> {
  const rows = await lockEachDelivery(tx, [delivery]);
  const details = () => ({ facts });
  await carryDeliveries(tx, deps.signer, rows, {
    ...{ kind: 'notice_failed', at: deps.now(), actor: SYSTEM, details },
  });
}

/** What was placed with whom: the document by its id, its number, its content's digest and, where it has some, its attachments'. */
export async function detailsOf(
  tx: Tx,
  cipher: Deps['cipher'],
  row: DocumentRow,
): Promise<{ content?: string; facts: Record<string, string> }> {
  const { id, number, contentDigest } = row;
  const files = await listDocumentFiles(tx, cipher, id);
  const attachments =
    files.length === 0
      ? undefined
      : attachmentsDigest(files, (await readContentOf(tx, cipher, row)).salt).digest;
  return {
    ...(contentDigest === null ? {} : { content: contentDigest }),
    facts: { document: id, number: number ?? '', ...(attachments === undefined ? {} : { attachments }) },
  };
}
