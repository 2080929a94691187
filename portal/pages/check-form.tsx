import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from 'react-router';
import { api, ask } from '../api/client';
import { Refused } from '../api/problem';
import { AnswersList } from '../form/answers-list';
import { type PublishedForm, useForm } from '../form/definition';
import { forgetDraft, readDraft, useDraft } from '../form/draft';
import { SentAlready } from '../form/sent-already';
import { useOfficeName } from '../parts/offices';
import { Page } from '../parts/page';
import { Loading, NotFound, SignedIn, Trouble } from '../parts/states';
import { useWords } from '../words';

/** The answers once more, before they are sent. */
export function CheckForm() {
  const { form: id = '' } = useParams();
  const { t, say } = useWords();
  const draft = readDraft(id);
  const form = useForm(id, draft?.version);
  const title = t('check.title');
  if (draft === undefined) return <NotFound />;
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
      {form.isSuccess ? <Check key={id} form={form.data} name={say(form.data.definition.title)} /> : null}
    </SignedIn>
  );
}

const WAIT = 'wait=10';

function Check({ form, name }: { form: PublishedForm; name: string }) {
  const { t, say } = useWords();
  const officeName = useOfficeName();
  const navigate = useNavigate();
  const { definition, version } = form;
  const [draft, change] = useDraft(definition.id, () => {
    throw new Error('There is no draft.');
  });
  const submit = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/v1/submissions', {
          params: { header: { 'Idempotency-Key': draft.key, Prefer: WAIT } },
          body: {
            form: { id: definition.id, version },
            answers: draft.answers,
            ...(draft.office === undefined ? {} : { office: draft.office }),
            attachments: draft.attachments.map(({ upload, rule }) => ({ upload, name: rule })),
          },
        }),
      ),
    onSuccess: ({ submission }) => {
      change((before) => ({ ...before, sentAs: submission.id }));
      void navigate(`/documents/${submission.id}/received`, { replace: true });
    },
    onError: (error) => {
      if (error instanceof Refused && error.faults.length > 0)
        void navigate(`/forms/${definition.id}/fill`, { state: { faults: error.faults } });
    },
  });
  if (draft.sentAs !== undefined && !submit.isSuccess)
    return <SentAlready id={draft.sentAs} title={name} onAnother={() => forgetDraft(definition.id)} />;
  return (
    <Page title={t('check.title')} lead={t('check.lead', { form: name })}>
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
        <Link className="button button-secondary" to={`/forms/${definition.id}/fill`}>
          {t('check.change')}
        </Link>
      </p>
      <p className="small">{t('check.receipt')}</p>
    </Page>
  );
}
