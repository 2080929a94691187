import { findOffice } from '../db/office-store';
import { GongmunError } from '../domain/errors';
import type { Actor } from '../domain/permissions';
import type { Deps } from './deps';
import type { RequestIdentity } from './idempotent';
import { sealReason } from './seal-words';
import { type Taken, takeCommand } from './take-command';

/**
 * Sends the document on to the office that it belongs to. It is registered there under a number of its own, the entry
 * here is kept, and the clock starts anew (Civil Petitions Act art. 16).
 * @throws GongmunError `transfer.not_possible` (422): no such office, not active, or this very one
 */
export function transferSubmission(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: { submissionId: string; version: number; office: string; words: string },
): Promise<Taken> {
  const { submissionId, version, office, words } = act;
  const { facts, content } = sealReason('not_competent', { words });
  return takeCommand(deps, actor, request, {
    submissionId,
    version,
    action: 'transfer',
    command: { kind: 'transfer', office },
    facts: { ...facts, office },
    content,
    async check(tx, row) {
      const target = await findOffice(tx, office);
      if (target?.active && target.code !== row.office) return;
      const code = 'transfer.not_possible';
      const detail = 'There is no such office, or the document is there already.';
      throw new GongmunError('unprocessable', code, detail, {
        faults: [{ pointer: '/office', code, detail }],
      });
    },
  });
}
