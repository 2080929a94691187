import { v7 as uuid } from 'uuid';
import type { ContentCipher } from '../adapters/content-cipher';
import type { Signer } from '../adapters/signer';
import { nextEvidence } from '../domain/chain';
import type { Evidence, EvidenceActor } from '../domain/evidence';
import type { DocumentActKind, DocumentEvent, DocumentProcedure } from '../domain/official-document';
import { insertChained } from './chain-store';
import { changeDocument, type DocumentChange, type DocumentRow, insertDocumentAct } from './document-store';
import type { Tx } from './knex';

export interface CarriedDocumentAct {
  kind: DocumentActKind;
  /** Where the rules bring the document, and what is proved of it; null of an edit. */
  document: DocumentProcedure;
  event: DocumentEvent | null;
  at: Date;
  actor: EvidenceActor;
  change?: DocumentChange | undefined;
  details?: Pick<Evidence, 'content' | 'reasons' | 'facts'> | undefined;
  /** Why; sealed with the document's content. */
  words?: string | undefined;
  /** Written after the evidence, which it may name. */
  afterwards?: ((tx: Tx, evidence: { id: string; digest: string }) => Promise<void>) | undefined;
}

/**
 * The one place where an official document changes by an act: its row, one evidence and the act itself, in the caller's
 * transaction and under the row's lock.
 */
export async function carryDocumentAct(
  tx: Tx,
  { signer, cipher }: { signer: Pick<Signer, 'seal' | 'issuer'>; cipher: Pick<ContentCipher, 'seal'> },
  row: DocumentRow,
  act: CarriedDocumentAct,
): Promise<void> {
  const { kind, event, at, actor, details, words } = act;
  const { state, line, agreed, holds, disposal } = act.document;
  const change: DocumentChange = { state, line, agreed, holds, disposal, ...act.change };
  const seq = row.version;
  if (event === null) await changeDocument(tx, row.id, change);
  else {
    const sealed = await signer.seal(
      nextEvidence(row, {
        ...{ id: uuid(), event, at, issuer: signer.issuer, actor },
        ...(details === undefined ? {} : { details }),
      }),
    );
    const { sequence: evidenceCount, id } = sealed.evidence;
    await changeDocument(tx, row.id, { ...change, evidenceCount, lastEvidenceDigest: sealed.digest });
    // After the state that it led to, which a webhook tells (decision 0038).
    await insertChained(tx, 'document', [{ sealed, seq }]);
    await act.afterwards?.(tx, { id, digest: sealed.digest });
  }
  const by = { actor: actor.id, onBehalfOf: actor.for ?? null };
  await insertDocumentAct(tx, cipher, row, { id: uuid(), seq, kind, ...by, at, words });
}
