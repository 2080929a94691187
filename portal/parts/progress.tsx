import { useWords } from '../words';
import type { Submission } from './submission';

const STEPS = ['received', 'registered', 'worked_on', 'decided'] as const;

/** How many of the steps lie behind, by state; what ended otherwise shows no road. */
const REACHED: Partial<Record<Submission['state'], number>> = {
  accepted: 1,
  registered: 2,
  assigned: 2,
  in_process: 3,
  supplement_requested: 3,
  suspended: 3,
  decided: 4,
  closed: 4,
};

/** The road of a document, like that of a parcel. */
export function Progress({ state }: Pick<Submission, 'state'>) {
  const { t } = useWords();
  const reached = REACHED[state];
  if (reached === undefined) return null;
  return (
    <ol className="progress" aria-label={t('progress.title')}>
      {STEPS.map((step, n) => (
        <li
          key={step}
          className={n < reached ? 'step step-done' : 'step'}
          aria-current={n === reached - 1 ? 'step' : undefined}
        >
          {t(`progress.${step}`)}
          <span className="hidden">{n < reached ? t('progress.done') : t('progress.to_come')}</span>
        </li>
      ))}
    </ol>
  );
}
