import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, ask } from '../api/client';
import { useWords } from '../words';
import { Download } from './download';
import { Loading, Trouble } from './states';
import type { Submission } from './submission';
import { When } from './when';

/** Every receipt: as a page to print, and as the file that proves itself. */
export function ReceiptsOf({ submission }: { submission: Submission }) {
  const { t, language } = useWords();
  const { id, version } = submission;
  const receipts = useQuery({
    queryKey: ['receipts', id, version],
    queryFn: () => ask(api.GET('/v1/submissions/{id}/receipts', { params: { path: { id } } })),
    placeholderData: (before) => before,
  });
  if (receipts.isPending) return <Loading />;
  if (receipts.isError) return <Trouble error={receipts.error} again={() => void receipts.refetch()} />;
  return (
    <>
      <p>
        {t('receipts.what')} <Link to="/verify">{t('receipts.check')}</Link>
      </p>
      <ul className="lines">
        {receipts.data.items.map(({ evidence }) => (
          <li key={evidence.id}>
            <span>
              {t(`event.${evidence.event}`)} · <When at={evidence.at} />
            </span>
            <span>
              <Download path={`/v1/submissions/${id}/receipts/${evidence.id}/pdf?language=${language}`}>
                PDF<span className="hidden"> {t(`event.${evidence.event}`)}</span>
              </Download>{' '}
              <Download
                path={`/v1/submissions/${id}/receipts/${evidence.id}`}
                name={`receipt-${evidence.sequence}-${evidence.event}.json`}
              >
                {t('receipts.file')}
                <span className="hidden"> {t(`event.${evidence.event}`)}</span>
              </Download>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
