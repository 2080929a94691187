import { endDraft, openDraft } from '../db/draft-store';
import { missingWords } from '../domain/draft';
import { GongmunError } from '../domain/errors';
import type { Actor } from '../domain/permissions';
import type { Deps } from './deps';
import type { RequestIdentity } from './idempotent';
import { lockOwnDraft } from './save-draft';
import { submitWritten } from './submit-document';
import type { Taken } from './take-command';
import { documentOf } from './view-draft';

/**
 * Sends a draft as it stands: accepted like every other document, and in the same transaction it is a draft no more. Its key
 * is destroyed by the worker's sweep: what was accepted must not wait for the key store.
 * @throws GongmunError not_found, `draft.changed` (412), `letter.incomplete` (400), and as `submitDocument`
 */
export function submitDraft(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  { id, version }: { id: string; version: number },
): Promise<Taken> {
  return submitWritten(
    deps,
    actor,
    request,
    async (tx) => {
      const row = await lockOwnDraft(tx, actor, id, version);
      const content = await openDraft(deps.cipher, row);
      const faults = content.letter === null ? [] : missingWords(content.letter);
      if (faults.length > 0)
        throw new GongmunError('bad_request', 'letter.incomplete', 'The letter is not finished.', { faults });
      // A form without answers is one with none of those that it needs.
      return { ...(row.form === null ? {} : { answers: {} }), ...documentOf(row, content) };
    },
    (tx, _, at) => endDraft(tx, id, at),
  );
}
