import { listCommands } from '../db/command-store';
import { listEvidences, submissionsOfEvidences } from '../db/evidence-store';
import { listArchivedRuns, readArchived } from '../db/history-store';
import { sha256 } from '../domain/digest';
import type { Actor } from '../domain/permissions';
import { workflowIdOf } from '../workflows/messages';
import { accessSubmission } from './access';
import type { Difference, RemarkCode } from './checks/difference';
import { fold } from './checks/fold';
import { historyDifferences } from './checks/history-differences';
import { readEvidence } from './checks/told';
import type { Deps } from './deps';
import { stepsOf } from './history-steps';
import { runHistories } from './run-histories';

export interface HistoryCheck {
  /** Nothing differs. */
  sound: boolean;
  runs: { run: string; type: string; status: string; events: number }[];
  evidences: number;
  /** Steps with an effect of which the histories tell. */
  steps: number;
  differences: Difference[];
  remarks: Difference<RemarkCode>[];
}

/**
 * The histories of a submission's workflow against its evidence, each difference named.
 * @throws GongmunError not_found, `engine.unreachable` (503)
 */
export async function checkHistory(
  deps: Deps,
  actor: Actor,
  asked: { submissionId: string; requestId: string },
): Promise<HistoryCheck> {
  const { submissionId } = asked;
  const settled = await accessSubmission(
    deps,
    actor,
    { ...asked, action: 'read_audit' },
    async (row) => row.evidenceCount,
  );
  const { runs } = await runHistories(deps, submissionId);
  const rows = await listEvidences(deps.db, submissionId);
  const told = rows.map(readEvidence).filter((one) => one !== null);
  const folded = fold(told, await listCommands(deps.db, submissionId));
  const named = runs.flatMap(({ events }) =>
    stepsOf(events).flatMap(({ answer }) => (answer?.done ?? []).map(({ evidenceId }) => evidenceId)),
  );
  const owners = await submissionsOfEvidences(deps.db, named);
  const elsewhere = new Set(owners.filter((one) => one.submissionId !== submissionId).map(({ id }) => id));
  const compared = historyDifferences({ submissionId, runs, folded, settled, elsewhere });
  const differences = [...compared.differences, ...(await changedArchives(deps, submissionId))];
  return {
    sound: differences.length === 0,
    runs: runs.map(({ run, type, status, events }) => ({ run, type, status, events: events.length })),
    evidences: rows.length,
    steps: compared.steps,
    differences,
    remarks: compared.remarks,
  };
}

/** Archived bytes that are not those of which the archive keeps the digest. */
async function changedArchives(deps: Pick<Deps, 'db'>, submissionId: string): Promise<Difference[]> {
  const changed: Difference[] = [];
  for (const { id, run, digest } of await listArchivedRuns(deps.db, workflowIdOf(submissionId))) {
    const found = sha256(await readArchived(deps.db, id));
    if (found === digest) continue;
    const detail = `The archived history has digest ${found}, its row says ${digest}.`;
    changed.push({ code: 'archive.digest_differs', detail, run, event: null, build: null, evidence: null });
  }
  return changed;
}
