import { useMe } from '../../parts/me';
import type { Submission } from '../../parts/submission';
import { useWords } from '../../words';
import { type ActField, linesOf } from '../act-field';
import { ActForm } from '../act-form';
import { given, textOf, type Values } from '../field-form';
import { useColleagues } from '../members';
import { PdfOfRequest } from '../pdf-of-request';

const OUTCOMES = ['granted', 'partially_granted', 'refused', 'noted'] as const;

const toBody = (values: Values): Record<string, unknown> => ({
  outcome: values['/outcome'],
  reply: { title: textOf(values, '/reply/title'), body: textOf(values, '/reply/body') },
  ...given(values, 'reasons'),
  ...given(values, 'remedy'),
  ...(linesOf(values['/line']).length === 0 ? {} : { line: linesOf(values['/line']) }),
});

/** The decision with its reply: seen as it will be printed before it goes out. */
export function Decide({ submission }: { submission: Submission }) {
  const { t, language } = useWords();
  const me = useMe().data?.person;
  const colleagues = useColleagues(submission.office, ['handler', 'approver']);
  const fields: ActField[] = [
    {
      pointer: '/outcome',
      label: t('office.outcome'),
      kind: 'choice',
      options: OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) })),
    },
    { pointer: '/reply/title', label: t('office.reply_title'), kind: 'line' },
    { pointer: '/reply/body', label: t('office.reply_body'), kind: 'text', rows: 10 },
    { pointer: '/reasons', label: t('decision.reasons'), kind: 'text', optional: true },
    { pointer: '/remedy', label: t('decision.remedy'), kind: 'text', optional: true },
    {
      pointer: '/line',
      label: t('people.line'),
      hint: t('people.line_means'),
      kind: 'people',
      options: colleagues.filter(({ value }) => value !== me),
      optional: true,
    },
  ];
  return (
    <ActForm
      submission={submission}
      act="decisions"
      name={t('office.decide')}
      send={t('office.decide_send')}
      fields={fields}
      toBody={toBody}
      beside={(values) => (
        <PdfOfRequest
          path={`/v1/submissions/${submission.id}/decision-previews?language=${language}`}
          body={toBody(values)}
        />
      )}
    >
      <p className="small">{t('office.decide_means')}</p>
    </ActForm>
  );
}
