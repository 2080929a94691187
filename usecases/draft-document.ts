import { v7 as uuid } from 'uuid';
import { insertAuditEntry } from '../db/audit-store';
import { insertDocument, replaceContent } from '../db/document-store';
import { attachToDocument } from '../db/file-store';
import { insertIdempotencyRecord } from '../db/idempotency-store';
import { GongmunError } from '../domain/errors';
import { type Actor, actsInOfficeFor, mayAct } from '../domain/permissions';
import { actOnDocument } from './act-on-document';
import { checkDraft, type Draft } from './check-draft';
import type { Deps } from './deps';
import { idempotently, type RequestIdentity } from './idempotent';
import { readOffice } from './list-offices';
import { readDocument } from './read-document';
import { recordingRefusal } from './record-refusal';
import { idIn, recordOf } from './resource';
import type { DocumentView } from './view-document';

/**
 * An official drafts a document of the office. It is sealed under a key of its own and nobody's act yet: what is proved
 * begins when it is put forward.
 * @throws GongmunError not_found, forbidden, `document.invalid` and `attachments.invalid` (400)
 */
export async function draftDocument(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  given: { office: string; draft: Draft },
): Promise<DocumentView> {
  const { draft } = given;
  const { code: office } = await readOffice(deps, given.office);
  const { resource } = await recordingRefusal(deps, request, 'document_draft', () => {
    if (!mayAct(actor, 'draft_document', office))
      throw new GongmunError('forbidden', 'permission.denied', 'Only officials of the office draft for it.');
    return idempotently(deps, request, async (tx) => {
      const at = deps.now();
      const id = uuid();
      const { content, files } = await checkDraft(tx, deps, actor, draft, { id, office });
      const row = {
        ...{ id, office, ...termsOf(draft), language: draft.language, drafter: actor.person },
        ...{ draftedAt: at, recipients: content.recipients.length, contentKey: await deps.cipher.newKey() },
      };
      await insertDocument(tx, deps.cipher, row, content);
      await attachToDocument(
        tx,
        id,
        files.map((file) => file.id),
        at,
      );
      const resource = `document:${id}`;
      await insertIdempotencyRecord(tx, { ...recordOf(request), resource, at });
      await insertAuditEntry(tx, {
        ...{ at, actor: actor.person, onBehalfOf: actsInOfficeFor(actor, 'draft_document', office) ?? null },
        ...{ capacity: 'official', office, action: 'document_draft', submissionId: null, subjects: [id] },
        requestId: request.requestId,
      });
      return resource;
    });
  });
  const { requestId } = request;
  return readDocument(deps, actor, { documentId: idIn(resource, 'document'), requestId });
}

/** The whole draft anew; only before it is put forward, and after it was sent back. */
export function editDocument(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  given: { documentId: string; version: number; draft: Draft },
): Promise<DocumentView> {
  const { documentId, version, draft } = given;
  return actOnDocument(deps, actor, request, {
    ...{ documentId, version, action: 'draft_document', act: { kind: 'edit' } },
    async carryOut(tx, { row, at }) {
      const { content, files } = await checkDraft(tx, deps, actor, draft, row);
      await replaceContent(tx, deps.cipher, row, content);
      await attachToDocument(
        tx,
        row.id,
        files.map((file) => file.id),
        at,
      );
      const recipients = content.recipients.length;
      return { change: { ...termsOf(draft), language: draft.language, recipients } };
    },
  });
}

const termsOf = ({ openness, retention }: Draft) => ({
  retention,
  openness: openness.class,
  ground: openness.ground ?? null,
});
