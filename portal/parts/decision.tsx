import { useQuery } from '@tanstack/react-query';
import { api, ask } from '../api/client';
import { useWords } from '../words';
import { useAct } from './act';
import { Download } from './download';
import { Loading, Trouble } from './states';
import type { Submission } from './submission';
import { When } from './when';

/** What was decided and why, with the reply; whoever it is addressed to says here that it was read. */
export function DecisionOf({ submission, reader }: { submission: Submission; reader: 'party' | 'office' }) {
  const { t, language } = useWords();
  const { id } = submission;
  const act = useAct(submission);
  const decision = useQuery({
    queryKey: ['decision', id, submission.version],
    queryFn: () => ask(api.GET('/v1/submissions/{id}/decision', { params: { path: { id } } })),
    placeholderData: (before) => before,
  });
  return (
    <section className="decision" aria-labelledby="decision">
      <h2 id="decision">{t('decision.title')}</h2>
      {decision.isPending ? <Loading /> : null}
      {decision.isError ? <Trouble error={decision.error} again={() => void decision.refetch()} /> : null}
      {decision.data === undefined ? null : (
        <>
          <p>
            <strong className={`outcome outcome-${decision.data.outcome}`}>
              {t(`outcome.${decision.data.outcome}`)}
            </strong>{' '}
            · <When at={decision.data.decidedAt} />
          </p>
          <h3>{decision.data.reply.title}</h3>
          <p className="as-written">{decision.data.reply.body}</p>
          {decision.data.reasons === null ? null : (
            <>
              <h3>{t('decision.reasons')}</h3>
              <p className="as-written">{decision.data.reasons}</p>
            </>
          )}
          {decision.data.remedy === null ? null : (
            <>
              <h3>{t('decision.remedy')}</h3>
              <p className="as-written">{decision.data.remedy}</p>
            </>
          )}
          {decision.data.corrections.map((correction) => (
            <div key={correction.at} className="correction">
              <h3>
                {t('decision.corrected')} <When at={correction.at} />
              </h3>
              <p className="as-written">{correction.words}</p>
              <h4>{correction.reply.title}</h4>
              <p className="as-written">{correction.reply.body}</p>
            </div>
          ))}
          {decision.data.evidence === null ? null : (
            <p>
              <Download
                path={`/v1/submissions/${id}/receipts/${decision.data.evidence}/pdf?language=${language}`}
              >
                {t('decision.pdf')}
              </Download>
            </p>
          )}
        </>
      )}
      {submission.allowed.includes('acknowledge') && !submission.replyRead ? (
        <p>
          <button
            type="button"
            className="button"
            aria-busy={act.isPending}
            onClick={() => {
              if (!act.isPending) act.mutate({ act: 'acknowledgements', body: {} });
            }}
          >
            {t('decision.acknowledge')}
          </button>
        </p>
      ) : null}
      {submission.replyRead ? <p className="small">{t(`decision.read_${reader}`)}</p> : null}
      {act.isError ? <Trouble error={act.error} /> : null}
    </section>
  );
}
