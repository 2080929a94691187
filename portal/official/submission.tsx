import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { api, ask } from '../api/client';
import { useAct } from '../parts/act';
import { ContentOf } from '../parts/content';
import { DecisionOf } from '../parts/decision';
import { useMe } from '../parts/me';
import { Page } from '../parts/page';
import { Loading, SignedIn, Trouble } from '../parts/states';
import { type Submission, useTimeline } from '../parts/submission';
import { Timeline } from '../parts/timeline';
import { When } from '../parts/when';
import { useWords } from '../words';
import { Notes } from './notes';
import { OfficeActs } from './office-acts';
import '../styles/official.css';

/** One submission at its office: the document on the left, what may be done with it now on the right. */
export function SubmissionPage() {
  const { id = '' } = useParams();
  const { t } = useWords();
  return (
    <SignedIn title={t('desk.document')}>
      <Found id={id} />
    </SignedIn>
  );
}

function Found({ id }: { id: string }) {
  const { t } = useWords();
  // No looking again by itself: each reading of an official is recorded and shown to the sender.
  const submission = useQuery({
    queryKey: ['submission', id],
    queryFn: () => ask(api.GET('/v1/submissions/{id}', { params: { path: { id } } })),
    refetchOnWindowFocus: false,
  });
  const number = submission.data?.registrationNumber ?? t('desk.document');
  return (
    <Page title={number} wide>
      <p>
        <Link to="/desk">{t('desk.back')}</Link>
      </p>
      {submission.isPending ? <Loading /> : null}
      {submission.isError ? (
        <Trouble error={submission.error} again={() => void submission.refetch()} />
      ) : null}
      {submission.data === undefined ? null : <Sides submission={submission.data} />}
    </Page>
  );
}

function Sides({ submission }: { submission: Submission }) {
  const { t } = useWords();
  return (
    <div className="sides">
      <section className="side" aria-labelledby="content">
        <h2 id="content">{t('office.content')}</h2>
        <Opened submission={submission} />
        {submission.outcome === null ? null : <DecisionOf submission={submission} reader="office" />}
        <Timeline submission={submission} />
      </section>
      <section className="side" aria-labelledby="now">
        <h2 id="now">{t('office.now')}</h2>
        <div className="panel" role="status" data-state={submission.state}>
          <p className="state">{t(`state.${submission.state}`)}</p>
          {submission.dueAt === null ? null : (
            <p>
              {t('document.due')}: <When at={submission.dueAt} />
              {submission.clock === 'stopped' ? ` (${t('document.stopped')})` : null}
            </p>
          )}
          <p>
            {t('desk.handler')}: {submission.handler ?? t('office.nobody')}
          </p>
          {submission.approvals === 0 ? null : (
            <p>{t('office.approvals', { count: submission.approvals })}</p>
          )}
        </div>
        <OfficeActs submission={submission} />
        <Notes submission={submission.id} />
      </section>
    </div>
  );
}

/** What was sent is shown to whoever opened it; that it was opened is evidence. */
function Opened({ submission }: { submission: Submission }) {
  const { t } = useWords();
  const me = useMe();
  const timeline = useTimeline(submission);
  const act = useAct(submission);
  if (timeline.isPending || me.isPending) return <Loading />;
  if (timeline.isError) return <Trouble error={timeline.error} again={() => void timeline.refetch()} />;
  const opened = timeline.data.items.some(({ kind, by }) => kind === 'open' && by.person === me.data?.person);
  if (opened) return <ContentOf submission={submission} />;
  if (!submission.allowed.includes('open')) return <p>{t('office.not_opened')}</p>;
  return (
    <>
      <p>{t('office.open_means')}</p>
      <p>
        <button
          type="button"
          className="button"
          aria-busy={act.isPending}
          onClick={() => {
            if (!act.isPending) act.mutate({ act: 'openings', body: {} });
          }}
        >
          {t('office.open')}
        </button>
      </p>
      {act.isError ? <Trouble error={act.error} /> : null}
    </>
  );
}
