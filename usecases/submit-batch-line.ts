import { acceptLine, type BatchRow, type WaitingLine } from '../db/batch-store';
import { findActor } from '../db/person-store';
import type { LineRefusal } from '../domain/batch';
import { sha256 } from '../domain/digest';
import { type ErrorKind, GongmunError } from '../domain/errors';
import type { Document } from './check-document';
import { type SubmitDeps, submitDocument } from './submit-document';

/** A submission of its own in the name of whoever sent the batch, with what that person may do at this moment. */
export type SubmitLine = (
  batch: Pick<BatchRow, 'id' | 'person' | 'organisation'>,
  line: WaitingLine,
) => Promise<LineRefusal | undefined>;

/** What speaks against the line itself; everything else is tried again. */
const REFUSES: readonly ErrorKind[] = ['bad_request', 'forbidden', 'not_found', 'gone', 'unprocessable'];

/**
 * Carries a line out once: its key is one that no request can have, and the line is settled in the transaction of the
 * acceptance.
 * @returns why it was refused
 * @throws whatever is no fault of the line
 */
export function createLineSubmitter(deps: SubmitDeps): SubmitLine {
  return async (batch, { line, document: given }) => {
    try {
      const document = given as Document;
      const known = await findActor(deps.db, batch.person, deps.now());
      if (known === undefined) throw new Error('Whoever sent the batch is gone.');
      if (batch.organisation !== null && (document.organisation ?? batch.organisation) !== batch.organisation)
        throw new GongmunError(
          'unprocessable',
          'batch.other_organisation',
          'The line is for another organisation than the batch.',
        );
      const organisation = batch.organisation ?? document.organisation;
      const request = {
        ...{ actor: batch.person, key: `batch ${batch.id} ${line}` },
        ...{ digest: sha256(`batch line\n${batch.id}\n${line}`), requestId: batch.id },
      };
      await submitDocument(
        deps,
        { ...known, vouchedFor: [] },
        request,
        { ...document, organisation },
        async (tx, submissionId) => {
          // Settled by another at the same moment: this acceptance is rolled back.
          if (!(await acceptLine(tx, batch.id, line, submissionId, deps.now())))
            throw new Error('The line was carried out before.');
        },
      );
      return undefined;
    } catch (error) {
      if (!(error instanceof GongmunError) || !REFUSES.includes(error.kind)) throw error;
      return { code: error.code, detail: error.message, faults: error.faults };
    }
  };
}
