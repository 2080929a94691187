import { useMutation } from '@tanstack/react-query';
import { Link, Navigate, useNavigate, useParams, useSearchParams } from 'react-router';
import { Refused } from '../api/problem';
import { ActsFor } from '../form/acting-for';
import { AnswersList } from '../form/answers-list';
import { type PublishedForm, useForm } from '../form/definition';
import { draftName, forgetDraft, inDraft, readDraft, useDraft } from '../form/draft';
import { sendDraft } from '../form/send-draft';
import { SentAlready } from '../form/sent-already';
import { useOfficeName } from '../parts/offices';
import { Page } from '../parts/page';
import { Loading, NotFound, SignedIn, Trouble } from '../parts/states';
import { useWords } from '../words';

/** The answers once more, before they are sent. */
export function CheckForm() {
  const { form: id = '' } = useParams();
  const { t, say } = useWords();
  const kept = useSearchParams()[0].get('draft');
  const draft = readDraft(draftName(id, kept));
  const form = useForm(id, draft?.version);
  const title = t('check.title');
  if (draft === undefined) return kept === null ? <NotFound /> : <Navigate to={`/drafts/${kept}`} replace />;
  return (
    <SignedIn title={title}>
      {form.isPending ? (
        <Page title={title}>
          <Loading />
        </Page>
      ) : null}
      {form.isError ? (
        <Page title={title}>
          <Trouble error={form.error} again={() => void form.refetch()} />
        </Page>
      ) : null}
      {form.isSuccess ? (
        <Check key={id} form={form.data} kept={kept} title={say(form.data.definition.title)} />
      ) : null}
    </SignedIn>
  );
}

function Check({ form, kept, title }: { form: PublishedForm; kept: string | null; title: string }) {
  const { t, say } = useWords();
  const officeName = useOfficeName();
  const navigate = useNavigate();
  const { definition } = form;
  const name = draftName(definition.id, kept);
  const [draft, change] = useDraft(name, () => {
    throw new Error('There is no draft.');
  });
  const submit = useMutation({
    mutationFn: () => sendDraft(draft, definition.id, change),
    onSuccess: ({ submission }) => {
      change((before) => ({ ...before, sentAs: submission.id }));
      void navigate(`/documents/${submission.id}/received`, { replace: true });
    },
    onError: (error) => {
      if (error instanceof Refused && error.faults.length > 0)
        void navigate(`/forms/${definition.id}/fill${inDraft(kept)}`, { state: { faults: error.faults } });
    },
  });
  if (draft.sentAs !== undefined && !submit.isSuccess)
    return (
      <SentAlready
        id={draft.sentAs}
        title={title}
        another={`/forms/${definition.id}/fill`}
        onAnother={() => forgetDraft(name)}
      />
    );
  return (
    <Page title={t('check.title')} lead={t('check.lead', { form: title })}>
      <ActsFor draft={draft} />
      {draft.office === undefined ? null : (
        <p>
          {t('form.office')}: <strong>{officeName(draft.office)}</strong>
        </p>
      )}
      <AnswersList definition={definition} answers={draft.answers} />
      {draft.attachments.length === 0 ? null : (
        <section>
          <h2>{t('attachments.title')}</h2>
          <ul>
            {draft.attachments.map((one) => (
              <li key={one.upload}>
                {say(definition.attachments.find((rule) => rule.name === one.rule)?.title)}: {one.file}
              </li>
            ))}
          </ul>
        </section>
      )}
      {submit.isError ? <Trouble error={submit.error} /> : null}
      <p className="actions">
        <button
          type="button"
          className="button"
          aria-busy={submit.isPending}
          onClick={() => {
            if (!submit.isPending && !submit.isSuccess) submit.mutate();
          }}
        >
          {submit.isPending ? t('check.sending') : t('check.send')}
        </button>
        <Link className="button button-secondary" to={`/forms/${definition.id}/fill${inDraft(kept)}`}>
          {t('check.change')}
        </Link>
      </p>
      <p className="small">{t('check.receipt')}</p>
    </Page>
  );
}
