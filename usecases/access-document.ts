import { type DocumentRow, findDocument } from '../db/document-store';
import type { Tx } from '../db/knex';
import { type Actor, actsInOfficeFor, mayAct, worksIn } from '../domain/permissions';
import type { Reading } from '../domain/readings';
import type { Deps } from './deps';
import { recordReading } from './record-reading';
import { notFound } from './take-command';

/**
 * An official document, read by an official of its office or an auditor; the reading is recorded in the same transaction
 * (decision 0032). Whoever is neither is told that there is none.
 * @throws GongmunError not_found, `access.not_recorded` (503)
 */
export function accessDocument<T>(
  deps: Pick<Deps, 'db' | 'now'>,
  actor: Actor,
  asked: { documentId: string; as: Reading; requestId: string; subjects?: string[] },
  read: (row: DocumentRow, tx: Tx) => Promise<T>,
): Promise<T> {
  return deps.db.transaction(async (tx) => {
    const row = await findDocument(tx, asked.documentId);
    if (row === undefined) throw notFound();
    const official = worksIn(actor, row.office);
    if (!official && !mayAct({ ...actor, memberships: [] }, 'read_document')) throw notFound();
    const shown = await read(row, tx);
    await recordReading(tx, {
      at: deps.now(),
      actor: actor.person,
      onBehalfOf: official ? actsInOfficeFor(actor, 'read_document', row.office) : undefined,
      capacity: official ? 'official' : 'auditor',
      office: official ? row.office : null,
      action: asked.as,
      submissionId: null,
      subjects: [row.id, ...(asked.subjects ?? [])],
      requestId: asked.requestId,
    });
    return shown;
  });
}
