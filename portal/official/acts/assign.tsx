import { useMe } from '../../parts/me';
import type { Submission } from '../../parts/submission';
import { useWords } from '../../words';
import { ActForm } from '../act-form';
import { textOf } from '../field-form';
import { useColleagues } from '../members';

/** A colleague by name; oneself where one works on documents here. */
export function Assign({ submission }: { submission: Submission }) {
  const { t } = useWords();
  const me = useMe().data?.person;
  const options = useColleagues(submission.office, ['handler', 'approver']);
  const mine = me !== undefined && options.some(({ value }) => value === me);
  return (
    <ActForm
      key={`${mine} ${submission.handler}`}
      submission={submission}
      act="assignments"
      name={t('office.assign')}
      send={t('office.assign')}
      fields={[{ pointer: '/handler', label: t('desk.handler'), kind: 'choice', options }]}
      first={mine && submission.handler !== me ? { '/handler': me } : {}}
      toBody={(values) => ({ handler: textOf(values, '/handler') })}
    />
  );
}
