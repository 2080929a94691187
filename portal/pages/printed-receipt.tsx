import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { api, ask } from '../api/client';
import { Refused } from '../api/problem';
import { Page } from '../parts/page';
import { Loading, Trouble } from '../parts/states';
import { When } from '../parts/when';
import { useWords } from '../words';

/** Where the code on a printed receipt leads: did this system make it, and of what? Nobody has to sign in. */
export function PrintedReceipt() {
  const { digest = '' } = useParams();
  const { t, say } = useWords();
  const check = useQuery({
    queryKey: ['printed receipt', digest],
    queryFn: () => ask(api.GET('/v1/evidence-checks/{digest}', { params: { path: { digest } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const unknown = check.error instanceof Refused && check.error.problem.status < 429;
  return (
    <Page title={t('printed.title')} lead={t('printed.lead')}>
      {check.isPending ? <Loading /> : null}
      {check.isError && !unknown ? <Trouble error={check.error} again={() => void check.refetch()} /> : null}
      <div role="status">
        {unknown ? (
          <div className="notice notice-error" data-verdict="unknown">
            <h2>{t('printed.unknown')}</h2>
            <p>{t('printed.unknown_means')}</p>
          </div>
        ) : null}
        {check.data === undefined ? null : (
          <div className="notice notice-success" data-verdict="known">
            <h2>{t('printed.known')}</h2>
            <dl className="facts">
              <div>
                <dt>{t('verify.event')}</dt>
                <dd>{say(check.data.words)}</dd>
              </div>
              <div>
                <dt>{t('verify.at')}</dt>
                <dd>
                  <When at={check.data.at} />
                </dd>
              </div>
              {check.data.number === null ? null : (
                <div>
                  <dt>{t('document.number')}</dt>
                  <dd>{check.data.number}</dd>
                </div>
              )}
            </dl>
            <p>{t('printed.compare')}</p>
          </div>
        )}
      </div>
      <p>
        <Link to="/verify">{t('printed.file')}</Link>
      </p>
    </Page>
  );
}
