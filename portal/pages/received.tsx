import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { api, ask } from '../api/client';
import { Download } from '../parts/download';
import { useOfficeName } from '../parts/offices';
import { Page } from '../parts/page';
import { Loading, SignedIn, Trouble } from '../parts/states';
import { useSubmission } from '../parts/submission';
import { When } from '../parts/when';
import { useWords } from '../words';

/** It was received: the number, the receipt to keep, and what happens next. */
export function Received() {
  const { id = '' } = useParams();
  const { t } = useWords();
  return (
    <SignedIn title={t('received.title')}>
      <Confirmation id={id} />
    </SignedIn>
  );
}

function Confirmation({ id }: { id: string }) {
  const { t, language } = useWords();
  const officeName = useOfficeName();
  const submission = useSubmission(id);
  const receipts = useQuery({
    queryKey: ['receipts', id, 'first'],
    queryFn: () => ask(api.GET('/v1/submissions/{id}/receipts', { params: { path: { id } } })),
  });
  const first = receipts.data?.items[0];
  return (
    <Page title={t('received.title')}>
      {submission.isPending ? <Loading /> : null}
      {submission.isError ? (
        <Trouble error={submission.error} again={() => void submission.refetch()} />
      ) : null}
      {submission.data === undefined ? null : (
        <>
          <div className="panel" role="status">
            <p>
              {submission.data.registrationNumber === null
                ? t('received.number_follows')
                : t('received.number')}
            </p>
            <p className="number">{submission.data.registrationNumber ?? '…'}</p>
            <p>
              {t('received.at')} <When at={submission.data.receivedAt} />
            </p>
          </div>
          <dl className="facts">
            {submission.data.trackingCode === undefined ? null : (
              <div>
                <dt>{t('received.tracking')}</dt>
                <dd>
                  <code>{submission.data.trackingCode}</code>
                </dd>
              </div>
            )}
            {first === undefined ? null : (
              <div>
                <dt>{t('received.receipt')}</dt>
                <dd>
                  <Download
                    path={`/v1/submissions/${id}/receipts/${first.evidence.id}/pdf?language=${language}`}
                  >
                    {t('received.receipt_pdf')}
                  </Download>
                </dd>
              </div>
            )}
          </dl>
          <h2>{t('received.next')}</h2>
          <ol className="next">
            <li>{t('received.next_register', { office: officeName(submission.data.office) })}</li>
            <li>
              {submission.data.dueAt === null ? (
                t('received.next_decide')
              ) : (
                <>
                  {t('received.next_decide_by')} <When at={submission.data.dueAt} />
                </>
              )}
            </li>
            <li>{t('received.next_told')}</li>
          </ol>
          <p>
            <Link className="button" to={`/documents/${id}`}>
              {t('received.follow')}
            </Link>
          </p>
        </>
      )}
    </Page>
  );
}
