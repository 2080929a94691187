import type { Submission } from '../../parts/submission';
import { useWords } from '../../words';
import { ActForm } from '../act-form';
import { textOf } from '../field-form';

const SUSPENSION_REASONS = ['inquiry', 'consultation', 'litigation', 'force_majeure', 'other'] as const;

export function Extend({ submission }: { submission: Submission }) {
  const { t } = useWords();
  return (
    <ActForm
      submission={submission}
      act="extensions"
      name={t('office.extend')}
      send={t('office.extend')}
      fields={[
        { pointer: '/period', label: t('office.extend_by'), kind: 'line' },
        { pointer: '/words', label: t('office.reason_words'), kind: 'text' },
      ]}
      toBody={(values) => ({ period: textOf(values, '/period'), words: textOf(values, '/words') })}
    />
  );
}

export function Suspend({ submission }: { submission: Submission }) {
  const { t } = useWords();
  return (
    <ActForm
      submission={submission}
      act="suspensions"
      name={t('office.suspend')}
      send={t('office.suspend')}
      fields={[
        {
          pointer: '/reason',
          label: t('office.reason'),
          kind: 'choice',
          options: SUSPENSION_REASONS.map((value) => ({ value, label: t(`suspension_reason.${value}`) })),
        },
        { pointer: '/words', label: t('office.reason_words'), kind: 'text' },
      ]}
      toBody={(values) => ({ reason: values['/reason'], words: textOf(values, '/words') })}
    />
  );
}
