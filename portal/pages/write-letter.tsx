import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { api, ask } from '../api/client';
import { Attachments } from '../form/attachments';
import { emptyDraft, forgetDraft, useDraft } from '../form/draft';
import { ErrorSummary } from '../form/error-summary';
import { type Letter, LetterFields } from '../form/letter-fields';
import { LETTER_FILES } from '../form/letter-files';
import { SentAlready } from '../form/sent-already';
import { useOfficeName } from '../parts/offices';
import { Page } from '../parts/page';
import { SignedIn, Trouble } from '../parts/states';
import { useWords } from '../words';

const WAIT = 'wait=10';

/** A letter to an office, where there is no form for what somebody wants. */
export function WriteLetter() {
  const { office = '' } = useParams();
  const { t } = useWords();
  return (
    <SignedIn title={t('letter.title')}>
      <Write key={office} office={office} />
    </SignedIn>
  );
}

function Write({ office }: { office: string }) {
  const { t } = useWords();
  const officeName = useOfficeName();
  const navigate = useNavigate();
  const name = `letter.${office}`;
  const [draft, change] = useDraft(name, () => emptyDraft(1, { title: '', body: '' }));
  const [checked, setChecked] = useState(false);
  const letter = draft.answers as Letter;
  const submit = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/v1/submissions', {
          params: { header: { 'Idempotency-Key': draft.key, Prefer: WAIT } },
          body: {
            letter,
            office,
            attachments: draft.attachments.map(({ upload }) => ({ upload, name: LETTER_FILES.name })),
          },
        }),
      ),
    onSuccess: ({ submission }) => {
      change((before) => ({ ...before, sentAs: submission.id }));
      void navigate(`/documents/${submission.id}/received`, { replace: true });
    },
  });
  if (draft.sentAs !== undefined && !submit.isSuccess)
    return <SentAlready id={draft.sentAs} title={t('letter.title')} onAnother={() => forgetDraft(name)} />;
  const empty = (['title', 'body'] as const).filter((part) => letter[part].trim() === '');
  const lines = empty.map((part) => ({
    target: `answers/${part}`,
    label: t(part === 'title' ? 'letter.subject' : 'letter.body'),
    words: t('fault.answer.required'),
  }));
  return (
    <Page title={t('letter.title')} lead={t('letter.to', { office: officeName(office) })}>
      <ErrorSummary lines={checked ? lines : []} />
      {submit.isError ? <Trouble error={submit.error} /> : null}
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setChecked(true);
          if (empty.length === 0 && !submit.isPending && !submit.isSuccess) submit.mutate();
        }}
      >
        <LetterFields letter={letter} onChange={(answers) => change((before) => ({ ...before, answers }))} />
        <Attachments
          rules={[LETTER_FILES]}
          attached={draft.attachments}
          faults={[]}
          onAdd={(file) => change((before) => ({ ...before, attachments: [...before.attachments, file] }))}
          onRemove={(upload) =>
            change((before) => ({
              ...before,
              attachments: before.attachments.filter((one) => one.upload !== upload),
            }))
          }
          onScanned={(upload, scan) =>
            change((before) => ({
              ...before,
              attachments: before.attachments.map((one) => (one.upload === upload ? { ...one, scan } : one)),
            }))
          }
        />
        <button type="submit" className="button" aria-busy={submit.isPending}>
          {submit.isPending ? t('check.sending') : t('check.send')}
        </button>
        <p className="small">{t('form.kept_here')}</p>
      </form>
    </Page>
  );
}
