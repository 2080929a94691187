import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { api, ask } from '../api/client';
import { Download } from '../parts/download';
import { useOfficeName } from '../parts/offices';
import { Loading, Trouble } from '../parts/states';
import type { Submission } from '../parts/submission';
import { When } from '../parts/when';
import { useWords } from '../words';
import { AuditPage } from './audit-page';
import { Trail } from './trail';

/** Everything that is recorded of one document, without what was written in it. */
export function AuditCase() {
  const { id = '' } = useParams();
  const { t } = useWords();
  return (
    <AuditPage title={t('audit.case')}>
      <p>
        <Link to="/audit">{t('audit.back')}</Link>
      </p>
      <Found id={id} />
    </AuditPage>
  );
}

function Found({ id }: { id: string }) {
  // No looking again by itself: each reading is recorded and shown to the sender.
  const submission = useQuery({
    queryKey: ['submission', id],
    queryFn: () => ask(api.GET('/v1/submissions/{id}', { params: { path: { id } } })),
    refetchOnWindowFocus: false,
    staleTime: 60_000,
  });
  if (submission.isPending) return <Loading />;
  if (submission.isError) return <Trouble error={submission.error} again={() => void submission.refetch()} />;
  return (
    <>
      <div className="sides">
        <Facts submission={submission.data} />
        <Export id={id} />
      </div>
      <Trail id={id} />
    </>
  );
}

function Facts({ submission }: { submission: Submission }) {
  const { t } = useWords();
  const officeName = useOfficeName();
  const { state, registrationNumber, office, receivedAt, closedAt, id } = submission;
  return (
    <section className="side" aria-labelledby="facts">
      <h2 id="facts">{t('audit.facts')}</h2>
      <dl className="facts">
        <div>
          <dt>{t('document.number')}</dt>
          <dd>{registrationNumber ?? t('documents.no_number')}</dd>
        </div>
        <div>
          <dt>{t('desk.state')}</dt>
          <dd>
            <span className={`tag tag-${state}`}>{t(`state.${state}`)}</span>
          </dd>
        </div>
        <div>
          <dt>{t('document.office')}</dt>
          <dd>{office === null ? '–' : officeName(office)}</dd>
        </div>
        <div>
          <dt>{t('documents.received')}</dt>
          <dd>
            <When at={receivedAt} />
          </dd>
        </div>
        {closedAt === null ? null : (
          <div>
            <dt>{t('audit.closed')}</dt>
            <dd>
              <When at={closedAt} />
            </dd>
          </div>
        )}
        <div>
          <dt>ID</dt>
          <dd>
            <code>{id}</code>
          </dd>
        </div>
      </dl>
    </section>
  );
}

function Export({ id }: { id: string }) {
  const { t, language } = useWords();
  return (
    <section className="side" aria-labelledby="export">
      <h2 id="export">{t('audit.export')}</h2>
      <p className="hint">{t('audit.export_hint')}</p>
      <ul className="plain">
        <li>
          <Download path={`/v1/submissions/${id}/bundle?language=${language}`}>{t('audit.bundle')}</Download>
        </li>
        <li>
          <Download path={`/v1/submissions/${id}/package?language=${language}`}>
            {t('audit.package')}
          </Download>
        </li>
      </ul>
    </section>
  );
}
