import { Link } from 'react-router';
import { Refused } from '../api/problem';
import { useWords } from '../words';

/** Whoever wrote it began from a version that is not the last one (RFC 9110, 13.1.1). */
export const isOutOfDate = (error: unknown): boolean =>
  error instanceof Refused && error.problem.status === 412;

/** Said above what somebody is writing: it is kept, and what becomes of the other's is for the writer to choose. */
export function ChangedMeanwhile({ at, onTheirs }: { at?: string; onTheirs(): void }) {
  const { t } = useWords();
  return (
    <div className="notice notice-error" role="alert">
      <p>{t('meanwhile.changed')}</p>
      {at === undefined ? null : (
        <p>
          <Link to={at} target="_blank" rel="noopener">
            {t('meanwhile.look')}
          </Link>
        </p>
      )}
      <button type="button" className="button button-secondary" onClick={onTheirs}>
        {t('meanwhile.theirs')}
      </button>
    </div>
  );
}
