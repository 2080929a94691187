import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { api, ask } from '../api/client';
import { ContentOf } from '../parts/content';
import { Copy } from '../parts/copy';
import { DecisionOf } from '../parts/decision';
import { useOfficeName } from '../parts/offices';
import { useOrganisationName } from '../parts/organisations';
import { Page } from '../parts/page';
import { PartyActs } from '../parts/party-acts';
import { Progress } from '../parts/progress';
import { ReadersOf } from '../parts/readers';
import { ReceiptsOf } from '../parts/receipts';
import { Loading, SignedIn, Trouble } from '../parts/states';
import { type Submission, useSubmission } from '../parts/submission';
import { Survey } from '../parts/survey';
import { Timeline } from '../parts/timeline';
import { When } from '../parts/when';
import { useWords } from '../words';

/** One document of mine: where it stands, what happened, what I may do now, what proves it. */
export function DocumentPage() {
  const { id = '' } = useParams();
  const { t } = useWords();
  return (
    <SignedIn title={t('document.title')}>
      <Found id={id} />
    </SignedIn>
  );
}

function Found({ id }: { id: string }) {
  const { t } = useWords();
  const submission = useSubmission(id);
  if (submission.data !== undefined) return <Shown submission={submission.data} />;
  return (
    <Page title={t('document.title')}>
      {submission.isPending ? <Loading /> : null}
      {submission.isError ? (
        <Trouble error={submission.error} again={() => void submission.refetch()} />
      ) : null}
    </Page>
  );
}

/** The form's title, or what a letter is called. */
function useTitle({ form }: Pick<Submission, 'form'>): string {
  const { t, say } = useWords();
  const { data } = useQuery({
    queryKey: ['form', form?.id, form?.version],
    queryFn: () =>
      ask(
        api.GET('/v1/forms/{id}/versions/{version}', {
          params: { path: { id: form?.id ?? '', version: form?.version ?? 1 } },
        }),
      ),
    enabled: form !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (form === null) return t('documents.letter');
  return data === undefined ? t('document.title') : say(data.definition.title);
}

function Shown({ submission }: { submission: Submission }) {
  const { t } = useWords();
  const title = useTitle(submission);
  const officeName = useOfficeName();
  const organisationName = useOrganisationName();
  return (
    <Page title={title}>
      <div className="panel" role="status" data-state={submission.state}>
        <p className="state">{t(`state.${submission.state}`)}</p>
        <p>{t(`state_means.${submission.state}`)}</p>
        {submission.state === 'supplement_requested' && submission.supplementDueAt !== null ? (
          <p>
            {t('document.supplement_due')} <When at={submission.supplementDueAt} />
          </p>
        ) : null}
      </div>
      {submission.allowed.includes('supplement') ? (
        <p>
          <Link className="button" to={`/documents/${submission.id}/supplement`}>
            {t('document.supplement')}
          </Link>
        </p>
      ) : null}
      <Progress state={submission.state} />
      {submission.outcome === null ? null : <DecisionOf submission={submission} reader="party" />}
      <dl className="facts">
        <div>
          <dt>{t('document.number')}</dt>
          <dd>{submission.registrationNumber ?? t('documents.no_number')}</dd>
        </div>
        {submission.organisation === null ? null : (
          <div>
            <dt>{t('document.sent_for')}</dt>
            <dd>{organisationName(submission.organisation)}</dd>
          </div>
        )}
        <div>
          <dt>{t('document.office')}</dt>
          <dd>{officeName(submission.office)}</dd>
        </div>
        <div>
          <dt>{t('documents.received')}</dt>
          <dd>
            <When at={submission.receivedAt} />
          </dd>
        </div>
        {submission.dueAt === null || submission.decidedAt !== null ? null : (
          <div>
            <dt>{t('document.due')}</dt>
            <dd>
              <When at={submission.dueAt} />
              {submission.clock === 'stopped' ? ` (${t('document.stopped')})` : null}
            </dd>
          </div>
        )}
        {submission.trackingCode === undefined ? null : (
          <div>
            <dt>{t('received.tracking')}</dt>
            <dd>
              <code>{submission.trackingCode}</code>
            </dd>
          </div>
        )}
      </dl>
      <PartyActs submission={submission} />
      {submission.surveyAnswered === undefined ? null : (
        <Survey id={submission.id} answered={submission.surveyAnswered} />
      )}
      <Timeline submission={submission} />
      <details className="fold">
        <summary>{t('document.content')}</summary>
        <ContentOf submission={submission} />
        <Copy id={submission.id} />
      </details>
      <details className="fold">
        <summary>{t('document.receipts')}</summary>
        <ReceiptsOf submission={submission} />
      </details>
      <details className="fold">
        <summary>{t('document.readers')}</summary>
        <ReadersOf submission={submission} />
      </details>
    </Page>
  );
}
