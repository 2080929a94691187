import { type DocumentRow, findDocument } from '../db/document-store';
import type { Tx } from '../db/knex';
import { GongmunError } from '../domain/errors';
import { type Actor, actsInOfficeFor, authoriseInOffice, mayAct } from '../domain/permissions';
import type { Reading } from '../domain/readings';
import type { Deps } from './deps';
import { recordReading } from './record-reading';
import { notFound } from './take-command';

/**
 * An official document, read by an official of its office or an auditor; the reading is recorded in the same transaction
 * (decision 0032). Whoever has no part in the office is told that there is none.
 * @throws GongmunError not_found, forbidden, `access.not_recorded` (503)
 */
export function accessDocument<T>(
  deps: Pick<Deps, 'db' | 'now'>,
  actor: Actor,
  asked: { documentId: string; as: Reading; requestId: string; subjects?: string[] },
  read: (row: DocumentRow, tx: Tx) => Promise<T>,
): Promise<T> {
  return deps.db.transaction(async (tx) => {
    const row = await findDocument(tx, asked.documentId);
    const verdict = row === undefined ? 'not_found' : authoriseInOffice(actor, 'read_document', row.office);
    if (row === undefined || verdict === 'not_found') throw notFound();
    if (verdict === 'forbidden')
      throw new GongmunError('forbidden', 'permission.denied', 'Your role does not include this.');
    const official = mayAct({ ...actor, grants: [] }, 'read_document', row.office);
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
