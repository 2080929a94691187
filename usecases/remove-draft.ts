import { endDraft } from '../db/draft-store';
import { GongmunError } from '../domain/errors';
import { failpoint } from '../domain/failpoints';
import type { Actor } from '../domain/permissions';
import type { Deps } from './deps';
import { destroyDraft } from './destroy-draft';
import { idempotently, type RequestIdentity } from './idempotent';
import { recordAct } from './record-act';
import { recordingRefusal } from './record-refusal';
import { idIn } from './resource';
import { lockDraftToChange } from './save-draft';

/** Throws a draft away, and the uploads that wait in it. @throws GongmunError not_found, `organisation.not_a_member` (403) */
export async function removeDraft(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  draft: string,
): Promise<{ id: string }> {
  const { resource } = await recordingRefusal(deps, request, 'remove_draft', () =>
    idempotently(deps, request, async (tx) => {
      await lockDraftToChange(tx, actor, draft);
      const at = deps.now();
      await endDraft(tx, draft, at);
      const resource = `draft_removal:${draft}`;
      const act = { action: 'remove_draft', capacity: 'party' as const, subjects: [draft] };
      await recordAct(tx, request, { resource, ...act, at });
      return resource;
    }),
  );
  const id = idIn(resource, 'draft_removal');
  await failpoint('draft.ended');
  await destroyDraft(deps, id).catch((error: unknown) => {
    // The sweep does it when the store is back.
    if (!(error instanceof GongmunError && error.kind === 'unavailable')) throw error;
  });
  return { id };
}
