import { findFormVersion } from '../db/form-store';
import type { Tx } from '../db/knex';
import { findOffice } from '../db/office-store';
import { registrationAt } from '../db/register-store';
import type { SubmissionRow } from '../db/submission-store';
import { GongmunError } from '../domain/errors';
import { type Actor, authorise } from '../domain/permissions';
import type { Language } from '../domain/words';
import { accessSubmission } from './access';
import type { Decision } from './decide-submission';
import type { Deps } from './deps';
import { PREVIEW_WORDS } from './preview-words';
import { type PageFacts, receiptPage } from './receipt-page';

interface Asked {
  submissionId: string;
  decision: Decision;
  language: Language;
  requestId: string;
}

/**
 * A decision as its PDF would be, for whoever may decide: nothing of it is kept or takes effect.
 * @throws GongmunError not_found, forbidden
 */
export async function previewDecision(deps: Deps, actor: Actor, asked: Asked): Promise<Buffer> {
  const { submissionId, requestId, language } = asked;
  const access = { submissionId, requestId, action: 'read_submission' as const };
  const facts = await accessSubmission(deps, actor, access, async (row, tx) => {
    if (authorise(actor, 'decide', row) === 'allowed') return gather(deps, tx, row, asked);
    throw new GongmunError(
      'forbidden',
      'permission.denied',
      'Only who may decide sees what it would look like.',
    );
  });
  return deps.previewPage({
    ...receiptPage(facts),
    ...{ checkWords: PREVIEW_WORDS[language], footer: [] },
  });
}

async function gather(
  deps: Pick<Deps, 'now'>,
  tx: Tx,
  row: SubmissionRow,
  { decision, language }: Asked,
): Promise<PageFacts> {
  const at = deps.now().toISOString();
  const form =
    row.form === null ? undefined : await findFormVersion(tx, row.form, row.formVersion ?? undefined);
  const office = await findOffice(tx, row.office ?? '');
  const { outcome, reply, reasons, remedy } = decision;
  return {
    language,
    evidence: { id: '', sequence: 0, event: 'DecisionRecorded', at, facts: { outcome } },
    subject: { kind: 'submission', id: row.id },
    number: (await registrationAt(tx, row.id, at))?.number ?? null,
    formTitle: form?.definition.title[language] ?? null,
    officeName: office?.name[language] ?? null,
    timeZone: office?.timeZone ?? 'Asia/Seoul',
    words: {
      ...reply,
      ...(reasons === undefined ? {} : { reasons }),
      ...(remedy === undefined ? {} : { remedy }),
    },
    ...{ digest: '', checkAddress: '', receipt: '' },
  };
}
