import { useNavigate } from 'react-router';
import { useMe } from '../../parts/me';
import { useOfficeName } from '../../parts/offices';
import type { Submission } from '../../parts/submission';
import { useWords } from '../../words';
import { ActForm } from '../act-form';
import { textOf } from '../field-form';

const RETURN_REASONS = ['wrong_office', 'not_legible', 'incomplete', 'other'] as const;

/** Whose desk it is on afterwards is not one's own: there is nothing left to see here. */
export function Transfer({ submission }: { submission: Submission }) {
  const { t } = useWords();
  const navigate = useNavigate();
  return (
    <ActForm
      submission={submission}
      act="transfers"
      name={t('office.transfer')}
      send={t('office.transfer')}
      fields={[
        {
          pointer: '/office',
          label: t('office.transfer_to'),
          kind: 'office',
          options: [{ value: submission.office ?? '', label: '' }],
        },
        { pointer: '/words', label: t('office.reason_words'), kind: 'text' },
      ]}
      toBody={(values) => ({ office: values['/office'], words: textOf(values, '/words') })}
      onDone={() => void navigate('/desk')}
    />
  );
}

export function Return({ submission }: { submission: Submission }) {
  const { t } = useWords();
  const officeName = useOfficeName();
  return (
    <ActForm
      submission={submission}
      act="returns"
      name={t('office.return')}
      send={t('office.return')}
      fields={[
        {
          pointer: '/reason',
          label: t('office.reason'),
          kind: 'choice',
          options: RETURN_REASONS.map((value) => ({ value, label: t(`return_reason.${value}`) })),
        },
        { pointer: '/words', label: t('office.reason_words'), kind: 'text' },
      ]}
      toBody={(values) => ({ reason: values['/reason'], words: textOf(values, '/words') })}
    >
      <p className="small">{t('office.return_means', { office: officeName(submission.office) })}</p>
    </ActForm>
  );
}

/** Another unit reads the document and gives its view; it stays here. */
export function Involve({ submission }: { submission: Submission }) {
  const { t } = useWords();
  const there = [submission.office ?? '', ...submission.involved];
  return (
    <ActForm
      submission={submission}
      act="involvements"
      name={t('unit.involve')}
      send={t('unit.involve')}
      fields={[
        {
          pointer: '/office',
          label: t('unit.which'),
          kind: 'office',
          options: there.map((value) => ({ value, label: '' })),
        },
        { pointer: '/words', label: t('unit.asked'), kind: 'text' },
      ]}
      toBody={(values) => ({ office: values['/office'], words: textOf(values, '/words') })}
    >
      <p className="small">{t('unit.involve_means')}</p>
    </ActForm>
  );
}

/** What a unit that was asked has to say; of several that one works for, one chooses. */
export function Contribute({ submission }: { submission: Submission }) {
  const { t } = useWords();
  const officeName = useOfficeName();
  const mine = [...new Set(useMe().data?.memberships.map(({ office }) => office))];
  const asked = submission.involved.filter((office) => mine.includes(office));
  const [only] = asked;
  return (
    <ActForm
      key={asked.join(' ')}
      submission={submission}
      act="contributions"
      name={t('unit.contribute')}
      send={t('unit.contribute')}
      fields={[
        {
          pointer: '/office',
          label: t('unit.for'),
          kind: 'choice',
          options: asked.map((value) => ({ value, label: officeName(value) })),
        },
        { pointer: '/words', label: t('unit.view'), kind: 'text', rows: 8 },
      ]}
      first={only === undefined ? {} : { '/office': only }}
      toBody={(values) => ({ office: values['/office'], words: textOf(values, '/words') })}
    />
  );
}
