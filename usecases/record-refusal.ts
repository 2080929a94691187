import { insertRefusal } from '../db/audit-store';
import { GongmunError } from '../domain/errors';
import type { Deps } from './deps';
import type { RequestIdentity } from './idempotent';

/**
 * Runs an act that concerns no submission yet; where it is refused, who asked and why is recorded in a transaction of its
 * own, after the rollback (design §3). What could not be decided (503) is no refusal.
 */
export async function recordingRefusal<T>(
  deps: Pick<Deps, 'db' | 'now'>,
  request: Pick<RequestIdentity, 'actor' | 'requestId'>,
  kind: string,
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof GongmunError && error.kind !== 'unavailable') {
      const { actor, requestId } = request;
      const refusal = { at: deps.now(), submissionId: null, kind, actor, code: error.code };
      await insertRefusal(deps.db, { ...refusal, state: null, requestId });
    }
    throw error;
  }
}
