import type { Submission } from '../../parts/submission';
import { useWords } from '../../words';
import { ActForm } from '../act-form';
import { useRecordForms } from './record-fields';

/** Nothing of the record is destroyed while it is held. */
export function Hold({ submission }: { submission: Submission }) {
  const { t } = useWords();
  const { holds } = useRecordForms(submission.holds);
  return (
    <ActForm submission={submission} {...holds} send={holds.name}>
      <p className="small">{t('record.hold_means')}</p>
    </ActForm>
  );
}

export function ReleaseHold({ submission }: { submission: Submission }) {
  const { 'hold-releases': release } = useRecordForms(submission.holds);
  return (
    <ActForm key={submission.holds.join(' ')} submission={submission} {...release} send={release.name} />
  );
}

/** What becomes of a record whose time of keeping is over. */
export function ReviewDisposal({ submission }: { submission: Submission }) {
  const { 'disposal-reviews': review } = useRecordForms(submission.holds);
  return <ActForm submission={submission} {...review} send={review.name} />;
}

export function ConfirmTransfer({ submission }: { submission: Submission }) {
  const { 'transfer-confirmations': confirm } = useRecordForms(submission.holds);
  return <ActForm submission={submission} {...confirm} send={confirm.name} />;
}
