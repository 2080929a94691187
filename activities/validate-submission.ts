import { listFiles } from '../db/file-store';
import { findFormVersion } from '../db/form-store';
import { findSubmission } from '../db/submission-store';
import type { Deps } from './deps';
import { present } from './system-command';

/**
 * What can have changed since the answers were checked at the door: the form withdrawn, a file found infected.
 * Answers are not checked again, for the version they were checked against is immutable.
 */
export function validateSubmission(deps: Deps) {
  return async ({ submissionId }: { submissionId: string }): Promise<{ problems: string[] }> => {
    const row = present(await findSubmission(deps.db, submissionId));
    const problems: string[] = [];
    if (row.form !== null) {
      const form = await findFormVersion(deps.db, row.form, row.formVersion ?? undefined);
      if (form === undefined || !form.inForce) problems.push('form.not_in_force');
    }
    const files = await listFiles(deps.db, submissionId);
    if (files.some((file) => file.scan === 'infected')) problems.push('attachment.infected');
    return { problems };
  };
}
