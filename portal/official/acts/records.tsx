import type { Submission } from '../../parts/submission';
import { useWords } from '../../words';
import { ActForm } from '../act-form';
import { given, textOf } from '../field-form';

const HOLD_REASONS = ['litigation', 'audit', 'investigation', 'disclosure_request', 'other'] as const;
const DECISIONS = ['destroy', 'keep', 'transfer'] as const;
const REVIEW_REASONS = ['period_over', 'still_needed', 'historical_value', 'other'] as const;

/** Nothing of the record is destroyed while it is held. */
export function Hold({ submission }: { submission: Submission }) {
  const { t } = useWords();
  return (
    <ActForm
      submission={submission}
      act="holds"
      name={t('record.hold')}
      send={t('record.hold')}
      fields={[
        {
          pointer: '/reason',
          label: t('office.reason'),
          kind: 'choice',
          options: HOLD_REASONS.map((value) => ({ value, label: t(`hold_reason.${value}`) })),
        },
        { pointer: '/words', label: t('record.words'), kind: 'text' },
      ]}
      toBody={(values) => ({ reason: values['/reason'], words: textOf(values, '/words') })}
    >
      <p className="small">{t('record.hold_means')}</p>
    </ActForm>
  );
}

export function ReleaseHold({ submission }: { submission: Submission }) {
  const { t } = useWords();
  const [only, ...others] = submission.holds;
  return (
    <ActForm
      key={submission.holds.join(' ')}
      submission={submission}
      act="hold-releases"
      name={t('record.release')}
      send={t('record.release')}
      fields={[
        {
          pointer: '/hold',
          label: t('record.which_hold'),
          kind: 'choice',
          options: submission.holds.map((value, at) => ({
            value,
            label: t('record.hold_number', { number: at + 1 }),
          })),
        },
        { pointer: '/words', label: t('record.words'), kind: 'text' },
      ]}
      first={only !== undefined && others.length === 0 ? { '/hold': only } : {}}
      toBody={(values) => ({ hold: values['/hold'], words: textOf(values, '/words') })}
    />
  );
}

/** What becomes of a record whose time of keeping is over. */
export function ReviewDisposal({ submission }: { submission: Submission }) {
  const { t } = useWords();
  return (
    <ActForm
      submission={submission}
      act="disposal-reviews"
      name={t('record.review')}
      send={t('record.review')}
      fields={[
        {
          pointer: '/decision',
          label: t('record.becomes'),
          kind: 'choice',
          options: DECISIONS.map((value) => ({ value, label: t(`disposal.${value}`) })),
        },
        {
          pointer: '/reason',
          label: t('office.reason'),
          kind: 'choice',
          options: REVIEW_REASONS.map((value) => ({ value, label: t(`review_reason.${value}`) })),
        },
        { pointer: '/words', label: t('record.words'), kind: 'text' },
        { pointer: '/until', label: t('record.until'), kind: 'date', optional: true },
        { pointer: '/archive', label: t('record.archive'), kind: 'line', optional: true },
      ]}
      toBody={(values) => ({
        decision: values['/decision'],
        reason: values['/reason'],
        words: textOf(values, '/words'),
        ...given(values, 'until'),
        ...given(values, 'archive'),
      })}
    />
  );
}

export function ConfirmTransfer({ submission }: { submission: Submission }) {
  const { t } = useWords();
  return (
    <ActForm
      submission={submission}
      act="transfer-confirmations"
      name={t('record.confirm')}
      send={t('record.confirm')}
      fields={[{ pointer: '/number', label: t('record.number'), kind: 'line' }]}
      toBody={(values) => ({ number: textOf(values, '/number') })}
    />
  );
}
