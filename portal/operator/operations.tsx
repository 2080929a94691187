import { useQuery } from '@tanstack/react-query';
import { api, ask, type Schemas } from '../api/client';
import { useMe } from '../parts/me';
import { Page } from '../parts/page';
import { Empty, Loading, SignedIn, Trouble } from '../parts/states';
import { When } from '../parts/when';
import { useWords } from '../words';
import { FailedDeliveries, FailedMails } from './failures';
import '../styles/official.css';
import '../styles/operator.css';

const LOOK_EVERY_MS = 10_000;

/** How the parts are, what waits, and what failed; nothing of any document. */
export function Operations() {
  const { t } = useWords();
  return (
    <SignedIn title={t('operator.title')}>
      <Page title={t('operator.title')} lead={t('operator.lead')} wide>
        <ForOperators />
      </Page>
    </SignedIn>
  );
}

function ForOperators() {
  const { t } = useWords();
  const me = useMe();
  if (me.isPending) return <Loading />;
  if (me.data?.grants.includes('operator') !== true)
    return (
      <Empty>
        <p>{t('operator.not_yours')}</p>
      </Empty>
    );
  return (
    <>
      <State />
      <FailedMails />
      <FailedDeliveries />
    </>
  );
}

type Health = Schemas['Health'];

function State() {
  const { t } = useWords();
  const health = useQuery({
    queryKey: ['health'],
    queryFn: () => ask(api.GET('/v1/operations/health')),
    refetchInterval: LOOK_EVERY_MS,
  });
  if (health.isPending) return <Loading />;
  if (health.isError) return <Trouble error={health.error} again={() => void health.refetch()} />;
  const { parts, engineUi } = health.data;
  const away = parts.filter(({ ready }) => !ready).length;
  return (
    <>
      <p className={`notice ${away === 0 ? 'notice-success' : 'notice-error'}`} role="status">
        {away === 0 ? t('operator.all_ready') : t('operator.away', { count: away })}
      </p>
      <section aria-labelledby="parts">
        <h2 id="parts">{t('operator.parts')}</h2>
        <ul className="parts">
          {parts.map(({ name, ready }) => (
            <li key={name} data-part={name} data-ready={ready}>
              <strong>{t(`operator_part.${name}`)}</strong>
              <span className={`tag ${ready ? 'tag-closed' : 'tag-error'}`}>
                {t(ready ? 'operator.ready' : 'operator.not_ready')}
              </span>
            </li>
          ))}
        </ul>
        {engineUi === null ? null : (
          <p>
            <a href={engineUi} target="_blank" rel="noreferrer">
              {t('operator.engine_ui')}
            </a>
          </p>
        )}
      </section>
      <Waiting health={health.data} />
      <Workers queues={health.data.queues} />
    </>
  );
}

function Waiting({ health: { outbox, log } }: { health: Health }) {
  const { t } = useWords();
  const since = (at: string | null) =>
    at === null ? null : (
      <span className="small">
        {' '}
        · {t('operator.since')} <When at={at} exact />
      </span>
    );
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">{t('operator.waiting')}</h2>
      <dl className="facts">
        <div>
          <dt>{t('operator.outbox')}</dt>
          <dd>
            {t('operator.acts', { count: outbox.depth })}
            {since(outbox.oldest)}
          </dd>
        </div>
        <div>
          <dt>{t('operator.undelivered')}</dt>
          <dd>{t('operator.acts', { count: outbox.undelivered })}</dd>
        </div>
        <div>
          <dt>{t('operator.unsealed')}</dt>
          <dd>
            {t('operator.rows', { count: log.depth })}
            {since(log.oldest)}
            {log.faults === 0 ? null : (
              <span className="tag tag-error">{t('operator.faulty', { count: log.faults })}</span>
            )}
          </dd>
        </div>
        <div>
          <dt>{t('operator.sealed')}</dt>
          <dd>
            {log.sealedAt === null ? t('operator.never') : <When at={log.sealedAt} exact />}
            <span className="small"> · {t('operator.rows', { count: log.size })}</span>
          </dd>
        </div>
      </dl>
    </section>
  );
}

function Workers({ queues }: Pick<Health, 'queues'>) {
  const { t } = useWords();
  return (
    <section aria-labelledby="workers">
      <h2 id="workers">{t('operator.workers')}</h2>
      {queues === null ? <p>{t('operator.workers_unknown')}</p> : null}
      <dl className="facts">
        {queues?.map(({ queue, workers }) => (
          <div key={queue}>
            <dt>
              <code>{queue}</code>
            </dt>
            <dd>
              {workers.length === 0 ? (
                <span className="tag tag-error">{t('operator.no_worker')}</span>
              ) : (
                <ul>
                  {workers.map(({ identity, seenAt }) => (
                    <li key={identity}>
                      <code>{identity}</code>
                      {seenAt === null ? null : (
                        <span className="small">
                          {' '}
                          · {t('operator.seen')} <When at={seenAt} exact />
                        </span>
                      )}
                    </li>
                  ))}
                </ul>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
