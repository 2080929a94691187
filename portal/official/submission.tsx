import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { api, ask } from '../api/client';
import { DecisionOf } from '../parts/decision';
import { useMe } from '../parts/me';
import { useOfficeName } from '../parts/offices';
import { Page } from '../parts/page';
import { Loading, SignedIn, Trouble } from '../parts/states';
import type { Submission } from '../parts/submission';
import { Timeline } from '../parts/timeline';
import { When } from '../parts/when';
import { useWords } from '../words';
import { OfficeActs } from './acts/office-acts';
import { useNameOf } from './members';
import { Notes } from './notes';
import { Opened } from './opened';
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
  const me = useMe();
  const nameOf = useNameOf(submission.office);
  const officeName = useOfficeName();
  if (me.data === undefined) return <Loading />;
  // A unit that was asked reads the document; what the office does with it stays the office's.
  const ours = me.data.memberships.some(({ office }) => office === submission.office);
  return (
    <div className="sides">
      <section className="side" aria-labelledby="content">
        <h2 id="content">{t('office.content')}</h2>
        <Opened submission={submission} ours={ours} />
        {submission.outcome === null || !ours ? null : <DecisionOf submission={submission} reader="office" />}
        {ours ? <Timeline submission={submission} /> : null}
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
            {t('desk.handler')}:{' '}
            {submission.handler === null ? t('office.nobody') : nameOf(submission.handler)}
          </p>
          {submission.involved.length === 0 ? null : (
            <p>
              {t('unit.involved')}: {submission.involved.map(officeName).join(', ')}
            </p>
          )}
          {submission.approvals === 0 ? null : (
            <p>{t('office.approvals', { count: submission.approvals })}</p>
          )}
        </div>
        <OfficeActs submission={submission} />
        {ours ? (
          <p>
            <Link to={`/outgoing/new?office=${submission.office}&submission=${submission.id}`}>
              {t('outgoing.answer')}
            </Link>
          </p>
        ) : null}
        {ours ? <Notes submission={submission.id} office={submission.office} /> : null}
      </section>
    </div>
  );
}
