import { findOffice } from '../db/office-store';
import { GongmunError } from '../domain/errors';
import { type Actor, worksIn } from '../domain/permissions';
import type { Deps } from './deps';
import type { RequestIdentity } from './idempotent';
import { sealReason } from './seal-words';
import { type Taken, takeCommand } from './take-command';

interface WithWords {
  submissionId: string;
  version: number;
  words: string;
}

/**
 * Asks another unit to contribute; its members may then read the document.
 * @throws GongmunError `involvement.not_possible` (422): no such unit, this very one, or asked already
 */
export function involveUnit(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: WithWords & { office: string },
): Promise<Taken> {
  const { submissionId, version, office, words } = act;
  const { facts, content } = sealReason('contribution', { words });
  return takeCommand(deps, actor, request, {
    submissionId,
    version,
    action: 'involve',
    command: { kind: 'involve', office },
    facts: { ...facts, office },
    content,
    async check(tx, row) {
      const unit = await findOffice(tx, office);
      if (unit?.active && office !== row.office) return;
      const detail = 'There is no such unit, or the document is with it already.';
      throw refused('involvement.not_possible', '/office', detail);
    },
  });
}

/**
 * A unit that was asked gives its contribution.
 * @throws GongmunError `contribution.not_asked` (422) when none of the actor's units was asked
 */
export function contributeToSubmission(
  deps: Deps,
  actor: Actor,
  request: RequestIdentity,
  act: WithWords & { office: string },
): Promise<Taken> {
  const { submissionId, version, office, words } = act;
  const { facts, content } = sealReason('contributed', { words });
  return takeCommand(deps, actor, request, {
    submissionId,
    version,
    action: 'contribute',
    command: { kind: 'contribute', office },
    unit: office,
    facts: { ...facts, office },
    content,
    async check() {
      if (worksIn(actor, office)) return;
      throw refused('contribution.not_asked', '/office', 'You do not work for this unit.');
    },
  });
}

function refused(code: string, pointer: string, detail: string): GongmunError {
  return new GongmunError('unprocessable', code, detail, { faults: [{ pointer, code, detail }] });
}
