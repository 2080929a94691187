import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Schemas } from '../api/client';
import { Trouble } from '../parts/states';
import { useWords } from '../words';
import { Attachments } from './attachments';
import { changesOfFiles } from './changes-of-files';
import type { Draft } from './draft';
import { ErrorSummary } from './error-summary';
import { type Letter, LetterFields } from './letter-fields';
import { LETTER_FILES } from './letter-files';

/** A letter while it is written, and its sending: `send` is asked once however often somebody presses. */
export function WrittenLetter({
  draft,
  change,
  send,
  before,
  beside,
}: {
  draft: Draft;
  change(by: (draft: Draft) => Draft): void;
  send(draft: Draft): Promise<Schemas['Acted']>;
  /** Shown above the letter's own fields. */
  before?: ReactNode;
  /** Shown beside the button that sends. */
  beside?: ReactNode;
}) {
  const { t } = useWords();
  const navigate = useNavigate();
  const [checked, setChecked] = useState(false);
  const letter = draft.answers as Letter;
  const submit = useMutation({
    mutationFn: () => send(draft),
    onSuccess: ({ submission }) => {
      change((now) => ({ ...now, sentAs: submission.id }));
      void navigate(`/documents/${submission.id}/received`, { replace: true });
    },
  });
  const empty = (['title', 'body'] as const).filter((part) => letter[part].trim() === '');
  const lines = empty.map((part) => ({
    target: `answers/${part}`,
    label: t(part === 'title' ? 'letter.subject' : 'letter.body'),
    words: t('fault.answer.required'),
  }));
  return (
    <>
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
        {before}
        <LetterFields letter={letter} onChange={(answers) => change((now) => ({ ...now, answers }))} />
        <Attachments
          rules={[LETTER_FILES]}
          attached={draft.attachments}
          faults={[]}
          {...changesOfFiles(change)}
        />
        <div className="actions">
          <button type="submit" className="button" aria-busy={submit.isPending}>
            {submit.isPending ? t('check.sending') : t('check.send')}
          </button>
          {beside}
        </div>
        <p className="small">{t('form.kept_here')}</p>
      </form>
    </>
  );
}
