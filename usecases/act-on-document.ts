import { insertAuditEntry } from '../db/audit-store';
import { carryDocumentAct } from '../db/carry-document';
import { type DocumentChange, type DocumentRow, lockDocument } from '../db/document-store';
import { insertIdempotencyRecord } from '../db/idempotency-store';
import type { Tx } from '../db/knex';
import { GongmunError } from '../domain/errors';
import type { Evidence } from '../domain/evidence';
import { applyDocumentAct, type DocumentAct } from '../domain/official-document';
import { type Action, type Actor, actsInOfficeFor, authoriseInOffice } from '../domain/permissions';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity } from './idempotent';
import { readDocument } from './read-document';
import { recordingRefusal } from './record-refusal';
import { idIn, recordOf } from './resource';
import { notFound } from './take-command';
import type { DocumentView } from './view-document';

export interface Acting {
  documentId: string;
  version: number;
  action: Action;
  act: DocumentAct;
  /** Why it is sent back. */
  words?: string;
  /** What else the act needs and leaves; throws to refuse. */
  carryOut?: (tx: Tx, given: Carried) => Promise<Carry>;
}

export interface Carried {
  row: DocumentRow;
  /** Where the rules bring the document. */
  becomes: DocumentRow['state'];
  at: Date;
}

export interface Carry {
  change?: DocumentChange;
  details?: Pick<Evidence, 'content' | 'reasons' | 'facts'>;
  /** Whose place in the line a colleague takes; the act names both. */
  standsFor?: string | undefined;
  /** Written after the evidence, which it may name. */
  afterwards?: (tx: Tx, evidence: { id: string; digest: string }) => Promise<void>;
}

/**
 * An act on an official document, in one transaction under its lock: authorise, compare versions, ask the rules, sign,
 * write. What is not dispatched yet has no procedure that could wait: the act is at its end with the commit (decision
 * 0035). A refusal is recorded.
 * @throws GongmunError not_found, forbidden, `document.changed` (412), `document.not_allowed_in_state` (409)
 */
export async function actOnDocument(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  acting: Acting,
): Promise<DocumentView> {
  const kind = `document_${acting.act.kind}`;
  const { resource } = await recordingRefusal(deps, request, kind, () =>
    idempotently(deps, request, async (tx) => {
      const row = await lockDocument(tx, acting.documentId);
      const verdict = row === undefined ? 'not_found' : authoriseInOffice(actor, acting.action, row.office);
      if (row === undefined || verdict === 'not_found') throw notFound();
      if (verdict === 'forbidden')
        throw new GongmunError('forbidden', 'permission.denied', 'Your role does not include this act.');
      await act(tx, deps, actor, request, acting, row);
      return `document:${row.id}`;
    }),
  );
  return readDocument(deps, actor, { documentId: idIn(resource, 'document'), requestId: request.requestId });
}

async function act(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  acting: Acting,
  row: DocumentRow,
): Promise<void> {
  const { state, version } = row;
  if (acting.version !== version)
    throw new GongmunError(
      'precondition_failed',
      'document.changed',
      'The document has changed since you read it. Read it again and decide anew.',
      { members: { state, version } },
    );
  const applied = applyDocumentAct(row, acting.act);
  if (!applied.ok) {
    const words = 'The state of the document does not allow this.';
    const members = { state, version, allowed: applied.allowed };
    throw new GongmunError('conflict', applied.refusal, words, { members });
  }
  const at = deps.now();
  const becomes = applied.document.state;
  const carry = (await acting.carryOut?.(tx, { row, becomes, at })) ?? {};
  const standsFor = carry.standsFor ?? actsInOfficeFor(actor, acting.action, row.office);
  const { kind } = acting.act;
  await carryDocumentAct(tx, deps, row, {
    ...{ kind, document: applied.document, event: applied.event, at, words: acting.words },
    actor: {
      ...{ id: actor.person, capacity: 'official', office: row.office },
      ...(standsFor === undefined ? {} : { for: standsFor }),
    },
    ...{ change: carry.change, details: carry.details, afterwards: carry.afterwards },
  });
  await insertIdempotencyRecord(tx, { ...recordOf(request), resource: `document:${row.id}`, at });
  await insertAuditEntry(tx, {
    ...{
      at,
      actor: actor.person,
      onBehalfOf: standsFor ?? null,
      capacity: 'official',
      office: row.office,
      action: `document_${kind}`,
    },
    ...{ submissionId: null, subjects: [row.id], requestId: request.requestId },
  });
}
